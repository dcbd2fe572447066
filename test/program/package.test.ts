import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { copyOfProject, PROJECT } from "../make/project.ts";
import { temporaryFolder } from "../make/serve.ts";

jest.setTimeout(300_000);

/**
 * The package that `npm pack` makes, installed in an empty folder. It takes a minute and asks the registry: only with
 * `npm run verify`.
 */
const verifies = process.env.TABULARIUM_VERIFY === "full";
const sample = join(PROJECT, "samples/云泽县青溪镇人民政府2024年政府信息公开工作年度报告.docx");
const run = promisify(execFile);

/** The examples of docs/programs.md, by the language they are in. */
async function examples(language: string): Promise<string[]> {
  const text = await readFile(join(PROJECT, "docs/programs.md"), "utf8");
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n([^\`]*)\`\`\``, "gu"))].map(([, code = ""]) => code);
}

(verifies ? describe : describe.skip)("the package", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    const packed = join(folder, "packed");
    await mkdir(packed);
    const project = join(folder, "project");
    await copyOfProject(project);
    // A package.json that packing changed is given back.
    const before = await readFile(join(project, "package.json"), "utf8");
    await run("npm", ["pack", "--pack-destination", packed], { cwd: project, maxBuffer: 2 ** 26 });
    expect(await readFile(join(project, "package.json"), "utf8")).toBe(before);
    const [tarball = ""] = await readdir(packed);
    expect(tarball).toMatch(/^tabularium-\d+\.\d+\.\d+\.tgz$/u);
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
    await run("npm", ["install", "--no-audit", "--no-fund", join(packed, tarball)], { cwd: folder });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("has a command", async () => {
    await run("npx", ["tabularium", "process", sample, "--out", "results"], { cwd: folder });
    expect(await readdir(join(folder, "results"))).toContain("index.html");
  });

  test("has types, by which the examples of its documentation are checked, and does what they say", async () => {
    const [example = "", ...others] = await examples("ts");
    expect(others).toEqual([]);
    await writeFile(join(folder, "example.ts"), example);
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          module: "nodenext",
          target: "es2023",
          strict: true,
          types: ["node"],
          typeRoots: [join(PROJECT, "node_modules/@types")],
        },
        files: ["example.ts"],
      }),
    );
    await run(process.execPath, [join(PROJECT, "node_modules/typescript/bin/tsc"), "-p", folder]);
    await run("cp", [sample, join(folder, "report.docx")]);
    const { stdout, stderr } = await run(process.execPath, ["example.js"], { cwd: folder, timeout: 60_000 });
    expect(stderr).toBe("");
    expect(stdout).toBe("valid 云泽县青溪镇人民政府 10\n1 current\n");
  });
});
