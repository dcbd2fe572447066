import type { Report, ReportFinding } from "../report/schema.ts";
import { type CatalogEvent, detailOf } from "./events.ts";
import { familyOf, type Profiles } from "./profiles.ts";
import { neighbour, reportKey, type Slot, slotKey, summaryIn } from "./slots.ts";
import { eventId } from "./submissions.ts";
import { type Item, ifVersion, type Key, type Table } from "./table.ts";

export interface NeighbourPorts {
  readonly table: Table;
  readonly profiles: Profiles;
  /**
   * The report of a row as people see it, whichever version of the engine made it; null where there is none that can
   * be understood.
   */
  readonly report: (row: Item) => Promise<Report | null>;
  readonly publish: (event: CatalogEvent) => Promise<void>;
  /** Where a report's results are, for events. */
  readonly resultsOf: (id: string) => string;
}

/** What tells a report by people's words from the same one as it was before them. */
const wordsIn = (report: Report | null): readonly string[] =>
  report?.tables ? (report.reviews ?? []).map(({ figure, at }) => `${figure}@${at}`) : [];

/** The items of keys, read at once; null for those that are not there. */
async function itemsOf(table: Table, keys: readonly (Key | null)[]): Promise<(Item | null)[]> {
  const found = await table.getMany(keys.filter((key) => key !== null));
  return keys.map((key) => found.find(({ pk, sk }) => pk === key?.pk && sk === key.sk) ?? null);
}

/**
 * Judges a slot's current report against the year before, and tells whom it concerns. What is to be told is noted
 * with the judgement, so that a crash in between loses nothing. A report whose results are lost or damaged keeps no
 * other from being recorded: it is judged once it is made again.
 */
export async function holdAgainstYearBefore(
  { table, profiles, report: readReport, publish, resultsOf }: NeighbourPorts,
  slot: Slot,
): Promise<void> {
  const before = neighbour(slot, -1);
  if (!before) return;
  for (;;) {
    const [row, previousRow] = await itemsOf(table, [slotKey(slot), slotKey(before)]);
    if (!row) return;
    const version = row.version as number;
    const current = row.current as string | undefined;
    const previous = current === undefined ? undefined : (previousRow?.current as string | undefined);
    const [about = null, aboutEarlier = null] = await itemsOf(
      table,
      [current, previous].map((id) => (id === undefined ? null : reportKey(id))),
    );
    const [report, earlier] = await Promise.all([about && readReport(about), aboutEarlier && readReport(aboutEarlier)]);
    const pair = report
      ? [
          report.id,
          report.engineVersion,
          earlier ? `${earlier.id} ${earlier.engineVersion}` : "",
          ...wordsIn(report),
          ...wordsIn(earlier),
        ].join(" ")
      : "";
    let untold = row.untold as string | undefined;
    if (row.judged !== pair) {
      const findings: readonly ReportFinding[] =
        report?.tables && earlier?.tables
          ? (familyOf(profiles, report.profile)?.history.judge(earlier, report) ?? []).map((finding) => ({
              ...finding,
              cells: [...finding.cells],
            }))
          : [];
      const concerns = report && (earlier || ((row.history as unknown[] | undefined)?.length ?? 0) > 0);
      untold = concerns ? pair : undefined;
      if (
        !(await table.update(
          slotKey(slot),
          { judged: pair, history: findings, untold, version: version + 1 },
          ifVersion(version),
        ))
      )
        continue;
    }
    if (untold === undefined || !current) return;
    if (about)
      await publish({
        type: "Report Reviewed",
        detail: { eventId: eventId("reviewed", untold), ...detailOf(summaryIn(about, profiles), current, resultsOf) },
      });
    await table.update(
      slotKey(slot),
      { untold: undefined },
      { expression: "untold = :told", values: { ":told": untold } },
    );
    return;
  }
}
