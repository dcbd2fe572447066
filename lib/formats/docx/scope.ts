import type { Mark } from "./style-marks.ts";

export type Script = "superscript" | "subscript";

/** A drop-down form field: its entries, and which of them it shows. */
export interface DropDown {
  readonly entries: string[];
  result?: string | undefined;
  preset?: string | undefined;
}

/** An element while it is open. */
export interface Scope {
  readonly name: string;
  readonly close: string;
  /** Where the element's markup begins, and whether it goes when the element ends. */
  readonly from: number;
  remove: boolean;
  /** The same, unless it printed something. */
  removeBlank: boolean;
  printed: boolean;
  /** Digits in it are raised or lowered. */
  readonly script: Script | undefined;
  /** Of a run: what its own properties and its styles say; of a paragraph: what its style says. */
  readonly marks: Set<Mark>;
  /** Field marks of a run: they stay when the run goes. */
  fields: string;
  /** Rows of a table begun so far. */
  rows: number;
  /** Of a field's beginning. */
  dropDown: DropDown | undefined;
  /** Of a paragraph: what its automatic number comes from; its mark is deleted or hidden. */
  styleId: string | undefined;
  list: { id: string | undefined; level: string | undefined } | undefined;
  markGone: boolean;
}
