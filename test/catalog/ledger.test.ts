import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { CatalogEvent } from "../../lib/catalog/events.ts";
import { NO_FILTER, type ReportFilter } from "../../lib/catalog/listing.ts";
import { type LocalTable, openLocalTable } from "../../lib/catalog/local.ts";
import { openQueries } from "../../lib/catalog/queries.ts";
import { folderOf, type Submission, type Withdrawal } from "../../lib/catalog/submissions.ts";
import type { Table } from "../../lib/catalog/table.ts";
import { ReaderError } from "../../lib/formats/errors.ts";
import { judgeHistory } from "../../lib/profiles/disclosure/history/history.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import type { Report } from "../../lib/report/schema.ts";
import { failure } from "../../lib/work/failure.ts";
import { catalogOver, makeNotice, makeReport, moment } from "../make/catalog.ts";

/**
 * Corrections as a game: offices hand in, resend, duplicate and take back; events come late, twice and in any order;
 * the process dies anywhere.
 */

const RUNS = process.env.TABULARIUM_VERIFY === "full" ? 250 : 8;
const KEYS = ["年报.docx", "甲县/年报 (修改).docx", "甲+乙/a b.pdf"];

let local: LocalTable;
beforeAll(async () => {
  local = await openLocalTable();
});
afterAll(() => local.close());

class Crash extends Error {}

/** Dies at one of its next steps, before or after the step is done. */
function fragile(table: Table): { table: Table; dieIn: (steps: number, done: boolean) => void } {
  let left = Number.POSITIVE_INFINITY;
  let after = false;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left >= 0) return work();
    left = Number.POSITIVE_INFINITY;
    if (after) await work();
    throw new Crash();
  };
  return {
    table: {
      ...table,
      get: (key) => step(() => table.get(key)),
      put: (item, condition) => step(() => table.put(item, condition)),
      update: (key, attributes, condition) => step(() => table.update(key, attributes, condition)),
      delete: (key) => step(() => table.delete(key)),
    },
    dieIn: (steps, done) => {
      left = steps;
      after = done;
    },
  };
}

interface Act {
  readonly key: number;
  /** Which of the reports is put there; null takes the file away. */
  readonly content: number | null;
}
interface Delivery {
  readonly act: number;
  readonly diesIn: number | null;
  readonly afterStep: boolean;
}

const plays = fc
  .array(fc.record({ key: fc.nat(KEYS.length - 1), content: fc.option(fc.nat(8), { nil: null, freq: 4 }) }), {
    minLength: 1,
    maxLength: 9,
  })
  .chain((acts) =>
    fc.record({
      acts: fc.constant(acts),
      deliveries: fc
        .tuple(
          fc.shuffledSubarray([...acts.keys()], { minLength: acts.length }),
          fc.array(fc.nat(acts.length - 1), { maxLength: 3 }),
          fc.boolean(),
        )
        .chain(([shuffled, again, inOrder]) => {
          const order = [...(inOrder ? [...acts.keys()] : shuffled), ...again];
          return fc.tuple(
            ...order.map((act) =>
              fc.record({
                act: fc.constant(act),
                diesIn: fc.option(fc.nat(60), { nil: null }),
                afterStep: fc.boolean(),
              }),
            ),
          );
        }),
    }),
  );

let run = 0;

