import { readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { FORMAT_NAMES } from "../../lib/document/formats.ts";
import { tabularium } from "../make/command.ts";
import { examplesOf, readPage, runExamples } from "../make/examples.ts";
import { temporaryFolder } from "../make/serve.ts";

/** docs/command.md, whose examples are run as they stand there. */

const project = fileURLToPath(new URL("../..", import.meta.url));
const page = await readPage("docs/command.md");
const examples = examplesOf(page);

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await symlink(join(project, "samples"), join(folder, "samples"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The names of all that is in a value, whatever it is. */
const shape = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (value === null || typeof value !== "object") return "…";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
};

describe("docs/command.md", () => {
  test("has examples that work, and shows the summary as it is", async () => {
    const { code, printed, errors } = await runExamples(examples, { folder });
    expect({ code, errors: code === 0 ? "" : errors }).toEqual({ code: 0, errors: "" });
    expect(printed.join("")).toContain("一切正常");
    const example = examples.find(({ language }) => language === "json")?.code ?? "";
    const summary = JSON.parse(await readFile(join(folder, "汇总.json"), "utf8"));
    expect(shape(JSON.parse(example))).toEqual(shape(summary));
    expect(JSON.parse(example).skipped.otherFormats).toBe(summary.skipped.otherFormats);
  }, 120_000);

  test("names every option of the command, and every format", async () => {
    const { stdout } = await tabularium("process", "--help");
    const options = [...stdout.matchAll(/^ {2}(-.*?) {2}/gmu)].map(([, option]) => option);
    const named = [...page.matchAll(/^\| `(-.*?)` \|/gmu)].map(([, option]) => option);
    expect([...named, "-h, --help"]).toEqual(options);
    expect(page).toContain(FORMAT_NAMES.map((name) => `\`${name}\``).join("、"));
  });
});
