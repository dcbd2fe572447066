import type { FigureName } from "../../common/facts.ts";
import { labelKey } from "../../common/labels.ts";
import { overlap, type Row, type RowCell } from "../../common/table-rows.ts";
import { REVIEW_ROWS } from "../form.ts";
import { addsUp, isLeftOf, isNumber, isRecognised } from "./form-order.ts";
import { groupsAmong, headingsIn, OUTCOMES, proceedingOf } from "./proceedings.ts";

/**
 * Table 4 in a picture whose heads are garbled: a row of fifteen figures stands in the order of the form where what is
 * left of the outcomes and proceedings over it says so. Of its three groups of five only those are told that add up.
 */

const FIVE = OUTCOMES.length;
const COUNT = REVIEW_ROWS.length * FIVE;
/** Figures of the fifteen over which what is left of their own outcome stands: more than half. */
const TOLD = 8;
/** Proceedings of the three that must be named over their own five figures. */
const NAMED = 2;

/**
 * The figures of the rows of fifteen that stand in the order of the form.
 * @param above the rows of the table before, where a page cuts the heads
 */
export function reviewInFormOrder(rows: readonly Row[], above: readonly Row[] = []): Map<FigureName, RowCell> {
  const found = new Map<FigureName, RowCell>();
  if (!rows.some(isRecognised)) return found;
  let heads: RowCell[] = [];
  for (const row of rows) {
    const own = row.cells.filter((cell) => !cell.fromAbove && cell.text.trim() !== "");
    if (own.some(isNumber)) {
      const isWhole = own.length === COUNT && own.every((cell) => cell.recognised && isNumber(cell));
      if (
        isWhole &&
        !row.ragged &&
        (isBorneOut(own, heads, NAMED) || (namesInOrder(above) && isBorneOut(own, heads, 0)))
      )
        for (const [name, cell] of groupsThatAdd(own)) found.set(name, cell);
      heads = [];
    } else heads.push(...own);
  }
  return found;
}

/** Whether the heads of a table without figures name the three proceedings in the order of the form. */
function namesInOrder(rows: readonly Row[]): boolean {
  const cells = rows.flatMap((row) => row.cells.filter((cell) => !cell.fromAbove));
  const named = cells
    .toSorted((a, b) => a.column - b.column)
    .flatMap(({ text }) => proceedingOf(groupsAmong(headingsIn(text))) ?? []);
  return !cells.some(isNumber) && named.join() === REVIEW_ROWS.map(({ key }) => key).join();
}

/** @param least proceedings that must be named over their own five figures */
function isBorneOut(figures: readonly RowCell[], heads: readonly RowCell[], least: number): boolean {
  const told = new Set<number>();
  const named = new Set<number>();
  for (const head of heads) {
    const below = figures.flatMap((figure, i) => (overlap(head, figure) ? [i] : []));
    const [first = -1] = below;
    const group = REVIEW_ROWS.findIndex(({ key }) => key === proceedingOf(groupsAmong(headingsIn(head.text))));
    if (group >= 0) {
      if (below.length === 0 || below.some((i) => Math.floor(i / FIVE) !== group)) return false;
      named.add(group);
      continue;
    }
    const key = labelKey(head.text);
    const fitting = OUTCOMES.flatMap(({ keys }, i) => (keys.some((whole) => isLeftOf(key, whole)) ? [i] : []));
    if (below.length !== 1 || key === "" || fitting.length === 0) continue;
    if (!fitting.includes(first % FIVE)) return false;
    told.add(first);
  }
  return told.size >= TOLD && named.size >= least;
}

function groupsThatAdd(figures: readonly RowCell[]): (readonly [FigureName, RowCell])[] {
  return REVIEW_ROWS.flatMap(({ key }, group) => {
    const five = figures.slice(group * FIVE, (group + 1) * FIVE);
    return addsUp(five) ? five.map((cell, i) => [`review.${key}.${OUTCOMES[i]?.id}`, cell] as const) : [];
  });
}
