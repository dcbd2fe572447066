/** What a table's own words claim of its figures: of any table, whether anybody knows what it is or not. */

/** A cell by its row and column in its table, each from 0. */
export type CellAt = readonly [row: number, column: number];

/** `unsure`: an operand can't be read with certainty, or nothing shows which figures the words mean. */
export type ClaimedOutcome = "exact" | "rounded" | "broken" | "unsure";

/** A sum that a total, a subtotal, an 其中 or shares claim. A claim, checked; never a verdict on the document. */
export interface ClaimedSum {
  /** Number of the table in the document, from 0. */
  readonly table: number;
  /** `shares`: parts that add up to 100 %; `among`: a part that is not more than the whole. */
  readonly kind: "row" | "column" | "shares" | "among";
  /** The words that claim it: 合计. */
  readonly words: string;
  /** What the column or row of the figures is called; "" where nothing is printed. */
  readonly of: string;
  readonly total: CellAt;
  readonly parts: readonly CellAt[];
  readonly outcome: ClaimedOutcome;
  /** What is printed as the total, and what the parts add up to, as printed numbers; null where one can't be read. */
  readonly printed: string | null;
  readonly added: string | null;
}
