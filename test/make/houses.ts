import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openLocalTable } from "../../lib/catalog/local.ts";
import { submissionKey } from "../../lib/catalog/submissions.ts";
import type { Table } from "../../lib/catalog/table.ts";
import { apiEnvironment } from "../../lib/delivery/environment.ts";
import { openApi } from "../../lib/delivery/open-api.ts";
import { RESULT_FILES } from "../../lib/report/result-names.ts";
import { readReport } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import type { ObjectStore } from "../../lib/storage/objects.ts";
import { catalogIn, moment } from "./catalog.ts";
import { INTAKE, startCloud } from "./cloud.ts";
import { builtFunctions, runFunction } from "./functions.ts";
import { startServe, temporaryFolder, until } from "./serve.ts";

/** The two set-ups as they run: `serve` over a folder, and the built function over the services of a cloud. */

export interface House {
  readonly results: ObjectStore;
  /** Hands in a file under a name, and waits until it is dealt with, well or not. */
  readonly handIn: (name: string, body: string) => Promise<void>;
  readonly ask: (path: string, options?: RequestInit) => Promise<Response>;
  /** What could not be dealt with. */
  readonly troubles: () => Promise<readonly unknown[]>;
  /** What was logged so far. */
  readonly log: () => string;
  readonly close: () => Promise<void>;
}

/** Puts into a house what another engine has left. */
export type Fill = (table: Table, results: ObjectStore) => Promise<void>;

export type OpenHouse = (fill: Fill) => Promise<House>;

/** Files report.json files as the engine did that wrote them. */
export const filed =
  (reports: readonly Uint8Array[]): Fill =>
  async (table, results) => {
    const catalog = catalogIn(table, results);
    for (const [n, bytes] of reports.entries()) {
      const { id } = JSON.parse(new TextDecoder().decode(bytes)) as { id: string };
      await results.put(`${id}/${RESULT_FILES.html}`, "<p>old</p>", "text/html");
      await results.put(`${id}/${RESULT_FILES.report}`, bytes, "application/json");
      const report = await readReport(results, id);
      if (report)
        await catalog.record({ bucket: "earlier", key: `${n}`, version: "1", at: moment(n), sequence: "" }, report);
    }
  };

const openServe: OpenHouse = async (fill) => {
  const data = await temporaryFolder();
  const results = directoryStore(join(data, "results"));
  await mkdir(join(data, "inbox"));
  const local = await openLocalTable(join(data, "catalog"));
  await fill(local.table, results);
  await local.close();
  const running = await startServe(data);
  const dealtWith = () => running.log().match(/"document (?:not )?recorded"/gu)?.length ?? 0;
  return {
    results,
    handIn: async (name, body) => {
      const before = dealtWith();
      await writeFile(join(data, "inbox", name), body);
      await until(async () => dealtWith() > before);
    },
    ask: (path, options) => fetch(running.url + path, options),
    troubles: async () => running.log().match(/^.*"document not recorded".*$/gmu) ?? [],
    log: running.log,
    close: async () => {
      await running.kill();
      await rm(data, { recursive: true, force: true });
    },
  };
};

/** Who calls the function. */
/** What the gateway tells of a clerk who calls as an IAM identity. */
export const CLERK_CALLS = {
  event: { requestContext: { authorizer: { iam: { userArn: "arn:aws:iam::123456789012:user/王芳" } } } },
};

export const openFunctions: OpenHouse = async (fill) => {
  const [functions, cloud] = await Promise.all([builtFunctions(["process"]), startCloud()]);
  Object.assign(process.env, cloud.environment);
  await fill(cloud.table, cloud.results);
  const running = runFunction(functions.folder, "process", cloud.queues.work, {
    ...cloud.environment,
    MOST_DELIVERIES: "1",
  });
  const errors: string[] = [];
  const api = await openApi(apiEnvironment.parse(cloud.environment), {
    script: "",
    signIn: null,
    audit: () => {},
    onError: (error) => void errors.push(String(error)),
  });
  const dead: unknown[] = [];
  let count = 0;
  return {
    results: cloud.results,
    handIn: async (name, body) => {
      const version = `v${++count}`;
      const at = moment(1000 * count);
      const [before, submission] = [dead.length, { bucket: INTAKE, key: name, version, at, sequence: "" }];
      await cloud.putObject(name, version, body);
      await cloud.sendMessage({
        source: "aws.s3",
        "detail-type": "Object Created",
        time: at,
        detail: {
          bucket: { name: INTAKE },
          object: { key: name, size: Buffer.byteLength(body), "version-id": version, sequencer: `0${count}` },
        },
      });
      await until(async () => {
        dead.push(...(await cloud.deadLetters()));
        return dead.length > before || (await cloud.table.get(submissionKey(submission)))?.finishedBy !== undefined;
      });
    },
    ask: async (path, options) => api.request(path, options, CLERK_CALLS),
    troubles: async () => dead,
    log: () => [...running.lines, ...errors].join("\n"),
    close: async () => {
      await running.kill();
      await cloud.close();
      await functions.remove();
    },
  };
};

const FULL = process.env.TABULARIUM_VERIFY === "full";
/** Both where there is time for it: the functions are also played by `test/delivery`, each time. */
export const HOUSES: readonly (readonly [string, OpenHouse])[] = [
  ["serve over a folder", openServe],
  ...(FULL ? ([["the function over the services of a cloud", openFunctions]] as const) : []),
];
