import { rm } from "node:fs/promises";
import { afterAll, beforeAll } from "@jest/globals";
import type { Browser } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { type Running, startServe, temporaryFolder } from "./serve.ts";

/** A server over a folder of its own and a browser that looks at it, for all tests of a file; nothing without a browser. */
interface ServedPage {
  readonly data: string;
  readonly running: Running;
  readonly browser: Browser;
}

/** Opens them before the file's tests and ends them behind. */
export function servedPage(): ServedPage {
  const served = {} as ServedPage;
  beforeAll(async () => {
    const browser = await openBrowser();
    if (!browser) return;
    const data = await temporaryFolder();
    Object.assign(served, { browser, data, running: await startServe(data) });
  }, 60_000);
  afterAll(async () => {
    await served.browser?.close();
    await served.running?.kill();
    if (served.data) await rm(served.data, { recursive: true, force: true });
  });
  return served;
}
