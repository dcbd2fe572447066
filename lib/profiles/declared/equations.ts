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
import { inWan } from "../common/money.ts";
import { type Form, type FormTable, isRepeatedRow, namesIn, sidesOf, typeIn } from "./form.ts";
import type { CheckFile, OperandFile } from "./form-file.ts";
import type { TableLook } from "./look.ts";
import {
  ALL_ROWS,
  childrenIn,
  type NamePattern,
  type PrintedTable,
  patternOf,
  selected,
  selectorOf,
  variableIn,
} from "./names.ts";

/** The checks of a form as equations between the figures of a document, and how each comes out. */

/** A figure in an equation: what stands there counts once, or once less. */
interface Term {
  readonly figure: FigureName;
  readonly negative: boolean;
}

export interface Equation {
  readonly check: CheckFile;
  readonly left: readonly Term[];
  readonly right: readonly Term[];
  /** Whether a side adds up all there is: then a number that belongs to no row or column may be a part of it. */
  readonly adds: boolean;
}

export interface Judged {
  readonly equation: Equation;
  readonly left: Decimal;
  readonly right: Decimal;
  /** null where an operand is missing, so that nothing can be said. */
  readonly outcome: Outcome | null;
}

/** Every equation of a check for the rows and columns that a document prints. */
export function equationsOf(form: Form, looks: ReadonlyMap<string, PrintedTable>): Equation[] {
  const children = new Map([...looks].map(([key, { rows }]) => [key, childrenIn(rows)] as const));
  const expand = (pattern: NamePattern, bound: ReadonlyMap<string, string>): Term[] => {
    const part = (text: string) => bound.get(variableIn(text) ?? "") ?? text;
    const look = looks.get(pattern.table);
    const rows = pattern.row.startsWith("children(")
      ? (children.get(pattern.table)?.get(part(pattern.row)) ?? [])
      : look?.table.repeats && pattern.row === ALL_ROWS
        ? look.rows.filter(isRepeatedRow)
        : (form.lists.get(pattern.row)?.filter((row) => look?.rows.includes(row)) ?? [part(pattern.row)]);
    return rows.map((row) => ({
      figure: `${pattern.table}.${row}.${part(pattern.column)}`,
      negative: pattern.negative,
    }));
  };
  const side = (operand: OperandFile, bound: ReadonlyMap<string, string>) =>
    namesIn(operand).flatMap((name) => {
      const pattern = patternOf(name);
      return pattern ? expand(pattern, bound) : [];
    });
  return form.checks.flatMap((check) => {
    const sides = sidesOf(check);
    if (!sides) return [];
    return bindingsOf(check, looks).flatMap((bound): Equation[] => {
      const [left, right] = [side(sides[0], bound), side(sides[1], bound)];
      const adds = sides.some((operand) => typeof operand !== "string");
      // A row with nothing below it is no sum.
      return left.length === 0 || right.length === 0 ? [] : [{ check, left, right, adds }];
    });
  });
}

/** Every way in which the variables of a check can be bound. */
function bindingsOf({ each = {} }: CheckFile, looks: ReadonlyMap<string, PrintedTable>): ReadonlyMap<string, string>[] {
  let bindings: ReadonlyMap<string, string>[] = [new Map()];
  for (const [variable, text] of Object.entries(each)) {
    const selector = selectorOf(text);
    const look = selector && looks.get(selector.table);
    const keys = look ? selected(selector, look) : [];
    bindings = bindings.flatMap((bound) => keys.map((key) => new Map([...bound, [variable, key]])));
  }
  return bindings;
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

export const figuresIn = ({ left, right }: Equation): readonly FigureName[] => [
  ...new Set([...left, ...right].map(({ figure }) => figure)),
];
