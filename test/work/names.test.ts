import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { isAbsolute, join, normalize, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { resultFolder } from "../../lib/report/result-names.ts";
import { entriesAsInputs, findInputs, UsageError } from "../../lib/work/inputs.ts";
import { temporaryFolder } from "../make/serve.ts";

describe("the folder of a document's results", () => {
  test("is the document's name", () =>
    expect(resultFolder("各镇/青溪镇 2024年报告.docx")).toBe(normalize("各镇/青溪镇 2024年报告.docx")));

  test.each([
    "../../etc/passwd",
    "/etc/passwd",
    "a/../../b",
    "..\\..\\b",
    "C:\\x",
    "a\u0000b",
    "con",
    "x/NUL.txt",
    ".",
    "..",
    "",
    "x".repeat(5000),
    "尾.",
    "a/./b//c",
  ])("stays inside the run's folder for %j", (name) => {
    const path = resultFolder(name);
    expect(isAbsolute(path)).toBe(false);
    expect(resolve("/run", path).startsWith("/run/")).toBe(true);
    expect(path).not.toContain("\u0000");
  });

  test("stays inside the run's folder for any name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (name) => {
        const path = resolve("/run", resultFolder(name));
        expect(path.startsWith("/run/")).toBe(true);
        expect(Math.max(...path.split("/").map((part) => Buffer.byteLength(part)))).toBeLessThan(256);
      }),
    );
  });

  test("never takes the place of a list of the run", () =>
    expect(["index.html", "summary.csv", "Problems.csv"].map((name) => resultFolder(name))).toEqual([
      "index.html_",
      "summary.csv_",
      "Problems.csv_",
    ]));
});

describe("the inputs of a run", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("are the files below the folders, without hidden and lock files, which are counted", async () => {
    await mkdir(join(folder, "镇", "深"), { recursive: true });
    for (const name of ["b.txt", ".DS_Store", "~$a.docx", "镇/深/c.docx"]) await writeFile(join(folder, name), "");
    await symlink(join(folder, "b.txt"), join(folder, "linked.txt"));
    await symlink(folder, join(folder, "circle"));
    const { files, skipped, irregular } = await findInputs([folder], join(folder, "out"));
    expect(files.map((file) => file.name)).toEqual(["b.txt", "linked.txt", "镇/深/c.docx"]);
    expect(skipped).toBe(2);
    expect(irregular).toEqual([join(folder, "circle")]);
  });

  test("leave the results of the run alone when they lie in the folder", async () => {
    await mkdir(join(folder, "out", "a.txt"), { recursive: true });
    await writeFile(join(folder, "out", "a.txt", "report.json"), "{}");
    await writeFile(join(folder, "a.txt"), "");
    expect((await findInputs([folder], join(folder, "out"))).files).toHaveLength(1);
  });

  test("may not have one name twice, and must exist", async () => {
    for (const sub of ["one", "two"]) {
      await mkdir(join(folder, sub));
      await writeFile(join(folder, sub, "a.txt"), "");
    }
    await expect(findInputs([join(folder, "one"), join(folder, "two")], "out")).rejects.toThrow(UsageError);
    await expect(findInputs([join(folder, "nothing")], "out")).rejects.toThrow(UsageError);
  });

  test("of a zip are its entries, each with a name of its own", () => {
    const entries = ["a.docx", "乡镇/", "乡镇/b.docx", "__MACOSX/._a.docx", "乡镇/.DS_Store", "a.docx", "~$a.docx"];
    expect(entriesAsInputs({ name: "x.zip", path: "/x.zip" }, entries).map((input) => input.name)).toEqual([
      "x.zip/a.docx",
      "x.zip/乡镇/b.docx",
      "x.zip/a.docx (2)",
    ]);
  });
});

describe("names that would share a folder", () => {
  const longName = (end: string) => `${"长".repeat(300)}${end}`;

  test.each([
    [["a.docx", "a.docx", "a.docx (2)"]],
    [[longName("一.docx"), longName("二.docx"), longName("二.docx")]],
    [["a<b.docx", "a>b.docx", "a_b.docx"]],
    [["甲.docx", "甲.docx/report.json", "甲.docx/report.json_"]],
    [[`${"深/".repeat(3000)}a`, `${"深/".repeat(3001)}a`]],
  ])("in an archive get one each: case %#", (entries) => {
    const folders = entriesAsInputs({ name: "x.zip", path: "/x.zip" }, entries).map(({ name }) => resultFolder(name));
    expect(new Set(folders).size).toBe(entries.length);
    for (const folder of folders) {
      expect(Buffer.byteLength(folder)).toBeLessThanOrEqual(1024);
      // No folder is a file of another's results.
      for (const other of folders) expect(folder).not.toBe(`${other}/report.json`);
    }
  });
});
