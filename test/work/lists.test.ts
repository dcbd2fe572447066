import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { csvHeader, csvLines } from "../../lib/report/csv.ts";
import { FIGURE_LIST, PROBLEM_LIST } from "../../lib/report/rows.ts";
import type { Report } from "../../lib/report/schema.ts";
import { readReport } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { openSpool } from "../../lib/work/spool.ts";
import { tabularium } from "../make/command.ts";
import { copySample, temporaryFolder } from "../make/serve.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the lists say what the reports say, in the order of the folders, of new, kept and unreadable files alike", async () => {
  const [input, out] = [join(folder, "in"), join(folder, "out")];
  await mkdir(input);
  await copySample("云泽县教育局2024年政府信息公开工作年度报告.docx", join(input, "c.docx"));
  await tabularium("process", input, "-o", out);
  await copySample("乡镇往年报告.zip", join(input, "a.zip"));
  await writeFile(join(input, "b.pdf"), "");
  await copyFile(join(input, "c.docx"), join(input, "d.docx"));
  expect((await tabularium("process", input, "-o", out)).stdout).toContain("其中1份沿用已有结果");
  const folders = [
    ...(await readdir(join(out, "a.zip"))).sort().map((name) => `a.zip/${name}`),
    "b.pdf",
    "c.docx",
    "d.docx",
  ];
  const reports = await Promise.all(
    folders.map(async (name) => (await readReport(directoryStore(out), name)) as Report),
  );
  expect(reports.map(({ status }) => status)).toEqual(["valid", "invalid", "failed", "invalid", "invalid"]);
  const problems = csvHeader(PROBLEM_LIST) + reports.map((report) => csvLines(PROBLEM_LIST, report)).join("");
  const figures = csvHeader(FIGURE_LIST) + reports.map((report) => csvLines(FIGURE_LIST, report)).join("");
  expect(await readFile(join(out, "problems.csv"), "utf8")).toBe(problems);
  expect(await readFile(join(out, "figures.csv"), "utf8")).toBe(figures);
}, 60_000);

test("lines wait on disk under no name, and come back by their folder, the last that were given", async () => {
  const spool = await openSpool(folder);
  const names = Array.from({ length: 50 }, (_, index) => `${index}`);
  await Promise.all(
    names.map((name) => spool.add(name, { problems: `误${name}`, figures: "数".repeat(Number(name)) })),
  );
  await spool.add("7", { problems: "", figures: "again" });
  expect(await readdir(folder)).toEqual([]);
  expect(await spool.lines("49", "figures")).toBe("数".repeat(49));
  expect(await spool.lines("3", "problems")).toBe("误3");
  expect([await spool.lines("7", "problems"), await spool.lines("7", "figures")]).toEqual(["", "again"]);
  expect(await spool.lines("none", "figures")).toBe("");
  await spool.close();
});
