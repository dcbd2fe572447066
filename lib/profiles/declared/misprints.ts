import { type Decimal, difference, negated, type Outcome, outcomeOf, sumOf, toText } from "../common/decimal.ts";
import type { FigureName } from "../common/facts.ts";
import { type Equation, figuresIn } from "../common/form/equations.ts";
import type { Judged, Operands } from "./equations.ts";

/**
 * Where one wrong value explains broken equations. It may stand in several cells: what was typed wrong once is printed
 * in every table that is made from it. Proposed only, never applied.
 */
export interface Misprint {
  readonly cells: readonly FigureName[];
  readonly value: Decimal;
  /** The equations that it explains. */
  readonly explains: readonly Equation[];
}

/** More broken equations are no misprint but another table. */
const MOST_BROKEN = 60;

/** Equations by the figures they hold. */
type Holding = ReadonlyMap<FigureName, readonly Judged[]>;

export function locateMisprints(all: readonly Judged[], operand: Operands): Misprint[] {
  const known = all.filter(({ outcome, equation }) => outcome !== null && equation.check.severity === "error");
  const holding = byFigure(known);
  let broken = known.filter(({ outcome }) => outcome === "broken");
  const found: Misprint[] = [];
  while (broken.length > 0 && broken.length <= MOST_BROKEN) {
    const [best, second] = candidatesIn(broken, holding, operand).toSorted(
      (a, b) => b.explains.length - a.explains.length,
    );
    if (!best || (second && second.explains.length === best.explains.length && !isSameRepair(best, second))) break;
    found.push(best);
    broken = broken.filter(({ equation }) => !best.explains.includes(equation));
  }
  return found;
}

/** The same value in the same cells and more. */
const isSameRepair = (a: Misprint, b: Misprint): boolean =>
  toText(a.value) === toText(b.value) && b.cells.every((cell) => a.cells.includes(cell));

function byFigure(judged: readonly Judged[]): Holding {
  const holding = new Map<FigureName, Judged[]>();
  for (const each of judged)
    for (const figure of figuresIn(each.equation)) {
      const own = holding.get(figure);
      if (own) own.push(each);
      else holding.set(figure, [each]);
    }
  return holding;
}

/** Repairs that settle every broken equation their cells stand in and break none. */
function candidatesIn(broken: readonly Judged[], holding: Holding, operand: Operands): Misprint[] {
  const figures = [...new Set(broken.flatMap(({ equation }) => figuresIn(equation)))];
  const alike = new Map<string, FigureName[]>();
  for (const figure of figures) {
    const value = operand(figure);
    // Zeros and blanks stand everywhere: each is a case of its own.
    const key = value && value.units !== 0n ? toText(value) : figure;
    alike.set(key, [...(alike.get(key) ?? []), figure]);
  }
  const groups = [...alike.values()].filter(({ length }) => length > 1);
  return [...groups, ...figures.map((figure) => [figure])].flatMap((cells) => {
    const own = [...new Set(cells.flatMap((cell) => holding.get(cell) ?? []))];
    const wrong = own.filter((each) => broken.includes(each));
    const values = wrong.flatMap((each) => valueFor(each, cells, operand) ?? []);
    const distinct = values.filter(
      (value, index) => values.findIndex((other) => toText(other) === toText(value)) === index,
    );
    const repairs = distinct.flatMap((value) => {
      const outcomes = own.map((each) => ({ each, outcome: outcomeWith(each, cells, value, operand) }));
      if (outcomes.some(({ outcome }) => outcome === "broken")) return [];
      return [{ value, exact: outcomes.filter(({ outcome }) => outcome === "exact").length }];
    });
    const [best] = repairs.toSorted((a, b) => b.exact - a.exact);
    return best ? [{ cells, value: best.value, explains: wrong.map(({ equation }) => equation) }] : [];
  });
}

/** How often the cells count on the left side less the right. */
const weightOf = ({ left, right }: Equation, cells: readonly FigureName[]): bigint =>
  BigInt(
    [...left.map((term) => ({ ...term, side: 1 })), ...right.map((term) => ({ ...term, side: -1 }))].reduce(
      (sum, { figure, negative, side }) => sum + (cells.includes(figure) ? (negative ? -side : side) : 0),
      0,
    ),
  );

/** The value of the cells with which an equation is exact; null where none is. */
function valueFor({ equation, left, right }: Judged, cells: readonly FigureName[], operand: Operands): Decimal | null {
  const weight = weightOf(equation, cells);
  const now = operand(cells[0] as FigureName);
  const gap = difference(left, right);
  if (now === null || weight === 0n || equation.check.equal === undefined || gap.units % weight !== 0n) return null;
  return { ...sumOf([now, negated({ ...gap, units: gap.units / weight, slack: 0n })]), slack: now.slack };
}

function outcomeWith(
  { equation, left, right }: Judged,
  cells: readonly FigureName[],
  value: Decimal,
  operand: Operands,
): Outcome {
  const now = operand(cells[0] as FigureName) as Decimal;
  const change = difference(value, { ...now, slack: 0n });
  const weight = weightOf(equation, cells);
  const gap = sumOf([difference(left, right), { ...change, units: change.units * weight, slack: 0n }]);
  return outcomeOf(gap, equation.check.equal ? "equal" : "atMost");
}
