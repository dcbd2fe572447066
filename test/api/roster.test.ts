import { rm } from "node:fs/promises";
import { utils, write } from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createApi } from "../../lib/api/app.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries } from "../../lib/catalog/queries.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import type { Report } from "../../lib/report/schema.ts";
import { writeResult } from "../../lib/report/store.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { OPEN_DOOR } from "../make/callers.ts";
import { catalogOver, makeReport, moment } from "../make/catalog.ts";
import { DOORS, type Door } from "../make/doors.ts";
import { temporaryFolder } from "../make/serve.ts";

/** Rosters and decisions, as a desk asks for them. */

const YEAR = "/roster?year=2024";
const JSON_BODY = { "content-type": "application/json" };
const education = makeReport({ organization: "云泽县教育局", year: 2024, status: "invalid" });
const blurred = makeReport({
  organization: "云泽县教育局",
  year: 2024,
  variant: "扫描",
  status: "needs-review",
  uncertain: ["proactive.fees.amount"],
});
const stranger = makeReport({ organization: "县卫健委", year: 2024 });

describe.each(DOORS)("through %s", (_, through) => {
  let folder: string;
  let local: LocalTable;
  let app: Door;
  let handIn: (report: Report, n: number) => Promise<void>;
  beforeAll(async () => {
    folder = await temporaryFolder();
    local = await openLocalTable();
    const { catalog, reports, reviews } = catalogOver(local.table);
    const results = directoryStore(folder);
    handIn = async (report, n) => {
      reports.set(report.id, report);
      await writeResult(results, report.id, { report, document: null });
      await catalog.record({ bucket: "b", key: `${n}.pdf`, version: "1", at: moment(n), sequence: "" }, report);
    };
    await handIn(education, 1);
    await handIn(stranger, 2);
    app = through(
      createApi({
        ...OPEN_DOOR,
        queries: openQueries(local.table, "secret", PROFILES),
        catalog,
        reviews,
        now: () => Date.UTC(2025, 1, 1),
        results,
        upload: () => Promise.reject(new Error()),
        withdraw: async () => "unknown",
        health: async () => ({ status: "ok" }),
        script: "",
        onError: (error) => {
          throw error;
        },
      }),
    );
  });
  afterAll(async () => {
    await local.close();
    await rm(folder, { recursive: true, force: true });
  });

  interface Unit {
    readonly id: string;
    readonly name: string;
    readonly state: string;
  }
  interface Roster {
    readonly units: readonly Unit[];
    readonly unmatched: readonly { readonly id: string }[];
    readonly settled: boolean;
  }
  const read = async () => {
    const answer = await app.request(YEAR);
    return { etag: answer.headers.get("etag") as string, roster: (await answer.json()) as Roster };
  };
  const post = (path: string, body: unknown) =>
    app.request(path, { method: "POST", headers: JSON_BODY, body: JSON.stringify(body) });
  const put = (body: unknown, headers: Record<string, string> = {}) =>
    app.request(YEAR, { method: "PUT", headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) });
  const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code?: string }).code];

  test("there is none at first, and a first one needs no condition", async () => {
    const { roster, etag } = await read();
    expect(roster).toMatchObject({ year: 2024, profile: PROFILES[0].id, due: null, units: [], unmatched: [] });
    expect((await app.request(YEAR, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await app.request("/roster")).status).toBe(400);
    const answer = await put({ due: "2025-01-31", units: [{ name: "云泽县教育局" }, { name: "云泽县财政局" }] });
    expect(await answer.json()).toMatchObject({
      due: "2025-01-31",
      settled: true,
      units: [
        { name: "云泽县教育局", aliases: [], counts: true, state: "faulty", report: { id: education.id }, late: false },
        { name: "云泽县财政局", state: "missing", report: null, late: true },
      ],
      unmatched: [{ id: stranger.id, organization: "县卫健委" }],
      states: { missing: 1, faulty: 1, "in-order": 0 },
    });
  });

  test("another takes its place only where it is the one that was read", async () => {
    const { etag, roster } = await read();
    const units = [...roster.units, { name: "云泽县卫生健康局" }];
    expect(await codeOf(await put({ units }))).toEqual([428, "IF_MATCH_REQUIRED"]);
    expect(await codeOf(await put({ units }, { "if-match": '"9-x"' }))).toEqual([412, "ROSTER_CHANGED"]);
    expect(await codeOf(await put({ units: [...units, ...units] }, { "if-match": etag }))).toEqual([422, "SAME_UNIT"]);
    expect(await codeOf(await put({ units: [{}] }, { "if-match": etag }))).toEqual([400, "INVALID_PARAMETER"]);
    expect((await put({ units }, { "if-match": etag })).status).toBe(200);
    expect(await codeOf(await put({ units }, { "if-match": etag }))).toEqual([412, "ROSTER_CHANGED"]);
    // What becomes of reports does not stand in the way of who changes the roster.
    const before = await read();
    await handIn(blurred, 3);
    expect((await put({ units }, { "if-match": before.etag })).status).toBe(200);
  });

  test("a held report is decided of once", async () => {
    expect((await read()).roster.units[0]).toMatchObject({ state: "received", held: blurred.id });
    const path = `/reports/${blurred.id}/standing`;
    expect((await app.request("/reports?standing=held").then((each) => each.json())) as object).toMatchObject({
      items: [{ id: blurred.id, awaits: education.id }],
    });
    expect(await codeOf(await post(`/reports/${education.id}/standing`, { replace: true }))).toEqual([409, "NOT_HELD"]);
    expect((await post(`/reports/${"0".repeat(64)}/standing`, { replace: true })).status).toBe(404);
    const decided = await post(path, { replace: false, by: "王", reason: "扫描不清" });
    expect(await decided.json()).toMatchObject({ standing: "superseded", decision: { replace: false, by: "王" } });
    expect((await read()).roster.units[0]).toMatchObject({ state: "faulty", held: null });
  });

  test("reports are matched by a person, and sent back", async () => {
    const { units } = (await read()).roster;
    const id = units[2]?.id;
    expect(
      await codeOf(await post("/roster/matches?year=2024", { report: stranger.id, unit: "0".repeat(32) })),
    ).toEqual([404, "NOT_IN_ROSTER"]);
    const matched = await post("/roster/matches?year=2024", { report: stranger.id, unit: id });
    expect(await matched.json()).toMatchObject({ unmatched: [], units: [{}, {}, { state: "in-order" }] });
    const back = (all: readonly (string | undefined)[]) =>
      post("/roster/sent-back?year=2024", { units: all, by: "王" });
    expect(await codeOf(await back([units[0]?.id, units[1]?.id]))).toEqual([422, "NOTHING_TO_SEND_BACK"]);
    expect(await (await back([units[0]?.id])).json()).toMatchObject({
      units: [{ state: "sent-back", sentBack: { by: "王" }, answered: false }, { state: "missing" }, {}],
    });
  });
});

