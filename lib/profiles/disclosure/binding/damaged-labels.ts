import type { FlatText } from "../../../document/document.ts";
import { halfWidth, squash } from "../../../document/text.ts";
import { labelKey, officialKey } from "../../common/labels.ts";
import type { Row } from "../../common/table-rows.ts";
import { APPLICATION_ROWS } from "../form.ts";
import { isOfficialLabel } from "../official-labels.ts";
import { applicationRow } from "./applications.ts";
import type { CutLabel } from "./look.ts";
import { isFigureText } from "./rows.ts";

/**
 * Labels of rows of table 3 that lost more characters than a misprint has (2.其他法律行政止公开): the rows before and
 * behind, the number and what is left of the words leave one row of the form that it can be. Both looks read such a row
 * under its official label.
 */

/** Rows of each form in order, with their own labels. */
const FORMS = Object.values(APPLICATION_ROWS).map((rows) =>
  rows.map((row) => ({ key: row.key, official: row.path.at(-1) ?? "" })),
);
const LONGEST = 60;
/**
 * Share of the longer of both that must be left, in order: a few characters damaged, not another label; more where the
 * number is lost, too.
 */
const LEFT = 0.6;
const LEFT_WITHOUT_NUMBER = 0.75;

const numberOf = (text: string): string | null =>
  /^[(（]?(\d{1,2}|[一二三四五六七八九])(?=\D)/u.exec(halfWidth(squash(text)))?.[1] ?? null;

/** Characters of `a` that stand in `b` in the same order, at most. */
function inOrder(a: string, b: string): number {
  let previous = new Array<number>(b.length + 1).fill(0);
  for (const character of a) {
    const current = [0];
    for (let j = 1; j <= b.length; j++)
      current[j] =
        character === b[j - 1] ? (previous[j - 1] ?? 0) + 1 : Math.max(previous[j] ?? 0, current[j - 1] ?? 0);
    previous = current;
  }
  return previous[b.length] ?? 0;
}

function resembles(text: string, official: string): boolean {
  const [key, whole] = [labelKey(text), labelKey(official)];
  const number = numberOf(text);
  if (number !== null && number !== numberOf(official)) return false;
  return inOrder(key, whole) >= (number === null ? LEFT_WITHOUT_NUMBER : LEFT) * Math.max(key.length, whole.length);
}

const OFFICIAL = new Map(
  FORMS.flatMap((rows) => rows.map(({ key, official }) => [key, officialKey(official)] as const)),
);

/**
 * The official labels of damaged ones, by their places among all texts that are no figures, in reading order.
 * @param withMisprints whether labels that are told in spite of a misprint count as damaged, too
 */
function damagedAmong(
  texts: readonly string[],
  { withMisprints }: { readonly withMisprints: boolean },
): ReadonlyMap<number, string> {
  const told = texts.map((text) => (text.length > LONGEST ? null : applicationRow(text)));
  const isGroup = (index: number): boolean => told[index] === null && isOfficialLabel(texts[index] ?? "");
  const neighbour = (from: number, step: 1 | -1): string | null => {
    let index = from + step;
    while (isGroup(index)) index += step;
    return told[index] ?? null;
  };
  const found = new Map<number, string>();
  const isTold = (index: number): boolean => {
    const key = told[index] ?? null;
    return key !== null && !(withMisprints && !labelKey(texts[index] ?? "").endsWith(OFFICIAL.get(key) ?? ""));
  };
  texts.forEach((text, index) => {
    if (isTold(index) || text.trim() === "" || text.length > LONGEST || isGroup(index)) return;
    const [before, behind] = [neighbour(index, -1), neighbour(index, 1)];
    if (before === null || behind === null) return;
    const fitting = new Set(
      FORMS.flatMap((rows) => {
        const at = rows.findIndex(({ key }) => key === before);
        const between = rows[at + 2]?.key === behind ? rows[at + 1] : undefined;
        return at >= 0 && between && resembles(text, between.official) ? [between.official] : [];
      }),
    );
    const [only] = fitting;
    if (only !== undefined && fitting.size === 1) found.set(index, only);
  });
  return found;
}

/** The rows with damaged labels made whole, and which they were. */
export function withWholeLabels(rows: readonly Row[]): {
  readonly rows: readonly Row[];
  readonly cut: readonly CutLabel[];
} {
  const labels = rows.flatMap((row) => row.cells.filter((cell) => !cell.fromAbove && !isFigureText(cell.text)));
  const damaged = damagedAmong(
    labels.map(({ text }) => text),
    { withMisprints: false },
  );
  if (damaged.size === 0) return { rows, cut: [] };
  const whole = new Map(
    [...damaged].flatMap(([index, official]) => (labels[index] ? [[labels[index], official] as const] : [])),
  );
  return {
    rows: rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => {
        const official = whole.get(cell);
        return official === undefined ? cell : { ...cell, text: official };
      }),
    })),
    cut: [...whole].map(([cell, official]) => ({ printed: cell.text, official })),
  };
}

/**
 * The flat text with damaged labels made whole, those with a misprint too: the second look searches labels letter by
 * letter.
 */
export function withWholePieces(flat: FlatText): FlatText {
  const places = flat.pieces.flatMap((piece, index) => (isFigureText(piece) ? [] : [index]));
  const damaged = damagedAmong(
    places.map((index) => flat.pieces[index] ?? ""),
    { withMisprints: true },
  );
  if (damaged.size === 0) return flat;
  const pieces = [...flat.pieces];
  for (const [index, official] of damaged) pieces[places[index] ?? -1] = official;
  return { ...flat, pieces };
}
