import { stringify } from "csv-stringify/sync";
import { oneLine } from "../document/text.ts";
import { printable } from "./printable.ts";
import type { Field, List } from "./rows.ts";

/**
 * Lists as spreadsheets open them: UTF-8 with byte order mark, CRLF, one physical line an entry. They are written
 * source by source, so that a run of any size is written as it goes. Text that a spreadsheet would take for a formula
 * gets an apostrophe; numbers stay numbers.
 */

// A formula may hide behind marks that a spreadsheet drops: printable and oneLine take them away before csv-stringify
// looks at the first character.
const clean = (field: Field): Field =>
  typeof field === "string" ? oneLine(printable(field).replaceAll("\ufffd", " ")) : field;

const lines = (records: readonly (readonly Field[])[]): string =>
  stringify(
    records.map((record) => record.map(clean)),
    { record_delimiter: "windows", escape_formulas: true, cast: { boolean: (value) => (value ? "true" : "false") } },
  );

/** The first line of a list's file. */
export const csvHeader = ({ columns }: Pick<List<never, never>, "columns">): string =>
  `\ufeff${lines([columns.map(([, title]) => title)])}`;

/** The lines of a list that one source gives. */
export const csvLines = <Source, Row extends Readonly<Record<keyof Row, Field>>>(
  { columns, rowsOf }: List<Source, Row>,
  source: Source,
): string => lines(rowsOf(source).map((row) => columns.map(([key]) => row[key])));
