import type { Block, Box, Paragraph, Table } from "../document/document.ts";
import { findBorderlessTables } from "./borderless.ts";
import { fillGrids } from "./cells.ts";
import { orderByColumns } from "./columns.ts";
import { asJoined, type JoinedTable, joinTables } from "./continuation.ts";
import { findFurniture } from "./furniture.ts";
import { boxOfGlyphs, type PageGeometry, quarterTurn } from "./geometry.ts";
import { findGrids } from "./grid.ts";
import { groupLines, type Line } from "./lines.ts";
import { groupParagraphs, measureColumn, type PageLine, splitSignature } from "./paragraphs.ts";
import { findRulings } from "./rulings.ts";
import { turnBox, turnOf, turnPage } from "./turn.ts";
import { readTurnedText } from "./turned.ts";

interface PlacedPicture {
  readonly kind: "picture";
  readonly page: number;
  readonly box: Box;
}

/** Writing that does not run with the rest of its page. */
interface TurnedText {
  readonly kind: "turned";
  readonly paragraph: Paragraph;
}

type Item = PageLine | JoinedTable | PlacedPicture | TurnedText;

const LAYOUT = {
  /** Pictures smaller than this are bullets and ornaments, in points: a character of text. */
  smallestPicture: 12,
  /** The lines of a page with fewer do not show where its text begins and ends. */
  fewLines: 4,
  /** A character no further outside than this, in points, still shows on the page: rounding. */
  beyondPage: 1,
} as const;

interface PageParts {
  readonly page: PageGeometry;
  readonly tables: readonly JoinedTable[];
  readonly lines: readonly Line[];
  readonly turned: readonly Paragraph[];
}

function placeInGrids(page: PageGeometry): PageParts {
  // What lies outside the page does not show.
  const inside = page.glyphs.filter(
    (glyph) =>
      glyph.x > -LAYOUT.beyondPage &&
      glyph.y > -LAYOUT.beyondPage &&
      glyph.x < page.width + LAYOUT.beyondPage &&
      glyph.y < page.height + glyph.size,
  );
  // Slanted writing is a watermark and stands in no cell.
  const slanted = inside.filter((glyph) => quarterTurn(glyph.angle) === null);
  const shown = inside.filter((glyph) => quarterTurn(glyph.angle) !== null);
  const grids = findGrids(findRulings(page), shown);
  const { tables, rest } = fillGrids(grids, shown, page.number);
  const lines = groupLines(rest.filter((glyph) => quarterTurn(glyph.angle) === 0));
  return { page, tables: tables.map(asJoined), lines, turned: readTurnedText([...rest, ...slanted], page.number) };
}

/** Tables without borders are looked for among the lines that neither stand in a ruled table nor surround the text. */
function addBorderless(pages: readonly PageParts[], furniture: ReadonlySet<Line>): PageParts[] {
  const { tables, used } = findBorderlessTables(
    pages.map(({ page, tables, lines }) => ({
      number: page.number,
      width: page.width,
      lines: lines.filter((line) => !furniture.has(line)),
      ruled: tables.map(({ box }) => box),
    })),
  );
  return pages.map((parts) => ({
    page: parts.page,
    tables: [...parts.tables, ...tables.filter((table) => table.page === parts.page.number)],
    lines: parts.lines.filter((line) => !used.has(line)),
    turned: parts.turned,
  }));
}

/** The items of all pages in reading order, tables joined over pages. */
function joinOverPages(pages: readonly (readonly Item[])[]): Item[] {
  const result: Item[] = [];
  for (const items of pages) {
    for (const item of items) {
      if (item.kind !== "table") {
        result.push(item);
        continue;
      }
      // Only page headers and footers may stand between a table and its continuation.
      const open = result.findLastIndex(
        (other) => !(other.kind === "turned" || (other.kind === "line" && other.furniture)),
      );
      const before = result[open];
      const whole = before?.kind === "table" && before.lastPage === item.page - 1 ? joinTables(before, item) : null;
      if (whole) result[open] = whole;
      else result.push(item);
    }
  }
  return result;
}

