import type { Place } from "../document/document.ts";
import type { Claim, FigureName, Identity, Section } from "./common/facts.ts";
import type { Finding } from "./common/rule.ts";

/** One printed figure with its place. */
export interface Figure {
  /** The cell's text as printed. */
  readonly text: string;
  readonly where: Place;
  readonly confidence: number;
  /** A unit printed in the cell, or another than the form's over its column (the number is not converted). */
  readonly unit?: string;
  /** What the second reading has instead, where the two differ. */
  readonly other?: string;
  /** How many equations of its form hold it; absent in families that tell none. */
  readonly equations?: number;
  /** What beside or over the figure is not plain, in words for the clerk. */
  readonly seen?: string;
}

/** Table -> row key -> column key -> the number printed, or null. */
export type Tables = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number | null>>>>>>;

/** A section by the form's title; `printed` is the heading where it says otherwise. */
export interface JudgedSection extends Section {
  readonly printed?: string;
}

/**
 * What a profile says about a document: `valid` and `invalid` are decided, `needs-review` names in `uncertain` what
 * could not be read with certainty.
 */
export interface Judgement {
  /** Id of the family; null where the document is of none. */
  readonly profile: string | null;
  readonly status: "valid" | "invalid" | "needs-review" | "unrecognized";
  readonly title: string | null;
  readonly organization: Identity["organization"];
  readonly year: number | null;
  readonly period: Identity["period"];
  /** Version of the family's form. */
  readonly template: string | null;
  readonly sections: readonly JudgedSection[];
  readonly tables: Tables | null;
  readonly figures: Readonly<Record<FigureName, Figure>>;
  /** Cells that were found but hold no number: what they hold ("" where empty) and where they stand. */
  readonly blanks?: Readonly<Record<FigureName, Figure>>;
  readonly claims: readonly Claim[];
  readonly findings: readonly Finding[];
  /**
   * Full names of figures that could not be read with certainty, and `organization`, `year`, `template` where these
   * could not be told.
   */
  readonly uncertain: readonly string[];
}

/** Decided is what was read with certainty. */
export const statusOf = ({
  uncertain,
  findings,
}: Pick<Judgement, "uncertain" | "findings">): "valid" | "invalid" | "needs-review" =>
  uncertain.length > 0 ? "needs-review" : findings.some(({ severity }) => severity === "error") ? "invalid" : "valid";

/** The answer for a readable document that is of no known family. */
export const UNRECOGNIZED: Judgement = {
  profile: null,
  status: "unrecognized",
  title: null,
  organization: null,
  year: null,
  period: null,
  template: null,
  sections: [],
  tables: null,
  figures: {},
  blanks: {},
  claims: [],
  findings: [],
  uncertain: [],
};
