import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import pLimit from "p-limit";
import { type Caller, ROLES } from "../../lib/api/caller.ts";
import { NEEDS } from "../../lib/api/needs.ts";
import { openLocalTable } from "../../lib/catalog/local.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { INTAKE, startCloud } from "../make/cloud.ts";
import { openCloudApi } from "../make/cloud-api.ts";
import { deliverExports } from "../make/deliver-exports.ts";
import { startServe, temporaryFolder, until } from "../make/serve.ts";
import { fillWith, textIn, twoCounties } from "../make/two-counties.ts";
import { type Asked, type Description, walk } from "../make/walk.ts";

/** Every route of the API as somebody asks who may do all, but in one county only: nothing of another is told. */

/** Every value of every parameter by itself, or one of each route. */
const THOROUGH = process.env.TABULARIUM_VERIFY === "full";
const AT_A_TIME = 8;

type Who = "limited" | "everywhere";
interface House {
  readonly ask: (who: Who, path: string, init?: RequestInit) => Promise<Response>;
  /** Lets what was asked for in the background be made. */
  readonly makeExports: () => Promise<void>;
  readonly close: () => Promise<void>;
}
type Counties = ReturnType<typeof twoCounties>;

const CALLERS: Readonly<Record<Who, Caller>> = {
  limited: { subject: "limited", name: "张三", roles: ROLES, within: ["370102"] },
  everywhere: { subject: "everywhere", name: "李四", roles: ROLES, within: null },
};
const tokenOf = (who: Who): string => `${who}-0123456789abcdef`;

