import { execFileSync } from "node:child_process";
import { mkdir, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { strToU8, zipSync } from "fflate";
import { officeReport } from "../make/reports.ts";
import { type Running, startServe, temporaryFolder, until } from "../make/serve.ts";

/** It takes a while: for `npm run verify`. test/work/document-pool.test.ts says the same of each part in seconds. */
const patiently = process.env.TABULARIUM_VERIFY === "full" ? test : test.skip;

let data: string | undefined;
let running: Running | undefined;
afterEach(async () => {
  await running?.kill();
  if (data) await rm(data, { recursive: true, force: true });
});

const get = async <T>(path: string): Promise<T> => (await (await fetch(`${running?.url}${path}`)).json()) as T;
const names = async () => (await get<{ items: { name: string; status: string }[] }>("/reports")).items;
const SLOW_ENTRIES = 3;

/** A page that takes some seconds to be read, however it is read: a table of as many cells as any may have. */
const slowPage = (seed: number): string => {
  const row = Array.from({ length: 20 }, (_, column) => `<td>${seed + column}</td>`).join("");
  return `<html><body><table>${`<tr>${row}</tr>`.repeat(9500)}</table></body></html>`;
};

patiently(
  "archives of pages that take long, files of any size and pipes hold up no honest file, no answer and no end",
  async () => {
    const slow = (n: number) =>
      zipSync(
        Object.fromEntries(
          Array.from({ length: SLOW_ENTRIES }, (_, entry) => [`${entry}.html`, strToU8(slowPage(n * 100 + entry))]),
        ),
        {
          level: 9,
        },
      );
    data = await temporaryFolder();
    running = await startServe(data);
    const inbox = join(data, "inbox");
    await mkdir(join(data, "ready"));
    for (const name of ["1.zip", "2.zip", "3.zip"]) await writeFile(join(data, "ready", name), slow(Number(name[0])));
    for (const name of ["大 1.html", "大 2.html"]) {
      await writeFile(join(data, "ready", name), name);
      await truncate(join(data, "ready", name), 200 * 2 ** 30);
    }
    execFileSync("mkfifo", [join(inbox, "管道.html")]);
    for (const name of ["1.zip", "2.zip", "3.zip", "大 1.html", "大 2.html"])
      await rename(join(data, "ready", name), join(inbox, name));
    await until(async () => (await get<{ processing: number }>("/health")).processing > 0, 20_000);
    await writeFile(join(inbox, "年报.html"), officeReport(1));
    await until(
      async () => (await names()).some(({ name, status }) => name === "年报.html" && status === "valid"),
      60_000,
    );
    const entries = (await names()).filter(({ name }) => name.includes(".zip/"));
    expect(entries.length).toBeLessThan(3 * SLOW_ENTRIES);
    expect(await get("/health")).toMatchObject({ status: "ok", trouble: null });
    await until(
      async () =>
        (await names()).filter(({ name, status }) => name.startsWith("大") && status === "failed").length === 2,
      60_000,
    );
    const ended = await Promise.race([
      running.stop(),
      new Promise((resume) => setTimeout(resume, 20_000, "still running").unref()),
    ]);
    expect(ended).toBe(0);
    expect(running.log()).not.toContain("not recorded");
  },
  180_000,
);
