import { type Appearance, type StyledText, WHITE } from "../../document/appearance.ts";
import type { Role } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import type { Draft, DraftCell, DraftParagraph, DraftTable, Drawing } from "../shared/word-drafts.ts";
import { lineOf, offThePage, RIGHT_TO_LEFT, tooNarrow, widthOf } from "../shared/word-look.ts";
import type { PictureMark } from "./content.ts";
import { gridFrom } from "./grid.ts";
import { type Ground, type Looks, paragraphLook, textLook } from "./look.ts";
import type { Content, Row } from "./nesting.ts";
import type { WordParagraph } from "./paragraphs.ts";
import { readRowLook } from "./row-look.ts";
import { readRowShape } from "./rows.ts";
import { tableText } from "./table-style.ts";
import { NO_CHANGES, type TextChanges } from "./text-properties.ts";

/**
 * What was read of old Word, with its looks, as the readers of Word files share it: paragraphs, pictures and tables
 * before they are counted and placed.
 */

export interface Drafting {
  readonly looks: Looks;
  /** What holds for text that no style says anything of. */
  readonly standard: TextChanges;
  /** What stands at the mark of a picture or drawing; null where nothing does. */
  readonly drawing: (mark: PictureMark) => Drawing | null;
}

export const onPage = ({ standard }: Drafting): Ground => ({ table: standard, behind: WHITE, inCell: false });

/** Of the text itself, text boxes included. */
export function draftsOf(contents: readonly Content[], drafting: Drafting, ground: Ground): Draft[] {
  return contents.flatMap((content): Draft[] => {
    if (content.kind === "table") {
      const table = draftTable(content.rows, drafting, ground);
      return table ? [table] : [];
    }
    const { paragraph } = content;
    const role: Role = paragraph.contents ? "furniture" : paragraph.heading ? "heading" : "body";
    const draft = draftParagraph(paragraph, role, drafting, ground);
    return [
      ...draft.drawings.flatMap(({ pictures }) =>
        pictures.map((picture) => ({ kind: "picture" as const, ...picture })),
      ),
      draft,
    ];
  });
}

export function draftParagraph(
  paragraph: WordParagraph,
  role: Role,
  drafting: Drafting,
  ground: Ground,
): DraftParagraph {
  const { looks } = drafting;
  const look = paragraphLook(paragraph.style, paragraph.look, ground, looks);
  let size = 0;
  const runs = paragraph.runs.map(({ text, changes, appearance }): StyledText => {
    if (text.trim() === "") return { text, ...(text === "" && appearance && { appearance }) };
    const own = textLook(changes, text, look, looks);
    size = Math.max(size, own.size);
    const told = own.appearance ?? appearance;
    return { text, ...(told && { appearance: told }) };
  });
  if (size === 0) size = textLook(NO_CHANGES, "", look, looks).size;
  const { line, before = 0, after = 0 } = paragraph.look;
  const measure = {
    size,
    width: widthOf(squash(paragraph.text), size),
    line: lineOf(line, size).height,
    before,
    after,
  };
  const drawings = paragraph.pictures.map(drafting.drawing).filter((drawing) => drawing !== null);
  return { kind: "paragraph", runs, role, drawings, measure };
}

const isBlank = (row: Row): boolean =>
  row.cells.every((cell) => cell.every((content) => content.kind === "text" && content.paragraph.text.trim() === ""));

const isFramed = (row: Row): boolean =>
  row.cells.every((cell) =>
    cell.every((content) => content.kind === "table" || content.paragraph.look.framed === true),
  );

function draftTable(all: readonly Row[], drafting: Drafting, ground: Ground): DraftTable | null {
  const rows = all.filter((row) => !(row.hidden && isBlank(row)));
  if (rows.length === 0) return null;
  const shapes = rows.map(({ modifiers }) => readRowShape(modifiers));
  const rowLooks = rows.map(({ modifiers }) => readRowLook(modifiers));
  const grid = gridFrom(rows.map((row, i) => ({ count: row.cells.length, shape: shapes[i] ?? null })));
  const size = { rows: rows.length, columns: grid.columns };
  const texts = rowLooks.map(({ style, parts }) =>
    style === null ? null : tableText(drafting.looks.style(style), parts, size, ground.table),
  );
  const left = grid.cells.reduce((least, cell) => Math.min(least, cell.left), Number.POSITIVE_INFINITY);
  const start = Number.isFinite(left) ? left : 0;
  const whole =
    ground.whole ??
    placeOf(
      rowLooks.flatMap(({ place }) => place).concat(start),
      rowLooks.some(({ rightToLeft }) => rightToLeft),
    );
  const framed = rows.every(isFramed);
  const cells = grid.cells.map((cell): DraftCell => {
    const { row, column, rowSpan, columnSpan, source, width } = cell;
    const look = rowLooks[row];
    const inCell: Ground = {
      table: texts[row]?.(cell) ?? ground.table,
      behind: look?.shadings[source] ?? ground.behind,
      width: Number.isNaN(width) ? undefined : width,
      inCell: true,
      framed,
      whole: whole ?? tooNarrow(width),
    };
    const content = draftsOf(rows[row]?.cells[source] ?? [], drafting, inCell);
    const crossed = look?.crossed.has(source) ?? false;
    return { row, column, rowSpan, columnSpan, left: cell.left - start, width, content, crossed };
  });
  const heights = rowLooks.map(({ height }) => height);
  return {
    kind: "table",
    rows: rows.length,
    columns: grid.columns,
    cells,
    heights,
    left: rowLooks.some(({ aligned }) => aligned) ? Number.NaN : start,
    ragged: grid.ragged,
  };
}

/** Of a table that begins at these distances from its place; its columns may run from right to left. */
const placeOf = (distances: readonly number[], rightToLeft: boolean): Appearance | undefined =>
  offThePage(distances) ?? (rightToLeft ? RIGHT_TO_LEFT : undefined);
