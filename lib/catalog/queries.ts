import { createHmac, timingSafeEqual } from "node:crypto";
import { maskFileName } from "../document/personal-numbers.ts";
import type { Report } from "../report/schema.ts";
import { addSums, addTotals, groupOf, STATUSES, type Status, type Sums, statusesIn } from "./figures.ts";
import { catalogKeyOf, type Profiles } from "./profiles.ts";
import {
  type CatalogReport,
  catalogReport,
  type ListGroup,
  listKey,
  neighbour,
  organizationKey,
  reportKey,
  type Slot,
  slotIn,
  slotKey,
} from "./slots.ts";
import { handleOf, linkPrefix, nameOf, placeOfHandle, type Submission, submissionKey } from "./submissions.ts";
import { type Item, indexKeyOf, type ListIndex, type Table } from "./table.ts";
import { ALL, totalsOf, yearsKnown } from "./totals.ts";

export interface ReportFilter {
  readonly year: number | null;
  readonly status: Report["status"] | null;
  /** GB/T 2260 code or its prefix: 2, 4 or 6 digits. */
  readonly division: string | null;
  /** Exact name, after normalization. */
  readonly organization: string | null;
  /** Id of a family; null also for what is of none. */
  readonly profile: string | null;
  /** Also reports that are superseded or withdrawn. */
  readonly all: boolean;
}

interface Page {
  readonly items: readonly CatalogReport[];
  /** To be handed back for the next page; null at the end. */
  readonly cursor: string | null;
}

/** What is known of a figure over many reports. */
interface FigureTotal {
  readonly sum: number;
  /** Reports in the sum. */
  readonly counted: number;
  /** Reports left out because the figure could not be read with certainty. */
  readonly uncertain: number;
  /** Reports left out because the cell holds no number. */
  readonly missing: number;
  /** Reports whose printed unit was converted to the form's; absent where there are none. */
  readonly converted?: number;
}

/** Sums of reports of one year, status and form, which are never mixed. */
interface GroupSummary {
  /** Null where it can't be told. */
  readonly year: number | null;
  /** Null for sums that a version kept which did not tell reports apart. */
  readonly status: Status | null;
  /** Version of the form; null where it can't be told. */
  readonly template: string | null;
  readonly reports: number;
  readonly figures: Readonly<Record<string, FigureTotal>>;
  readonly complete: boolean;
}

interface DivisionSummary {
  /** Id of the family. What is of none counts with the first. */
  readonly profile: string;
  readonly year: number | null;
  readonly division: string | null;
  /** Over all groups. */
  readonly figures: Readonly<Record<string, FigureTotal>>;
  readonly groups: readonly GroupSummary[];
  /** No figure of any report had to be left out. */
  readonly complete: boolean;
  readonly statuses: Readonly<Record<Status, number>>;
  /** Current reports. */
  readonly reports: number;
  /**
   * Names of organizations with a current report, the newest first, at most ORGANIZATIONS. The others are in the list
   * of reports.
   */
  readonly organizations: readonly string[];
}

/** More names than a city has bodies would make an answer of megabytes. */
const ORGANIZATIONS = 200;

/** Statuses of what is of a family, and of what is of none. */
const JUDGED = ["valid", "invalid", "needs-review"] as const satisfies readonly Status[];
const UNJUDGED = ["unrecognized", "failed"] as const satisfies readonly Status[];

export class InvalidCursorError extends Error {}

/** A submission as callers see it. */
interface ReportSubmission {
  /** Its handle: an archive's for each of its entries. */
  readonly submission: string;
  readonly name: string;
  readonly submittedAt: string;
}

export interface Queries {
  readonly list: (filter: ReportFilter, limit: number, cursor: string | null) => Promise<Page>;
  readonly report: (id: string) => Promise<CatalogReport | null>;
  /** The same organization's current report of the year before; null where there is none. */
  readonly previousYear: (id: string) => Promise<string | null>;
  /** Submissions of a report that stand, the newest first. */
  readonly submissionsOf: (id: string) => Promise<readonly ReportSubmission[]>;
  /** The file of a handle; null where the bucket never had one. */
  readonly submission: (
    bucket: string,
    handle: string,
  ) => Promise<(Submission & { readonly withdrawn: boolean }) | null>;
  /** Of one family: figures of different forms are never added up. @throws Error for a family that there is not */
  readonly summary: (year: number | null, division: string | null, profile: string) => Promise<DivisionSummary>;
  /** Years that reports are about, the latest first. @param profile id of a family; null for any */
  readonly years: (profile: string | null) => Promise<readonly number[]>;
}

