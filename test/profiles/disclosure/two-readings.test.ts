import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Cell, FlatText, Table } from "../../../lib/document/document.ts";
import type { FigureName } from "../../../lib/profiles/common/facts.ts";
import type { Template } from "../../../lib/profiles/disclosure/facts.ts";
import { figureNames } from "../../../lib/profiles/disclosure/form.ts";
import type { Judgement } from "../../../lib/profiles/judgement.ts";
import { bestCandidate } from "../../../lib/profiles/profiles.ts";
import { judgementOf } from "../../make/judgement.ts";
import { allTexts, flatTextOf, reportDocument, tablesOf } from "../../make/tables.ts";

const isFigure = (cell: Cell): boolean => /^[\d/]*$/u.test(cell.text);

/** One reading gone wrong: rows or columns dropped, swapped, shifted; a digit changed; a table blanked or zeroed. */
type Damage = (table: Table, a: number, b: number) => Table;
const figureRows = (table: Table) => [...new Set(table.cells.filter(isFigure).map((cell) => cell.row))];
const figureColumns = (table: Table) => [...new Set(table.cells.filter(isFigure).map((cell) => cell.column))];
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const retext = (table: Table, text: (cell: Cell) => string): Table => ({
  ...table,
  cells: table.cells.map((cell) => (isFigure(cell) ? { ...cell, text: text(cell) } : cell)),
});
const textAt = (table: Table, row: number, column: number) =>
  table.cells.find((cell) => cell.row === row && cell.column === column && isFigure(cell))?.text;

const DAMAGES: Readonly<Record<string, Damage>> = {
  "a row dropped": (table, a) => {
    const row = pick(figureRows(table), a);
    return { ...table, cells: table.cells.filter((cell) => cell.row !== row) };
  },
  "a row's figures dropped": (table, a) => {
    const row = pick(figureRows(table), a);
    return { ...table, cells: table.cells.filter((cell) => cell.row !== row || !isFigure(cell)) };
  },
  "a column dropped": (table, a) => {
    const column = pick(figureColumns(table), a);
    return { ...table, cells: table.cells.filter((cell) => cell.column !== column || !isFigure(cell)) };
  },
  "two rows swapped": (table, a, b) => {
    const one = pick(figureRows(table), a);
    const two = pick(figureRows(table), b);
    return retext(
      table,
      (cell) => textAt(table, cell.row === one ? two : cell.row === two ? one : cell.row, cell.column) ?? cell.text,
    );
  },
  "two columns swapped": (table, a, b) => {
    const one = pick(figureColumns(table), a);
    const two = pick(figureColumns(table), b);
    return retext(
      table,
      (cell) =>
        textAt(table, cell.row, cell.column === one ? two : cell.column === two ? one : cell.column) ?? cell.text,
    );
  },
  "rows shifted by one": (table, a) => {
    const rows = figureRows(table);
    const from = a % rows.length;
    return retext(table, (cell) =>
      rows.indexOf(cell.row) > from
        ? (textAt(table, rows[rows.indexOf(cell.row) - 1] ?? 0, cell.column) ?? cell.text)
        : cell.text,
    );
  },
  "columns shifted by one": (table, a) => {
    const columns = figureColumns(table);
    const from = a % columns.length;
    return retext(table, (cell) =>
      columns.indexOf(cell.column) > from
        ? (textAt(table, cell.row, columns[columns.indexOf(cell.column) - 1] ?? 0) ?? cell.text)
        : cell.text,
    );
  },
  "a digit changed": (table, a, b) => {
    const cells = table.cells.filter((cell) => /^\d+$/u.test(cell.text));
    const one = cells.length > 0 ? pick(cells, a) : undefined;
    return {
      ...table,
      cells: table.cells.map((cell) =>
        cell === one
          ? { ...cell, text: cell.text.slice(0, -1) + String((Number(cell.text.slice(-1)) + 1 + (b % 9)) % 10) }
          : cell,
      ),
    };
  },
  "a table blanked": (table) => retext(table, () => ""),
  "a table zeroed": (table) => retext(table, () => "0"),
};

const figure = fc.oneof(
  { weight: 6, arbitrary: fc.constant("0") },
  { weight: 3, arbitrary: fc.nat(30).map(String) },
  { weight: 1, arbitrary: fc.constantFrom("", "/") },
);
const form = fc.constantFrom<Template>("2021", "2019");
const texts = (names: readonly FigureName[]) =>
  fc
    .array(figure, { minLength: names.length, maxLength: names.length })
    .map((list) => new Map(names.map((name, i) => [name, list[i] ?? ""])));
