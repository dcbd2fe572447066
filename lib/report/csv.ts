import { oneLine } from "../document/text.ts";
import { printable } from "./printable.ts";
import type { Field, List } from "./rows.ts";

/**
 * Lists as spreadsheets open them (RFC 4180): UTF-8 with byte order mark, CRLF, one physical line an entry. They are
 * written source by source, so that a run of any size is written as it goes. Text that a spreadsheet would take for a
 * formula gets an apostrophe; numbers stay numbers.
 */

/** How a formula begins, in either width. */
const FORMULA = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

/** A text as it stands in a line, without breaks. */
function written(text: string): string {
  // A formula may hide behind marks that a spreadsheet drops: they go before its first character is looked at.
  const clean = oneLine(printable(text).replaceAll("\ufffd", " "));
  const safe = FORMULA.test(clean) ? `'${clean}` : clean;
  return /[",]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function lines(records: readonly (readonly Field[])[]): string {
  // Most columns say the same in each line of a source.
  const known = new Map<string, string>();
  const fieldOf = (field: Field): string => {
    if (typeof field !== "string") return field === null ? "" : String(field);
    const before = known.get(field);
    if (before !== undefined) return before;
    const now = written(field);
    known.set(field, now);
    return now;
  };
  return records.map((record) => `${record.map(fieldOf).join()}\r\n`).join("");
}

/** The first line of a list's file. */
export const csvHeader = ({ columns }: Pick<List<never, never>, "columns">): string =>
  `\ufeff${lines([columns.map(([, title]) => title)])}`;

/** The lines of a list that one source gives. */
export const csvLines = <Source, Row extends Readonly<Record<keyof Row, Field>>>(
  { columns, rowsOf }: List<Source, Row>,
  source: Source,
): string => lines(rowsOf(source).map((row) => columns.map(([key]) => row[key])));