async function play(acts: readonly Act[], deliveries: readonly Delivery[]): Promise<void> {
  run += 1;
  const bucket = `bucket ${run}`;
  // A division of its own, so that its totals are this run's alone.
  const division = String(110_000 + run);
  const contents: readonly Report[] = [
    makeReport({ organization: `甲局${run}`, division, year: 2023 }),
    makeReport({
      organization: `甲局${run}`,
      division,
      year: 2023,
      variant: "更正",
      changes: { "applications.carriedForward.total": 1 },
    }),
    makeReport({ organization: `甲局${run}`, division, year: 2024 }),
    makeReport({
      organization: `甲局 ${run}`,
      division,
      year: 2024,
      variant: "更正",
      status: "needs-review",
      uncertain: ["proactive.fees.amount"],
    }),
    makeReport({
      organization: `乙镇人民政府${run}`,
      division,
      year: 2024,
      changes: { "proactive.fees.amount": null },
      status: "invalid",
    }),
    makeReport({
      organization: `乙镇人民政府${run}`,
      division,
      year: 2024,
      variant: "更正",
      changes: { "proactive.fees.amount": 0.1 },
    }),
    makeNotice(`通知${run}`),
    // Nobody knows the division of these: where they come from tells them apart.
    makeReport({ organization: `丙街道办事处${run}`, year: 2024 }),
    makeReport({ organization: `丙街道办事处${run}`, year: 2024, variant: "另一份", status: "invalid" }),
  ];
  const submissionOf = ({ key }: Act, n: number): Submission => ({
    bucket,
    key: KEYS[key] ?? "",
    version: `v${n}`,
    at: moment(n),
    sequence: "",
  });
  const withdrawalOf = ({ key }: Act, n: number): Withdrawal => ({
    bucket,
    key: KEYS[key] ?? "",
    at: moment(n),
    sequence: "",
  });

  const events: CatalogEvent[] = [];
  for (const { act, diesIn, afterStep } of deliveries) {
    const what = acts[act] as Act;
    const { table, dieIn } = fragile(local.table);
    dieIn(diesIn ?? Number.POSITIVE_INFINITY, afterStep);
    // Whatever dies is delivered again, to a process that remembers nothing.
    for (let again = true; again; ) {
      const opened = catalogOver(table);
      for (const report of contents) opened.reports.set(report.id, report);
      try {
        const report = what.content === null ? null : (contents[what.content] as Report);
        if (report) await opened.catalog.record(submissionOf(what, act), report);
        else await opened.catalog.withdraw(withdrawalOf(what, act));
        again = false;
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
      events.push(...opened.events);
    }
  }

  // The model: what is there in the end depends on what was done, not on how it was told.
  const live = acts.flatMap((act, n) =>
    act.content !== null && !acts.some((other, later) => later > n && other.key === act.key && other.content === null)
      ? [{ n, report: contents[act.content] as Report, folder: folderOf({ key: KEYS[act.key] ?? "" }, "") }]
      : [],
  );
  const isBare = (report: Report): boolean => report.organization?.division === null;
  /** Of the earliest that is there. */
  const folderFor = ({ id }: Report): string => live.find(({ report }) => report.id === id)?.folder ?? "";
  const slotOf = (report: Report): string =>
    report.organization
      ? `${report.organization.name.replaceAll(" ", "")} ${report.year} ${isBare(report) && folderFor(report) === "甲县" ? "甲县" : ""}`
      : report.id;
  const current = new Map<string, Report>();
  const held = new Map<string, Report>();
  for (const { report } of live) {
    const slot = slotOf(report);
    const stands = current.get(slot);
    // What has figures in doubt does not replace what has none.
    const isDoubtful = stands?.status !== "needs-review" && report.status === "needs-review";
    const isElsewhere = isBare(report) && stands !== undefined && folderFor(stands) !== folderFor(report);
    if (stands && stands.id !== report.id && (isDoubtful || isElsewhere)) held.set(slot, report);
    else {
      current.set(slot, report);
      held.delete(slot);
    }
  }
  const everSent = [...new Set(acts.flatMap(({ content }) => (content === null ? [] : [contents[content] as Report])))];

  const queries = openQueries(local.table, "secret", PROFILES);
  const filter: ReportFilter = { ...NO_FILTER, division };
  const isOfDivision = ({ organization }: Report): boolean => (organization?.division ?? null) !== null;
  const reports = everSent.filter(isOfDivision);
  const counting = [...current.values()].filter(isOfDivision);
  const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id).toSorted();

  const listed = (await queries.list(filter, 100, null)).items;
  expect(ids(listed)).toEqual(ids(counting));
  const newestOf = (id: string): number => Math.max(...live.filter(({ report }) => report.id === id).map(({ n }) => n));
  expect(listed.map(({ id }) => newestOf(id))).toEqual(
    counting.map(({ id }) => newestOf(id)).toSorted((a, b) => b - a),
  );
  expect(ids((await queries.list({ ...filter, all: true }, 100, null)).items)).toEqual(ids(reports));
  expect(
    ids((await queries.list({ ...filter, division: null, organization: `甲局${run}`, year: 2024 }, 100, null)).items),
  ).toEqual(ids(counting.filter(({ year, organization }) => year === 2024 && organization?.name.startsWith("甲"))));

  for (const report of everSent) {
    const known = await queries.report(report.id);
    const now = current.get(slotOf(report));
    const isLive = live.some((each) => each.report.id === report.id);
    const isHeld = held.get(slotOf(report))?.id === report.id;
    expect(known?.standing).toBe(
      now?.id === report.id ? "current" : isHeld ? "held" : isLive ? "superseded" : "withdrawn",
    );
    // Where one stood that is withdrawn depends on what came first.
    if (isBare(report) && !isLive) continue;
    expect(known?.supersededBy).toBe(now && now.id !== report.id && !isHeld ? now.id : null);
    expect(known?.awaits).toBe(isHeld ? now?.id : null);
    const before =
      report.year === null ? undefined : current.get(slotOf({ ...report, year: report.year - 1 } as Report));
    const expected = now?.id === report.id && before?.tables && report.tables ? judgeHistory(before, report) : [];
    expect(known?.history.map(({ code }) => code)).toEqual(expected.map(({ code }) => code));
  }

  for (const year of [2023, 2024, null]) {
    const summary = await queries.summary(year, division, PROFILES[0].id);
    const those = counting.filter((report) => year === null || report.year === year);
    expect(summary.reports).toBe(those.length);
    for (const status of ["valid", "invalid", "needs-review"] as const) {
      expect(summary.statuses[status]).toBe(those.filter((report) => report.status === status).length);
    }
    const fees = those.map((report) => ({
      value: report.tables?.proactive?.fees?.amount ?? null,
      uncertain: (report.uncertain as string[]).includes("proactive.fees.amount"),
    }));
    const counted = fees.filter(({ value, uncertain }) => value !== null && !uncertain);
    const total = summary.figures["proactive.fees.amount"] ?? { sum: 0, counted: 0, uncertain: 0, missing: 0 };
    expect(total.sum).toBeCloseTo(
      counted.reduce((sum, { value }) => sum + (value ?? 0), 0),
      6,
    );
    expect([total.counted, total.uncertain, total.missing]).toEqual([
      counted.length,
      fees.filter(({ uncertain }) => uncertain).length,
      fees.filter(({ value, uncertain }) => value === null && !uncertain).length,
    ]);
    expect(summary.complete).toBe(counted.length === fees.length);
  }

  // Every submission was told of, always by the same name.
  const processed = events.filter(({ type }) => type === "Report Processed");
  expect(new Set(processed.map(({ detail }) => detail.eventId)).size).toBe(
    acts.filter(({ content }) => content !== null).length,
  );
  for (const [now] of current) {
    const report = current.get(now) as Report;
    const before =
      report.year === null ? undefined : current.get(slotOf({ ...report, year: report.year - 1 } as Report));
    if (before)
      expect(events.some(({ type, detail }) => type === "Report Reviewed" && detail.id === report.id)).toBe(true);
  }
}

