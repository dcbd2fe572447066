import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { apiEnvironment } from "../../lib/delivery/environment.ts";
import { openApi } from "../../lib/delivery/open-api.ts";
import { INTAKE, startCloud } from "./cloud.ts";
import { builtFunctions, runFunction } from "./functions.ts";
import { CLERK_CALLS } from "./houses.ts";
import type { HandedIn } from "./january.ts";
import { startServe, temporaryFolder } from "./serve.ts";

/** Where a January takes place: `serve` over a folder, or the built functions over the services of a cloud. */
export interface Office {
  /** Hands in a file; it is dealt with by and by. */
  readonly handIn: (file: HandedIn) => Promise<void>;
  readonly ask: (path: string, options?: RequestInit) => Promise<Response>;
  /** Kills what is at work, and has it begin again. */
  readonly interrupt: () => Promise<void>;
  /** Where a browser finds the page; null where there is none. */
  readonly url: () => string | null;
  readonly close: () => Promise<void>;
}

async function openServe(): Promise<Office> {
  const data = await temporaryFolder();
  await mkdir(join(data, "inbox"));
  let running = await startServe(data);
  return {
    handIn: async ({ path, bytes }) => {
      const place = join(data, "inbox", path);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, bytes);
    },
    ask: (path, options) => fetch(running.url + path, options),
    interrupt: async () => {
      // Amid the work: a file is taken once it has stood still for a second.
      await new Promise((done) => setTimeout(done, 2000));
      await running.kill();
      running = await startServe(data);
    },
    url: () => running.url,
    close: async () => {
      await running.kill();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Longer than a scan takes, and short enough that what a killed function had in hand comes back. */
const PATIENCE_SECONDS = 60;

async function openFunctions(): Promise<Office> {
  const [functions, cloud] = await Promise.all([
    builtFunctions(["process", "recognise"]),
    startCloud({ visibilitySeconds: PATIENCE_SECONDS }),
  ]);
  const environment = {
    ...cloud.environment,
    LARGEST_OBJECT_BYTES: "10000000",
    DOCUMENT_SECONDS: String(PATIENCE_SECONDS),
    LEASE_SECONDS: String(PATIENCE_SECONDS),
  };
  Object.assign(process.env, environment);
  const start = () => [
    runFunction(functions.folder, "process", cloud.queues.work, environment),
    runFunction(functions.folder, "recognise", cloud.queues.recognise, environment, 1),
  ];
  let running = start();
  const api = await openApi(apiEnvironment.parse(environment), {
    script: "",
    audit: () => {},
    signIn: null,
    onError: (error) => {
      throw error;
    },
  });
  let count = 0;
  return {
    handIn: async ({ path, bytes }) => {
      const version = `v${++count}`;
      await cloud.putObject(path, version, bytes);
      await cloud.sendMessage({
        source: "aws.s3",
        "detail-type": "Object Created",
        time: new Date().toISOString(),
        detail: {
          bucket: { name: INTAKE },
          object: {
            key: path,
            size: bytes.length,
            "version-id": version,
            sequencer: String(count).padStart(8, "0"),
          },
        },
      });
    },
    ask: async (path, options) => api.request(path, options, CLERK_CALLS),
    interrupt: async () => {
      await Promise.all(running.map(({ kill }) => kill()));
      running = start();
    },
    url: () => null,
    close: async () => {
      await Promise.all(running.map(({ kill }) => kill()));
      await cloud.close();
      await functions.remove();
    },
  };
}

export const OFFICES: readonly (readonly [where: string, open: () => Promise<Office>])[] = [
  ["serve", openServe],
  ["the functions", openFunctions],
];
