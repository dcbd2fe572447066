import type { Document } from "../../document/document.ts";
import type { BoundCell, Claim, FigureName, Identity, Section } from "../common/facts.ts";

/** Which official form of table 2 a report uses: 国办公开办函〔2019〕60号 or 〔2021〕30号. */
export type Template = "2019" | "2021";
/** The official tables, in the order of the form. */
export const TABLES = ["proactive", "applications", "review"] as const;
export type TableName = (typeof TABLES)[number];

/** How the official tables were found. */
export interface TablesFound {
  readonly template: Template | null;
  /**
   * The form of table 3, told by its own rows: three rows under （六）其他处理 (2021) or one (2019); null where the
   * table or all of these rows are missing.
   */
  readonly applicationsForm: Template | null;
  /** How often each official table stands in the document. */
  readonly count: Readonly<Record<TableName, number>>;
  /** Rows of the form (`applications.carriedOver`) of which the document shows no trace, in tables that were found. */
  readonly missingRows: readonly string[];
  /** Labels that were matched though cut short, with the figures or rows they stand for. */
  readonly cutLabels: readonly { readonly printed: string; readonly official: string }[];
}

/** What was read of one report. */
export interface ReportRead {
  readonly document: Document;
  readonly identity: Identity;
  /** Text before the first section heading: title, preamble, metadata of a web page. */
  readonly preamble: string;
  readonly sections: readonly Section[];
  readonly tables: TablesFound;
  /** Every figure of the form that was bound to a cell. A figure without an entry was not found. */
  readonly cells: ReadonlyMap<FigureName, BoundCell>;
  readonly claims: readonly Claim[];
}

/** Everything known about one report: what the rules judge, and what they may not rest an accusation on. */
export interface Facts extends ReportRead {
  /** Full names of figures that could not be read with certainty; `organization`, `year`, `template`. */
  readonly doubtful: ReadonlySet<string>;
  /** Sections (1 to 6) without a heading of their own of which either reading has a trace. */
  readonly tracedSections: ReadonlySet<number>;
}
