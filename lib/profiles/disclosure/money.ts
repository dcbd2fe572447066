import type { FigureName } from "../common/facts.ts";

/** Figures that are amounts of money; all others count. */
export const AMOUNTS: ReadonlySet<FigureName> = new Set(["proactive.fees.amount", "proactive.procurement.amount"]);

/** Units of money and how many 万元, the unit of the form, each is. */
const TO_WAN: Readonly<Record<string, number>> = {
  元: 1 / 10_000,
  百元: 1 / 100,
  千元: 1 / 10,
  万元: 1,
  百万元: 100,
  千万元: 1000,
  亿元: 10_000,
};

/** An amount in 万元, without the noise of binary fractions; null where the unit is none of money. */
export function inWan(amount: number, unit: string): number | null {
  const factor = TO_WAN[unit];
  return factor === undefined ? null : Number((amount * factor).toFixed(10));
}
