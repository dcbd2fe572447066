import type { ClaimedSum } from "../document/claimed-sum.ts";
import { type Document, type FlatText, isTable, type Table } from "../document/document.ts";
import { oneLine } from "../document/text.ts";
import { withAgreement } from "./agreement.ts";
import { type Figures, figuresOf } from "./grid.ts";
import { asUnsure, bestOf, type Claim, isSlip, onlyOne, type Tried, toldAs, tried } from "./readings.ts";
import { isAmong, isNamedTotal, isNoQuantity, isShare, isSubtotal, isTotal } from "./words.ts";

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
  if (table.columns > MOST_COLUMNS || (table.ragged && !isFull(table))) return [];
  const figures = figuresOf(table);
  return [
    ...halvesOf(figures).flatMap((half) => totalRows(figures, half, index)),
    ...totalColumns(figures, index),
    ...sharesAlone(figures, index),
    ...amongRows(figures, index),
  ];
}

const isFull = ({ rows, columns, cells }: Table): boolean => cells.length === rows * columns;

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);

type Kind = "total" | "subtotal" | "among" | "plain";

const kindOf = (words: readonly string[]): Kind => {
  if (words.some(isTotal)) return "total";
  if (words.some(isSubtotal) || words.some(isNamedTotal)) return "subtotal";
  return words.some(isAmong) ? "among" : "plain";
};

const headerOf = (figures: Figures, column: number): string =>
  oneLine(
    figures
      .headers(column)
      .map(({ text }) => text)
      .join(" "),
  );

/** Columns from one to another. */
type Span = readonly [from: number, to: number];

const fullWidth = ({ columns }: Figures): Span => [0, columns];

/** Columns whose figures can be added up. */
const quantities = (figures: Figures, span = fullWidth(figures)): readonly number[] =>
  range(...span).filter((column) => !figures.headers(column).some(({ text }) => isNoQuantity(text)));

/** Rows with figures, each with what its words make of it. */
const rowsOf = (
  figures: Figures,
  span = fullWidth(figures),
): readonly { readonly row: number; readonly kind: Kind }[] =>
  range(figures.body, figures.rows)
    .filter((row) => range(...span).some((column) => figures.isNumber(row, column)))
    .map((row) => ({ row, kind: kindOf(figures.labels(row, span)) }));

/** Tables side by side in one: a row has totals of its own in each, 收入总计 and 支出总计. */
function halvesOf(figures: Figures): readonly Span[] {
  const spans = range(figures.body, figures.rows).map((row) => {
    const starts = range(0, figures.columns).filter((column) => isWhole(figures.labels(row, [column, column + 1])));
    return starts
      .map((start, at): Span => [at === 0 ? 0 : start, starts[at + 1] ?? figures.columns])
      .filter((span) => range(...span).some((column) => figures.isNumber(row, column)));
  });
  const [most = []] = spans.toSorted((a, b) => b.length - a.length);
  return most.length > 1 ? most : [fullWidth(figures)];
}

const isWhole = (words: readonly string[]): boolean => ["total", "subtotal"].includes(kindOf(words));

/** Rows above a whole that it may be of beside those right above it: each whole is tried over all of them. */
const MOST_ROWS_OPEN = 500;

type Row = ReturnType<typeof rowsOf>[number];

/** The row of 合计, of 小计 and of 流动资产合计: over each of their columns. */
function totalRows(figures: Figures, half: Span, table: number): readonly ClaimedSum[] {
  const rows = rowsOf(figures, half);
  const columns = quantities(figures, half);
  /** Rows that a whole was shown to be of. */
  const taken = new Set<number>();
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
        half,
        side.filter((other) => other.kind === "plain"),
      ),
    ]);
    const open = rows
      .slice(Math.max(0, at - MOST_ROWS_OPEN), at)
      .filter((other) => other.kind !== "among" && !taken.has(other.row));
    const labelled = range(...half).find((column) => isWhole(figures.labels(row, [column, column + 1]))) ?? 0;
    // Words stand before their figures: what is left of them is another table's.
    const own = columns.filter(
      (column) =>
        column > labelled &&
        figures.isNumber(row, column) &&
        (!isShareIn(figures, row, column) || isWholeShare(figures, row, column)),
    );
    const ways = different(
      [...sides, ...levels(figures, half, open)].map((side) => side.map((other) => other.row)),
    ).map((parts) =>
      own.map(
        (column): Claim => ({
          total: [row, column],
          parts: parts.map((part) => [part, column]),
          of: headerOf(figures, column),
        }),
      ),
    );
    const labels = figures.labels(row, half);
    const bareWords = labels.find((label) => isTotal(label) || isSubtotal(label));
    const sums = bareWords === undefined ? bestOf(ways, figures) : onlyOne(ways, figures);
    if (sums.some(({ outcome }) => outcome !== "unsure"))
      for (const [part] of sums[0]?.claim.parts ?? []) taken.add(part);
    const words = oneLine(bareWords ?? labels.find(isNamedTotal) ?? "");
    return sums.map((each) =>
      toldAs(unlessRate(figures, each), {
        table,
        kind: isShareIn(figures, ...each.claim.total) ? "shares" : "row",
        words,
      }),
    );
  });
}

