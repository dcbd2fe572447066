import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROJECT } from "../make/project.ts";

interface Entry {
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
}

const read = async (file: string) => JSON.parse(await readFile(join(PROJECT, file), "utf8"));
const { packages } = (await read("package-lock.json")) as { packages: Record<string, Entry> };
const installed = Object.entries(packages).filter(([path]) => path.startsWith("node_modules/"));

test("the lock file has the integrity of every package that is fetched", () => {
  const unproven = installed.filter(([, { integrity, link, inBundle }]) => !integrity && !link && !inBundle);
  expect(unproven.map(([path]) => path)).toEqual([]);
});

test("every install script is allowed or not, and npm 10 learns by the lock file of none that is not", async () => {
  const { allowScripts } = (await read("package.json")) as { allowScripts: Record<string, boolean> };
  const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path.slice(13));
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  expect(scripted.toSorted()).toEqual(allowed.toSorted());
});