/** Places in lists as callers get them: signed together with the question, so that only ours come back. */
function signedCursors(secret: string) {
  const sign = (text: string): Buffer => createHmac("sha256", secret).update(text).digest().subarray(0, 16);

  const encode = (before: string, filter: ReportFilter): string =>
    `${Buffer.from(before).toString("base64url")}.${sign(`${before}\n${JSON.stringify(filter)}`).toString("base64url")}`;

  /** @throws InvalidCursorError for a cursor that is not ours or was given for another question */
  function decode(cursor: string, filter: ReportFilter): string {
    const [text = "", signature = ""] = cursor.split(".");
    const before = Buffer.from(text, "base64url").toString();
    const given = Buffer.from(signature, "base64url");
    const expected = sign(`${before}\n${JSON.stringify(filter)}`);
    if (given.length !== expected.length || !timingSafeEqual(given, expected) || encode(before, filter) !== cursor)
      throw new InvalidCursorError();
    return before;
  }

  return { encode, decode };
}

/** Partitions whose entries together are the answer, each in order. */
function partitionsOf(
  { year, status, division, organization, profile, all }: ReportFilter,
  profiles: Profiles,
): { index: ListIndex; keys: string[] } {
  const groups: readonly ListGroup[] = all ? ["current", "other"] : ["current"];
  const families = profile === null ? profiles.map(({ id }) => id) : [profile];
  if (organization !== null)
    return {
      index: "organization",
      keys: groups.flatMap((group) =>
        families.map((family) => organizationKey(group, organization, catalogKeyOf(profiles, family))),
      ),
    };
  const prefix = division ?? "";
  const index = `${year === null ? "any" : "year"}${prefix.length}` as ListIndex;
  const wanted = (each: Status): boolean => status === null || status === each;
  const lists = [
    ...families.flatMap((family) => JUDGED.filter(wanted).map((each) => [each, family] as const)),
    ...(profile === null ? UNJUDGED.filter(wanted).map((each) => [each, null] as const) : []),
  ];
  return {
    index,
    keys: groups.flatMap((group) =>
      lists.map(([each, family]) =>
        listKey(group, prefix, each, year === null ? null : String(year), catalogKeyOf(profiles, family)),
      ),
    ),
  };
}

const isWhole = (figures: Readonly<Record<string, FigureTotal>>): boolean =>
  Object.values(figures).every(({ uncertain, missing }) => uncertain === 0 && missing === 0);

/** Figures of which there is anything to say, by their names. */
function figureTotals(totals: Sums, names: readonly string[]): Record<string, FigureTotal> {
  return Object.fromEntries(
    names.flatMap((name, index) => {
      const [counted = 0, uncertain = 0, missing = 0, converted = 0] = [
        totals.counted,
        totals.uncertain,
        totals.missing,
        totals.converted,
      ].map((each) => each[index]);
      if (counted + uncertain + missing === 0) return [];
      return [
        [name, { sum: totals.sum[index] ?? 0, counted, uncertain, missing, ...(converted > 0 && { converted }) }],
      ];
    }),
  );
}

