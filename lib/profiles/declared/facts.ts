import type { Document } from "../../document/document.ts";
import type { BoundCell, Claim, FigureName } from "../common/facts.ts";
import { partsOf, rowKeyOf, rowOf, tableOf } from "../common/figure-name.ts";
import type { Differences } from "../common/figures.ts";
import { type Equation, equationsOf, figuresIn } from "../common/form/equations.ts";
import { type Form, type FormTable, fixedRows, isRepeatedRow } from "../common/form/form.ts";
import type { Identification } from "../common/identity.ts";
import type { Judgement } from "../judgement.ts";
import { differencesIn, figuresOfRows, overlooked, rowsUnseen } from "./agreement.ts";
import { claimsIn } from "./claims.ts";
import { codesMisread } from "./code-names.ts";
import { type Judged, judge, operandsOf } from "./equations.ts";
import { identityIn } from "./identity.ts";
import type { TableLook, TableStream } from "./look.ts";
import { locateMisprints, type Misprint } from "./misprints.ts";
import { rowsWanting } from "./wanting-rows.ts";

/** What was read of a document of a declared form. */
export interface FormRead {
  readonly form: Form;
  readonly document: Document;
  readonly identity: Identification;
  /** Tables that were found, by their keys. */
  readonly looks: ReadonlyMap<string, TableLook>;
  readonly cells: ReadonlyMap<FigureName, BoundCell>;
  /** What the prose says of figures whose tables are in the form's unit. */
  readonly claims: readonly Claim[];
  /** Full names of every figure: of tables as they are printed, of those that are not found as the form has them. */
  readonly names: readonly FigureName[];
}

/** What both readings say together. */
export interface Gathered {
  readonly read: FormRead;
  /** null where there was no second reading. */
  readonly differences: Differences | null;
  /** Figures that stand twice with different numbers. */
  readonly undecided: readonly FigureName[];
}

/** Everything known about a document: what the rules judge. */
export interface FormFacts extends FormRead {
  readonly judged: readonly Judged[];
  readonly misprints: readonly Misprint[];
  /** Full names of figures that could not be read with certainty; `organization`, `year`. */
  readonly doubtful: ReadonlySet<string>;
}

/** Rows that every document of the form has, printed or not. */
const dueRows = ({ panels }: FormTable): readonly string[] =>
  panels.flatMap((panel) => panel.rows?.flatMap(({ key, listed }) => (listed ? [] : [key])) ?? fixedRows(panel));

/** @param unseen rows that the first look has not, and that are printed or may be */
function figuresOf(table: FormTable, look: TableLook | undefined, unseen: readonly string[]): readonly FigureName[] {
  const rows = [...new Set([...(look?.rows ?? []), ...dueRows(table), ...unseen])];
  if (look && !look.hasStrangers) return figuresOfRows(look, rows);
  // Nothing tells which columns it prints: those of the form.
  const columns = new Set(table.panels.flatMap((panel) => panel.columns.map(({ key }) => key)));
  return figuresOfRows({ table, columns }, rows);
}

/** What both looks found of each table; `streams` is null where there was no second reading. */
interface Looks {
  readonly looks: ReadonlyMap<string, TableLook>;
  readonly streams: ReadonlyMap<string, TableStream> | null;
  /** Whether some of the text was recognised, on pages or in pictures that stand in a text. */
  readonly inPictures: boolean;
}

/** Codes that tables with the same kind of code print: a table that was not found may print them, too. */
function codesAlike(form: Form, { digits }: FormTable, { looks, streams }: Looks): readonly string[] {
  if (digits === null) return [];
  return form.tables
    .filter((other) => String(other.digits) === String(digits))
    .flatMap(({ key }) => [...(looks.get(key)?.rows ?? []), ...(streams?.get(key)?.rows.keys() ?? [])])
    .filter((row) => /^\d+$/u.test(row));
}

