import type { Report } from "../report/schema.ts";
import { JUDGED, type Status, UNJUDGED } from "./figures.ts";
import { catalogKeyOf, type Profiles } from "./profiles.ts";
import { holding, isEntryOf, namesIn, piecesToSearch, searchable, type Told, toldOf } from "./search.ts";
import {
  claimantIn,
  type ListGroup,
  listedDivision,
  listKey,
  organizationKey,
  ownerIn,
  ownerSlot,
  reportKey,
  sameName,
  slotIn,
  summaryIn,
} from "./slots.ts";
import { type Item, indexKeyOf, type Key, type ListIndex, type Table } from "./table.ts";
import { NO_YEAR } from "./totals.ts";
import { isWithin, narrowed, type Within } from "./within.ts";

/** Where the reports of a list stand in the table, and which of them it asks for. */

export interface ReportFilter {
  /** "none": whose year can't be told, what could not be read among them. */
  readonly year: number | typeof NO_YEAR | null;
  readonly status: Report["status"] | null;
  /** GB/T 2260 code or its prefix: 2, 4 or 6 digits. */
  readonly division: string | null;
  /** What whoever asks may see. */
  readonly within: Within;
  /** Exact name, after normalization. */
  readonly organization: string | null;
  /** Part of the organization's or the file's name. */
  readonly search: string | null;
  /** Whose it is, as rosters have their units' ids. */
  readonly unit: string | null;
  /** Id of a family; null also for what is of none. */
  readonly profile: string | null;
  /** Those that count, or those that are held. */
  readonly standing: "current" | "held";
  /** Whatever their standing, also reports that are superseded or withdrawn. */
  readonly all: boolean;
}

/** Asks for every report that counts. */
export const NO_FILTER: ReportFilter = {
  year: null,
  status: null,
  division: null,
  within: null,
  organization: null,
  search: null,
  unit: null,
  profile: null,
  standing: "current",
  all: false,
};

/** A report's place in a list. */
interface Entry extends Key {
  readonly order: string;
  /** Whether its row still says what the list said: an index may lag behind. */
  readonly holds: (row: Item) => boolean;
}

/** What was looked at of a list. */
export interface Looked {
  /** Those that may be asked for. */
  readonly entries: readonly Entry[];
  readonly looked: number;
  /** The place that was reached; null where none is left behind it. */
  readonly reached: string | null;
}

/** A list that has the reports asked for among others, the newest first. */
export interface Source {
  readonly name: string;
  /** How many are looked at in one go, after so many, where most are others; null: as many as are still wanted. */
  readonly atOnce: (looked: number) => number | null;
  /** Rows that are read in one go, where most are others; null: as many as are still wanted. */
  readonly rowsAtOnce: number | null;
  /** So many entries behind a place. */
  readonly page: (before: string | null, limit: number) => Promise<Looked>;
}

/** Whether a report may be asked for, by what an entry of a search tells of it: where it has no division, its row knows. */
const asksForTold =
  ({ year, status, division, within, profile }: ReportFilter) =>
  (told: Told): boolean =>
    (year === null || (told.year ?? NO_YEAR) === year) &&
    (status === null || told.status === status) &&
    (told.division === null ||
      (isWithin(division === null ? null : [division], told.division) && isWithin(within, told.division))) &&
    (profile === null || told.profile === profile);

/** Whether a report is asked for. */
export function asksFor(filter: ReportFilter, profiles: Profiles): (row: Item) => boolean {
  const { division, within, organization, unit, standing, all } = filter;
  const isTold = asksForTold(filter);
  const search = searchable(filter.search ?? "");
  return (row) => {
    const summary = summaryIn(row, profiles);
    return (
      isTold(toldOf(summary)) &&
      isWithin(division === null ? null : [division], listedDivision(row)) &&
      isWithin(within, listedDivision(row)) &&
      (organization === null || (summary.organization !== null && sameName(summary.organization, organization))) &&
      (unit === null || ownerIn(slotIn(row)) === unit) &&
      (all || row.standing === standing) &&
      (search === "" || namesIn(summary).includes(search))
    );
  };
}

/** The partitions of indexes that together have the answer. */
function partitionsOf(
  { year, status, division, within, organization, profile, standing, all }: ReportFilter,
  profiles: Profiles,
): readonly { readonly index: ListIndex; readonly key: string }[] {
  const groups: readonly ListGroup[] = all ? ["current", "held", "other"] : [standing];
  const families = profile === null ? profiles.map(({ id }) => id) : [profile];
  if (organization !== null)
    return groups.flatMap((group) =>
      families.map((family) => ({
        index: "organization" as const,
        key: organizationKey(group, organization, catalogKeyOf(profiles, family)),
      })),
    );
  const wanted = (each: Status): boolean => status === null || status === each;
  const lists = [
    ...families.flatMap((family) => JUDGED.filter(wanted).map((each) => [each, family, year] as const)),
    // What is of no family has no year either.
    ...(profile === null && (year === null || year === NO_YEAR)
      ? UNJUDGED.filter(wanted).map((each) => [each, null, null] as const)
      : []),
  ];
  return (narrowed(within, division) ?? [""]).flatMap((prefix) =>
    groups.flatMap((group) =>
      lists.map(([each, family, of]) => ({
        index: `${of === null ? "any" : "year"}${prefix.length}` as ListIndex,
        key: listKey(group, prefix, each, of === null ? null : String(of), catalogKeyOf(profiles, family)),
      })),
    ),
  );
}

