import type { SummaryAnswer } from "../../../schemas.ts";
import { type Filters, LIST_FILTERS, NO_YEAR, queryOf } from "../address.ts";
import { askReports } from "../server.ts";
import { askSummaries } from "../sums/sums.ts";

type Counts = SummaryAnswer["statuses"];

/** How many reports have each status, and how many more of no year there are. */
export interface StatusCounts {
  readonly statuses: Counts;
  readonly withoutYear: number;
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

/** Counts what the filters ask for, whatever status is chosen. */
export async function askCounts(filters: Filters): Promise<StatusCounts> {
  if (filters.search === "" && filters.unit === "" && filters.year !== NO_YEAR) {
    const sums = await askSummaries(filters);
    const of: Partial<Counts> = sums[0]?.summary.withoutYear ?? {};
    return {
      statuses: addUp(sums.map(({ summary }) => summary.statuses)),
      withoutYear: filters.year === "" ? 0 : Object.values(of).reduce((sum: number, count) => sum + count, 0),
      atLeast: false,
    };
  }
  const query = queryOf({ ...filters, status: "" }, LIST_FILTERS);
  const { items, more } = await askReports(query, MOST_COUNTED);
  return { statuses: addUp(items.map(({ status }) => ({ [status]: 1 }) as Counts)), withoutYear: 0, atLeast: more };
}
