import type { ReportFilter } from "../catalog/listing.ts";
import { catalogKeyOf } from "../catalog/profiles.ts";
import type { Queries } from "../catalog/queries.ts";
import { PROFILES, profileOf } from "../profiles/profiles.ts";
import type { Collection } from "../report/collection/collection.ts";
import type { Parent } from "../report/collection/parent.ts";
import type { Report } from "../report/schema.ts";
import type { Piece } from "./lists.ts";
import type { ReadReport } from "./reports.ts";
import { scopeInWords } from "./scope.ts";

/** The official tables of a year's reports added up, as a workbook and to write on. What writes them is loaded when it is wanted. */

export interface SummaryAsked {
  readonly year: number;
  /** Ids of reports that count although they are not valid. */
  readonly include: readonly string[];
  /** Id of the report of the office above, which is held against the sums. */
  readonly parent: string | null;
}

/** There is no report of the office above, or not one that whoever asks may see. */
export class NoParentError extends Error {}

export interface SummaryPorts {
  /** As whoever asks may ask. */
  readonly queries: Pick<Queries, "report" | "roster">;
  readonly report: ReadReport;
  readonly now: () => number;
}

export const SUMMARIES = {
  "summary.xlsx": async (collected: Collected, at: Date): Promise<Iterable<Piece>> => {
    const { summaryWorkbook } = await import("../report/collection/summary-workbook.ts");
    return summaryWorkbook(collected.collection, collected.scope, collected.parent, at);
  },
  "summary.docx": async ({ collection, scope, parent }: Collected): Promise<Iterable<Piece>> => {
    const { summaryDocx } = await import("../report/collection/summary-docx.ts");
    return [await summaryDocx(collection, scope, parent)];
  },
} as const;
export type SummaryName = keyof typeof SUMMARIES;

/** Reports added up, with what is said of them. */
export interface Collected {
  readonly collection: Collection;
  readonly scope: string;
  readonly parent: Parent | null;
}

/**
 * Adds up the reports that a filter asks for.
 * @param reports these
 * @throws NoParentError
 */
export async function collected(
  reports: AsyncIterable<Report>,
  filter: ReportFilter,
  { year, include, parent }: SummaryAsked,
  { queries, report, now }: SummaryPorts,
): Promise<Collected> {
  const { openCollection } = await import("../report/collection/collection.ts");
  const family = profileOf(filter) ?? PROFILES[0];
  const asked = { profile: family, year, chosen: new Set(include) };
  const [all, units] = [openCollection(asked), openCollection(asked)];
  const above = parent !== null && (await queries.report(parent)) !== null ? await report(parent) : null;
  if (parent !== null && above === null) throw new NoParentError();
  const of = { year, catalogKey: catalogKeyOf(PROFILES, family.id) };
  const roster = above && (await queries.roster(of, new Date(now()).toISOString()));
  // The office above may stand among them itself: it is no unit of its own.
  const counting = (roster?.units ?? []).filter((unit) => unit.counts && unit.report?.id !== parent);
  const ofUnits = new Set(counting.map((unit) => unit.report?.id));
  for await (const each of reports) {
    if (each.id === parent) continue;
    all.add(each);
    if (ofUnits.has(each.id)) units.add(each);
  }
  return {
    collection: all.result(),
    scope: scopeInWords(filter),
    parent: above && (await held(units.result(), above, counting.length)),
  };
}

/** The report above against the sums of the units that count into it. @param expected how many these are */
async function held(units: Collection, above: Report, expected: number): Promise<Parent> {
  const { parentAgainst } = await import("../report/collection/parent.ts");
  const complete = expected > 0 && units.members.length === expected;
  return {
    organization: above.organization?.name ?? above.source.name,
    comparison: parentAgainst(units, above, complete),
  };
}
