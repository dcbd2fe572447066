import type { ClaimedSum } from "../document/claimed-sum.ts";
import { type Document, type FlatText, isTable, type Table } from "../document/document.ts";
import { oneLine } from "../document/text.ts";
import { withAgreement } from "./agreement.ts";
import { type Figures, figuresOf } from "./grid.ts";
import { asUnsure, bestOf, type Claim, onlyOne, type Tried, toldAs, tried } from "./readings.ts";
import { isAmong, isNoQuantity, isShare, isSubtotal, isTotal } from "./words.ts";

/** Every sum that the tables of a document claim in words, checked. */

export const sumsOf = ({ blocks }: Document): readonly ClaimedSum[] => blocks.filter(isTable).flatMap(sumsIn);

/** A document with the word of both readings on each cell, and with what its tables claim. */
export function withSums(document: Document, second: FlatText | null): Document {
  const agreed = withAgreement(document, second);
  return { ...agreed, sums: sumsOf(agreed) };
}

/** More columns are no table for people; every total would be tried over all of them. */
const MOST_COLUMNS = 200;

function sumsIn(table: Table, index: number): readonly ClaimedSum[] {
  // Of rows that were flattened nobody knows the columns.
  if (table.columns > MOST_COLUMNS || (table.ragged && !isWhole(table))) return [];
  const figures = figuresOf(table);
  return [
    ...totalRows(figures, index),
    ...totalColumns(figures, index),
    ...sharesAlone(figures, index),
    ...amongRows(figures, index),
  ];
}

const isWhole = ({ rows, columns, cells }: Table): boolean => cells.length === rows * columns;

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);

type Kind = "total" | "subtotal" | "among" | "plain";

const kindOf = (words: readonly string[]): Kind => {
  if (words.some(isTotal)) return "total";
  if (words.some(isSubtotal)) return "subtotal";
  return words.some(isAmong) ? "among" : "plain";
};

const headerOf = (figures: Figures, column: number): string =>
  oneLine(
    figures
      .headers(column)
      .map(({ text }) => text)
      .join(" "),
  );

/** Columns whose figures can be added up. */
const quantities = (figures: Figures): readonly number[] =>
  range(0, figures.columns).filter((column) => !figures.headers(column).some(({ text }) => isNoQuantity(text)));

/** Rows with figures, each with what its words make of it. */
const rowsOf = (figures: Figures): readonly { readonly row: number; readonly kind: Kind }[] =>
  range(figures.body, figures.rows)
    .filter((row) => range(0, figures.columns).some((column) => figures.isNumber(row, column)))
    .map((row) => ({ row, kind: kindOf(figures.labels(row)) }));

/** The row of 合计 and of 小计: over each of their columns. */
function totalRows(figures: Figures, table: number): readonly ClaimedSum[] {
  const rows = rowsOf(figures);
  const columns = quantities(figures);
  return rows.flatMap(({ row, kind }, at): readonly ClaimedSum[] => {
    if (kind !== "total" && kind !== "subtotal") return [];
    const ends = kind === "total" ? ["total"] : ["total", "subtotal"];
    const before = rows.slice(rows.slice(0, at).findLastIndex((other) => ends.includes(other.kind)) + 1, at);
    const next = rows.slice(at + 1).findIndex((other) => ends.includes(other.kind));
    const behind = rows.slice(at + 1, next < 0 ? rows.length : at + 1 + next);
    const group = figures.group(row);
    // A heading at the left parts its rows from those of other groups.
    const inGroup = group ? [before, behind].map((side) => side.filter((other) => isWithin(other.row, group))) : [];
    const sides = [...inGroup, before, behind].flatMap((side) => [
      side.filter((other) => other.kind === "plain"),
      side.filter((other) => other.kind === "subtotal"),
      topOf(
        figures,
        side.filter((other) => other.kind === "plain"),
      ),
    ]);
    const own = columns.filter(
      (column) =>
        figures.isNumber(row, column) && (!isShareIn(figures, row, column) || isWholeShare(figures, row, column)),
    );
    const ways = different(sides.map((side) => side.map((other) => other.row))).map((parts) =>
      own.map(
        (column): Claim => ({
          total: [row, column],
          parts: parts.map((part) => [part, column]),
          of: headerOf(figures, column),
        }),
      ),
    );
    const words = oneLine(figures.labels(row).find((label) => isTotal(label) || isSubtotal(label)) ?? "");
    return onlyOne(ways, figures).map((each) =>
      toldAs(each, { table, kind: isShareIn(figures, ...each.claim.total) ? "shares" : "row", words }),
    );
  });
}

const isWithin = (row: number, [from, to]: readonly [number, number]): boolean => row >= from && row < to;

