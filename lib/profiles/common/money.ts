import { halfWidth, squash } from "../../document/text.ts";

/** Units of money: what each is worth, and where they are printed. */

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

export const UNIT = "(?:亿|百万|千万|万|千|百)?元";
const AFTER_UNIT_WORD = new RegExp(`单位(?:[为是]|[:：])?(?:人民币)?[^\\n元万亿千百]{0,4}?(${UNIT})`, "u");
const AT_END = new RegExp(`(?:单位|人民币|[(:/为])(${UNIT})[)\\]]?$`, "u");

/**
 * The unit of money that a header or caption names: 本年收费金额（单位：元）, 采购总金额(万元), 单位：件、元; null
 * where it names none.
 */
export function moneyUnitIn(text: string): string | null {
  const key = halfWidth(squash(text))
    .replaceAll("〔", "(")
    .replaceAll("〕", ")")
    .replaceAll("【", "[")
    .replaceAll("】", "]");
  return AFTER_UNIT_WORD.exec(key)?.[1] ?? AT_END.exec(key)?.[1] ?? null;
}