const asTable = (table: JoinedTable): Table => ({
  kind: "table",
  rows: table.rows,
  columns: table.xs.length - 1,
  cells: table.cells.map(({ row, column, rowSpan, columnSpan, text, page, box, confidence }) => ({
    row,
    column,
    rowSpan,
    columnSpan,
    text,
    place: { page, box },
    ...(confidence !== undefined && { confidence }),
  })),
  ragged: false,
  place: { page: table.page, box: table.box },
});

/** Places of a page that was turned to be read, as a reader of the unturned page sees them. */
function turnBack(block: Block, turned: ReadonlyMap<number, (box: Box) => Box>): Block {
  const back = <T extends { readonly place: Block["place"] }>(part: T): T => {
    if (!("page" in part.place)) return part;
    const turn = turned.get(part.place.page);
    return turn ? { ...part, place: { page: part.place.page, box: turn(part.place.box) } } : part;
  };
  const placed = back(block);
  return placed.kind === "table" ? { ...placed, cells: placed.cells.map(back) } : placed;
}

/**
 * The paragraphs, tables and pictures of a document in reading order, from what its pages show.
 * Tables are found by their borders (by aligned columns of text where a page has none), cells merged where no border is
 * drawn, and joined over pages. Page headers, footers and page numbers are paragraphs of role `furniture`.
 */
export function blocksOf(pages: readonly PageGeometry[]): Block[] {
  const turned = new Map<number, (box: Box) => Box>();
  const ruled = pages.map((page) => {
    const quarter = turnOf(page);
    if (quarter === 0) return placeInGrids(page);
    const upright = turnPage(page, quarter);
    turned.set(page.number, (box) =>
      turnBox(box, upright.width, upright.height, ((360 - quarter) % 360) as 90 | 180 | 270),
    );
    return placeInGrids(upright);
  });
  const furniture = findFurniture(
    ruled.map(({ page, lines }) => ({ number: page.number, height: page.height, lines })),
  );
  const parts = addBorderless(ruled, furniture);
  const textOf = (lines: readonly Line[]) => lines.filter((line) => !furniture.has(line));
  const everywhere = measureColumn(parts.flatMap(({ lines }) => textOf(lines)));
  const items = parts.map(({ page, tables, lines, turned: besides }): Item[] => {
    const text = textOf(lines);
    const column = text.length < LAYOUT.fewLines ? everywhere : measureColumn(text);
    const placed: Exclude<Item, TurnedText>[] = [...tables];
    for (const line of lines) {
      const common = { kind: "line", page: page.number, furniture: furniture.has(line), column } as const;
      for (const part of splitSignature(line)) placed.push({ ...part, ...common, box: boxOfGlyphs(part.glyphs) });
    }
    for (const box of page.pictures) {
      if (box[2] >= LAYOUT.smallestPicture && box[3] >= LAYOUT.smallestPicture)
        placed.push({ kind: "picture", page: page.number, box });
    }
    return [...orderByColumns(placed), ...besides.map((paragraph): Item => ({ kind: "turned", paragraph }))];
  });

  return blocksInOrder(joinOverPages(items)).map((block) => turnBack(block, turned));
}

/** Lines in paragraphs; what stands between them where it stands, what only lies beside them after the paragraph. */
function blocksInOrder(items: readonly Item[]): Block[] {
  const blocks: Block[] = [];
  let lines: PageLine[] = [];
  let held: PageLine[] = [];
  let besides: Paragraph[] = [];
  const flush = () => {
    blocks.push(...groupParagraphs(lines), ...groupParagraphs(held), ...besides);
    lines = [];
    held = [];
    besides = [];
  };
  for (const item of items) {
    if (item.kind === "line") {
      // Furniture between two lines of one paragraph comes after it.
      if (item.furniture && lines.length === 0) blocks.push(...groupParagraphs([item]));
      else if (item.furniture) held.push(item);
      else lines.push(item);
      continue;
    }
    if (item.kind === "turned") {
      besides.push(item.paragraph);
      continue;
    }
    flush();
    if (item.kind === "table") blocks.push(asTable(item));
    else
      blocks.push({
        kind: "picture",
        width: item.box[2],
        height: item.box[3],
        place: { page: item.page, box: item.box },
      });
  }
  flush();
  return blocks;
}
