import type { BoundCell, FigureName } from "../common/facts.ts";
import { equationsOf as declaredEquations } from "../common/form/equations.ts";
import { type Form, fixedRows } from "../common/form/form.ts";
import type { PrintedTable } from "../common/form/names.ts";
import { remembering } from "../common/remembering.ts";
import type { Template } from "./facts.ts";
import { FORMS } from "./form.ts";

/** The sums that bind the figures (勾稽关系): exact, tolerance 0. */
export interface Equation {
  readonly code: "APP-ROW" | "APP-SUM" | "APP-BALANCE" | "REV-SUM";
  /** What adds up, and to what: left and right side have equal sums. */
  readonly left: readonly FigureName[];
  readonly right: readonly FigureName[];
}

/** Every row of a form, as a document prints it that has them all. */
const inFull = ({ tables }: Form): ReadonlyMap<string, PrintedTable> =>
  new Map(tables.map((table) => [table.key, { table, rows: table.panels.flatMap(fixedRows) }]));

const figures = (terms: readonly { readonly figure: FigureName }[]): readonly FigureName[] =>
  terms.map(({ figure }) => figure);

/** The sums that a form file declares, row by row and column by column. */
export const equationsOf = remembering((template: Template): readonly Equation[] =>
  declaredEquations(FORMS[template], inFull(FORMS[template])).map(({ check, left, right }) => ({
    code: check.code as Equation["code"],
    left: figures(left),
    right: figures(right),
  })),
);

interface Sums {
  readonly left: number;
  readonly right: number;
}

/** Both sides of an equation; null where an operand is missing or no number, so that nothing can be said. */
export function sumsOf(equation: Equation, cells: ReadonlyMap<FigureName, Pick<BoundCell, "value">>): Sums | null {
  const sum = (names: readonly FigureName[]) =>
    names.reduce<number | null>((total, name) => {
      const value = cells.get(name)?.value ?? null;
      return total === null || value === null ? null : total + value;
    }, 0);
  const left = sum(equation.left);
  const right = sum(equation.right);
  return left === null || right === null ? null : { left, right };
}

export interface Failure extends Sums {
  readonly equation: Equation;
}

export function failuresOf(
  equations: readonly Equation[],
  cells: ReadonlyMap<FigureName, Pick<BoundCell, "value">>,
): Failure[] {
  return equations.flatMap((equation) => {
    const sums = sumsOf(equation, cells);
    return sums && sums.left !== sums.right ? [{ equation, ...sums }] : [];
  });
}

interface Proposal {
  readonly cell: FigureName;
  readonly value: number;
}

/**
 * The one cell that a single misprint would explain, with the value that would repair every failing sum and break none;
 * null where no cell or several would. Failures with different residuals come from different misprints: each group is
 * tried by itself. A proposal only: three wrong cells can look like a fourth one.
 */
export function locateMisprints(
  equations: readonly Equation[],
  cells: ReadonlyMap<FigureName, Pick<BoundCell, "value">>,
): Proposal[] {
  const failures = failuresOf(equations, cells);
  const whole = locate(failures, equations, cells);
  if (whole) return [whole];
  const bySize = new Map<number, Failure[]>();
  for (const failure of failures) {
    const size = Math.abs(failure.right - failure.left);
    bySize.set(size, [...(bySize.get(size) ?? []), failure]);
  }
  if (bySize.size < 2) return [];
  return [...bySize.values()].map((group) => locate(group, equations, cells)).filter((proposal) => proposal !== null);
}

function locate(
  failures: readonly Failure[],
  equations: readonly Equation[],
  cells: ReadonlyMap<FigureName, Pick<BoundCell, "value">>,
): Proposal | null {
  if (failures.length === 0) return null;
  const failing = new Set(failures.map((failure) => failure.equation));
  const others = equations.filter((equation) => !failing.has(equation) && sumsOf(equation, cells) !== null);
  const shared = namesOf(failures[0]?.equation).filter((name) =>
    failures.every((failure) => namesOf(failure.equation).includes(name)),
  );
  const proposals = shared.flatMap((name) => {
    const value = cells.get(name)?.value ?? null;
    if (value === null || others.some((equation) => namesOf(equation).includes(name))) return [];
    const repairs = new Set(
      failures.map(({ equation, left, right }) => (equation.left.includes(name) ? right - left : left - right)),
    );
    const [change = 0] = repairs;
    return repairs.size === 1 && value + change >= 0 ? [{ cell: name, value: value + change }] : [];
  });
  return proposals.length === 1 ? (proposals[0] ?? null) : null;
}

export const namesOf = (equation: Equation | undefined): FigureName[] =>
  equation ? [...equation.left, ...equation.right] : [];
