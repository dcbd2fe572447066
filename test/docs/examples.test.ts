import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { zipSync } from "fflate";
import { parseSettings } from "../../lib/infrastructure/settings.ts";
import {
  type Example,
  examplesOf,
  PAGES,
  RUN_BY_TERMINAL,
  readPage,
  runExamples,
  SEPARATOR,
} from "../make/examples.ts";
import { copySample, temporaryFolder } from "../make/serve.ts";

jest.setTimeout(120_000);

/**
 * Every example of README and docs is run; those of docs/api.md in contracts.test.ts, where reports are waited for, those of
 * docs/command.md in command.test.ts.
 */

const project = fileURLToPath(new URL("../..", import.meta.url));
const ELSEWHERE: readonly string[] = ["docs/api.md", "docs/command.md"];
/** Pictures, settings of other programs, statements for a cloud (see parquet.test.ts), and what is printed. */
const NOTHING_TO_RUN: readonly string[] = ["mermaid", "nginx", "sql", ""];

const PYTHON = process.env.PYTHON ?? "python3";
const LIBRARIES = ["pandas", "pyarrow", "duckdb", "matplotlib"];
function pythonLacks(): boolean {
  try {
    execFileSync(PYTHON, ["-c", `import ${LIBRARIES.join(", ")}`], { stdio: "ignore" });
    return false;
  } catch {
    return true;
  }
}
const withoutPython = pythonLacks();
if (withoutPython)
  process.stderr.write(
    `SKIPPED: the examples in Python, for ${PYTHON} with ${LIBRARIES.join(", ")} is not on this machine. Install them, or set PYTHON to an interpreter that has them.\n`,
  );

const examples = new Map(
  await Promise.all(PAGES.map(async (page) => [page, examplesOf(await readPage(page))] as const)),
);
const of = (...languages: string[]): (readonly [string, Example[]])[] =>
  [...examples]
    .map(([page, all]) => [page, all.filter(({ language }) => languages.includes(language))] as const)
    .filter(([page, all]) => all.length > 0 && !ELSEWHERE.includes(page));

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  for (const name of ["docs", "bench", "dist", "node_modules", "package.json"])
    await symlink(join(project, name), join(folder, name));
  // What a reader has: samples, as many as are soon read, and files of their own.
  const notice = "会议通知.docx";
  for (const own of ["samples", "reports", "年报"]) {
    await mkdir(join(folder, own));
    await copySample(notice, join(folder, own, notice));
  }
  const zip = zipSync({ [notice]: await readFile(join(folder, "samples", notice)) });
  for (const own of ["towns.zip", "各镇.zip"]) await writeFile(join(folder, own), zip);
  const bureau = "云泽县教育局2024年政府信息公开工作年度报告.docx";
  await copySample(bureau, join(folder, "samples", bureau));
  await copySample("云泽县青溪镇人民政府2024年政府信息公开工作年度报告.docx", join(folder, "report.docx"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("every block of code is in a language that is run, or has nothing to run", () => {
  const known = [...RUN_BY_TERMINAL, ...NOTHING_TO_RUN, "python", "json"];
  const strange = [...examples].flatMap(([page, all]) =>
    all.filter(({ language }) => !known.includes(language)).map(({ language }) => `${page}: ${language}`),
  );
  expect(strange).toEqual([]);
  expect([...examples.values()].flat().length).toBeGreaterThan(40);
});

test.each(of(...RUN_BY_TERMINAL))("the examples of %s do what they say, one after the other", async (page, all) => {
  const { code, printed, errors } = await runExamples(all, {
    folder,
    environment: { API_ADDRESS: "https://api.example" },
  });
  expect({ page, code, errors: code === 0 ? "" : errors }).toEqual({ page, code: 0, errors: "" });
  const said = all.map((example, index) => (example.prints === null ? null : (printed[index] ?? "")));
  expect(said).toEqual(all.map(({ prints }) => prints));
});

test.each(of("json"))("the JSON of %s parses, and settings in it are what a deployment takes", (page, all) => {
  for (const { code } of all) {
    const value: unknown = JSON.parse(code);
    if (page === "docs/deploy.md") expect(parseSettings(value)).toMatchObject(value as object);
  }
});

(withoutPython ? test.skip : test).each(of("python"))("the notebook of %s prints what it says", async (page, all) => {
  const before = (examples.get(page) ?? []).filter(({ language }) => language === "sh");
  const script = all.map(({ code }) => code).join(`print("${SEPARATOR}", end="")\n`);
  await writeFile(join(folder, "notebook.py"), script);
  const notebook: Example = { language: "sh", code: `"${PYTHON}" notebook.py\n`, prints: null };
  const { code, printed, errors } = await runExamples([...before, notebook], { folder });
  expect({ code, errors: code === 0 ? "" : errors }).toEqual({ code: 0, errors: "" });
  const said = printed.slice(before.length);
  expect(said.map((text, index) => (all[index]?.prints === null ? null : text))).toEqual(
    all.map(({ prints }) => prints),
  );
  const pictures = [...script.matchAll(/savefig\("([^"]+)"/gu)].map(([, name]) => name);
  expect(await readdir(folder)).toEqual(expect.arrayContaining(pictures));
});