const newestFirst = (a: { readonly order: string }, b: { readonly order: string }): number =>
  a.order < b.order ? 1 : -1;

/** Rows that are looked at in one go. */
const ROWS_AT_ONCE = 100;
/** Names in a piece's own list that are looked at first, which tell how long it is; then a multiple of those before. */
const FIRST_NAMES = 50;
const MORE_NAMES = 9;

/** The first so many of entries that may have more behind them. */
const firstOf = (entries: readonly Entry[], limit: number): Looked => {
  const first = entries.toSorted(newestFirst).slice(0, limit);
  return { entries: first, looked: first.length, reached: first.length < limit ? null : (first.at(-1)?.order ?? null) };
};

const listSource = (table: Table, filter: ReportFilter, profiles: Profiles): Source => ({
  name: "list",
  atOnce: () => (filter.search === null ? null : ROWS_AT_ONCE),
  rowsAtOnce: filter.search === null ? null : ROWS_AT_ONCE,
  page: async (before, limit) => {
    const found = await Promise.all(
      partitionsOf(filter, profiles).map(async ({ index, key }) =>
        (await table.newest(index, key, before, limit)).map((entry) => ({
          ...entry,
          holds: (row: Item) => row.order === entry.order && indexKeyOf(row, index) === key,
        })),
      ),
    );
    return firstOf(found.flat(), limit);
  },
});

/** Every report that ever stood for one owner: some for each year. */
const unitSource = (table: Table, unit: string): Source => ({
  name: "unit",
  atOnce: () => ROWS_AT_ONCE,
  rowsAtOnce: ROWS_AT_ONCE,
  page: async (before, limit) => {
    const keys: Key[] = [];
    for await (const { sk } of table.query(ownerSlot(unit, "").pk)) {
      const id = claimantIn(sk);
      if (id !== null) keys.push(reportKey(id));
    }
    const entries = (await table.getMany(keys))
      .map(({ pk, sk, order }) => ({ pk, sk, order: order as string, holds: () => true }))
      .filter(({ order }) => before === null || order < before);
    return firstOf(entries, limit);
  },
});

function pieceSource(table: Table, filter: ReportFilter, profiles: Profiles, piece: string): Source {
  const search = searchable(filter.search ?? "");
  const isTold = asksForTold(filter);
  return {
    name: `piece ${piece}`,
    atOnce: (looked) => Math.max(FIRST_NAMES, MORE_NAMES * looked),
    rowsAtOnce: null,
    page: async (before, limit) => {
      const { entries, ...rest } = await holding(table, piece, search, before, limit);
      const asked = entries
        .filter(({ names, told }) => names.includes(search) && isTold(told))
        .map(({ names, told, ...entry }) => ({
          ...entry,
          // One that was entered twice, by two submissions at once or since it is another by now, is listed once.
          holds: (row: Item) => isEntryOf(entry.order, row.named, summaryIn(row, profiles)),
        }));
      return { entries: asked, ...rest };
    },
  };
}

/** Behind every place in the order. */
const LONGEST = "9999";

/** Whether it asks for a part of the reports by anything but their names. */
const isNarrow = ({ year, status, division, within, organization, profile, standing }: ReportFilter): boolean =>
  [year, status, division, within, organization, profile].some((each) => each !== null) || standing === "held";

/**
 * The shortest list that has all that is asked for, and what of it was looked at to tell.
 * @param chosen the name of the one that an earlier page was from
 */
export async function sourceFor(
  table: Table,
  filter: ReportFilter,
  profiles: Profiles,
  chosen: string | null,
): Promise<{ readonly source: Source; readonly first: Looked | null }> {
  if (filter.unit !== null) return { source: unitSource(table, filter.unit), first: null };
  const list = listSource(table, filter, profiles);
  const pieces = piecesToSearch(searchable(filter.search ?? "")).map((each) =>
    pieceSource(table, filter, profiles, each),
  );
  const known = pieces.length === 0 ? list : [...pieces, list].find(({ name }) => name === chosen);
  if (known) return { source: known, first: null };
  const all = isNarrow(filter) ? [...pieces, list] : pieces;
  const probes = await Promise.all(
    all.map(async (source) => ({ source, first: await source.page(null, FIRST_NAMES) })),
  );
  // A list that ends is shorter than one that does not; of those that don't, the one that goes back farther is, unless it
  // is the one of which every row must be read.
  const lengthOf = ({ source, first: { looked, reached } }: (typeof probes)[number]): string =>
    reached === null ? String(looked).padStart(3, "0") : source === list ? LONGEST : reached;
  return probes.toSorted((a, b) => (lengthOf(a) < lengthOf(b) ? -1 : 1))[0] as (typeof probes)[number];
}