test("a roster is imported from a sheet, and what is none is refused with its reason", async () => {
  const local = await openLocalTable();
  const { catalog, reviews } = catalogOver(local.table);
  const app = createApi({
    ...OPEN_DOOR,
    queries: openQueries(local.table, "secret", PROFILES),
    catalog,
    reviews,
    now: Date.now,
    results: directoryStore(await temporaryFolder()),
    upload: () => Promise.reject(new Error()),
    withdraw: async () => "unknown",
    health: async () => ({ status: "ok" }),
    script: "",
    onError: (error) => {
      throw error;
    },
  });
  const book = utils.book_new();
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ["单位名称", "截止日期"],
      ["云泽县教育局", "2025年1月31日"],
    ]),
  );
  const send = (body: string | ArrayBuffer, type: string, year: number) =>
    app.request(`/roster?year=${year}`, { method: "PUT", headers: { "content-type": type }, body });
  const xlsx = await send(write(book, { type: "array" }) as ArrayBuffer, "application/octet-stream", 2024);
  expect(await xlsx.json()).toMatchObject({ due: "2025-01-31", units: [{ name: "云泽县教育局", state: "missing" }] });
  const csv = await send("单位名称,别名\n云泽县财政局,县财政局\n", "text/csv", 2025);
  expect(await csv.json()).toMatchObject({ units: [{ name: "云泽县财政局", aliases: ["县财政局"] }] });
  const none = await send("姓名\n王", "text/csv", 2026);
  expect([none.status, await none.json()]).toMatchObject([422, { code: "INVALID_ROSTER" }]);
  expect((await send("x".repeat(3 * 2 ** 20), "text/csv", 2026)).status).toBe(413);
  await local.close();
});
