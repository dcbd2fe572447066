import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** npm's names of a machine: `linux`, `win32`, `darwin`; `x64`, `arm64`. */
export interface Machine {
  readonly platform: string;
  readonly architecture: string;
}

export const THIS_MACHINE: Machine = { platform: process.platform, architecture: process.arch };

/**
 * Packages with native parts as another machine has them, in the versions of the lock file. They are fetched into a
 * folder of their own and kept there, since npm installs for its own machine alone; nothing of them is run.
 * @returns the node_modules that holds them
 */
export async function packagesFor({ platform, architecture }: Machine, names: readonly string[]): Promise<string> {
  const { packages } = JSON.parse(await readFile("package-lock.json", "utf8")) as {
    packages: Record<string, { version: string }>;
  };
  const wanted = names.map((name) => `${name}@${packages[`node_modules/${name}`]?.version}`);
  const folder = join(
    "node_modules",
    ".cache",
    "tabularium",
    [platform, architecture, ...names].join("-").replaceAll("/", "_"),
  );
  const kept = join(folder, "kept");
  if ((await readFile(kept, "utf8").catch(() => "")) === wanted.join()) return join(folder, "node_modules");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), "{}");
  const machine = [`--os=${platform}`, `--cpu=${architecture}`, ...(platform === "linux" ? ["--libc=glibc"] : [])];
  const quietly = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", ["install", ...quietly, ...machine, ...wanted], { cwd: folder });
  await writeFile(kept, wanted.join());
  return join(folder, "node_modules");
}
