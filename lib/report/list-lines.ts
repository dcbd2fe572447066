import { csvLines } from "./csv.ts";
import { FIGURE_LIST, PROBLEM_LIST } from "./rows.ts";
import type { Report } from "./schema.ts";

/** A report's lines of the lists that are written from whole reports. */
export interface ListLines {
  readonly problems: string;
  readonly figures: string;
}

export const listLines = (report: Report): ListLines => ({
  problems: csvLines(PROBLEM_LIST, report),
  figures: csvLines(FIGURE_LIST, report),
});
