import { byId, messageOf } from "./dom.ts";
import {
  chosen,
  DOWNLOAD_FILTERS,
  type Filters,
  LIST_FILTERS,
  onFiltersChanged,
  queryOf,
  SUM_FILTERS,
  setFilters,
  showYears,
} from "./filters.ts";
import { rowsShown, showReports, showStatuses } from "./report-list.ts";
import { askReports, askSummary, askYears } from "./server.ts";
import { tellTrouble } from "./state-line.ts";
import { type FamilySums, showSums } from "./sums.ts";
import { WORDS } from "./words.ts";

const ROWS = 50;
const MOST_ROWS = 200;
const REFRESH_AFTER_MS = 400;

/** Answers to older questions are dropped. */
let asked = 0;
let cursor: string | null = null;
let sums: readonly FamilySums[] = [];

/** The sums of the family that is chosen, or of each. */
function askSums(): Promise<FamilySums[]> {
  const { profile } = chosen();
  const asked = WORDS.families.filter(({ id }) => profile === "" || id === profile);
  return Promise.all(
    asked.map(async (family) => ({ family, summary: await askSummary(queryOf(SUM_FILTERS, { profile: family.id })) })),
  );
}

/** Asks for everything anew and shows it: at least as many rows as are shown, so that what one reads stays. */
export async function refresh(rows = rowsShown()): Promise<void> {
  const mine = ++asked;
  try {
    const limit = String(Math.min(MOST_ROWS, Math.max(ROWS, rows)));
    const download = queryOf(DOWNLOAD_FILTERS);
    const [page, found, { years }] = await Promise.all([
      askReports(queryOf(LIST_FILTERS, { limit })),
      askSums(),
      askYears(queryOf(["profile"])),
    ]);
    if (mine !== asked) return;
    sums = found;
    cursor = page.cursor;
    showYears(years);
    showStatuses(
      sums.map(({ summary }) => summary.statuses),
      choose,
    );
    showReports(page, "anew", choose);
    showSums(sums);
    byId("problems", HTMLAnchorElement).href = `/problems.csv?${download}`;
    byId("figures", HTMLAnchorElement).href = `/figures.csv?${download}`;
  } catch (error) {
    if (mine === asked) tellTrouble(messageOf(error));
  }
}

let refreshing = false;

/** Refreshes once for all that happens in a moment. */
export function refreshSoon(): void {
  if (refreshing) return;
  refreshing = true;
  setTimeout(() => {
    refreshing = false;
    refresh();
  }, REFRESH_AFTER_MS);
}

/** Changes what is asked for. */
function choose(change: Partial<Filters>): void {
  setFilters(change);
  refresh(0);
}

async function showMore(): Promise<void> {
  if (cursor === null) return;
  const mine = ++asked;
  const page = await askReports(queryOf(LIST_FILTERS, { limit: String(ROWS), cursor })).catch(() => null);
  if (page === null || mine !== asked) return;
  cursor = page.cursor;
  showReports(page, "below", choose);
}

/** Shows reports, statuses and sums of what is chosen, from now on. */
export function showOverview(): void {
  byId("more").addEventListener("click", showMore);
  byId("zeros").addEventListener("change", () => showSums(sums));
  onFiltersChanged(choose);
  choose({});
}
