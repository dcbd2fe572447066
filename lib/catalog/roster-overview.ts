import type { Report } from "../report/schema.ts";
import type { RosterIndex } from "../roster/match.ts";
import type { Unit } from "../roster/roster.ts";
import {
  isAnswered,
  isLate,
  type SentBack,
  stateOf,
  UNIT_STATES,
  type UnitRecord,
  type UnitState,
  type UnreadFile,
  unreadOf,
} from "../roster/state.ts";
import { UNJUDGED } from "./figures.ts";
import type { PlacingPorts } from "./placing.ts";
import type { Profiles } from "./profiles.ts";
import { type KnownRoster, namedBy, type RosterYear, renamingsOf, unmatchedIn } from "./rosters.ts";
import { idIn, listedDivision, listKey, reportKey, summaryIn } from "./slots.ts";
import { READING } from "./submissions.ts";
import type { Item, Table } from "./table.ts";
import { unitRecords } from "./unit-states.ts";
import { isWithin, type Within } from "./within.ts";

/** A unit of a roster and where it stands. */
interface UnitStanding extends Unit {
  readonly state: UnitState;
  /** Its first report came, or none has come by now, after the last day. */
  readonly late: boolean;
  readonly report: UnitRecord["report"];
  /** The newer, worse report that waits for a decision. */
  readonly held: string | null;
  /** The file that can't be read or is no report, where that is what the unit is to be told. */
  readonly unread: Omit<UnreadFile, "at"> | null;
  readonly sentBack: Omit<SentBack, "report"> | null;
  /** Another report has come since. */
  readonly answered: boolean;
}

/** A report, or a file that is none, of which a person is to say whose it is. */
interface Unmatched {
  readonly id: string;
  readonly name: string;
  readonly organization: string | null;
  readonly division: { readonly code: string; readonly name: string } | null;
  readonly folder: string;
  readonly status: Report["status"];
}

export interface RosterOverview {
  /** Counts its changes; 0 where there is no roster. */
  readonly version: number;
  /** Whether every report stands where this version has it. */
  readonly settled: boolean;
  readonly due: string | null;
  readonly units: readonly UnitStanding[];
  readonly unmatched: readonly Unmatched[];
  /** Whether more could not be matched than are told here. */
  readonly moreUnmatched: boolean;
  readonly states: Readonly<Record<UnitState, number>>;
  /** Units that may be ones of the roster before, by their former names, for whoever may change the roster. */
  readonly renamings: readonly { readonly unit: string; readonly name: string; readonly former: string }[];
}

/** Shown at a time: whoever answers them sees the next. */
const UNMATCHED = 50;
/** The newest files of each status that can't be read or are no report, which only their names tell whose they are. */
const FILES = 200;
/** Of many files in work, the names of these tell which units wait. */
const MOST_READING = 1000;
/** What was not dealt with by then was given up. */
const LONGEST_READING_MS = 24 * 60 * 60 * 1000;

/** A file that names years is of no other. */
const isOfYear = (path: string, year: number): boolean => {
  const years = path.match(/(?<!\d)(?:19|20)\d{2}(?!\d)/gu);
  return years === null || years.some((each) => Number(each) === year);
};

/**
 * A roster with where each unit stands, and what could not be matched.
 * @param now ISO 8601
 * @param within what whoever asks may see: units of these divisions, and their reports
 */
export async function rosterOverview(
  { table, profiles, rosters }: PlacingPorts,
  of: RosterYear,
  now: string,
  within: Within,
): Promise<RosterOverview> {
  const roster = await rosters.load(of);
  const [records, files, reading, unmatched] = await Promise.all([
    unitRecords(table, of),
    unreadFiles({ table, profiles }, of, roster.index, within),
    unitsBeingRead(table, of, roster.index, now),
    unmatchedReports(table, profiles, of, roster, within),
  ]);
  const { ofUnits, nobodys } = files;
  const units = (await unitsWithin(table, roster.units, records, within)).map((unit): UnitStanding => {
    const record = records[unit.id] ?? NOTHING;
    const own = { reading: reading.has(unit.id), unread: ofUnits.get(unit.id) ?? [] };
    const unread = unreadOf(record, own);
    return {
      ...unit,
      state: stateOf(record, own),
      late: isLate(record, own, roster.due, now),
      report: record.report,
      held: record.held,
      unread: unread && { id: unread.id, status: unread.status },
      sentBack: record.sentBack && { at: record.sentBack.at, by: record.sentBack.by },
      answered: isAnswered(record),
    };
  });
  const states = Object.fromEntries(UNIT_STATES.map((state) => [state, 0])) as Record<UnitState, number>;
  for (const { state } of units) states[state] += 1;
  return {
    version: roster.version,
    settled: roster.applied === roster.version,
    due: roster.due,
    units,
    unmatched: roster.version === 0 ? [] : [...unmatched.reports, ...nobodys.slice(0, UNMATCHED)],
    moreUnmatched: roster.version > 0 && (unmatched.more || nobodys.length > UNMATCHED),
    states,
    renamings:
      within === null
        ? renamingsOf(roster).map(({ unit, former }) => ({
            unit,
            name: roster.index.unit(unit)?.name ?? "",
            former: former.name,
          }))
        : [],
  };
}

