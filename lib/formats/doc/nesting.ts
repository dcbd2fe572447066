import type { Binary } from "../shared/binary.ts";
import type { WordParagraph } from "./paragraphs.ts";

/** Paragraphs in a row become tables with rows and cells, and tables inside cells. */

export type Content =
  | { readonly kind: "text"; readonly paragraph: WordParagraph }
  | { readonly kind: "table"; readonly rows: readonly Row[] };

export interface Row {
  readonly cells: readonly (readonly Content[])[];
  readonly modifiers: readonly Binary[];
  /** All its marks are hidden or deleted, so that a reader of the page does not see it. */
  readonly hidden: boolean;
}

interface OpenTable {
  readonly rows: Row[];
  cells: Content[][];
  cell: Content[];
  hidden: boolean;
}

export function nest(paragraphs: readonly WordParagraph[]): Content[] {
  const top: Content[] = [];
  const open: OpenTable[] = [];
  const place = (): Content[] => open.at(-1)?.cell ?? top;
  const endRow = (table: OpenTable, modifiers: readonly Binary[], markHidden: boolean): void => {
    if (table.cell.length > 0) table.cells.push(table.cell);
    if (table.cells.length > 0) table.rows.push({ cells: table.cells, modifiers, hidden: table.hidden && markHidden });
    table.cells = [];
    table.cell = [];
    table.hidden = true;
  };
  const close = (): void => {
    const table = open.pop();
    if (!table) return;
    endRow(table, [], false);
    if (table.rows.length > 0) place().push({ kind: "table", rows: table.rows });
  };
  for (const paragraph of paragraphs) {
    while (open.length > paragraph.depth) close();
    while (open.length < paragraph.depth) open.push({ rows: [], cells: [], cell: [], hidden: true });
    const table = open.at(-1);
    if (table && paragraph.ends === "row") {
      endRow(table, paragraph.tableModifiers, paragraph.markHidden);
      continue;
    }
    place().push({ kind: "text", paragraph });
    if (table && paragraph.ends === "cell") {
      table.cells.push(table.cell);
      table.cell = [];
      table.hidden &&= paragraph.markHidden;
    }
  }
  while (open.length > 0) close();
  return top;
}
