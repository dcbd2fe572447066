import { halfWidth, squash } from "../../../document/text.ts";

/** Units printed over amounts: in a column's header, or once over the whole table. */

const UNIT = "(?:亿|百万|千万|万|千|百)?元";
const AFTER_UNIT_WORD = new RegExp(`单位(?:[为是]|[:：])?(?:人民币)?[^\\n元万亿千百]{0,4}?(${UNIT})`, "u");
const AT_END = new RegExp(`(?:单位|人民币|[(:/为])(${UNIT})[)\\]]?$`, "u");

/** The unit of the form. */
const FORM_UNIT = "万元";

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

/** The unit over an amount where it is not that of the form: the header's own, else the table's. */
export function otherUnit(header: string | null, table: string | null): string | undefined {
  const unit = header ?? table;
  return unit === null || unit === FORM_UNIT ? undefined : unit;
}

const UNIT_AT_END = new RegExp(`(?:[，,、]?单位[:：]?|[:：/])(?:人民币)?${UNIT}\\s*$`, "u");

/** A header without its unit, where no bracket parts them: 本年收费金额单位：元. */
export const withoutUnit = (header: string): string => header.replace(UNIT_AT_END, "");
