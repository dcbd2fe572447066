import type { Box } from "../document/document.ts";
import type { Line } from "./lines.ts";
import { type SplitLine, split } from "./segments.ts";

/** Lines of a page that may belong to tables without borders, top to bottom, and where its ruled tables stand. */
export interface LoosePage {
  readonly number: number;
  readonly width: number;
  readonly lines: readonly Line[];
  readonly ruled: readonly Box[];
}

/** A line on the long sheet: moved down from where it stands on its page. */
export interface SheetLine extends SplitLine {
  readonly source: Line;
  readonly page: number;
  readonly pageWidth: number;
  readonly down: number;
}

/** The first line of a page follows the last one of the page before (in character sizes), unless a ruled table stands between them. */
const FOLLOWS = 1.4;
const PARTED = 100;

/** The lines of all pages below one another, as on one long sheet: a table goes on where a page ends. */
export function sheetOf(pages: readonly LoosePage[]): SheetLine[] {
  const sheet: SheetLine[] = [];
  let ruledBetween = false;
  for (const { number, width, lines, ruled } of pages) {
    const [first, last] = [lines[0], lines.at(-1)];
    if (!first || !last) {
      ruledBetween ||= ruled.length > 0;
      continue;
    }
    const above = sheet.at(-1)?.line;
    const parted = ruledBetween || ruled.some((box) => box[1] < first.y);
    const down = above ? above.y + (parted ? PARTED : FOLLOWS) * above.size - first.y : 0;
    for (const source of lines) {
      const line = down === 0 ? source : { ...source, y: source.y + down, glyphs: source.glyphs.map((glyph) => ({ ...glyph, y: glyph.y + down })) };
      sheet.push({ ...split(line), source, page: number, pageWidth: width, down });
    }
    ruledBetween = ruled.some((box) => box[1] > last.y);
  }
  return sheet;
}