/** Units of the divisions; of those whose division nobody told, the ones whose report is. */
async function unitsWithin(
  table: Table,
  units: readonly Unit[],
  records: Readonly<Record<string, UnitRecord>>,
  within: Within,
): Promise<readonly Unit[]> {
  if (within === null) return units;
  const undivided = units.filter(({ division }) => division === null);
  const reports = undivided.flatMap(({ id }) => records[id]?.report?.id ?? []);
  const seen = new Set(
    (await table.getMany(reports.map(reportKey))).filter((row) => isWithin(within, listedDivision(row))).map(idIn),
  );
  return units.filter(({ id, division }) =>
    division === null ? seen.has(records[id]?.report?.id ?? "") : isWithin(within, division),
  );
}

const NOTHING: UnitRecord = { report: null, held: null, since: null, sentBack: null };

const folderIn = (row: Item): string => (row.folder as string | undefined) ?? "";
const shown = (row: Item, profiles: Profiles): Unmatched => {
  const { name, organization, division, status } = summaryIn(row, profiles);
  return { id: idIn(row), name, organization, division, folder: folderIn(row), status };
};

/** The newest files that could not be read or are no report: those of each unit, the first to arrive first, and the others that may be seen. */
export async function unreadFiles(
  { table, profiles }: Pick<PlacingPorts, "table" | "profiles">,
  { year }: RosterYear,
  index: RosterIndex,
  within: Within,
): Promise<{ readonly ofUnits: ReadonlyMap<string, readonly UnreadFile[]>; readonly nobodys: readonly Unmatched[] }> {
  const found = await Promise.all(
    UNJUDGED.map((status) => table.newest("any0", listKey("current", "", status, null, ""), null, FILES)),
  );
  const rows = await table.getMany(found.flat().map(({ pk, sk }) => ({ pk, sk })));
  const ofUnits = new Map<string, UnreadFile[]>();
  const nobodys: Unmatched[] = [];
  for (const row of rows.filter(({ standing }) => standing === "current").toSorted(byOrder)) {
    const file = shown(row, profiles);
    if (!isOfYear(file.name, year)) continue;
    const unit = index.unitOf({ ...file, organization: null, division: null, file: file.name });
    if (unit === null) {
      if (isWithin(within, listedDivision(row))) nobodys.unshift(file);
    } else if (unit !== "none") {
      const { id, status } = file;
      ofUnits.set(unit.id, [...(ofUnits.get(unit.id) ?? []), { id, status, at: String(row.order).slice(0, 24) }]);
    }
  }
  return { ofUnits, nobodys };
}

const byOrder = (a: Item, b: Item): number => (String(a.order) < String(b.order) ? -1 : 1);

async function unitsBeingRead(
  table: Table,
  { year }: RosterYear,
  index: RosterIndex,
  now: string,
): Promise<ReadonlySet<string>> {
  const since = new Date(Date.parse(now) - LONGEST_READING_MS).toISOString();
  const names = (await table.after(READING, " ", MOST_READING))
    .filter(({ at }) => (at as string) > since)
    .map(({ name }) => name as string)
    .filter((name) => isOfYear(name, year));
  return new Set(names.flatMap((name) => index.unitNamedBy(name)?.id ?? []));
}

/**
 * Reports that a person is to be asked about, and whether there may be more. A mark may be older than what its report
 * says now.
 */
async function unmatchedReports(
  table: Table,
  profiles: Profiles,
  of: RosterYear,
  { version, index }: KnownRoster,
  within: Within,
): Promise<{ readonly reports: readonly Unmatched[]; readonly more: boolean }> {
  const found: Unmatched[] = [];
  for (let last = ""; version > 0 && found.length < UNMATCHED; ) {
    const ids = await unmatchedIn(table, of, last, UNMATCHED);
    for (const row of await table.getMany(ids.map(reportKey))) {
      const summary = summaryIn(row, profiles);
      const isAsked = (row.standing === "current" || row.standing === "held") && isWithin(within, listedDivision(row));
      if (isAsked && summary.year === of.year && index.unitOf(namedBy(idIn(row), summary, folderIn(row))) === null)
        found.push(shown(row, profiles));
    }
    if (ids.length < UNMATCHED) return { reports: found, more: false };
    last = ids.at(-1) as string;
  }
  return { reports: found, more: version > 0 };
}
