import { maskFileName } from "../document/personal-numbers.ts";
import { signedCursors } from "./cursors.ts";
import { asksFor, type ReportFilter, sourceFor } from "./listing.ts";
import { standingSubmissions } from "./placing.ts";
import { catalogKeyOf, type Profiles } from "./profiles.ts";
import { type RosterOverview, rosterOverview } from "./roster-overview.ts";
import { openRosters, type RosterYear } from "./rosters.ts";
import {
  type CatalogReport,
  catalogReport,
  listedDivision,
  neighbour,
  reportKey,
  type Slot,
  slotIn,
  slotKey,
  summaryIn,
} from "./slots.ts";
import { handedInFor, handleOf, nameOf, placeOfHandle, type Submission } from "./submissions.ts";
import { openSummaries, type Summaries } from "./summaries.ts";
import type { Item, Table } from "./table.ts";
import { totalsOf, yearsKnown } from "./totals.ts";
import { openTracking, type Track } from "./tracking.ts";
import { reportsSentBack } from "./unit-states.ts";
import { isWithin, narrowed, type Within } from "./within.ts";

interface Page {
  readonly items: readonly CatalogReport[];
  /** To be handed back for the next page; null at the end. */
  readonly cursor: string | null;
}

/** A submission as callers see it. */
interface ReportSubmission {
  /** Its handle: an archive's for each of its entries. */
  readonly submission: string;
  readonly name: string;
  readonly submittedAt: string;
}

export interface Queries extends Summaries {
  /** What whoever asks may see: all that is answered lies within. */
  readonly within: Within;
  readonly report: (id: string) => Promise<CatalogReport | null>;
  /** The same organization's current report of the year before; null where there is none. */
  readonly previousYear: (id: string) => Promise<string | null>;
  /** Submissions of a report that stand, the newest first. */
  readonly submissionsOf: (id: string) => Promise<readonly ReportSubmission[]>;
  /** The file of a handle; null where the bucket never had one, or not one that may be seen. */
  readonly submission: (handle: string) => Promise<(Submission & { readonly withdrawn: boolean }) | null>;
  /**
   * A page of a list, the newest first. A search looks at so many names for one page: it may have fewer than were asked
   * for, and a cursor.
   */
  readonly list: (filter: ReportFilter, limit: number, cursor: string | null) => Promise<Page>;
  /** Where files are that were handed in. */
  readonly track: Track;
  /** Who is to hand in a report of a family and year, and who has not. @param now ISO 8601 */
  readonly roster: (of: RosterYear, now: string) => Promise<RosterOverview>;
  /** Ids of the reports of a family and year of which units and others were told what is wrong with them. */
  readonly sentBack: (of: RosterYear) => Promise<ReadonlySet<string>>;
  /** Years that reports are about, the latest first. @param profile id of a family; null for any */
  readonly years: (profile: string | null) => Promise<readonly number[]>;
}

/** Names, and rows, that are looked at for one answer: it may then be shorter than what was asked for. */
const MOST_NAMES = 4000;
const MOST_ROWS = 1000;

