import type { SummaryAnswer } from "../../../schemas.ts";
import { type Filters, LIST_FILTERS, NO_YEAR, queryOf } from "../address.ts";
import { askReports } from "../server.ts";
import { askSummaries } from "../sums/sums.ts";

type Counts = SummaryAnswer["statuses"];

/** How many reports have each status, and how many files there are that the filters hide. */
export interface StatusCounts {
  readonly statuses: Counts;
  readonly hidden: number;
  /** Whether there are more than were counted. */
  readonly atLeast: boolean;
}

/** Of a search; what finds more is too wide to be counted. */
const MOST_COUNTED = 2000;

/** How many reports a list with the filters is of; null before that is known. */
export function countIn(counts: StatusCounts | null, { status }: Filters): number | null {
  if (counts === null) return null;
  const { statuses } = counts;
  return Object.entries(statuses).reduce(
    (sum, [each, count]) => (status === "" || status === each ? sum + count : sum),
    0,
  );
}

const addUp = (all: readonly Counts[]): Counts => {
  const sums: Record<string, number> = {};
  for (const counts of all)
    for (const [status, count] of Object.entries(counts)) sums[status] = (sums[status] ?? 0) + count;
  return sums as Counts;
};

/** Statuses of what is of no year, division, family or unit. */
const UNJUDGED = ["unrecognized", "failed"] as const;

/** Files of which what is asked for can't be told, so that they are not among what is listed. */
function hiddenBy({ year }: Filters, withoutYear: Counts, listed: Counts): number {
  if (year !== "" && year !== NO_YEAR) return Object.values(withoutYear).reduce((sum, count) => sum + count, 0);
  return UNJUDGED.reduce((sum, status) => sum + Math.max(0, (withoutYear[status] ?? 0) - (listed[status] ?? 0)), 0);
}

/** Counts what the filters ask for, whatever status is chosen. */
export async function askCounts(filters: Filters): Promise<StatusCounts> {
  const { year, profile, search, unit } = filters;
  const sums = await askSummaries({ ...filters, year: year === NO_YEAR ? "" : year, profile: "" });
  const withoutYear = addUp(sums.map(({ summary }) => summary.withoutYear));
  if (search === "" && unit === "" && year !== NO_YEAR) {
    const own = sums.filter(({ family }) => profile === "" || profile === family.id);
    // Counted with the first family, they are listed with none.
    const none = profile === "" ? {} : Object.fromEntries(UNJUDGED.map((status) => [status, 0]));
    const statuses = { ...addUp(own.map(({ summary }) => summary.statuses)), ...none };
    return { statuses, hidden: hiddenBy(filters, withoutYear, statuses), atLeast: false };
  }
  const query = queryOf({ ...filters, status: "" }, LIST_FILTERS);
  const { items, more } = await askReports(query, MOST_COUNTED);
  const statuses = addUp(items.map(({ status }) => ({ [status]: 1 }) as Counts));
  return { statuses, hidden: hiddenBy(filters, withoutYear, statuses), atLeast: more };
}
