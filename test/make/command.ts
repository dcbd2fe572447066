import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The program as a user calls it: the built file, as a child process. */
export const PROGRAM = fileURLToPath(new URL("../../dist/tabularium.js", import.meta.url));

export const tabularium = (...args: string[]) => tabulariumIn({}, ...args);

/** @param environment set beside what this process has */
export const tabulariumIn = (environment: Readonly<Record<string, string>>, ...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    const child = execFile(
      process.execPath,
      [PROGRAM, ...args],
      { encoding: "utf8", env: { ...process.env, ...environment } },
      (_, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