/** Rows of the outermost level, by their codes or the numbers before their labels. */
function topOf<T extends { readonly row: number }>(figures: Figures, rows: readonly T[]): readonly T[] {
  const marks = rows.map(({ row }) => figures.at(row, 0)?.text.trim() ?? "");
  const codes = marks.map((mark) => (/^\d{2,}$/u.test(mark) ? mark.length : 0));
  const least = Math.min(...codes);
  if (rows.length > 0 && least > 0) return rows.filter((_, at) => codes[at] === least);
  return rows.filter((_, at) => /^[一二三四五六七八九十]{1,3}、/u.test(marks[at] ?? ""));
}

/** Sets of two parts at least, each once. */
function different(sets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const known = new Map(sets.filter(({ length }) => length > 1).map((set) => [set.join(), set]));
  return [...known.values()];
}

const isShareIn = (figures: Figures, row: number, column: number): boolean =>
  figures.isShare(row, column) || isShare(figures.leaf(column));

const isWholeShare = ({ at }: Figures, row: number, column: number): boolean =>
  /^100(?:\.0+)?%?$/u.test(at(row, column)?.text.trim() ?? "");

/** The column of 合计: over each row. */
function totalColumns(figures: Figures, table: number): readonly ClaimedSum[] {
  const columns = quantities(figures).filter((column) => !isShare(figures.leaf(column)));
  const kinds = new Map(columns.map((column) => [column, kindOf([figures.leaf(column)])]));
  const rows = rowsOf(figures).map(({ row }) => row);
  return columns.flatMap((column): readonly ClaimedSum[] => {
    const kind = kinds.get(column);
    if (kind !== "total" && kind !== "subtotal") return [];
    const parent = figures.headers(column).at(-2);
    const plain = columns.filter(
      (other) => kinds.get(other) === "plain" && rows.some((row) => figures.isNumber(row, other)),
    );
    const wholes = columns.filter(
      (other) => other !== column && kinds.get(other) !== "plain" && kinds.get(other) !== "among",
    );
    const [left, right] = [
      Math.max(-1, ...wholes.filter((other) => other < column)),
      Math.min(figures.columns, ...wholes.filter((other) => other > column)),
    ];
    const ways = different([
      plain.filter((other) => parent !== undefined && figures.headers(other).includes(parent)),
      plain.filter((other) => other > column && other < right),
      plain.filter((other) => other < column && other > left),
      plain.filter((other) => other > column),
      plain.filter((other) => other < column),
      wholes.filter((other) => other > column),
      wholes.filter((other) => other < column),
      columns.filter((other) => other > column && (figures.headers(other).length === 1 || wholes.includes(other))),
    ]).map((parts) =>
      rows
        .filter((row) => figures.isNumber(row, column))
        .map(
          (row): Claim => ({
            total: [row, column],
            parts: parts.map((part) => [row, part]),
            of: oneLine(figures.labels(row)[0] ?? ""),
          }),
        ),
    );
    const words = oneLine(figures.leaf(column));
    return bestOf(ways, figures).map((each) => toldAs(each, { table, kind: "column", words }));
  });
}

/** Shares that add up to the whole without a row that says so. */
function sharesAlone(figures: Figures, table: number): readonly ClaimedSum[] {
  const rows = rowsOf(figures);
  if (rows.some(({ kind }) => kind === "total") || rows.length < 2) return [];
  return range(0, figures.columns).flatMap((column) => {
    const own = rows.filter(({ row }) => figures.isShare(row, column));
    const last = own.at(-1);
    if (!last || own.length < 2 || own.length < rows.length || !isShare(figures.leaf(column))) return [];
    const parts = own.map(({ row }) => [row, column] as const);
    const sum = tried({ total: [last.row, column], parts, of: headerOf(figures, column) }, figures);
    // Nothing but the figures themselves says that they are all there are.
    return sum.added !== null && Math.abs(Number(sum.added.units) / 10 ** sum.added.decimals - 100) < 1e-9
      ? [toldAs({ ...sum, outcome: "exact", printed: sum.added }, { table, kind: "shares", words: "100%" })]
      : [];
  });
}

/** 其中: a part is not more than the row above that it is one of. */
function amongRows(figures: Figures, table: number): readonly ClaimedSum[] {
  const rows = rowsOf(figures);
  const columns = quantities(figures);
  return rows.flatMap(({ row, kind }, at): readonly ClaimedSum[] => {
    const whole = rows.slice(0, at).findLast((other) => other.kind !== "among");
    if (kind !== "among" || !whole) return [];
    const own = columns.filter((column) => figures.isNumber(row, column) && figures.isNumber(whole.row, column));
    const all = own.map(
      (column): Tried =>
        tried({ total: [whole.row, column], parts: [[row, column]], of: headerOf(figures, column) }, figures, "atMost"),
    );
    const broken = all.filter(({ outcome }) => outcome === "broken").length;
    const words = oneLine(figures.labels(row).find(isAmong) ?? "");
    return (2 * broken < all.length ? all : all.map((each) => (each.outcome === "broken" ? asUnsure(each) : each))).map(
      (each) => toldAs(each, { table, kind: "among", words }),
    );
  });
}
