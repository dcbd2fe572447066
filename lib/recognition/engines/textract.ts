import type { Box } from "../../document/document.ts";
import { foldIdeographs } from "../../document/text.ts";
import { boxOfPoints, type Glyph, median, type Stroke } from "../../pages/geometry.ts";
import type { OcrEngine, RecognisedPage, RecognisedSheet } from "../engine.ts";
import { compose, type Homography, inverse, mapBox, mapPoint, type Point } from "../picture/homography.ts";

/**
 * What Amazon Textract says of a document, in the words of its AnalyzeDocument operations; points are parts of the
 * page's width and height.
 */
export interface TextractBlock {
  readonly BlockType?: string;
  readonly Id?: string;
  readonly Page?: number;
  readonly Text?: string;
  /** 0 to 100. */
  readonly Confidence?: number;
  /** Counted from 1. */
  readonly RowIndex?: number;
  readonly ColumnIndex?: number;
  readonly RowSpan?: number;
  readonly ColumnSpan?: number;
  readonly Geometry?: { readonly Polygon?: readonly { readonly X?: number; readonly Y?: number }[] };
  readonly Relationships?: readonly { readonly Type?: string; readonly Ids?: readonly string[] }[];
}

/** Where what Textract has read of a fetched file lies: beside it, as JSON. */
export const blocksFileOf = (path: string): string => `${path}.textract.json`;

/**
 * Textract as an engine: its tables are the first look; the second is another engine's, since Textract looks once and
 * its lines and cells share what they misread.
 * @param blocks of all pages of the document
 */
export function textractEngine(blocks: readonly TextractBlock[], second: OcrEngine): OcrEngine {
  return {
    name: `Textract, ${second.name}`,
    async recognise(picture, options): Promise<RecognisedPage> {
      const other = await second.recognise(picture, options);
      // Textract saw whole pages: a picture in the midst of one is the other engine's.
      if (picture.area[0] !== 0 || picture.area[1] !== 0) return other;
      const { geometry, toPage } = textractSheet(blocks, picture.number, picture.area);
      const fromPage = inverse(toPage);
      const beside = (seen: RecognisedPage): RecognisedPage => {
        const pieces = seen.sheets.flatMap((sheet) => {
          const toOwn = compose(fromPage, sheet.toPage);
          return sheet.second.map(({ text, box }) => ({ text, box: mapBox(toOwn, box) }));
        });
        return {
          ...seen,
          sheets: [{ geometry, second: pieces, toPage, onPage: (box) => mapBox(toPage, box) }],
          again: async (boxes) => beside(await seen.again(boxes)),
        };
      };
      return beside(other);
    },
    readFigures: (pictures, options) => second.readFigures(pictures, options),
  };
}

/** One page of Textract's blocks as lines and characters of an upright sheet, in points. */
function textractSheet(
  blocks: readonly TextractBlock[],
  number: number,
  [, , width, height]: Box,
): Pick<RecognisedSheet, "geometry" | "toPage"> {
  const own = blocks.filter((block) => (block.Page ?? 1) === number);
  const byId = new Map(own.map((block) => [block.Id, block]));
  const words = own.filter((block) => block.BlockType === "WORD");
  const angle = medianAngle(words, width, height);
  const toPage = turning(angle, width / 2, height / 2);
  const fromPage = inverse(toPage);
  const polygon = (block: TextractBlock): Point[] =>
    (block.Geometry?.Polygon ?? []).map(({ X = 0, Y = 0 }) => mapPoint(fromPage, X * width, Y * height));
  const related = (block: TextractBlock, type: "CHILD" | "MERGED_CELL"): TextractBlock[] =>
    (block.Relationships ?? [])
      .filter(({ Type }) => Type === type)
      .flatMap(({ Ids = [] }) => Ids.flatMap((id) => byId.get(id) ?? []));
  const children = (block: TextractBlock): TextractBlock[] => related(block, "CHILD");

  const strokes: Stroke[] = [];
  const glyphs: Glyph[] = [];
  const inTables = new Set<TextractBlock>();
  for (const table of own.filter((block) => block.BlockType === "TABLE")) {
    const cells = children(table).filter((block) => block.BlockType === "CELL");
    const rows = edgesOf(cells, polygon, "RowIndex", "RowSpan", 1);
    const columns = edgesOf(cells, polygon, "ColumnIndex", "ColumnSpan", 0);
    const merged = related(table, "MERGED_CELL");
    const covered = new Set(merged.flatMap(children));
    for (const cell of [...merged, ...cells.filter((each) => !covered.has(each))]) {
      const box = cellBox(cell, rows, columns);
      if (!box) continue;
      strokes.push(...frameOf(box));
      const parts = cell.BlockType === "MERGED_CELL" ? children(cell) : [cell];
      for (const word of parts.flatMap(children).filter((block) => block.BlockType === "WORD")) {
        inTables.add(word);
        glyphs.push(...glyphsOf(word, polygon(word), box));
      }
    }
  }
  for (const word of words) if (!inTables.has(word)) glyphs.push(...glyphsOf(word, polygon(word), null));
  return {
    geometry: { number, width, height, strokes, fills: [], glyphs, pictures: [] },
    toPage,
  };
}

