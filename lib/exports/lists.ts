import type { ReportFilter } from "../catalog/listing.ts";
import { PROFILES, profileOf } from "../profiles/profiles.ts";
import { csvHeader, csvLines } from "../report/csv.ts";
import { FIGURE_LIST, PROBLEM_LIST } from "../report/rows.ts";
import type { Report } from "../report/schema.ts";
import { ofYearOrNone } from "./reports.ts";
import { scopeInWords } from "./scope.ts";

/** The lists over many reports, each written report by report: what goes out at once and what is made meanwhile is the same. */

export type Piece = string | Uint8Array;

export interface ReportList {
  /** What it is called, for people. */
  readonly name: string;
  readonly ending: "csv" | "xlsx";
  /** What is read for it. */
  readonly filters: (filter: ReportFilter) => readonly ReportFilter[];
  /** @param at when it is made */
  readonly pieces: (reports: AsyncIterable<Report>, filter: ReportFilter, at: Date) => AsyncIterable<Piece>;
}

async function* csvOf(
  { header, lines }: { readonly header: string; readonly lines: (report: Report) => string },
  reports: AsyncIterable<Report>,
): AsyncGenerator<string> {
  yield header;
  for await (const report of reports) yield lines(report);
}

const PROBLEM_LINES = {
  header: csvHeader(PROBLEM_LIST),
  lines: (report: Report) => csvLines(PROBLEM_LIST, report),
};
const FIGURE_LINES = { header: csvHeader(FIGURE_LIST), lines: (report: Report) => csvLines(FIGURE_LIST, report) };

const PROBLEMS = { name: "问题清单", filters: ofYearOrNone } as const;
const FIGURES = { name: "数字清单", filters: (filter: ReportFilter) => [filter] } as const;

/** By the name under which they are asked for. Libraries that write workbooks are loaded when somebody wants one. */
export const LISTS = {
  "problems.csv": { ...PROBLEMS, ending: "csv", pieces: (reports) => csvOf(PROBLEM_LINES, reports) },
  "problems.xlsx": {
    ...PROBLEMS,
    ending: "xlsx",
    pieces: async function* (reports, filter, at) {
      const { problemsWorkbook } = await import("../report/workbook/problems-workbook.ts");
      yield* problemsWorkbook(reports, scopeInWords(filter), at);
    },
  },
  "figures.csv": { ...FIGURES, ending: "csv", pieces: (reports) => csvOf(FIGURE_LINES, reports) },
  "figures.xlsx": {
    ...FIGURES,
    ending: "xlsx",
    pieces: async function* (reports, filter, at) {
      const { figuresWorkbook } = await import("../report/workbook/figures-workbook.ts");
      // Figures of different forms are in no one table.
      const family = profileOf(filter) ?? PROFILES[0];
      yield* figuresWorkbook(family, reports, scopeInWords(filter), at);
    },
  },
} as const satisfies Readonly<Record<string, ReportList>>;
export type ListName = keyof typeof LISTS;
