import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** The programs of Python that a rehearsal uses, each in an environment of its own: they disagree about botocore. */

const run = promisify(execFile);

/** Pinned: the emulator's behaviour and the rules of both linters are part of what a rehearsal says. */
const PACKAGES = { ministack: "1.5.33", "cfn-lint": "1.58.0", checkov: "3.3.30" } as const;

/**
 * S3 tells EventBridge which version an event is about; the emulator leaves that out, and the whole product goes by it.
 * Must be there exactly once.
 */
const WITHOUT_VERSION = `"sequencer": sequencer or "0"},`;
const WITH_VERSION = `"sequencer": sequencer or "0", **({"version-id": version_id} if version_id else {})},`;

/** Paths of the programs, by their packages. */
export type Python = Readonly<Record<keyof typeof PACKAGES, string>>;

/**
 * Makes the environments, or takes those that are there.
 * @throws Error with one sentence where Python is missing or a package can't be had
 */
export async function python(folder: string): Promise<Python> {
  const programs: Partial<Record<keyof typeof PACKAGES, string>> = {};
  for (const [name, version] of Object.entries(PACKAGES) as [keyof typeof PACKAGES, string][])
    programs[name] = await environment(join(folder, `${name}-${version}`), name, version);
  return programs as Python;
}

async function environment(folder: string, name: keyof typeof PACKAGES, version: string): Promise<string> {
  const program = join(folder, "bin", name);
  const made = join(folder, "made");
  if ((await readFile(made, "utf8").catch(() => null)) === WITH_VERSION) return program;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run("python3", ["-m", "venv", folder]).catch(() => {
    throw new Error("The rehearsal needs Python 3.10 or later, with its module venv, as python3 on the PATH.");
  });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `${name}==${version}`];
  await run(join(folder, "bin/python"), pip).catch(({ stderr }: { stderr: string }) => {
    throw new Error(`The rehearsal needs ${name} ${version}, which pip could not install: ${stderr.trim()}`);
  });
  if (name === "ministack") await tellVersions(folder);
  await writeFile(made, WITH_VERSION);
  return program;
}

async function tellVersions(folder: string): Promise<void> {
  const where = "import importlib.util; print(importlib.util.find_spec('ministack').origin)";
  const { stdout } = await run(join(folder, "bin/python"), ["-c", where]);
  const path = join(stdout.trim(), "../services/s3.py");
  const parts = (await readFile(path, "utf8")).split(WITHOUT_VERSION);
  if (parts.length !== 2) throw new Error(`the emulator's events of S3 are no longer made as expected: ${path}`);
  await writeFile(path, parts.join(WITH_VERSION));
}