export function gather(form: Form, document: Document, found: Looks): Gathered {
  const { looks, streams, inPictures } = found;
  const cells = new Map([...looks.values()].flatMap((look) => [...look.cells]));
  const differences = new Map<FigureName, string | null>();
  const operand = operandsOf(looks, cells);
  const names = form.tables.flatMap((table) => {
    const look = looks.get(table.key);
    const stream = streams?.get(table.key);
    const unseen = stream ? rowsUnseen(look?.rows ?? [], stream) : [];
    const lost = new Set(
      look && inPictures ? [...codesMisread(look, looks), ...rowsWanting(look, looks, operand)] : [],
    );
    const others = look || !inPictures ? [...lost] : codesAlike(form, table, found);
    const own = figuresOf(table, look, [...unseen, ...others]);
    // In a picture what was not found may have been overlooked.
    if (look) {
      if (inPictures) for (const name of overlooked(look, stream, own)) differences.set(name, null);
      for (const [name, other] of differencesIn(look, stream, own)) differences.set(name, other);
      for (const name of own) if (lost.has(partsOf(name).row)) differences.set(name, null);
    } else if (inPictures || (stream && hasNumbers(stream))) for (const name of own) differences.set(name, null);
    return own;
  });
  const identity = identityIn(document, form);
  const claims = claimsIn(document, form, identity.year).filter(({ figure }) => {
    const look = looks.get(tableOf(figure));
    return look?.unit === null || look?.unit === look?.table.unit;
  });
  return {
    read: { form, document, identity, looks, cells, claims, names },
    differences: streams && differences,
    undecided: [...looks.values()].flatMap(({ undecided }) => undecided),
  };
}

/** Whether a number stands behind one of its labels or codes. */
export const hasNumbers = ({ rows }: TableStream): boolean =>
  [...rows.values()].some((copies) => copies.some(({ length }) => length > 0));

/** Figures with the number of equations that hold each: a misprint in it would break them. */
export function withEquations(figures: Judgement["figures"], { judged }: FormFacts): Judgement["figures"] {
  const counts = new Map<FigureName, number>();
  for (const { equation, outcome } of judged)
    if (equation.check.equal && isHeld({ outcome }))
      for (const name of figuresIn(equation)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [name, { ...figure, equations: counts.get(name) ?? 0 }]),
  );
}

/**
 * The tables with the rows of all figures: one that only the second look has is printed, too, and a sum without it is
 * none.
 */
function withAllRows({ looks, names }: FormRead): ReadonlyMap<string, TableLook> {
  const known = [...new Set(names.map(rowOf))].map((row) => ({ table: tableOf(row), row: rowKeyOf(row) }));
  const varying = known.filter(({ row }) => /^\d+$/u.test(row) || isRepeatedRow(row));
  return new Map(
    [...looks].map(([key, look]) => {
      const own = varying.filter(({ table }) => table === key).map(({ row }) => row);
      return [key, { ...look, rows: [...new Set([...look.rows, ...own])] }];
    }),
  );
}

const isHeld = ({ outcome }: Pick<Judged, "outcome">): boolean => outcome === "exact" || outcome === "rounded";

/** In how many equations a figure holds with a reading of it: where two differ, a person looks at that first. */
export function provenBy(read: FormRead): (figure: FigureName, text: string) => number {
  const looks = withAllRows(read);
  let equations: readonly Equation[] | undefined;
  return (figure, text) => {
    const cell = read.cells.get(figure);
    if (!cell) return 0;
    equations ??= equationsOf(read.form, looks).filter(({ check }) => check.equal);
    const operand = operandsOf(looks, new Map([...read.cells, [figure, { ...cell, text }]]));
    return equations
      .filter((equation) => figuresIn(equation).includes(figure))
      .filter((equation) => isHeld(judge(equation, looks, operand))).length;
  };
}

/** What the rules judge, given what is in doubt. */
export function factsOf(read: FormRead, doubtful: ReadonlySet<string>): FormFacts {
  const looks = withAllRows(read);
  const operand = operandsOf(looks, read.cells);
  const judged = equationsOf(read.form, looks).map((equation) => judge(equation, looks, operand));
  return { ...read, judged, misprints: locateMisprints(judged, operand), doubtful };
}
