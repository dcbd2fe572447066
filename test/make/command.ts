import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The program as a user calls it: the built file, as a child process. */
export const PROGRAM = fileURLToPath(new URL("../../dist/tabularium.js", import.meta.url));

export const tabularium = (...args: string[]) => called(PROGRAM, {}, args);

/** @param environment set beside what this process has */
export const tabulariumIn = (environment: Readonly<Record<string, string>>, ...args: string[]) =>
  called(PROGRAM, environment, args);

/** The same of a program that lies elsewhere. */
export const tabulariumOf = (program: string, ...args: string[]) => called(program, {}, args);

const called = (program: string, environment: Readonly<Record<string, string>>, args: readonly string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      { encoding: "utf8", env: { ...process.env, ...environment } },
      (_, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
