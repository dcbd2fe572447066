import { randomBytes } from "node:crypto";
import type { ExportFile, ExportLedger, ExportPlace, ExportRecord } from "../catalog/exports.ts";
import type { Queries } from "../catalog/queries.ts";
import type { Within } from "../catalog/within.ts";
import type { Report } from "../report/schema.ts";
import type { LargeObjects } from "../storage/large-objects.ts";
import { countOf } from "./count.ts";
import { EXPORT_KINDS, type ExportKind } from "./kinds.ts";
import { type Mark, pagesOf, type ReadReport, readAll } from "./reports.ts";
import type { ReportFiles } from "./results-zips.ts";
import { NoParentError } from "./summary.ts";

/**
 * The next set of files of an export: so many reports that they take minutes, a workbook opens and a function has time
 * for. Everything that is known of an export is on record between two sets.
 */

export interface MakingPorts {
  readonly ledger: ExportLedger;
  readonly queries: (within: Within) => Queries;
  readonly report: ReadReport;
  readonly results: ReportFiles;
  /** Holds the files, each below the id of its export. */
  readonly files: LargeObjects;
  readonly now: () => number;
  /** Ends the making between two reports. */
  readonly signal?: AbortSignal;
}

/** Some 200 figures each are as many lines as a spreadsheet has rows. */
const MOST_REPORTS = 5_000;
/** What is one file has no more than a function has, less what writing it takes. */
const LONGEST_WHOLE_MS = 780_000;
/** A page more and what is left of its files take a minute or two: a function has fifteen. */
const LONGEST_MS = 600_000;
const TELLS_EVERY_MS = 2_000;

/** More than can be one file. */
class TooManyReportsError extends Error {}

/** Why no other try would do better, for whoever asked; null where one may. */
function sentenceOf(error: unknown): string | null {
  if (error instanceof TooManyReportsError) return "报告太多，一次汇总不完，请按行政区划分几次汇总。";
  if (error instanceof NoParentError) return "没有找到本级自己的报告，可能已撤回，请重新选择。";
  return null;
}

/**
 * Makes the next set of files, whole or not at all. Repeatable: what is on record is not made again.
 * @returns how the export stands; "gone" where there is none, or nothing more is to be made of it
 * @throws what the stores throw; the signal's reason
 */
export async function makeNextSet(
  place: ExportPlace,
  ports: MakingPorts,
  mostReports = MOST_REPORTS,
): Promise<"made" | "ready" | "gone"> {
  const { ledger, files, now } = ports;
  const record = await ledger.record(place);
  if (record === null || record.next === null || record.state === "failed") return "gone";
  const kind: ExportKind = EXPORT_KINDS[record.kind];
  const queries = ports.queries(record.filter.within);
  const total = record.total ?? (await countOf(queries, record.filter));
  await ledger.note(record, { state: "running", total });

  const walk = openWalk(record, kind, queries, record.next, mostReports, ports);
  const set = `${String(record.sets.length).padStart(4, "0")}-${randomBytes(4).toString("hex")}`;
  const made: ExportFile[] = [];
  const drop = async (paths: readonly string[]) => {
    for (const path of paths) await files.delete(`${record.id}/${path}`);
  };
  const make = async (path: string, ...of: [Parameters<LargeObjects["write"]>[1], string]) => {
    made.push({ path, bytes: await files.write(`${record.id}/${path}`, ...of) });
  };
  const { filter } = record;
  const { report, results } = ports;
  const { summary } = record;
  const own = { summary, ports: { queries, report, now }, files: results };
  try {
    await kind.write({ reports: walk.reports(), filter, set, at: new Date(now()), make, ...own });
  } catch (error) {
    const sentence = sentenceOf(error);
    if (sentence === null) throw error;
    await ledger.fail(record, sentence);
    return "gone";
  }
  const { next, done } = walk.state();
  const isEmpty = done === record.done;
  if (isEmpty) await drop(made.splice(0).map(({ path }) => path));
  if (!(await ledger.finishSet(record, set, made, { done, next }))) {
    await drop(made.map(({ path }) => path));
    return "made";
  }
  if (next !== null) return "made";
  await dropStrangers(record, ports);
  return "ready";
}

/** The reports of one set, and where they have come to. */
function openWalk(
  record: ExportRecord,
  { filters, page, alone, whole }: ExportKind,
  queries: Queries,
  from: Mark,
  mostReports: number,
  { report, ledger, now, signal }: MakingPorts,
) {
  const began = now();
  let next: Mark | null = from;
  let done = record.done;
  let told = began;
  const tell = async (): Promise<void> => {
    if (now() - told < TELLS_EVERY_MS) return;
    told = now();
    await ledger.note(record, { done });
  };
  async function* reports(): AsyncGenerator<Report> {
    for await (const { items, next: behind } of pagesOf(queries, filters(record.filter), from, page)) {
      for await (const each of readAll(alone ? items.map((item) => ({ ...item, history: [] })) : items, report)) {
        signal?.throwIfAborted();
        yield each;
        done += 1;
        await tell();
      }
      next = behind;
      const time = now() - began;
      if (whole && time > LONGEST_WHOLE_MS) throw new TooManyReportsError();
      if (!whole && (done - record.done >= mostReports || time > LONGEST_MS)) return;
    }
  }
  return { reports, state: () => ({ next, done }) };
}

/** What was left by those who were killed: who reads the folder itself takes all that is there. */
async function dropStrangers(place: ExportPlace, { ledger, files }: MakingPorts): Promise<void> {
  const record = await ledger.record(place);
  if (!record) return;
  const own = new Set((await ledger.files(record)).map(({ path }) => `${record.id}/${path}`));
  for await (const key of files.list(`${record.id}/`)) if (!own.has(key)) await files.delete(key);
}
