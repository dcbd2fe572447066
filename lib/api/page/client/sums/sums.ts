import { addDecimals } from "../../../../report/collection/contribution.ts";
import type { SummaryAnswer } from "../../../schemas.ts";
import type { FamilyWords } from "../../words.ts";
import { type Filters, queryOf, SUM_FILTERS } from "../address.ts";
import { askSummary } from "../server.ts";
import { WORDS } from "../words.ts";

type Group = SummaryAnswer["groups"][number];
export type Sum = SummaryAnswer["figures"][string];

/** The sums of one form, which is never added to another, with what its figures are called. */
export interface FormSums {
  readonly family: FamilyWords;
  /** Null for reports whose form can't be told. */
  readonly template: string | null;
  readonly figures: Readonly<Record<string, Sum>>;
  /** How many reports of each verdict are in it. */
  readonly reports: ReadonlyMap<Group["status"], number>;
}

export const hasGap = ({ uncertain, missing }: Sum): boolean => uncertain + missing > 0;

/** Verdicts on reports that have figures to add up. */
export const SUMMED = ["valid", "invalid", "needs-review"] as const;

interface FamilySummary {
  readonly family: FamilyWords;
  readonly summary: SummaryAnswer;
}

/** What is told of the reports of the family that is chosen, or of each. */
export const askSummaries = (filters: Filters): Promise<FamilySummary[]> =>
  Promise.all(
    WORDS.families
      .filter(({ id }) => filters.profile === "" || id === filters.profile)
      .map(async (family) => ({
        family,
        summary: await askSummary(queryOf(filters, SUM_FILTERS, { profile: family.id })),
      })),
  );

/** The sums of each form, of one verdict where one is chosen. */
export const askSums = async (filters: Filters): Promise<FormSums[]> =>
  (await askSummaries(filters)).flatMap(({ family, summary: { groups } }) =>
    formsIn(
      family,
      groups.filter(({ status }) => filters.status === "" || filters.status === status),
    ),
  );

function formsIn(family: FamilyWords, groups: readonly Group[]): FormSums[] {
  const templates = [...new Set(groups.map(({ template }) => template))];
  // The latest form first, what has none last.
  return templates
    .toSorted((a, b) => ((a ?? "") < (b ?? "") ? 1 : -1))
    .map((template) => {
      const own = groups.filter((group) => group.template === template);
      const reports = new Map<Group["status"], number>();
      for (const { status, reports: count } of own) reports.set(status, (reports.get(status) ?? 0) + count);
      return { family, template, reports, figures: added(own.map(({ figures }) => figures)) };
    });
}

function added(all: readonly Group["figures"][]): Record<string, Sum> {
  const sums: Record<string, Sum> = {};
  for (const [name, each] of all.flatMap(Object.entries<Sum>)) {
    const { sum, counted, uncertain, missing } = sums[name] ?? { sum: 0, counted: 0, uncertain: 0, missing: 0 };
    sums[name] = {
      sum: addDecimals(sum, each.sum),
      counted: counted + each.counted,
      uncertain: uncertain + each.uncertain,
      missing: missing + each.missing,
    };
  }
  return sums;
}
