import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkLibraries } from "../built-folder.ts";
import type { Machine } from "../platform-packages.ts";
import { pruneRuntime } from "../prune-runtime.ts";

/** The program as `npm pack` makes it, with what it needs of node_modules, for one machine. */

interface Locked {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity?: string }>>;
}

const run = promisify(execFile);
const readLock = async (path: string): Promise<Locked> => JSON.parse(await readFile(path, "utf8"));

/**
 * @param tarball of `npm pack`
 * @throws Error where something is not what the lock file pins, or is for another machine
 */
export async function addProgram(tarball: string, machine: Machine, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", folder]);
  await pruneRuntime(join(folder, "dist/node_modules/onnxruntime-node"), [machine]);
  await addPackages(machine, folder);
  const prebuilt = join(folder, "node_modules/classic-level/prebuilds");
  for (const name of await readdir(prebuilt))
    if (name !== `${machine.platform}-${machine.architecture}`) await rm(join(prebuilt, name), { recursive: true });
  await dropForMakers(folder);
  await checkLibraries(folder, machine);
}

/** Installs what the packed package.json names, of another machine, in the versions of the lock file; runs nothing. */
async function addPackages({ platform, architecture }: Machine, folder: string): Promise<void> {
  const lock = await readFile("package-lock.json", "utf8");
  await writeFile(join(folder, "package-lock.json"), lock);
  const machine = [`--os=${platform}`, `--cpu=${architecture}`, ...(platform === "linux" ? ["--libc=glibc"] : [])];
  const quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"];
  await run("npm", ["install", ...quietly, ...machine], { cwd: folder });
  const pinned = (JSON.parse(lock) as Locked).packages;
  const installed = join(folder, "node_modules/.package-lock.json");
  for (const [path, { version, integrity }] of Object.entries((await readLock(installed)).packages))
    if (version !== pinned[path]?.version || integrity !== pinned[path]?.integrity)
      throw new Error(`${path} ${version} is not what the lock file pins`);
  for (const path of ["package-lock.json", "node_modules/.package-lock.json", "node_modules/.bin"])
    await rm(join(folder, path), { recursive: true, force: true });
}

/** What only makers of programs need: types, maps from built code to its sources, sources in C. */
async function dropForMakers(folder: string): Promise<void> {
  for (const path of ["dist/types", "samples", "README.md", "node_modules/classic-level/deps"])
    await rm(join(folder, path), { recursive: true, force: true });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && /\.(?:map|d\.[cm]?ts)$/u.test(entry.name)) await rm(join(entry.parentPath, entry.name));
}