/** What a whole below others may be of: the last one with what follows it, the last two, all, what a heading stands over. */
function levels(figures: Figures, half: Span, open: readonly Row[]): readonly (readonly Row[])[] {
  const wholes = open.filter(({ kind }) => kind !== "plain");
  const last = open.findLastIndex(({ kind }) => kind !== "plain");
  const heading = range(open[0]?.row ?? 0, open.at(-1)?.row ?? 0).findLast((row) => isHeading(figures, half, row)) ?? 0;
  return [wholes, wholes.slice(-2), open.slice(Math.max(0, last)), open, open.filter(({ row }) => row > heading)];
}

/** 流动资产： and 二、投资活动产生的现金流量, with no figures beside them. */
const isHeading = (figures: Figures, half: Span, row: number): boolean =>
  figures.labels(row, half).some((label) => /[:：]\s*$|^\s*[一二三四五六七八九十]{1,3}、/u.test(label)) &&
  !range(...half).some((column) => figures.isNumber(row, column));

const isWithin = (row: number, [from, to]: readonly [number, number]): boolean => row >= from && row < to;

/** Rows of the outermost level, by their codes, the numbers before their labels, or labels that begin with another's. */
function topOf(figures: Figures, [first]: Span, rows: readonly Row[]): readonly Row[] {
  const marks = rows.map(({ row }) => figures.at(row, first)?.text.trim() ?? "");
  const codes = marks.map((mark) => (/^\d{2,}$/u.test(mark) ? mark.length : 0));
  const least = codes.reduce((min, code) => Math.min(min, code), Number.POSITIVE_INFINITY);
  if (rows.length > 0 && least > 0) return rows.filter((_, at) => codes[at] === least);
  const numbered = rows.filter((_, at) => /^[一二三四五六七八九十]{1,3}、/u.test(marks[at] ?? ""));
  if (numbered.length > 0) return numbered;
  // Finance, and right below it Finance - Real estate.
  let of = "";
  return rows.filter((_, at) => {
    const mark = marks[at] ?? "";
    if (of !== "" && mark.startsWith(of) && /^\s*[-–—:：]/u.test(mark.slice(of.length))) return false;
    of = mark;
    return true;
  });
}

/** Sets of two parts at least, each once. */
function different(sets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const known = new Map(sets.filter(({ length }) => length > 1).map((set) => [set.join(), set]));
  return [...known.values()];
}

const isShareIn = (figures: Figures, row: number, column: number): boolean =>
  figures.isShare(row, column) || isShare(figures.leaf(column));

/** Rates of parts do not add up to the whole's: broken are shares that are named so and nearly do, and quantities. */
function unlessRate(figures: Figures, sum: Tried): Tried {
  const [row, column] = sum.claim.total;
  const labels = figures.labels(row, fullWidth(figures));
  const isNamedShare = [figures.leaf(column), ...labels].some(isShare);
  const isRate = isShareIn(figures, row, column) ? !isNamedShare || !isSlip(sum) : labels.some(isNoQuantity);
  return sum.outcome === "broken" && isRate ? asUnsure(sum) : sum;
}

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
            of: oneLine(figures.labels(row, fullWidth(figures))[0] ?? ""),
          }),
        ),
    );
    const words = oneLine(figures.leaf(column));
    return bestOf(ways, figures).map((each) => toldAs(unlessRate(figures, each), { table, kind: "column", words }));
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
    const words = oneLine(figures.labels(row, fullWidth(figures)).find(isAmong) ?? "");
    return (2 * broken < all.length ? all : all.map((each) => (each.outcome === "broken" ? asUnsure(each) : each))).map(
      (each) => toldAs(each, { table, kind: "among", words }),
    );
  });
}
