import type { FigureName } from "../common/facts.ts";
import { fixedRows } from "../common/form/form.ts";
import { inWan } from "../common/money.ts";
import { FORMS } from "./form.ts";

/** Figures that are in a unit of money, each with it. */
const UNITS: ReadonlyMap<FigureName, string> = new Map(
  [FORMS["2021"], FORMS["2019"]]
    .flatMap(({ tables }) => tables.flatMap((table) => table.panels.map((panel) => ({ table, panel }))))
    .flatMap(({ table, panel }) =>
      panel.columns
        .map(({ key, type }) => ({ key, unit: (type ?? table).unit }))
        .filter(({ unit }) => inWan(1, unit) !== null)
        .flatMap(({ key, unit }) => fixedRows(panel).map((row) => [`${table.key}.${row}.${key}`, unit] as const)),
    ),
);

/** Figures that are amounts of money; all others count. */
export const AMOUNTS: ReadonlySet<FigureName> = new Set(UNITS.keys());

/** What amounts are in. */
export const FORM_UNIT: string = [...UNITS.values()][0] ?? "";