const report = form.chain((which) =>
  fc.oneof(fc.constant(allTexts(which, "0")), texts(figureNames(which, which))).map((values) => ({ which, values })),
);

function wrongFigures(judgement: Judgement, values: ReadonlyMap<FigureName, string>): FigureName[] {
  return [...values].flatMap(([name, text]) => {
    const first = name.indexOf(".");
    const last = name.lastIndexOf(".");
    const got = judgement.tables?.[name.slice(0, first)]?.[name.slice(first + 1, last)]?.[name.slice(last + 1)];
    return got === (/^\d+$/u.test(text) ? Number(text) : null) ? [] : [name];
  });
}

describe("two readings of one report", () => {
  test("give every figure as printed, and decide, where both are right", () => {
    fc.assert(
      fc.property(report, ({ which, values }) => {
        const document = reportDocument(tablesOf(values, which), which === "2021" ? 2024 : 2020);
        const judgement = judgementOf(document, flatTextOf(document));
        expect(wrongFigures(judgement, values)).toEqual([]);
        expect(judgement.uncertain).toEqual([]);
        expect(judgement.template).toBe(which);
      }),
      { numRuns: 60 },
    );
  });

  test.each(Object.keys(DAMAGES))("never decide a report with a wrong figure when one of them has %s", (kind) => {
    const damage = DAMAGES[kind] as Damage;
    fc.assert(
      fc.property(report, fc.nat(2), fc.nat(40), fc.nat(40), fc.boolean(), ({ which, values }, at, a, b, inFirst) => {
        const tables = tablesOf(values, which);
        const damaged = tables.map((table, i) => (i === at ? damage(table, a, b) : table));
        const year = which === "2021" ? 2024 : 2020;
        const document = reportDocument(inFirst ? damaged : tables, year);
        const judgement = judgementOf(document, flatTextOf(reportDocument(inFirst ? tables : damaged, year)));
        const wrong = wrongFigures(judgement, values).filter((name) => !judgement.uncertain.includes(name));
        expect(wrong).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("call every figure uncertain where there is no second reading", () => {
    const document = reportDocument(tablesOf(allTexts("2021", "0"), "2021"));
    const judgement = judgementOf(document, null);
    expect(judgement.status).toBe("needs-review");
    expect(judgement.uncertain).toHaveLength(200);
  });

  test.each([
    [0, "invalid"],
    [6, "needs-review"],
  ] as const)("and a picture at block %i leave a report without table 4 %s: a banner hides no table", (at, status) => {
    const report = reportDocument(tablesOf(allTexts("2021", "0"), "2021").slice(0, 2));
    const picture = { kind: "picture" as const, width: 0, height: 0, place: { paragraph: 99 } };
    const document = { ...report, blocks: report.blocks.toSpliced(at, 0, picture) };
    expect(judgementOf(document, flatTextOf(document)).status).toBe(status);
  });

  test("call no table missing of which one of them saw a trace", () => {
    const document = reportDocument([]);
    const flat = flatTextOf(document);
    const pieces = [...flat.pieces, "信息内容 本年制发件数 本年废止件数 现行有效件数", "规章 0 0 0"];
    const codes = (judgement: Judgement) =>
      judgement.findings.filter(({ code }) => code === "TABLE-MISSING").flatMap(({ cells }) => cells);
    expect(codes(judgementOf(document, flat))).toEqual(["proactive", "applications", "review"]);
    expect(codes(judgementOf(document, { ...flat, pieces }))).toEqual(["applications", "review"]);
  });
});

test("figures of a failing sum are looked at again, also where the second reading has another of them", () => {
  const values = new Map(allTexts("2021", "0")).set("applications.granted.total", "7");
  const document = reportDocument(tablesOf(values, "2021"), 2024);
  const placesWith = (second: FlatText) => bestCandidate({ document, second, recognised: [1] }).placesToProve();
  const alike = placesWith(flatTextOf(document));
  expect(alike.length).toBeGreaterThan(7);
  const other = reportDocument(tablesOf(allTexts("2021", "0"), "2021"), 2024);
  expect(placesWith(flatTextOf(other))).toEqual(alike);
});
