import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { oneLine } from "../../lib/document/text.ts";
import { type ColumnList, FIGURE_COLUMNS, PROBLEM_COLUMNS, REPORT_COLUMNS } from "../../lib/report/parquet/columns.ts";
import { printable } from "../../lib/report/printable.ts";
import { FIGURE_LIST, PROBLEM_LIST, SUMMARY_LIST } from "../../lib/report/rows.ts";
import { exportFolder } from "../../lib/serve/export.ts";
import { lockFolder } from "../../lib/serve/lock.ts";
import { accountsTexts, ORDINARY } from "../make/accounts.ts";
import { accountsTxt } from "../make/accounts-files.ts";
import { tabularium } from "../make/command.ts";
import { rowsInCsv } from "../make/csv.ts";
import { unpackData } from "../make/data-folder.ts";
import { copySample, temporaryFolder } from "../make/serve.ts";

/** `tabularium export`: what it wrote, by another library than the one that wrote it, beside the lists as CSV. */

let folder: string;
let results: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  const input = join(folder, "in");
  results = join(folder, "results");
  await mkdir(input);
  for (const name of ["乡镇往年报告.zip", "云泽县教育局2024年政府信息公开工作年度报告.docx", "会议通知.docx"])
    await copySample(name, join(input, name));
  await writeFile(join(input, "决算.txt"), accountsTxt(accountsTexts({ ...ORDINARY, blanks: true })));
  await writeFile(join(input, "empty.pdf"), "");
  await tabularium("process", input, "--out", results);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the command does, in this process: it says the same. */
const exported = (source: string, out: string) =>
  exportFolder({ source, out, onUnreadable: (path) => expect(path).toBeUndefined() });

type Row = Readonly<Record<string, unknown>>;

/** The rows of a list's files, with what their partition says. */
async function rowsIn(list: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const path of (await readdir(list, { recursive: true })).filter((name) => name.endsWith(".parquet"))) {
    const [, profile, year] = /^profile=(.+)\/year=(.+)\/part-0\.parquet$/u.exec(path) ?? [];
    const told = (value = "") => (value === "__HIVE_DEFAULT_PARTITION__" ? null : value);
    for (const row of await parquetReadObjects({ file: await asyncBufferFromFile(join(list, path)) }))
      rows.push({ ...row, profile: told(profile), year: told(year) });
  }
  return rows;
}

/** As a spreadsheet is given it. */
const asInCsv = (value: unknown): string =>
  typeof value === "string" ? oneLine(printable(value).replaceAll("\ufffd", " ")) : String(value ?? "");

const sorted = (rows: readonly Readonly<Record<string, string>>[]): string[] =>
  rows.map((row) => JSON.stringify(row)).toSorted();

