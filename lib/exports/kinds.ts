import type { ReportFilter } from "../catalog/listing.ts";
import type { Report } from "../report/schema.ts";
import { LISTS, type ListName, type Piece } from "./lists.ts";
import { LARGEST_PAGE } from "./reports.ts";
import type { ReportFiles } from "./results-zips.ts";
import { collected, SUMMARIES, type SummaryAsked, type SummaryName, type SummaryPorts } from "./summary.ts";

/** What can be made in the background of many reports, one bounded set of files after the other. */

/** Takes a file as its pieces are made. @param path below the export's own place, parts separated by "/" */
export type MakeFile = (path: string, pieces: AsyncIterable<Piece> | Iterable<Piece>, type: string) => Promise<void>;

export interface Making {
  readonly reports: AsyncIterable<Report>;
  readonly filter: ReportFilter;
  /** What of sums is asked for; null where none are. */
  readonly summary: SummaryAsked | null;
  readonly ports: SummaryPorts;
  /** Name of the set of files, which theirs begin with: no other set of the export has it. */
  readonly set: string;
  readonly at: Date;
  /** What is filed beside a report. */
  readonly files: ReportFiles;
  readonly make: MakeFile;
}

export interface ExportKind {
  /** What it is called, for people. */
  readonly name: string;
  /** Of its files; null where each has a name of its own. */
  readonly ending: string | null;
  readonly filters: (filter: ReportFilter) => readonly ReportFilter[];
  /** Reports that are begun before it is asked whether there is time for more. */
  readonly page: number;
  /** One file of all reports. */
  readonly whole?: true;
  /** Of each report what is filed of it, without its findings against the year before. */
  readonly alone?: true;
  readonly write: (making: Making) => Promise<void>;
}

export const TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  zip: "application/zip",
  parquet: "application/vnd.apache.parquet",
} as const;

const asExport = (list: ListName): ExportKind => {
  const { name, ending, filters, pieces } = LISTS[list];
  return {
    name,
    ending,
    filters,
    page: LARGEST_PAGE,
    write: ({ reports, filter, set, at, make }) => make(`${set}.${ending}`, pieces(reports, filter, at), TYPES[ending]),
  };
};

export const SUMMARY_WORDS = "汇总表";

const asSummary = (name: SummaryName, ending: "xlsx" | "docx"): ExportKind => ({
  name: SUMMARY_WORDS,
  ending,
  filters: (filter) => [filter],
  page: LARGEST_PAGE,
  whole: true,
  write: async ({ reports, filter, summary, ports, set, at, make }) => {
    if (!summary) throw new Error("sums are asked for by a year");
    await make(
      `${set}.${ending}`,
      await SUMMARIES[name](await collected(reports, filter, summary, ports), at),
      TYPES[ending],
    );
  },
});

/** By the name under which they are asked for: lists by the one that they have as answers. What writes them is loaded when it is wanted. */
export const EXPORT_KINDS = {
  "figures.csv": asExport("figures.csv"),
  "figures.xlsx": asExport("figures.xlsx"),
  "problems.csv": asExport("problems.csv"),
  "problems.xlsx": asExport("problems.xlsx"),
  "summary.xlsx": asSummary("summary.xlsx", "xlsx"),
  "summary.docx": asSummary("summary.docx", "docx"),
  "results.zip": {
    name: "处理结果",
    ending: "zip",
    filters: (filter) => [filter],
    // Originals may be large.
    page: 10,
    alone: true,
    write: async ({ reports, set, at, files, make }) => {
      const { resultsZips } = await import("./results-zips.ts");
      let number = 0;
      for await (const zip of resultsZips(reports, files, at)) await make(`${set}-${number++}.zip`, zip, TYPES.zip);
    },
  },
  parquet: {
    name: "数据表",
    ending: null,
    filters: (filter) => [filter],
    page: LARGEST_PAGE,
    write: async ({ reports, set, make }) => {
      const { parquetFiles } = await import("./parquet-files.ts");
      for (const [path, pieces] of await parquetFiles(reports, `part-${set}`)) await make(path, pieces, TYPES.parquet);
    },
  },
} as const satisfies Readonly<Record<string, ExportKind>>;
export type ExportKindName = keyof typeof EXPORT_KINDS;
export const KIND_NAMES = Object.keys(EXPORT_KINDS) as [ExportKindName, ...ExportKindName[]];
