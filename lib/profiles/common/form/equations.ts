import type { FigureName } from "../facts.ts";
import { type Form, isRepeatedRow, namesIn, sidesOf } from "./form.ts";
import type { CheckFile, OperandFile } from "./form-file.ts";
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

/** The checks of a form as equations between the figures of a document. */

/** A figure in an equation: what stands there counts once, or once less. */
export interface Term {
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
  const side = (patterns: readonly NamePattern[], bound: ReadonlyMap<string, string>) =>
    patterns.flatMap((pattern) => expand(pattern, bound));
  return form.checks.flatMap((check) => {
    const sides = sidesOf(check);
    if (!sides) return [];
    const [leftNames, rightNames] = [patternsIn(sides[0]), patternsIn(sides[1])];
    const adds = sides.some((operand) => typeof operand !== "string");
    return bindingsOf(check, looks).flatMap((bound): Equation[] => {
      const [left, right] = [side(leftNames, bound), side(rightNames, bound)];
      // A row with nothing below it is no sum.
      return left.length === 0 || right.length === 0 ? [] : [{ check, left, right, adds }];
    });
  });
}

const patternsIn = (operand: OperandFile): readonly NamePattern[] =>
  namesIn(operand).flatMap((name) => patternOf(name) ?? []);

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

export const figuresIn = ({ left, right }: Equation): readonly FigureName[] => [
  ...new Set([...left, ...right].map(({ figure }) => figure)),
];