async function expectSame<Source>(
  written: readonly Row[],
  csv: string,
  { columns }: ColumnList<Source>,
  titles: readonly (readonly [string, string])[],
): Promise<void> {
  const all = [...columns, ...["profile", "year"].map((name) => ({ key: name, name }))];
  const titled = all.map(({ key, name }) => [name, new Map(titles).get(key) ?? key] as const);
  const expected = rowsInCsv(csv).map((row) =>
    Object.fromEntries(titled.map(([name, title]) => [name, (row[title] ?? "no such column").replace(/^'/u, "")])),
  );
  const found = written.map((row) => Object.fromEntries(titled.map(([name]) => [name, asInCsv(row[name])])));
  expect(sorted(found)).toEqual(sorted(expected));
}

describe("of a results folder", () => {
  let out: string;
  beforeAll(async () => {
    out = join(results, "parquet");
    expect(await tabularium("export", results, "--parquet", out)).toMatchObject({ code: 0, stderr: "" });
  });

  test("figures, problems and reports are those of the lists, of two families, three years and none", async () => {
    const list = (name: string) => readFile(join(results, name), "utf8");
    const figures = await rowsIn(join(out, "figures"));
    await expectSame(figures, await list("figures.csv"), FIGURE_COLUMNS, FIGURE_LIST.columns);
    const problems = await rowsIn(join(out, "problems"));
    await expectSame(problems, await list("problems.csv"), PROBLEM_COLUMNS, PROBLEM_LIST.columns);
    const reports = await rowsIn(join(out, "reports"));
    await expectSame(reports, await list("summary.csv"), REPORT_COLUMNS, SUMMARY_LIST.columns);
    const partitions = reports.map(({ profile, year }) => `${profile} ${year}`);
    expect(partitions.toSorted()).toEqual([
      "disclosure-annual-report 2020",
      "disclosure-annual-report 2023",
      "disclosure-annual-report 2024",
      "final-accounts 2024",
      "null null",
      "null null",
    ]);
  });

  test("numbers are numbers, what is certain a truth value, and a blank cell no number", async () => {
    const figures = await rowsIn(join(out, "figures"));
    expect(figures.every(({ certain }) => typeof certain === "boolean")).toBe(true);
    const decimals = figures.filter(({ value }) => typeof value === "number" && !Number.isInteger(value));
    expect(decimals.length).toBeGreaterThan(0);
    for (const { value, text } of decimals) expect(Number(String(text).replaceAll(",", ""))).toBe(value);
    const blank = figures.filter(({ content }) => content === "空白");
    expect(blank.length).toBeGreaterThan(0);
    expect(blank.every(({ value }) => value === null)).toBe(true);
    expect((await rowsIn(join(out, "reports"))).every(({ errors }) => typeof errors === "number")).toBe(true);
  });

  test("again, it takes the place of the one before, and leaves nothing else behind", async () => {
    const before = await readdir(out, { recursive: true });
    const strange = join(out, "figures", "profile=x");
    await mkdir(strange);
    const about = join(results, "会议通知.docx", "report.json");
    const report = await readFile(about);
    await writeFile(about, "{");
    const again = await tabularium("export", results, "--parquet", out);
    await writeFile(about, report);
    expect(again).toMatchObject({ code: 1, stdout: `已导出5份报告：${out}\n` });
    expect(again.stderr).toContain(dirname(about));
    expect((await readdir(out, { recursive: true })).sort()).toEqual(before.sort());
    expect((await readdir(results)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

test("where there is nothing to export, or the place holds other files, a sentence says so", async () => {
  const empty = join(folder, "nothing");
  await mkdir(empty);
  const out = join(folder, "out");
  const none = await tabularium("export", empty, "--parquet", out);
  expect(none).toMatchObject({ code: 2, stdout: "" });
  expect(none.stderr).toContain("这里没有处理结果");
  for (const source of [join(folder, "absent"), join(results, "index.html")])
    await expect(exported(source, out)).rejects.toThrow(`找不到文件夹：${source}`);
  await expect(exported(results, join(folder, "in"))).rejects.toThrow("导出的文件夹里有别的文件");
  expect((await readdir(folder)).toSorted()).toEqual(["in", "nothing", "results"]);
});

test("of the data folder of a server it has what counts, and waits until the server has ended", async () => {
  const { data, answers } = await unpackData("0.1.0");
  const out = join(folder, "kept");
  const unlock = await lockFolder(data);
  await expect(exported(data, out)).rejects.toThrow("请停下后再导出");
  await unlock();
  await exported(data, out);
  const figures = (rows: readonly Row[], ...names: string[]) =>
    rows.map((row) => names.map((name) => asInCsv(row[name])).join()).toSorted();
  const then = rowsInCsv(answers.csv["/figures.csv"] ?? "");
  expect(figures(await rowsIn(join(out, "figures")), "name", "year", "figure", "value", "certain")).toEqual(
    figures(then, "名称", "年度", "指标", "数值", "确定"),
  );
  await rm(dirname(data), { recursive: true, force: true });
}, 30_000);
