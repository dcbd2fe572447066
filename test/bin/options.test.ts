import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { FORMAT_NAMES } from "../../lib/document/formats.ts";
import type { RunSummary } from "../../lib/work/run-summary.ts";
import { PROGRAM, tabularium } from "../make/command.ts";
import { processes } from "../make/processes.ts";
import { temporaryFolder } from "../make/serve.ts";

const samples = fileURLToPath(new URL("../../samples", import.meta.url));
const sample = (name: string) => join(samples, name);

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("wrong usage ends with code 2 and a sentence that says what is wrong:", () => {
  test.each([
    [["something"], "没有这个命令：something。"],
    [["proces"], "没有这个命令：proces。是不是要写 process？"],
    [["--what"], "没有这个选项：--what。"],
    [["process", "-o", "x"], "缺少参数：文件或文件夹。"],
    [["process", samples], "缺少必需的选项：-o, --out <dir>。"],
    [["process", samples, "-o"], "选项后面缺少内容：-o, --out <dir>。"],
    [["process", samples, "-o", " "], "文件夹的名称是空的。"],
    [["process", samples, "-o", "x", "--fres"], "没有这个选项：--fres。是不是要写 --fresh？"],
    [["process", samples, "-o", "x", "--jobs", "0"], "--jobs 应为1至256的整数：0"],
    [["process", samples, "-o", "x", "--jobs", "two"], "--jobs 应为1至256的整数：two"],
    [["process", samples, "-o", "x", "--formats", "wps,docx"], "--formats 里没有这种格式：wps。"],
    [["process", samples, "-o", "x", "--formats", ""], "--formats 的内容是空的。"],
    [["process", "nowhere", "-o", "x"], "找不到文件或文件夹：nowhere"],
    [["serve", "-d", "x", "-p", "http"], "端口应为0至65535的整数：http"],
    [["doctor", "now"], "参数过多。"],
  ])("%j", async (args, sentence) => {
    const { code, stdout, stderr } = await tabularium(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).not.toMatch(/error|required|unknown|missing|argument|Did you/u);
  });
});

test("what the operating system refuses is said in words, with code 1", async () => {
  await writeFile(join(folder, "file"), "");
  const { code, stderr } = await tabularium("process", samples, "-o", join(folder, "file"));
  expect(code).toBe(1);
  expect(stderr).toContain(`无法继续（EEXIST）：已有同名文件，请换一个文件夹：${join(folder, "file")}`);
});

(process.platform === "linux" ? test : test.skip)("where nobody can make a folder the command ends", async () => {
  const { code, stderr } = await tabularium("process", samples, "-o", "/proc/tabularium/results");
  expect(code).toBe(1);
  expect(stderr).toContain(
    "无法继续（ENOENT）：文件夹不在了，或这里不能新建文件夹，请换一个文件夹：/proc/tabularium\n",
  );
});

test.each([["--help"], ["process --help"], ["serve --help"], ["doctor --help"]])(
  "%s is all of one language",
  async (args) => {
    const { code, stdout } = await tabularium(...args.split(" "));
    expect(code).toBe(0);
    expect(stdout).toContain("用法：");
    expect(stdout).not.toMatch(/Usage|Options|Arguments|Commands|default|\[options\]/u);
  },
);

describe("--json", () => {
  test("gives one document on standard output, and progress elsewhere", async () => {
    const out = join(folder, "out");
    await mkdir(join(folder, "in"));
    await copyFile(sample("会议通知.docx"), join(folder, "in/通知.docx"));
    await writeFile(join(folder, "in/空.pdf"), "");
    await writeFile(join(folder, "in/~$知.docx"), "");
    const call = () => tabularium("process", join(folder, "in"), "-o", out, "--json");
    const { code, stdout, stderr } = await call();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^\[2\/2\] /mu);
    const summary = JSON.parse(stdout) as RunSummary;
    expect(summary).toMatchObject({
      out,
      counts: { valid: 0, invalid: 0, "needs-review": 0, unrecognized: 1, failed: 1 },
      skipped: { hidden: 1, irregular: [], otherFormats: 0 },
    });
    expect(summary.documents.map(({ name, folder: in_, status, unchanged }) => [name, in_, status, unchanged])).toEqual(
      [
        ["空.pdf", "空.pdf", "failed", false],
        ["通知.docx", "通知.docx", "unrecognized", false],
      ],
    );
    const again = JSON.parse((await call()).stdout) as RunSummary;
    expect(again.documents.map(({ unchanged }) => unchanged)).toEqual([true, true]);
  }, 60_000);
});

describe("--formats", () => {
  test("reads what is of these formats by its content, in archives too, and passes over and counts the rest", async () => {
    const out = join(folder, "out");
    await mkdir(join(folder, "in"));
    // A page that calls itself a Word file is none.
    await copyFile(sample("云泽县水务局2024年政府信息公开工作年度报告.html"), join(folder, "in/网页.doc"));
    await copyFile(sample("会议通知.docx"), join(folder, "in/通知.wps"));
    await copyFile(sample("乡镇往年报告.zip"), join(folder, "in/往年.zip"));
    await writeFile(join(folder, "in/a.rtf"), "{\\rtf1 x}");
    // What an empty file is can't be told: its record says so, as ever.
    await writeFile(join(folder, "in/空.html"), "");
    const { code, stdout, stderr } = await tabularium(
      "process",
      join(folder, "in"),
      "-o",
      out,
      "--formats",
      "docx,ofd",
    );
    expect(code).toBe(1);
    expect(stdout).toContain("共4份文件，跳过其他格式的2个。");
    expect(stderr).toMatch(/^\[4\/4\] /mu);
    expect((await readdir(out)).sort()).toEqual(
      ["figures.csv", "index.html", "problems.csv", "summary.csv", "往年.zip", "空.html", "通知.wps"].sort(),
    );
    expect((await readFile(join(out, "summary.csv"), "utf8")).trim().split("\r\n")).toHaveLength(5);
  }, 60_000);

  test("are named in the help as report.json names them", async () => {
    expect((await tabularium("process", "--help")).stdout).toContain(FORMAT_NAMES.join("、"));
  });
});

test.each([1, 3])(
  "--jobs %d has as many documents in work at a time",
  async (jobs) => {
    const files = (await readdir(samples)).filter((name) => /docx$|txt$/u.test(name)).map(sample);
    const child = spawn(process.execPath, [
      PROGRAM,
      "process",
      ...files,
      "-o",
      join(folder, "out"),
      "--jobs",
      `${jobs}`,
    ]);
    const ended = once(child, "exit");
    const workers = new Set<number>();
    const watch = setInterval(async () => {
      for (const { pid, parent } of await processes()) if (parent === child.pid) workers.add(pid);
    }, 100);
    expect(await ended).toEqual([0, null]);
    clearInterval(watch);
    expect(workers.size).toBe(jobs);
  },
  60_000,
);
