import {
  type Decimal,
  decimalOf,
  decimalsOf,
  difference,
  negated,
  type Outcome,
  outcomeOf,
  sumOf,
  ZERO,
} from "../common/decimal.ts";
import type { BoundCell, FigureName } from "../common/facts.ts";
import { partsOf } from "../common/figure-name.ts";
import type { Equation, Term } from "../common/form/equations.ts";
import { type FormTable, typeIn } from "../common/form/form.ts";
import { inWan } from "../common/money.ts";
import type { TableLook } from "./look.ts";

/** How the equations of a form come out in a document. */

export interface Judged {
  readonly equation: Equation;
  readonly left: Decimal;
  readonly right: Decimal;
  /** null where an operand is missing, so that nothing can be said. */
  readonly outcome: Outcome | null;
}

/** What is known of figures: what stands there as an exact number or an interval; null where nothing can be said. */
export type Operands = (figure: FigureName) => Decimal | null;

/** Decimals that a unit is smaller by than 万元. */
function shiftOf(unit: string): number {
  const worth = inWan(1, unit);
  return worth === null ? 0 : -Math.round(Math.log10(worth));
}

/** The operands that a document prints: numbers rounded to as many decimals as their table has at most. */
export function operandsOf(looks: ReadonlyMap<string, TableLook>, cells: ReadonlyMap<FigureName, BoundCell>): Operands {
  const decimals = new Map(
    [...looks.keys()].map((key) => [
      key,
      Math.max(
        0,
        ...[...cells.values()].map(({ figure, text, kind }) =>
          kind === "number" && figure.startsWith(`${key}.`) ? decimalsOf(text) : 0,
        ),
      ),
    ]),
  );
  return (figure) => {
    const { table: key, row } = partsOf(figure);
    const look = looks.get(key);
    if (!look) return null;
    const cell = cells.get(figure);
    if (!cell) return isUnprinted(row, look) ? ZERO : null;
    const type = typeIn(look.table, figure);
    if (cell.kind === "blank") return type.blank === "zero" ? ZERO : null;
    if (cell.kind !== "number") return null;
    const unit = cell.unit ?? cell.columnUnit ?? type.unit;
    return decimalOf(cell.text, type.exact ? null : (decimals.get(key) ?? 0), shiftOf(unit));
  };
}

/** A code that a table of codes has no row for has no money. */
const isUnprinted = (row: string, { table, rows, hasStrangers }: TableLook): boolean =>
  isCodeOf(row, table) && !hasStrangers && !rows.includes(row);

const isCodeOf = (row: string, { digits }: FormTable): boolean =>
  digits?.includes(row.length) === true && /^\d+$/u.test(row);

/** How an equation comes out. */
export function judge(equation: Equation, looks: ReadonlyMap<string, TableLook>, operand: Operands): Judged {
  const { left, right, adds } = equation;
  const terms = [...left, ...right];
  const hasStrangers = adds && terms.some(({ figure }) => looks.get(partsOf(figure).table)?.hasStrangers);
  const [a, b] = [totalOf(left, operand), totalOf(right, operand)];
  if (a === null || b === null) return { equation, left: ZERO, right: ZERO, outcome: null };
  const relation = equation.check.equal ? "equal" : "atMost";
  return { equation, left: a, right: b, outcome: hasStrangers ? null : outcomeOf(difference(a, b), relation) };
}

function totalOf(terms: readonly Term[], operand: Operands): Decimal | null {
  const values = terms.map(({ figure, negative }) => {
    const value = operand(figure);
    return value && negative ? negated(value) : value;
  });
  return values.every((value) => value !== null) ? sumOf(values) : null;
}
