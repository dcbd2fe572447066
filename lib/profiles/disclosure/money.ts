import type { FigureName } from "../common/facts.ts";
import { fixedFigures } from "../common/form/form.ts";
import { unitOf } from "../common/form/names.ts";
import { inWan } from "../common/money.ts";
import { FORMS } from "./form.ts";

/** Figures that are in a unit of money, each with it. */
const UNITS: ReadonlyMap<FigureName, string> = new Map(
  [FORMS["2021"], FORMS["2019"]].flatMap((form) =>
    fixedFigures(form)
      .map((figure) => [figure, unitOf(form, figure)] as const)
      .filter(([, unit]) => inWan(1, unit) !== null),
  ),
);

/** Figures that are amounts of money; all others count. */
export const AMOUNTS: ReadonlySet<FigureName> = new Set(UNITS.keys());

/** What amounts are in. */
export const FORM_UNIT: string = [...UNITS.values()][0] ?? "";
