import { UNIT } from "../../common/money.ts";
import { FORM_UNIT } from "../money.ts";

/** Units printed over amounts: in a column's header, or once over the whole table. */

/** The unit over an amount where it is not that of the form: the header's own, else the table's. */
export function otherUnit(header: string | null, table: string | null): string | undefined {
  const unit = header ?? table;
  return unit === null || unit === FORM_UNIT ? undefined : unit;
}

const UNIT_AT_END = new RegExp(`(?:[，,、]?单位[:：]?|[:：/])(?:人民币)?${UNIT}\\s*$`, "u");

/** A header without its unit, where no bracket parts them: 本年收费金额单位：元. */
export const withoutUnit = (header: string): string => header.replace(UNIT_AT_END, "");
