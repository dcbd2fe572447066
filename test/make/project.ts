import { cp, mkdir, symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** What is made, not written; and what tests share. */
const LEFT_OUT = new Set([".git", "node_modules", "dist", "portable", "results", "coverage", "cdk.out"]);

/** The project once more, to be built while other tests run what is built: its node_modules are the same. */
export async function copyOfProject(to: string): Promise<void> {
  await mkdir(to);
  await cp(PROJECT, to, { recursive: true, filter: (path) => !LEFT_OUT.has(relative(PROJECT, path)) });
  await symlink(join(PROJECT, "node_modules"), join(to, "node_modules"));
}