test("whatever is handed in, resent, taken back, delivered late or twice, and wherever the process dies: catalog, lists, totals and history are the model's", async () => {
  await fc.assert(
    fc.asyncProperty(plays, ({ acts, deliveries }) => play(acts, deliveries)),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 1_800_000);

test("a file that failed for want of time counts once the same engine has read it", async () => {
  const { catalog, reports } = catalogOver(local.table);
  const read = makeReport({ organization: "迟读镇人民政府", year: 2024 });
  const failed = failure(read.source, new ReaderError("TIMEOUT", "未能读完。"));
  const record = async (version: string, report: Report) => {
    reports.set(report.id, report);
    await catalog.record({ bucket: "late", key: "年报", version, at: moment(Number(version)), sequence: "" }, report);
    const known = await openQueries(local.table, "secret", PROFILES).report(read.id);
    return [known?.status, known?.organization, known?.standing];
  };
  expect(await record("1", { ...failed, engineVersion: read.engineVersion })).toEqual(["failed", null, "current"]);
  expect(await record("2", read)).toEqual(["valid", "迟读镇人民政府", "current"]);
});

test("a year whose results are lost keeps no other from being recorded, and is compared once they are there again", async () => {
  const { catalog, reports } = catalogOver(local.table);
  const [early, late] = [2023, 2024].map((year) => makeReport({ organization: "失而复得镇人民政府", year })) as [
    Report,
    Report,
  ];
  const submit = (n: number, report: Report) =>
    catalog.record({ bucket: "lost", key: `${n}`, version: "1", at: moment(n), sequence: "" }, report);
  const history = async () =>
    (await openQueries(local.table, "secret", PROFILES).report(late.id))?.history.map(({ code }) => code);
  await submit(1, early);
  reports.set(late.id, late);
  await submit(2, late);
  expect(await history()).toEqual([]);
  reports.set(early.id, early);
  await submit(3, early);
  expect(await history()).toEqual(["HISTORY-CARRY"]);
});