/**
 * Questions to the catalog. None reads more than its answer needs, whatever the catalog holds.
 * @param secret signs cursors, so that only ours come back
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the list of questions, which share one table
export function openQueries(table: Table, secret: string, profiles: Profiles): Queries {
  const cursors = signedCursors(secret);

  async function withSlots(rows: readonly Item[]): Promise<CatalogReport[]> {
    const keys = new Map(rows.map((row) => [JSON.stringify(row.slot), slotKey(row.slot as Slot)]));
    const slots = new Map((await table.getMany([...keys.values()])).map((slot) => [`${slot.pk} ${slot.sk}`, slot]));
    return rows.map((row) => {
      const { pk, sk } = slotKey(row.slot as Slot);
      return catalogReport(row, slots.get(`${pk} ${sk}`) ?? null, profiles);
    });
  }

  const list = async (filter: ReportFilter, limit: number, cursor: string | null): Promise<Page> => {
    const { index, keys } = partitionsOf(filter, profiles);
    let before = cursor === null ? null : cursors.decode(cursor, filter);
    const items: CatalogReport[] = [];
    const fits = (report: CatalogReport): boolean =>
      (filter.year === null || report.year === filter.year) &&
      (filter.status === null || report.status === filter.status) &&
      (filter.division === null || (report.division?.code ?? "").startsWith(filter.division));
    while (items.length < limit) {
      const wanted = limit - items.length;
      const found = (
        await Promise.all(
          keys.map(async (key) => (await table.newest(index, key, before, wanted)).map((entry) => ({ ...entry, key }))),
        )
      ).flat();
      const page = found.toSorted((a, b) => (a.order < b.order ? 1 : -1)).slice(0, wanted);
      const rows = new Map((await table.getMany(page.map(({ pk, sk }) => ({ pk, sk })))).map((row) => [row.pk, row]));
      // An index may lag behind: what the item itself no longer says is left out.
      const valid = page.flatMap(({ pk, order, key }) => {
        const row = rows.get(pk);
        return row && row.order === order && indexKeyOf(row, index) === key ? [row] : [];
      });
      items.push(...(await withSlots(valid)).filter(fits));
      before = page.at(-1)?.order ?? before;
      if (page.length < wanted || found.length === 0) return { items, cursor: null };
    }
    return { items, cursor: before === null ? null : cursors.encode(before, filter) };
  };

  return {
    list,
    report: async (id) => {
      const row = await table.get(reportKey(id));
      return row ? ((await withSlots([row]))[0] ?? null) : null;
    },
    previousYear: async (id) => {
      const row = await table.get(reportKey(id));
      const before = row && neighbour(slotIn(row), -1);
      return before ? (((await table.get(slotKey(before)))?.current as string | undefined) ?? null) : null;
    },
    submissionsOf: async (id) => {
      const links: Submission[] = [];
      for await (const { submission } of table.query(reportKey(id).pk, linkPrefix))
        links.push(submission as Submission);
      const withdrawn = new Set(
        (await table.getMany(links.map(submissionKey))).filter((item) => item.withdrawn === true).map(({ sk }) => sk),
      );
      return links
        .filter((link) => !withdrawn.has(submissionKey(link).sk))
        .map((link) => ({ submission: handleOf(link), name: maskFileName(nameOf(link)), submittedAt: link.at }))
        .reverse();
    },
    submission: async (bucket, handle) => {
      const item = await table.get(placeOfHandle(bucket, handle));
      return item && { ...(item as unknown as Submission), withdrawn: item.withdrawn === true };
    },
    summary: async (year, division, profile) => {
      const family = profiles.find(({ id }) => id === profile);
      if (!family) throw new Error(`no profile ${profile}`);
      const [years, { items }] = await Promise.all([
        totalsOf(table, family.catalogKey, division ?? ALL, year),
        list({ year, status: null, division, organization: null, profile: family.id, all: false }, ORGANIZATIONS, null),
      ]);
      const { names } = family.figures;
      const groups = years.flatMap(({ year: of, totals }) =>
        Object.entries(totals)
          .map(([key, sums]) => ({ ...groupOf(key), reports: sums.reports, figures: figureTotals(sums, names) }))
          // What is of no family has nothing to add up.
          .filter(({ figures }) => Object.keys(figures).length > 0)
          .map((group): GroupSummary => ({ year: of, ...group, complete: isWhole(group.figures) })),
      );
      const totals = addTotals(years.map((each) => each.totals));
      const figures = figureTotals(addSums(Object.values(totals)), names);
      const statuses = statusesIn(totals);
      return {
        profile: family.id,
        year,
        division,
        figures,
        groups,
        complete: isWhole(figures),
        statuses,
        reports: STATUSES.reduce((sum, status) => sum + statuses[status], 0),
        organizations: [...new Set(items.flatMap(({ organization }) => organization ?? []))],
      };
    },
    years: (profile) => yearsKnown(table, profile === null ? null : catalogKeyOf(profiles, profile)),
  };
}
