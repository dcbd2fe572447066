import type { FigureName } from "./common/facts.ts";

/** What a person says of a figure: the number that stands there, that what was read is right, or that there is none. */
export type FigureAnswer = number | "read" | "absent";

/** What people say of a report against its original, where the last word on each thing counts. */
export interface Answers {
  readonly figures: ReadonlyMap<FigureName, FigureAnswer>;
  /** The unit printed with a figure; null: none but the form's. */
  readonly units: ReadonlyMap<FigureName, string | null>;
  readonly organization: string | null;
  readonly year: number | null;
  readonly template: string | null;
  /** Figures and parts of the identity about which a person was asked before and must be asked again. */
  readonly asked: ReadonlySet<string>;
}

export const NO_ANSWERS: Answers = {
  figures: new Map(),
  units: new Map(),
  organization: null,
  year: null,
  template: null,
  asked: new Set(),
};

/** Names that need nobody's look any more: every thing that was answered. */
export const answeredNames = ({ figures, organization, year, template }: Answers): ReadonlySet<string> =>
  new Set([
    ...figures.keys(),
    ...(organization === null ? [] : ["organization"]),
    ...(year === null ? [] : ["year"]),
    ...(template === null ? [] : ["template"]),
  ]);
