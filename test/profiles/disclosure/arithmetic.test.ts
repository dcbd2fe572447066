import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { FigureName } from "../../../lib/profiles/common/facts.ts";
import { equationsOf, failuresOf, locateMisprints } from "../../../lib/profiles/disclosure/arithmetic.ts";
import type { Template } from "../../../lib/profiles/disclosure/facts.ts";
import { APPLICATION_COLUMNS, APPLICATION_ROWS } from "../../../lib/profiles/disclosure/form.ts";
import { resultRows } from "../../make/figures.ts";

const PARTS = APPLICATION_COLUMNS.filter((column) => column.key !== "total").map((column) => column.key);
type Cells = Map<FigureName, { value: number | null }>;

/** A table 3 of which every sum holds. */
const soundTable = fc
  .record({
    form: fc.constantFrom<Template>("2021", "2019"),
    seeds: fc.array(fc.nat(40), { minLength: 6 * 24, maxLength: 6 * 24 }),
  })
  .map(({ form, seeds }) => {
    const cells: Cells = new Map();
    const value = (row: string, column: string) => cells.get(`applications.${row}.${column}`)?.value ?? 0;
    const put = (row: string, column: string, number: number) =>
      cells.set(`applications.${row}.${column}`, { value: number });
    PARTS.forEach((part, c) => {
      resultRows(form).forEach((row, r) => put(row.key, part, seeds[(c * 24 + r) % seeds.length] ?? 0));
      const handled = resultRows(form).reduce((sum, row) => sum + value(row.key, part), 0);
      const carriedForward = seeds[c] ?? 0;
      const carriedOver = Math.min(seeds[c + 7] ?? 0, handled + carriedForward);
      put("resultTotal", part, handled);
      put("carriedForward", part, carriedForward);
      put("carriedOver", part, carriedOver);
      put("newlyReceived", part, handled + carriedForward - carriedOver);
    });
    for (const row of APPLICATION_ROWS[form])
      put(
        row.key,
        "total",
        PARTS.reduce((sum, part) => sum + value(row.key, part), 0),
      );
    return { form, cells };
  });

const sums = (form: Template) => equationsOf(form).filter((equation) => equation.code !== "REV-SUM");

describe("the sums of table 3", () => {
  test("are 39 in the form of 2021 and 37 in that of 2019", () => {
    expect(sums("2021")).toHaveLength(39);
    expect(sums("2019")).toHaveLength(37);
  });

  test("all hold in a sound table", () => {
    fc.assert(fc.property(soundTable, ({ form, cells }) => expect(failuresOf(sums(form), cells)).toEqual([])));
  });

  test("find any single wrong cell and the value that was there", () => {
    fc.assert(
      fc.property(soundTable, fc.nat(174), fc.integer({ min: 1, max: 500 }), ({ form, cells }, at, change) => {
        const names = [...cells.keys()];
        const name = names[at % names.length] as FigureName;
        const value = cells.get(name)?.value ?? 0;
        const wrong = new Map(cells).set(name, { value: value + change });
        expect(locateMisprints(sums(form), wrong)).toEqual([{ cell: name, value }]);
      }),
    );
  });

  test("find two wrong cells of different rows, columns and sizes", () => {
    fc.assert(
      fc.property(soundTable, fc.nat(5), fc.nat(5), ({ form, cells }, a, b) => {
        fc.pre(a !== b);
        const [one, two] = [`applications.granted.${PARTS[a]}`, `applications.denied.stateSecret.${PARTS[b]}`];
        const wrong = new Map(cells)
          .set(one, { value: (cells.get(one)?.value ?? 0) + 3 })
          .set(two, { value: (cells.get(two)?.value ?? 0) + 5 });
        expect(locateMisprints(sums(form), wrong)).toEqual(
          expect.arrayContaining([
            { cell: one, value: cells.get(one)?.value },
            { cell: two, value: cells.get(two)?.value },
          ]),
        );
      }),
    );
  });

  test("say nothing of a sum with a blank operand", () => {
    fc.assert(
      fc.property(soundTable, ({ form, cells }) => {
        const blank = new Map(cells)
          .set("applications.granted.naturalPerson", { value: null })
          .set("applications.granted.total", { value: 9999 });
        expect(failuresOf(sums(form), blank).filter((failure) => failure.equation.code === "APP-ROW")).toEqual([]);
      }),
    );
  });

  test("propose nothing where a row of table 4 is wrong, since any of its five cells could be", () => {
    const cells: Cells = new Map(
      ["upheld", "corrected", "other", "pending"].map((outcome) => [`review.reconsideration.${outcome}`, { value: 1 }]),
    );
    cells.set("review.reconsideration.total", { value: 5 });
    const equations = equationsOf("2021");
    expect(failuresOf(equations, cells)).toHaveLength(1);
    expect(locateMisprints(equations, cells)).toEqual([]);
  });
});
