import { halfWidth, squash } from "../../document/text.ts";

/**
 * Printed figures as integers of 10^-decimals: sums at the edge of rounding are decided wrongly by binary fractions.
 * A figure that was rounded to d decimals stands for the interval of half a unit of its last place around it
 * (XBRL Calculations 1.1, REC 2023-02-22); a figure that is exact stands for itself.
 */
export interface Decimal {
  /** The figure times 10^decimals. */
  readonly units: bigint;
  readonly decimals: number;
  /** Half a unit of the last place that it was rounded to, in the same units doubled; 0 for an exact one. */
  readonly slack: bigint;
}

export const ZERO: Decimal = { units: 0n, decimals: 0, slack: 0n };

const PRINTED = /^([+\-−–]?)(\d[\d,'’]*)(?:\.(\d+))?/u;

/** How many decimals a text prints; 0 for what is no number. */
export const decimalsOf = (text: string): number => PRINTED.exec(plain(text))?.[3]?.length ?? 0;

const plain = (text: string): string => halfWidth(squash(text)).replaceAll("，", ",");

/**
 * A printed number; null where the text begins with none.
 * @param decimals to which it was rounded, where that is more than it prints; null where it is exact
 * @param shift decimals that its unit is smaller by than the one that is reckoned in: 4 for 元 under 万元
 */
export function decimalOf(text: string, decimals: number | null, shift = 0): Decimal | null {
  const [, sign = "", whole, fraction = ""] = PRINTED.exec(plain(text)) ?? [];
  if (whole === undefined) return null;
  const places = Math.max(fraction.length, decimals ?? 0);
  const size = BigInt(whole.replace(/[,'’]/gu, "") + fraction.padEnd(places, "0"));
  const own = { units: sign !== "" && sign !== "+" ? -size : size, decimals: places + shift, slack: 0n };
  return scaled(decimals === null ? own : { ...own, slack: 1n }, Math.max(own.decimals, 0));
}

/** The same in units of more decimals. */
function scaled({ units, decimals, slack }: Decimal, to: number): Decimal {
  const factor = 10n ** BigInt(to - decimals);
  return { units: units * factor, decimals: to, slack: slack * factor };
}

/** Sum of figures, with the sum of their intervals. */
export function sumOf(terms: readonly Decimal[]): Decimal {
  const decimals = Math.max(0, ...terms.map((term) => term.decimals));
  const all = terms.map((term) => scaled(term, decimals));
  return {
    units: all.reduce((sum, { units }) => sum + units, 0n),
    decimals,
    slack: all.reduce((sum, { slack }) => sum + slack, 0n),
  };
}

export const negated = ({ units, ...rest }: Decimal): Decimal => ({ units: -units, ...rest });

export const difference = (a: Decimal, b: Decimal): Decimal => sumOf([a, negated(b)]);

/** Of what two sides say together: the same, the same within rounding, or not the same. */
export type Outcome = "exact" | "rounded" | "broken";

/** How a difference stands to zero. `rounded` proves no last digit. */
export function outcomeOf({ units, slack }: Decimal, relation: "equal" | "atMost"): Outcome {
  if (units === 0n || (relation === "atMost" && units < 0n)) return "exact";
  const size = units < 0n ? -units : units;
  return 2n * size <= slack ? "rounded" : "broken";
}

export const toNumber = (decimal: Decimal): number => Number(toText(decimal));

/** As printed, without separators: -0.50. */
export function toText({ units, decimals }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  return `${units < 0n ? "-" : ""}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ""}`;
}
