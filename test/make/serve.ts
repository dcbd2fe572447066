import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PROGRAM } from "./command.ts";

export interface Running {
  readonly url: string;
  readonly child: ChildProcess;
  /** Lines of the log so far. */
  readonly log: () => string;
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Asks it to end; its exit code. */
  readonly stop: () => Promise<number | null>;
}

/**
 * `tabularium serve` as a user starts it, on a free port, once it answers. Rejects with what it said where it ends at
 * once.
 */
export const startServe = (data: string, ...more: string[]): Promise<Running> => startServeIn({}, data, ...more);

/** The same with more in its environment. */
export const startServeIn = (
  environment: Readonly<Record<string, string>>,
  data: string,
  ...more: string[]
): Promise<Running> => startServeOf(PROGRAM, environment, data, ...more);

/** The same of any built program. */
export async function startServeOf(
  program: string,
  environment: Readonly<Record<string, string>>,
  data: string,
  ...more: string[]
): Promise<Running> {
  const child = spawn(process.execPath, [program, "serve", "--data", data, "--port", "0", ...more], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  let output = "";
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += String(chunk);
        const found = /"event":"serving","url":"([^"]+)\/"/u.exec(output)?.[1];
        if (found) resolve(found);
      });
    }
    void ended.then((code) => reject(Object.assign(new Error(output), { code })));
  });
  return {
    url,
    child,
    log: () => output,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    stop: async () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "tabularium-"));

const samples = fileURLToPath(new URL("../../samples", import.meta.url));
export const copySample = (name: string, to: string): Promise<void> => cp(join(samples, name), to);

/** Waits until the condition holds; it fails only where the work behind it has stopped. */
export async function until<T>(what: () => Promise<T | null | false | undefined>, milliseconds = 120_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await what().catch(() => null);
    if (found) return found;
    if (Date.now() > end) throw new Error("waited in vain");
    await new Promise((resume) => setTimeout(resume, 100));
  }
}
