import { readFile } from "node:fs/promises";
import { describe, expect, test } from "@jest/globals";
import { type FormFile, formJsonSchema } from "../../../lib/profiles/common/form/form-file.ts";
import { lintForm } from "../../../lib/profiles/declared/lint.ts";
import { PROFILES } from "../../../lib/profiles/profiles.ts";

const text = await readFile(new URL("../../../forms/final-accounts.json", import.meta.url), "utf8");
const FILE = JSON.parse(text) as FormFile;
const checkWith = (change: Partial<FormFile["checks"][number]>): FormFile => ({
  ...FILE,
  checks: [{ ...(FILE.checks[0] as FormFile["checks"][number]), ...change }],
});

describe("a form file", () => {
  test("of ours has no faults, and its family is registered", () => {
    expect(lintForm(FILE)).toEqual([]);
    expect(PROFILES.map(({ id }) => id)).toContain(FILE.id);
  });

  test("has a schema that docs/form.schema.json shows", async () =>
    expect(await readFile(new URL("../../../docs/form.schema.json", import.meta.url), "utf8")).toBe(formJsonSchema()));

  test.each<[fault: string, file: unknown, said: RegExp]>([
    ["a word that is none", { ...FILE, tolerance: 0.01 }, /tolerance/u],
    ["a word in a check that is none", checkWith({ weight: 2 } as never), /weight/u],
    ["no tables", { ...FILE, tables: [] }, /tables/u],
    ["no object at all", "form", /文件/u],
    ["a table twice", { ...FILE, tables: [...FILE.tables, FILE.tables[0]] }, /键“t1”出现多次/u],
    ["a type that is none", { ...FILE, types: {} }, /没有类型“money”/u],
    ["a list that is none", { ...FILE, lists: {} }, /没有行表“functions”/u],
    ["a code twice", { ...FILE, checks: [...FILE.checks, FILE.checks[0]] }, /代码“A1”出现多次/u],
    ["an official check without its source", checkWith({ source: undefined }), /必须写明出处/u],
    ["an error that is but plausible", checkWith({ basis: "plausible" }), /不能是 error/u],
    [
      "a claim of a figure that is none",
      { ...FILE, claims: { 本年收入: "t1.revenue.amount" } },
      /claims\.本年收入：.*没有行“revenue”/u,
    ],
    [
      "last year's figures as an error",
      checkWith({ equal: ["t1.opening.amount", "lastYear.t1.closing.amount"] }),
      /不能是 error/u,
    ],
    ["a check with no relation", checkWith({ equal: undefined }), /equal 和 atMost/u],
    ["a table that is none", checkWith({ equal: ["t99.a.amount", "t1.income.amount"] }), /没有表“t99”/u],
    ["a row that is none", checkWith({ equal: ["t1.nothing.amount", "t1.income.amount"] }), /没有行“nothing”/u],
    ["a column that is none", checkWith({ equal: ["t1.income.basic", "t1.spent.amount"] }), /没有栏“basic”/u],
    ["a column of the other panel", checkWith({ equal: ["t4.general.fund", "t4.spent.fund"] }), /没有栏“fund”/u],
    ["a name that is none", checkWith({ equal: ["t1 income", "t1.spent.amount"] }), /不是数字的名称/u],
    ["a variable without each", checkWith({ equal: ["t3.{r}.basic", "t3.{r}.total"] }), /\{r\} 没有在 each 中/u],
    ["an each that is not used", checkWith({ each: { r: "t3.*" } }), /each\.r 没有用到/u],
    [
      "codes of a length that there is not, so that it never runs",
      checkWith({ each: { r: "t3.codes(4)" }, equal: ["t3.{r}.basic", "t3.{r}.total"] }),
      /永远不会核对/u,
    ],
    [
      "codes in a table without any, so that it never runs",
      checkWith({ each: { r: "t1.codes" }, equal: ["t1.{r}.amount", "t1.spent.amount"] }),
      /没有编码/u,
    ],
  ])("with %s is told so", (_, file, said) =>
    expect(lintForm(JSON.parse(JSON.stringify(file))).join("\n")).toMatch(said),
  );
});
