import type { Flaw } from "../../document/appearance.ts";
import type { Place } from "../../document/document.ts";

/** What reports of all families have: an author and a year, sections, figures in cells, figures that the prose states. */

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
  /** The unit printed over an amount's column or table, where it is another than the form's. */
  readonly columnUnit?: string;
  readonly place: Place;
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
  /** Counted from 1, as the form numbers its sections. */
  readonly number: number;
  /** Heading without its number. */
  readonly title: string;
  /** Paragraphs of the section, one a line, without its tables. */
  readonly text: string;
}

/** A figure that the prose states without doubt. It may be one that the form has in parts only (`ProfileFigures.composites`). */
export interface Claim {
  readonly figure: FigureName;
  readonly value: number;
  /** The clause it stands in, as printed. */
  readonly text: string;
  /** 0 for the preamble, else the section's number. */
  readonly section: number;
}