/**
 * Questions to the catalog. None reads more than its answer needs, whatever the catalog holds.
 * @param secret signs cursors, so that only ours come back
 * @param within what whoever asks may see: the rest is as though it did not exist
 * @param bucket that files are handed in to
 * @param root that all its keys begin with
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the list of questions, which share one table
export function openQueries(
  table: Table,
  secret: string,
  profiles: Profiles,
  {
    within = null,
    bucket = "",
    root = "",
  }: { readonly within?: Within; readonly bucket?: string; readonly root?: string } = {},
): Queries {
  const cursors = signedCursors(secret);
  const rosters = openRosters(table);

  /** The row of a report that may be seen. */
  async function rowOf(id: string): Promise<Item | null> {
    const row = await table.get(reportKey(id));
    return row && isWithin(within, listedDivision(row)) ? row : null;
  }

  /**
   * Whether a submission may be seen: what was handed in for a division, by those who see the division; else what
   * holds a report that may be seen. An archive holds others' too.
   */
  async function isSeen(item: Item): Promise<boolean> {
    if (within === null) return true;
    const division = handedInFor(item as unknown as Submission, root);
    if (division !== null) return isWithin(within, division);
    return typeof item.report === "string" && (await rowOf(item.report)) !== null;
  }

  async function withSlots(rows: readonly Item[]): Promise<CatalogReport[]> {
    const keys = new Map(rows.map((row) => [JSON.stringify(row.slot), slotKey(row.slot as Slot)]));
    const slots = new Map((await table.getMany([...keys.values()])).map((slot) => [`${slot.pk} ${slot.sk}`, slot]));
    return rows.map((row) => {
      const { pk, sk } = slotKey(row.slot as Slot);
      return catalogReport(row, slots.get(`${pk} ${sk}`) ?? null, profiles);
    });
  }

  const list = async (asked: ReportFilter, limit: number, cursor: string | null): Promise<Page> => {
    const filter = { ...asked, within };
    const [chosen, from] = cursor === null ? [null, null] : cursors.decode(cursor, filter);
    const { source, first } = await sourceFor(table, filter, profiles, chosen);
    const isAsked = asksFor(filter, profiles);
    const found: Item[] = [];
    let before = from;
    for (let names = 0, rows = 0; names < MOST_NAMES && rows < MOST_ROWS; ) {
      const wanted = source.atOnce(names) ?? limit - found.length;
      const { entries, looked, reached } = names === 0 && first ? first : await source.page(before, wanted);
      for (let at = 0; at < entries.length && found.length < limit; ) {
        const some = entries.slice(at, at + (source.rowsAtOnce ?? limit - found.length));
        at += some.length;
        const keys = new Map(some.map(({ pk, sk }) => [pk, { pk, sk }]));
        const byKey = new Map((await table.getMany([...keys.values()])).map((row) => [row.pk, row]));
        rows += some.length;
        for (const { pk, order, holds } of some) {
          if (found.length === limit) break;
          before = order;
          const row = byKey.get(pk);
          if (row && holds(row) && isAsked(row)) found.push(row);
        }
      }
      if (found.length === limit && before !== entries.at(-1)?.order) break;
      if (reached === null) return { items: await withSlots(found), cursor: null };
      before = reached;
      if (found.length === limit) break;
      names += looked;
    }
    return {
      items: await withSlots(found),
      cursor: before === null ? null : cursors.encode([source.name, before], filter),
    };
  };

  const newest = async (filter: ReportFilter, most: number) => (await list(filter, most, null)).items;

  return {
    ...openSummaries({ table, profiles, within, newest }),
    within,
    list,
    report: async (id) => {
      const row = await rowOf(id);
      return row ? ((await withSlots([row]))[0] ?? null) : null;
    },
    previousYear: async (id) => {
      const row = await rowOf(id);
      const before = row && neighbour(slotIn(row), -1);
      const current = before && ((await table.get(slotKey(before)))?.current as string | undefined);
      return current && (await rowOf(current)) ? current : null;
    },
    submissionsOf: async (id) => {
      return (await standingSubmissions(table, id))
        .filter((link) => {
          const division = handedInFor(link, root);
          return division === null || isWithin(within, division);
        })
        .map((link) => ({ submission: handleOf(link), name: maskFileName(nameOf(link)), submittedAt: link.at }))
        .reverse();
    },
    submission: async (handle) => {
      const item = await table.get(placeOfHandle(bucket, handle));
      if (!item || !(await isSeen(item))) return null;
      return { ...(item as unknown as Submission), withdrawn: item.withdrawn === true };
    },
    track: openTracking({
      ...{ table, cursors, within, bucket, root, isSeen },
      statusOf: async (id) => {
        const row = await rowOf(id);
        return row && summaryIn(row, profiles).status;
      },
    }),
    roster: (of, now) => rosterOverview({ table, profiles, rosters }, of, now, within),
    sentBack: (of) => reportsSentBack(table, of),
    years: async (profile) => {
      const seen = narrowed(within, null);
      if (seen === null) return yearsKnown(table, profile === null ? null : catalogKeyOf(profiles, profile));
      const families = profile === null ? profiles : profiles.filter(({ id }) => id === profile);
      const found = await Promise.all(families.map(({ catalogKey }) => totalsOf(table, catalogKey, seen, null)));
      const years = found.flat().flatMap(({ year, totals }) => {
        const isEmpty = Object.values(totals).every(({ reports }) => reports === 0);
        return year === null || isEmpty ? [] : [year];
      });
      return [...new Set(years)].toSorted((a, b) => b - a);
    },
  };
}
