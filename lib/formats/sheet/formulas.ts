import { LIMITS } from "../../limits.ts";
import { type Area, COLUMNS, cellAt, ROWS } from "./area.ts";
import type { Value } from "./worksheet.ts";

/**
 * Formulas as far as reports use them: sums and other arithmetic, comparisons, IF, cells of this sheet and of others
 * (ECMA-376 18.17). It only tells whether the value that a file keeps beside a formula is the formula's: a program may
 * calculate it anew before it shows it.
 */

/** What can't be told here: another function, a name, an array, more work than a report needs. */
export class Unsettled extends Error {}
/** An error value, #DIV/0! and the like. */
export const ERROR: unique symbol = Symbol("error");
export type Result = Value | typeof ERROR;

interface Cells {
  readonly value: (row: number, column: number) => Value;
  /** The values in an area, blanks left out; counts its steps. */
  readonly values: (area: Area) => Iterable<Value>;
}

/** What formulas may ask for. */
export interface Sheets<Sheet> {
  /** Another sheet by its name; undefined where there is none. */
  readonly named: (name: string) => Sheet | undefined;
  readonly cells: (sheet: Sheet) => Cells;
}

type Argument = Result | readonly Value[];

const TOKEN =
  /\s*(?:(\d+(?:\.\d*)?(?:E[+-]?\d+)?|\.\d+(?:E[+-]?\d+)?)|"((?:[^"]|"")*)"|(<=|>=|<>|[-+*/^&=<>%(),])|((?:'(?:[^']|'')*'|[\p{L}_][\p{L}\p{N}_.]*)!)?(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)(?![\p{L}\p{N}_.(])|([A-Z][A-Z0-9.]*)(\()?)/iuy;

type Token =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "sign"; readonly sign: string }
  | { readonly kind: "area"; readonly sheet: string | undefined; readonly reference: string }
  | { readonly kind: "call"; readonly name: string };

function tokensOf(text: string): Token[] {
  if (text.length > LIMITS.formulaCharacters) throw new Unsettled();
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
    const found = TOKEN.exec(text);
    if (!found) throw new Unsettled();
    const [, number, string, sign, sheet, reference, word, open] = found;
    if (number !== undefined) tokens.push({ kind: "value", value: Number(number) });
    else if (string !== undefined) tokens.push({ kind: "value", value: string.replaceAll('""', '"') });
    else if (sign !== undefined) tokens.push({ kind: "sign", sign });
    else if (reference !== undefined)
      tokens.push({
        kind: "area",
        sheet: sheet
          ?.slice(0, -1)
          .replace(/^'(.*)'$/su, "$1")
          .replaceAll("''", "'"),
        reference,
      });
    else if (open !== undefined) tokens.push({ kind: "call", name: (word ?? "").toUpperCase() });
    else if (/^(?:TRUE|FALSE)$/iu.test(word ?? ""))
      tokens.push({ kind: "value", value: word?.toUpperCase() === "TRUE" });
    else throw new Unsettled();
  }
  return tokens;
}

/** A reference moved with its formula, but for what a $ holds in place. */
function moved(reference: string, rows: number, columns: number): Area {
  const parts = reference.split(":").map((part) => {
    const at = cellAt(part);
    if (!at) throw new Unsettled();
    const row = at.row + (/\$\d/u.test(part) ? 0 : rows);
    const column = at.column + (part.startsWith("$") ? 0 : columns);
    if (row < 0 || column < 0 || row >= ROWS || column >= COLUMNS) throw new Unsettled();
    return { row, column };
  });
  const [first, last = first] = parts as [(typeof parts)[0], (typeof parts)[0]?];
  return {
    top: Math.min(first.row, last.row),
    bottom: Math.max(first.row, last.row),
    left: Math.min(first.column, last.column),
    right: Math.max(first.column, last.column),
  };
}

const numberOf = (value: Result): number | typeof ERROR => {
  if (value === ERROR) return ERROR;
  if (value === null) return 0;
  if (typeof value === "string") return /^[+-]?\d+(?:\.\d+)?$/u.test(value.trim()) ? Number(value) : ERROR;
  return Number(value);
};

