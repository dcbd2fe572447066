import type { SummaryAnswer } from "../../../schemas.ts";
import type { FamilyWords } from "../../words.ts";
import { type Filters, queryOf, SUM_FILTERS } from "../address.ts";
import { askSummary } from "../server.ts";
import { WORDS } from "../words.ts";

/** The sums of one family, with what its figures are called. */
export interface FamilySums {
  readonly family: FamilyWords;
  readonly summary: SummaryAnswer;
}

export type Sum = SummaryAnswer["figures"][string];

export const hasGap = ({ uncertain, missing }: Sum): boolean => uncertain + missing > 0;

/** The sums of the family that is chosen, or of each. */
export function askSums(filters: Filters): Promise<FamilySums[]> {
  const asked = WORDS.families.filter(({ id }) => filters.profile === "" || id === filters.profile);
  return Promise.all(
    asked.map(async (family) => ({
      family,
      summary: await askSummary(queryOf(filters, SUM_FILTERS, { profile: family.id })),
    })),
  );
}
