import type { FigureName } from "../common/facts.ts";

/** Figures that are amounts of money; all others count. */
export const AMOUNTS: ReadonlySet<FigureName> = new Set(["proactive.fees.amount", "proactive.procurement.amount"]);