const numbersOf = (args: readonly Argument[]): number[] | typeof ERROR => {
  const numbers: number[] = [];
  for (const argument of args) {
    // In an area texts and truth values are passed over.
    if (Array.isArray(argument))
      for (const value of argument as readonly Value[]) typeof value === "number" && numbers.push(value);
    else {
      const number = numberOf(argument as Result);
      if (number === ERROR) return ERROR;
      numbers.push(number);
    }
  }
  return numbers;
};

const overNumbers =
  (combine: (numbers: readonly number[]) => number) =>
  (args: readonly Argument[]): Result => {
    const numbers = numbersOf(args);
    return numbers === ERROR ? ERROR : combine(numbers);
  };
const most = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const single = (argument: Argument | undefined): Result => {
  if (Array.isArray(argument)) {
    if (argument.length > 1) throw new Unsettled();
    return (argument[0] ?? null) as Value;
  }
  return (argument ?? null) as Result;
};
const rounded = ([value, digits]: readonly Argument[]): Result => {
  const number = numberOf(single(value));
  const places = numberOf(single(digits));
  if (number === ERROR || places === ERROR) return ERROR;
  const factor = 10 ** Math.trunc(places);
  return (Math.sign(number) * Math.round(Math.abs(number) * factor + Number.EPSILON)) / factor;
};

const FUNCTIONS: Readonly<Record<string, (args: readonly Argument[]) => Result>> = {
  SUM: overNumbers(sum),
  PRODUCT: overNumbers((numbers) => numbers.reduce((a, b) => a * b, 1)),
  MAX: overNumbers((numbers) => (numbers.length === 0 ? 0 : most(numbers))),
  MIN: overNumbers((numbers) => (numbers.length === 0 ? 0 : -most(numbers.map((number) => -number)))),
  ABS: overNumbers(([number = 0]) => Math.abs(number)),
  INT: overNumbers(([number = 0]) => Math.floor(number)),
  AVERAGE: (args) => {
    const numbers = numbersOf(args);
    return numbers === ERROR || numbers.length === 0 ? ERROR : sum(numbers) / numbers.length;
  },
  ROUND: rounded,
  NOT: ([value]) => {
    const number = numberOf(single(value));
    return number === ERROR ? ERROR : number === 0;
  },
  AND: overNumbers((numbers) => Number(numbers.every((number) => number !== 0))),
  OR: overNumbers((numbers) => Number(numbers.some((number) => number !== 0))),
  IF: ([condition, yes = true, no = false]) => {
    const number = numberOf(single(condition));
    return number === ERROR ? ERROR : single(number === 0 ? no : yes);
  },
  IFERROR: ([value, otherwise]) => (single(value) === ERROR ? single(otherwise) : single(value)),
};

const rank = (value: Value): number => (typeof value === "boolean" ? 2 : typeof value === "string" ? 1 : 0);

function compared(sign: string, a: Value, b: Value): boolean {
  const blank = (value: Value, other: Value): Value =>
    value ?? (typeof other === "string" ? "" : typeof other === "boolean" ? false : 0);
  const [left, right] = [blank(a, b), blank(b, a)];
  const low = (value: Value) => (typeof value === "string" ? value.toLowerCase() : Number(value));
  const order = rank(left) - rank(right) || (low(left) < low(right) ? -1 : low(left) > low(right) ? 1 : 0);
  return sign === "="
    ? order === 0
    : sign === "<>"
      ? order !== 0
      : sign.startsWith("<")
        ? order < 0 || (sign === "<=" && order === 0)
        : order > 0 || (sign === ">=" && order === 0);
}

const LEVELS: readonly RegExp[] = [/^(?:<=|>=|<>|[=<>])$/u, /^&$/u, /^[+-]$/u, /^[*/]$/u, /^\^$/u];
/** Excel's own bound on nesting. */
const DEEPEST = 64;

/** Reads and calculates a formula in one pass. */
class Calculation<Sheet> {
  readonly #tokens: readonly Token[];
  readonly #home: Sheet;
  readonly #sheets: Sheets<Sheet>;
  readonly #move: readonly [rows: number, columns: number];
  #at = 0;
  #depth = 0;

