import { JUDGED, STATUSES } from "../catalog/figures.ts";
import type { ReportFilter } from "../catalog/listing.ts";
import type { Queries } from "../catalog/queries.ts";
import { NO_YEAR } from "../catalog/totals.ts";
import { PROFILES } from "../profiles/profiles.ts";

/**
 * About how many reports a filter asks for, as the totals have them: enough to say how far something is. Null where only
 * reading all of them would tell.
 */
export async function countOf(
  queries: Pick<Queries, "summary">,
  { year, division, status, profile, organization, search, unit }: ReportFilter,
): Promise<number | null> {
  if (organization !== null || search !== null || unit !== null || year === NO_YEAR) return null;
  const families = PROFILES.filter(({ id }) => profile === null || profile === id);
  // What is of no family counts with the first, and is in no list of one.
  const statuses = (profile === null ? STATUSES : JUDGED).filter((each) => status === null || status === each);
  const found = await Promise.all(families.map(({ id }) => queries.summary(year, division, id)));
  return found.flatMap((sums) => statuses.map((each) => sums.statuses[each])).reduce((sum, count) => sum + count, 0);
}
