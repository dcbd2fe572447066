import type { Cell, SheetSetup, SheetWriter } from "./workbook-writer.ts";

/** What the lists of ours in workbooks have alike: a title, what they are about, and headings that stay in sight. */

export interface Column {
  readonly title: string;
  /** In characters. */
  readonly width: number;
}

/** Rows above the first entry: title, scope, headings. */
export const HEAD_ROWS = 3;

export const listSetup = (
  name: string,
  columns: readonly Column[],
  more: Pick<SheetSetup, "landscape" | "wide" | "frozenColumns" | "printedColumns"> = {},
): SheetSetup => ({
  name,
  widths: columns.map(({ width }) => width),
  heads: { rows: HEAD_ROWS, filtered: true },
  ...more,
});

/** @param across columns that title and scope span */
export function writeHead(
  sheet: SheetWriter,
  title: string,
  scope: string,
  columns: readonly Column[],
  across: number,
): void {
  sheet.row([{ value: title, style: "title", columnSpan: across }]);
  sheet.row([{ value: scope, style: "note", columnSpan: across }]);
  sheet.row(columns.map(({ title: value }): Cell => ({ value, style: "head" })));
}
