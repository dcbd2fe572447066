import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { officeReport } from "../test/make/reports.ts";
import { startServe, temporaryFolder, until } from "../test/make/serve.ts";

/**
 * Documents a minute through the inbox, with catalog, totals and events, beside the bare command on the same files;
 * both from the start of the program to the last document.
 */

const FILES = Number(process.argv[2] ?? 400);
const program = fileURLToPath(new URL("../dist/tabularium.js", import.meta.url));
const folder = await temporaryFolder();
const files = join(folder, "data", "inbox");
mkdirSync(files, { recursive: true });
for (let n = 0; n < FILES; n++) writeFileSync(join(files, `${n}.html`), officeReport(n));

const perMinute = (start: number): string => ((FILES / (performance.now() - start)) * 60_000).toFixed(0);

let start = performance.now();
execFileSync(process.execPath, [program, "process", files, "--out", join(folder, "out")], { stdio: "ignore" });
console.log(`process: ${perMinute(start)} documents a minute`);

start = performance.now();
const running = await startServe(join(folder, "data"));
await until(async () => {
  const { reports } = (await (await fetch(`${running.url}/summary`)).json()) as { reports: number };
  return reports >= FILES;
}, 3_600_000);
console.log(`inbox:   ${perMinute(start)} documents a minute`);
await running.stop();
rmSync(folder, { recursive: true });
