import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { tabularium } from "../make/command.ts";
import { temporaryFolder } from "../make/serve.ts";

const FORM = new URL("../../forms/final-accounts.json", import.meta.url);
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
    expect(stdout).toMatch(/^✗ checks\.A1：.*没有行“revenue”.*\n(?:✗ .*\n)+有\d+处需要修改。\n$/u);
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
