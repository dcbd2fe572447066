import { existsSync } from "node:fs";
import { test } from "@jest/globals";
import { type Browser, type BrowserContext, chromium } from "playwright-core";

/** A real browser, where there is one: CHROMIUM names it, else the usual places are looked at. */
const executablePath = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

export const inBrowser = executablePath === undefined ? test.skip : test;
/** The same for tests that mostly wait and share nothing but a server: side by side. */
export const inBrowserTogether = executablePath === undefined ? test.concurrent.skip : test.concurrent;
// Past Jest, which drops the console of a file whose tests are all skipped.
if (executablePath === undefined)
  process.stderr.write(
    "SKIPPED: the tests in a browser, for there is no Chromium on this machine. Install it, or set CHROMIUM to its path.\n",
  );

/** One that keeps what it has seen in a folder: for tests that come back another day. */
export const openBrowserIn = (profile: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(profile, { executablePath, args: ["--no-sandbox"] });

/** The browser; null where there is none and its tests are skipped. */
export const openBrowser = async (): Promise<Browser | null> =>
  executablePath === undefined ? null : chromium.launch({ executablePath, args: ["--no-sandbox"] });