async function openServe(counties: Counties): Promise<House> {
  const data = await temporaryFolder();
  await mkdir(join(data, "inbox"));
  const local = await openLocalTable(join(data, "catalog"));
  await fillWith(counties)(local.table, directoryStore(join(data, "results")));
  await local.close();
  const tokens = join(data, "tokens.json");
  const holders = Object.entries(CALLERS).map(([who, { name, roles, within }]) => ({
    name,
    token: tokenOf(who as Who),
    roles,
    ...(within && { divisions: within }),
  }));
  await writeFile(tokens, JSON.stringify(holders));
  await chmod(tokens, 0o600);
  const running = await startServe(data, "--tokens", tokens);
  return {
    ask: (who, path, init = {}) =>
      fetch(running.url + path, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${tokenOf(who)}` },
      }),
    makeExports: async () => {},
    close: async () => {
      await running.kill();
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function openFunctions(counties: Counties): Promise<House> {
  const cloud = await startCloud();
  Object.assign(process.env, cloud.environment);
  await fillWith(counties)(cloud.table, cloud.results);
  const api = await openCloudApi(cloud.environment);
  return {
    ask: async (who, path, init) => {
      const answer = await api(path, init, CALLERS[who]);
      // As a browser follows the link.
      const [, key] = /\/exports\/([^?]+)/u.exec(answer.headers.get("location") ?? "") ?? [];
      if (answer.status !== 302 || key === undefined) return answer;
      const bytes = await cloud.exports.get(decodeURIComponent(key));
      return new Response(Buffer.from(bytes ?? []), { headers: answer.headers });
    },
    makeExports: () => deliverExports(cloud),
    close: cloud.close,
  };
}

/** Streams have no end: what they tell at once. */
async function contentOf(answer: Response): Promise<Uint8Array> {
  if (answer.headers.get("content-type") !== "text/event-stream") return new Uint8Array(await answer.arrayBuffer());
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return first?.value ?? new Uint8Array();
}

async function marksIn({ ask }: House, who: Who, { path, init, said }: Asked, marks: readonly string[]) {
  const answer = await ask(who, path, init);
  const headers = decodeURIComponent([...answer.headers.values()].join("\n"));
  const text = `${headers}\n${textIn(await contentOf(answer))}`;
  const found = marks.filter((mark) => text.includes(mark) && !said.some((each) => each.includes(mark)));
  return { status: answer.status, found };
}

/** Has all figures made for somebody, and waits until they are. @returns where what was made is found */
async function exported({ ask, makeExports }: House, who: Who): Promise<string> {
  const asked = await ask(who, "/exports", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind: "figures.csv" }),
  });
  const path = asked.headers.get("location") ?? "";
  await makeExports();
  await until(async () => ((await (await ask(who, path)).json()) as { state: string }).state === "ready");
  return path;
}

const HOUSES = [
  ["serve", openServe, "earlier"],
  ["the functions", openFunctions, INTAKE],
] as const;
/** Of what these tell nothing is the county's own, or nothing without more being asked. */
const SILENT = [
  // It says how many reports there are, and where the file is.
  "askExport",
  "getExport",
  "listExports",
  "followEvents",
  "getEngine",
  "getLetterTemplate",
  "listReviews",
  "listYears",
  ...(THOROUGH ? [] : ["getLetters"]),
];

test.each(HOUSES.slice(0, THOROUGH ? 2 : 1))(
  "whoever may do all in one county finds nothing of another by any route of %s",
  async (_, open, bucket) => {
    const counties = twoCounties(bucket);
    const { other } = counties;
    const house = await open(counties);
    try {
      const description = (await (await house.ask("limited", "/openapi.json")).json()) as Description;
      const roster = (await (await house.ask("everywhere", "/roster?year=2024")).json()) as {
        units: { id: string; division: string }[];
      };
      const unit = roster.units.find(({ division }) => division === other.division)?.id ?? "";
      expect(unit).not.toBe("");
      const before = await house.ask("everywhere", `/reports/${other.reports.current.id}`);
      const ids = Object.values(other.reports).map(({ id }) => id);
      const sum = String(1_111_111 + 7_654_321);
      const made = (await exported(house, "everywhere")).split("/").at(-1) ?? "";
      const own = await exported(house, "limited");
      const marks = [...other.marks, made, ...ids, unit, other.handle, sum];
      const telling = new Set<string>();
      const walked = new Set<string>();
      const look = async (asked: Asked): Promise<void> => {
        walked.add(asked.operation);
        const named = [...ids, unit, other.handle, made].filter((mark) => asked.path.includes(mark));
        const unnamed = marks.filter((mark) => !named.includes(mark) && !String(asked.init.body).includes(mark));
        const { status, found } = await marksIn(house, "limited", asked, unnamed);
        expect({ ...asked, status, found }).toEqual({ ...asked, status, found: [] });
        if (named.some((each) => /^\/(?:reports|submissions|exports)\//u.test(asked.path) && asked.path.includes(each)))
          expect({ ...asked, status }).toEqual({ ...asked, status: 404 });
        // The walk finds what there is where somebody may see it.
        if (asked.init.method !== "GET" || telling.has(asked.operation)) return;
        if ((await marksIn(house, "everywhere", asked, unnamed)).found.length > 0) telling.add(asked.operation);
      };
      const limit = pLimit(AT_A_TIME);
      const known = { unit, etag: before.headers.get("etag") ?? "", export: made };
      await Promise.all([...walk(description, counties, known, THOROUGH)].map((asked) => limit(look, asked)));
      for (const operation of Object.values(description.paths).flatMap((methods) => Object.values(methods)))
        expect(operation["x-needs"]).toBe(NEEDS[operation.operationId]);
      const silent = Object.keys(NEEDS).filter((each) => NEEDS[each] === "look" && !telling.has(each));
      expect(silent.filter((each) => walked.has(each) && !SILENT.includes(each))).toEqual([]);
      // What was made for himself holds what is his, and nothing else.
      const init = { method: "GET" };
      const file = { operation: "getExportFile", path: `${own}/files/1`, init, said: [] };
      expect(await marksIn(house, "limited", file, marks)).toEqual({ status: 200, found: [] });
      const after = await house.ask("everywhere", `/reports/${other.reports.current.id}`);
      expect(after.headers.get("etag")).toBe(before.headers.get("etag"));
      const counted = async (as: "limited" | "everywhere") => {
        const { reports } = (await (await house.ask(as, "/engine")).json()) as { reports: { reports: number }[] };
        return reports.reduce((sum, each) => sum + each.reports, 0);
      };
      expect((await counted("limited")) * 2).toBe(await counted("everywhere"));
      const seen = (await (await house.ask("limited", "/reports?all=true")).json()) as { items: unknown[] };
      expect(seen.items).toHaveLength(Object.keys(counties.own.reports).length);
    } finally {
      await house.close();
    }
  },
  180_000,
);