  constructor(text: string, home: Sheet, sheets: Sheets<Sheet>, move: readonly [rows: number, columns: number]) {
    this.#tokens = tokensOf(text);
    this.#home = home;
    this.#sheets = sheets;
    this.#move = move;
  }

  result(): Result {
    const value = single(this.#level(0));
    if (this.#at < this.#tokens.length) throw new Unsettled();
    return value;
  }

  #sign(pattern: RegExp): string | null {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "sign" || !pattern.test(token.sign)) return null;
    this.#at++;
    return token.sign;
  }

  #level(index: number): Argument {
    const pattern = LEVELS[index];
    if (!pattern) return this.#unary();
    let left = this.#level(index + 1);
    for (let sign = this.#sign(pattern); sign !== null; sign = this.#sign(pattern))
      left = this.#binary(sign, single(left), single(this.#level(index + 1)));
    return left;
  }

  #binary(sign: string, a: Result, b: Result): Result {
    if (a === ERROR || b === ERROR) return ERROR;
    if (LEVELS[0]?.test(sign)) return compared(sign, a, b);
    if (sign === "&") {
      if (typeof a === "boolean" || typeof b === "boolean") throw new Unsettled();
      return `${a ?? ""}${b ?? ""}`;
    }
    const x = numberOf(a);
    const y = numberOf(b);
    if (x === ERROR || y === ERROR) return ERROR;
    const value = sign === "+" ? x + y : sign === "-" ? x - y : sign === "*" ? x * y : sign === "/" ? x / y : x ** y;
    return Number.isFinite(value) ? value : ERROR;
  }

  #unary(): Argument {
    if (++this.#depth > DEEPEST * 4) throw new Unsettled();
    const sign = this.#sign(/^[+-]$/u);
    let value = sign === null ? this.#operand() : this.#unary();
    this.#depth--;
    if (sign === "-") {
      const number = numberOf(single(value));
      value = number === ERROR ? ERROR : -number;
    }
    while (this.#sign(/^%$/u) !== null) {
      const number = numberOf(single(value));
      value = number === ERROR ? ERROR : number / 100;
    }
    return value;
  }

  #operand(): Argument {
    const token = this.#tokens[this.#at++];
    if (token?.kind === "value") return token.value;
    if (token?.kind === "area") return this.#area(token.sheet, token.reference);
    if (token?.kind === "sign" && token.sign === "(") {
      const value = this.#level(0);
      if (this.#sign(/^\)$/u) === null) throw new Unsettled();
      return value;
    }
    if (token?.kind !== "call") throw new Unsettled();
    const call = Object.hasOwn(FUNCTIONS, token.name) ? FUNCTIONS[token.name] : undefined;
    if (!call) throw new Unsettled();
    const args: Argument[] = [];
    if (this.#sign(/^\)$/u) !== null) return call(args);
    do args.push(this.#level(0));
    while (this.#sign(/^,$/u) !== null);
    if (this.#sign(/^\)$/u) === null) throw new Unsettled();
    return call(args);
  }

  #area(name: string | undefined, reference: string): Argument {
    const sheet = name === undefined ? this.#home : this.#sheets.named(name);
    if (sheet === undefined) throw new Unsettled();
    const area = moved(reference, ...this.#move);
    const cells = this.#sheets.cells(sheet);
    return reference.includes(":") ? [...cells.values(area)] : cells.value(area.top, area.left);
  }
}

/**
 * What a formula comes to.
 * @param home the sheet it stands on
 * @param move rows and columns from the cell it is written for to the one it is asked for
 * @throws Unsettled
 */
export const calculated = <Sheet>(
  text: string,
  home: Sheet,
  sheets: Sheets<Sheet>,
  move: readonly [rows: number, columns: number] = [0, 0],
): Result => new Calculation(text, home, sheets, move).result();

/** Whether a value kept beside a formula is what it comes to. */
export function isSame(value: Result, kept: Value): boolean {
  if (value === ERROR) return typeof kept === "string" && kept.startsWith("#");
  if (typeof value === "string" || typeof kept === "string") return (value ?? "") === (kept ?? "");
  const [a, b] = [Number(value ?? 0), Number(kept ?? 0)];
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
}