/** The writing direction of a page, radians, clockwise: that of most of its words. */
function medianAngle(words: readonly TextractBlock[], width: number, height: number): number {
  return median(
    words.flatMap(({ Geometry, Text = "" }) => {
      const [a, b] = Geometry?.Polygon ?? [];
      if (!a || !b || Text.length < 3) return [];
      return [Math.atan2(((b.Y ?? 0) - (a.Y ?? 0)) * height, ((b.X ?? 0) - (a.X ?? 0)) * width)];
    }),
  );
}

/** A turn around a point, radians, clockwise. */
function turning(angle: number, x0: number, y0: number): Homography {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [cos, -sin, x0 - x0 * cos + y0 * sin, sin, cos, y0 - x0 * sin - y0 * cos, 0, 0, 1];
}

/** Where rows or columns begin and end, indexed from 1: one straight line for all cells that meet there. */
function edgesOf(
  cells: readonly TextractBlock[],
  polygon: (block: TextractBlock) => readonly Point[],
  index: "RowIndex" | "ColumnIndex",
  span: "RowSpan" | "ColumnSpan",
  axis: 0 | 1,
): readonly number[] {
  const at: number[][] = [];
  const note = (edge: number, value: number) => {
    at[edge] ??= [];
    at[edge].push(value);
  };
  for (const cell of cells) {
    const first = cell[index];
    const corners = polygon(cell);
    if (first === undefined || corners.length === 0) continue;
    const box = boxOfPoints(corners);
    note(first, box[axis]);
    note(first + (cell[span] ?? 1), box[axis] + (box[axis + 2] as number));
  }
  const edges: number[] = [];
  for (let edge = 1; edge < at.length; edge++) {
    // Lines never cross: a cell that was drawn carelessly moves none beyond its neighbours.
    edges[edge] = Math.max(median(at[edge] ?? []), (edges[edge - 1] ?? Number.NEGATIVE_INFINITY) + 1);
  }
  return edges;
}

function cellBox(cell: TextractBlock, rows: readonly number[], columns: readonly number[]): Box | null {
  const { RowIndex: row = 0, ColumnIndex: column = 0, RowSpan: rowSpan = 1, ColumnSpan: columnSpan = 1 } = cell;
  const [y0, y1, x0, x1] = [rows[row], rows[row + rowSpan], columns[column], columns[column + columnSpan]];
  return y0 === undefined || y1 === undefined || x0 === undefined || x1 === undefined
    ? null
    : [x0, y0, x1 - x0, y1 - y0];
}

const frameOf = ([x, y, width, height]: Box): Stroke[] => {
  const line = (x0: number, y0: number, x1: number, y1: number): Stroke => ({ x0, y0, x1, y1, thickness: 0.5 });
  const [right, bottom] = [x + width, y + height];
  return [line(x, y, right, y), line(x, bottom, right, bottom), line(x, y, x, bottom), line(right, y, right, bottom)];
};

/** Characters of a word, spread evenly; those of a cell's words never stand outside it. */
function glyphsOf(word: TextractBlock, polygon: readonly Point[], cell: Box | null): Glyph[] {
  const characters = [...foldIdeographs(word.Text ?? "")];
  if (characters.length === 0 || polygon.length === 0) return [];
  let [x, y, width, height] = boxOfPoints(polygon);
  if (cell) {
    const margin = 0.5;
    width = Math.min(width, cell[2] - 2 * margin);
    height = Math.min(height, cell[3] - 2 * margin);
    x = Math.min(Math.max(x, cell[0] + margin), cell[0] + cell[2] - margin - width);
    y = Math.min(Math.max(y, cell[1] + margin), cell[1] + cell[3] - margin - height);
  }
  const advance = width / characters.length;
  return characters.map((text, index) => ({
    text,
    x: x + index * advance,
    // The baseline stands a fifth above a word's lower edge.
    y: y + height * 0.8,
    size: height,
    advance,
    angle: 0,
    ...(index === 0 && { afterSpace: true }),
    confidence: (word.Confidence ?? 0) / 100,
  }));
}
