import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { DeskMachine } from "./machines.ts";

/** Node of another machine, from its package in the registry, whose integrity is pinned here as in a lock file. */

const VERSION = "24.21.0";
const INTEGRITY: Readonly<Record<DeskMachine, string>> = {
  "win-x64": "sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==",
  "linux-x64": "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  "linux-arm64": "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
};
/** The package for Windows leaves Node's licences out; they are the same for all machines. */
const WITH_LICENCE: DeskMachine = "linux-x64";

const run = promisify(execFile);

/**
 * Puts Node and its licence into a folder.
 * @throws Error where the registry's package is another one than was pinned
 */
export async function addNode(machine: DeskMachine, folder: string): Promise<void> {
  const program = machine.startsWith("win") ? "node.exe" : "node";
  await copyFrom(machine, `bin/${program}`, join(folder, program));
  await copyFrom(WITH_LICENCE, "LICENSE", join(folder, "LICENSE-node.txt"));
}

async function copyFrom(machine: DeskMachine, file: string, to: string): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), "tabularium-node-"));
  try {
    const { stdout } = await run("npm", ["pack", "--json", `node-${machine}@${VERSION}`], { cwd: place });
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    const packed = await readFile(join(place, filename));
    if (`sha512-${createHash("sha512").update(packed).digest("base64")}` !== INTEGRITY[machine])
      throw new Error(`${filename} is not what was pinned`);
    await run("tar", ["-xzf", filename, `package/${file}`], { cwd: place });
    await copyFile(join(place, "package", file), to);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
