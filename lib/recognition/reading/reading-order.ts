import type { SecondPiece } from "../engine.ts";
import { looksLikeFigure } from "./figure-text.ts";

/** The order in which the second look reads a sheet. Lengths are shares of a piece's height where nothing else is said. */
const ORDER = {
  /** Parts whose middles differ by less are on one line. */
  oneLine: 0.5,
  /** So many figures on one line are a row of a table: prose has no such line. */
  figures: 5,
  /** First figures of rows of one table begin no farther apart, in spite of their digits. */
  under: 2,
  /** Lines of one label are no farther apart. */
  apart: 0.6,
} as const;

const top = ({ box }: SecondPiece): number => box[1];
const bottom = ({ box }: SecondPiece): number => box[1] + box[3];
const middle = ({ box }: SecondPiece): number => box[1] + box[3] / 2;
const byPlace = (a: SecondPiece, b: SecondPiece): number => a.box[0] - b.box[0];

/** Parts on one line each, however they stand on it, from top to bottom. */
function linesOf(pieces: readonly SecondPiece[]): SecondPiece[][] {
  const lines: SecondPiece[][] = [];
  for (const piece of pieces.toSorted((a, b) => middle(a) - middle(b))) {
    const first = lines.at(-1)?.[0];
    if (first && middle(piece) - middle(first) < ORDER.oneLine * Math.min(first.box[3], piece.box[3]))
      lines.at(-1)?.push(piece);
    else lines.push([piece]);
  }
  return lines;
}

/**
 * Orders parts line by line, from the left within a line even where it is a little askew, but the labels of a row of
 * figures whole before them, each by itself, however many lines they have. A table comes where it begins.
 */
export function inReadingOrder(
  lines: readonly SecondPiece[],
  tables: readonly (readonly SecondPiece[])[],
): SecondPiece[] {
  const rows = rowsOfFigures(lines);
  const used = new Set(rows.flat());
  const rest = linesOf(lines.filter((piece) => !used.has(piece))).map((line) => line.toSorted(byPlace));
  const placed = [
    ...rows.map((row) => ({ row, at: row.at(-1) })),
    ...[...rest, ...tables].map((row) => ({ row, at: row[0] })),
  ];
  const placeOf = ({ at }: { readonly at?: SecondPiece | undefined }): number => (at ? middle(at) : 0);
  return placed.toSorted((a, b) => placeOf(a) - placeOf(b)).flatMap(({ row }) => row);
}

/** Rows of figures without borders, each with its labels before it. */
function rowsOfFigures(pieces: readonly SecondPiece[]): SecondPiece[][] {
  const rows = linesOf(pieces.filter(({ text }) => looksLikeFigure(text)))
    .filter((line) => line.length >= ORDER.figures)
    .map((line) => line.toSorted(byPlace));
  const words = pieces.filter(({ text }) => !looksLikeFigure(text)).toSorted((a, b) => middle(a) - middle(b));
  const own = rows.map((): SecondPiece[] => []);
  rows.forEach((row, index) => {
    const [first, next] = [row[0] as SecondPiece, rows[index + 1]];
    const labels = words.filter(({ box }) => box[0] + box[2] <= first.box[0]);
    if (!isBelow(rows[index - 1], row))
      own[index]?.push(...touching(labels.filter((label) => middle(label) <= middle(first)).toReversed(), row));
    const below = labels.filter((label) => middle(label) > middle(first));
    if (!next || !isBelow(row, next)) {
      own[index]?.push(...touching(below, row));
      return;
    }
    const last = next[0] as SecondPiece;
    const between = below.filter((label) => middle(label) <= middle(last));
    const cut = widestGap([first, ...between, last]);
    own[index]?.push(...between.slice(0, cut));
    own[index + 1]?.push(...between.slice(cut));
  });
  return rows.map((row, index) => [...byColumns(own[index] ?? []), ...row]);
}

/** Whether two rows are of one table: their first figures stand under each other. */
function isBelow(above: readonly SecondPiece[] | undefined, row: readonly SecondPiece[]): boolean {
  const [a, b] = [above?.[0], row[0]];
  return a !== undefined && b !== undefined && Math.abs(a.box[0] - b.box[0]) < ORDER.under * b.box[3];
}

/** The parts that follow a row without a gap. */
function touching(parts: readonly SecondPiece[], row: readonly SecondPiece[]): SecondPiece[] {
  const found: SecondPiece[] = [];
  let [from, to] = [Math.min(...row.map(top)), Math.max(...row.map(bottom))];
  for (const part of parts) {
    const room = ORDER.apart * part.box[3];
    if (top(part) > to + room || bottom(part) < from - room) break;
    [from, to] = [Math.min(from, top(part)), Math.max(to, bottom(part))];
    found.push(part);
  }
  return found;
}

/** How many of the parts between the first and the last stand before the widest gap. */
function widestGap(parts: readonly SecondPiece[]): number {
  let [cut, widest, reached] = [0, -Infinity, -Infinity];
  parts.slice(0, -1).forEach((part, index) => {
    reached = Math.max(reached, bottom(part));
    const gap = top(parts[index + 1] as SecondPiece) - reached;
    if (gap > widest) [cut, widest] = [index, gap];
  });
  return cut;
}

/** Labels beside each other one after the other, each from top to bottom. */
function byColumns(labels: readonly SecondPiece[]): SecondPiece[] {
  const columns: { to: number; readonly parts: SecondPiece[] }[] = [];
  for (const label of labels.toSorted(byPlace)) {
    const last = columns.at(-1);
    if (last && label.box[0] < last.to) {
      last.parts.push(label);
      last.to = Math.max(last.to, label.box[0] + label.box[2]);
    } else columns.push({ to: label.box[0] + label.box[2], parts: [label] });
  }
  return columns.flatMap(({ parts }) => parts.toSorted((a, b) => middle(a) - middle(b)));
}
