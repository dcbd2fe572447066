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
  /** Whether the list itself says that it is not asked for, so that its row need not be read. */
  readonly isOther?: boolean;
  /** Whether its row still says what the list said: an index may lag behind. */
  readonly holds: (row: Item) => boolean;
}

/** A list that has the reports asked for among others, the newest first. */
export interface Source {
  readonly name: string;
  /** How many are looked at in one go, where most are others; null where hardly any is. */
  readonly atOnce: number | null;
  /** Rows that are read in one go, where most are others; null: as many as are still wanted. */
  readonly rowsAtOnce: number | null;
  /** Entries behind a place; fewer than `limit` at the end. */
  readonly page: (before: string | null, limit: number) => Promise<readonly Entry[]>;
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

/** Rows, and names in a piece's own list, that are looked at in one go. */
const ROWS_AT_ONCE = 100;
const NAMES_AT_ONCE = 400;

const listSource = (table: Table, filter: ReportFilter, profiles: Profiles): Source => ({
  name: "list",
  atOnce: filter.search === null ? null : ROWS_AT_ONCE,
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
    return found.flat().toSorted(newestFirst).slice(0, limit);
  },
});

/** Every report that ever stood for one owner: some for each year. */
const unitSource = (table: Table, unit: string): Source => ({
  name: "unit",
  atOnce: ROWS_AT_ONCE,
  rowsAtOnce: ROWS_AT_ONCE,
  page: async (before, limit) => {
    const keys: Key[] = [];
    for await (const { sk } of table.query(ownerSlot(unit, "").pk)) {
      const id = claimantIn(sk);
      if (id !== null) keys.push(reportKey(id));
    }
    return (await table.getMany(keys))
      .map(({ pk, sk, order }) => ({ pk, sk, order: order as string, holds: () => true }))
      .filter(({ order }) => before === null || order < before)
      .toSorted(newestFirst)
      .slice(0, limit);
  },
});

function pieceSource(table: Table, filter: ReportFilter, profiles: Profiles, piece: string): Source {
  const search = searchable(filter.search ?? "");
  const isTold = asksForTold(filter);
  return {
    name: `piece ${piece}`,
    atOnce: NAMES_AT_ONCE,
    rowsAtOnce: null,
    page: async (before, limit) =>
      (await holding(table, piece, before, limit)).map(({ names, told, ...entry }) => ({
        ...entry,
        isOther: !names.includes(search) || !isTold(told),
        // One that was entered twice, by two submissions at once or since it is another by now, is listed once.
        holds: (row: Item) => isEntryOf(entry.order, row.named, summaryIn(row, profiles)),
      })),
  };
}

/** Behind every place in the order. */
const LONGEST = "9999";
/** Entries that tell how long a list is. */
const PROBE = 50;

/**
 * The shortest list that has all that is asked for.
 * @param chosen the name of the one that an earlier page was from
 */
export async function sourceFor(
  table: Table,
  filter: ReportFilter,
  profiles: Profiles,
  chosen: string | null,
): Promise<Source> {
  if (filter.unit !== null) return unitSource(table, filter.unit);
  const list = listSource(table, filter, profiles);
  const pieces = piecesToSearch(searchable(filter.search ?? ""));
  if (pieces.length === 0) return list;
  const all = [...pieces.map((piece) => pieceSource(table, filter, profiles, piece)), list];
  const known = all.find(({ name }) => name === chosen);
  if (known) return known;
  const probes = await Promise.all(all.map(async (source) => ({ source, found: await source.page(null, PROBE) })));
  // A list that ends is shorter than one that does not; of those that don't, the one that goes back farther is, unless it
  // is the one of which every row must be read.
  const lengthOf = ({ source, found }: (typeof probes)[number]): string =>
    found.length < PROBE
      ? String(found.length).padStart(3, "0")
      : source === list
        ? LONGEST
        : (found.at(-1)?.order ?? "");
  return (probes.toSorted((a, b) => (lengthOf(a) < lengthOf(b) ? -1 : 1))[0] as (typeof probes)[number]).source;
}
