import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { accountsTexts, ORDINARY } from "../make/accounts.ts";
import { accountsHtml } from "../make/accounts-files.ts";
import { tabularium } from "../make/command.ts";
import { temporaryFolder } from "../make/serve.ts";

const FORM = new URL("../../forms/final-accounts.json", import.meta.url);
const SAMPLE = new URL("../../samples/云泽县青溪镇人民政府2024年政府信息公开工作年度报告.docx", import.meta.url);
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("tabularium forms check", () => {
  test("finds nothing wrong with a form of ours", async () =>
    expect(await tabularium("forms", "check", FORM.pathname)).toMatchObject({
      code: 0,
      stdout: "✓ 表样文件可以使用。\n",
    }));

  test("tells each fault of a form on a line, and says so by its exit code", async () => {
    const file = join(folder, "form.json");
    await writeFile(file, (await readFile(FORM, "utf8")).replaceAll("t1.income.amount", "t1.revenue.amount"));
    const { code, stdout } = await tabularium("forms", "check", file);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^✗ claims\.本年收入合计：.*\n✗ checks\.A1：.*没有行“revenue”.*\n(?:✗ .*\n)+有\d+处需要修改。\n$/u,
    );
  });

  test("tells a file that is no JSON from one that is not there", async () => {
    const file = join(folder, "text.json");
    await writeFile(file, "一、收入");
    expect(await tabularium("forms", "check", file)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("不是 JSON"),
    });
    expect(await tabularium("forms", "check", join(folder, "none.json"))).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("form files of one's own", () => {
  const run = async (files: string, results: string, forms: string) => {
    const { code, stdout, stderr } = await tabularium("process", files, "-o", results, "--forms", forms, "--json");
    return { code, stderr, summary: code === 0 ? JSON.parse(stdout) : null };
  };

  test("judge their family, which alone is read anew where they change", async () => {
    const [files, results, forms] = ["files", "results", "forms"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await Promise.all([files, forms].map((each) => mkdir(each)));
    await writeFile(join(files, "a.html"), accountsHtml(accountsTexts(ORDINARY)));
    await copyFile(SAMPLE, join(files, "b.docx"));
    const form = JSON.parse(await readFile(FORM, "utf8")) as object;
    const write = (title: string) => writeFile(join(forms, "own.json"), JSON.stringify({ ...form, title }));
    await write("我县部门决算");
    expect((await run(files, results, forms)).summary.counts).toMatchObject({ valid: 2 });
    const version = async () =>
      (JSON.parse(await readFile(join(results, "a.html", "report.json"), "utf8")) as { engineVersion: string })
        .engineVersion;
    const before = await version();
    expect(before).toMatch(/^[\d.]+\+final-accounts\.[0-9a-f]{12}$/u);
    await write("我市部门决算");
    const { summary } = await run(files, results, forms);
    const unchanged = summary.documents.map((each: { name: string; unchanged: boolean }) => [
      each.name,
      each.unchanged,
    ]);
    expect(Object.fromEntries(unchanged)).toEqual({ "a.html": false, "b.docx": true });
    expect(await version()).not.toBe(before);
    expect(await readFile(join(results, "summary.csv"), "utf8")).toContain("我市部门决算");
  }, 60_000);

  test("that can't be used are named with what is wrong, and nothing is read", async () => {
    const forms = join(folder, "wrong");
    await mkdir(forms);
    await writeFile(join(forms, "a.json"), "{");
    await writeFile(join(forms, "b.json"), JSON.stringify({ id: "disclosure-annual-report" }));
    const { code, stderr } = await run(FORM.pathname, join(folder, "none"), forms);
    expect(code).toBe(2);
    expect(stderr).toMatch(/a\.json：不是 JSON.*\n.*b\.json：id“disclosure-annual-report”已用于另一种文件/u);
    expect(await run(FORM.pathname, join(folder, "none"), join(folder, "nowhere"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("读不到存放表样文件的文件夹"),
    });
  });
});
