import type { Flaw } from "../../document/appearance.ts";
import type { Document, Place } from "../../document/document.ts";

/** Which official form of table 2 a report uses: 国办公开办函〔2019〕60号 or 〔2021〕30号. */
export type Template = "2019" | "2021";
export type TableName = "proactive" | "applications" | "review";

/** A figure's full name, `<table>.<row>.<column>`, for example `applications.denied.stateSecret.total`. */
export type FigureName = string;

/** One cell of an official table as printed, bound to its figure by labels. */
export interface BoundCell {
  readonly figure: FigureName;
  /** Raw text of the cell; "" for a blank one. */
  readonly text: string;
  /** The number printed, as printed (units are not converted); null for a blank or for text that is no number. */
  readonly value: number | null;
  /** `broken` is a number that is not a legal count or amount, such as 1.5件 or 3O. */
  readonly kind: "number" | "blank" | "text" | "broken";
  /** A unit printed inside the cell (元, 万元, 件 …). */
  readonly unit?: string;
  /** The unit printed over an amount's column or table, where it is another than the form's 万元. */
  readonly columnUnit?: string;
  readonly where: Place;
  /** 0 to 1. */
  readonly confidence: number;
  /** True where the text was recognised in a picture. */
  readonly recognised?: true;
  /** Why the figure is not plain: what is read may not be what a person sees. */
  readonly flaws?: readonly Flaw[];
}

export interface Division {
  /** GB/T 2260, six digits. */
  readonly code: string;
  /** Full name from the province down, for example 山东省济南市历下区. */
  readonly name: string;
}

export interface Identity {
  /** The report's title in one line, without stray spaces; null where the document has none. */
  readonly title: string | null;
  /** The author as printed (longest form in title, else elsewhere); null where it can't be told. */
  readonly organization: { readonly name: string; readonly division: Division | null } | null;
  /** The year reported on; null where it can't be told. */
  readonly year: number | null;
  /** ISO dates of the statistics period; null where none is stated. */
  readonly period: { readonly from: string; readonly to: string } | null;
  /** ISO date of publication, where the document or its page states one. */
  readonly publishedOn: string | null;
}

export interface Section {
  /** 1 to 6. */
  readonly number: number;
  /** Heading without its number. */
  readonly title: string;
  /** Paragraphs of the section, one a line, without its tables. */
  readonly text: string;
}

/** A figure that the prose states without doubt. `review.litigation.total` is all litigation together. */
export interface Claim {
  readonly figure: FigureName;
  readonly value: number;
  /** The clause it stands in, as printed. */
  readonly text: string;
  /** 0 for the preamble, else the section's number. */
  readonly section: number;
}

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
