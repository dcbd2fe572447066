import type { FigureName } from "../../common/facts.ts";
import { arabicYears, comparable } from "../../common/wording.ts";
import type { Printed, TableCopy, TableLook } from "./look.ts";

/** A table that stands more than once: which one is this year's. */

/**
 * What several tables of a kind have together: the first that has a figure gives it, and a row is missing that all of
 * them lack.
 */
export function together<Cell extends Printed>(
  copies: readonly TableCopy<Cell>[],
): Pick<TableLook<Cell>, "cells" | "missingRows" | "copies"> {
  const cells = new Map<FigureName, Cell>();
  for (const copy of copies) for (const [name, cell] of copy.cells) if (!cells.has(name)) cells.set(name, cell);
  const missingRows = (copies[0]?.missingRows ?? []).filter((row) =>
    copies.every((copy) => copy.missingRows.includes(row)),
  );
  return { cells, missingRows, copies: copies.length > 1 ? copies : [] };
}

/** The year before, where it heads a table: 上年结转 and 上一年项目数量 are labels of the tables themselves. */
const LAST_YEAR = /(?:上一?年度|上一年|上年|去年)(?!末|底|结转|项目|度?结转)/u;
/** A year, but for that of a date and of the report's own title. */
const YEAR = /(20\d{2})年?(?:度)?(?!\d|年?度?\d{0,2}月|年?度?[^\n]{0,12}年度报告)/gu;

const yearsOver = (caption: string): number[] => [
  ...new Set([...arabicYears(comparable(caption)).matchAll(YEAR)].map(([, year]) => Number(year))),
];

/**
 * The table of a year where it stands more than once: the one whose caption names the year, or the only one without a
 * year beside those of other years.
 * @returns `decided` false where the tables differ and their captions tell no one of them
 */
export function tableOfYear<Cell extends Printed>(
  look: TableLook<Cell>,
  year: number | null,
): { look: TableLook<Cell>; decided: boolean } {
  const { copies } = look;
  if (copies.length < 2) return { look, decided: true };
  const named = copies.map((copy) => ({
    copy,
    years: yearsOver(copy.caption),
    last: LAST_YEAR.test(comparable(copy.caption)),
  }));
  const own = named.filter(({ years, last }) => !last && years.length === 1 && years[0] === year);
  const open = named.filter(({ years, last }) => !last && years.length === 0);
  const [chosen] = own.length > 0 ? own : open;
  if (chosen && (own.length === 1 || (own.length === 0 && open.length === 1))) {
    const { cells, missingRows } = chosen.copy;
    return { look: { ...look, cells, missingRows }, decided: true };
  }
  return {
    look,
    decided: copies.every(({ cells }) => [...cells].every(([name, cell]) => isSame(cell, look.cells.get(name)))),
  };
}

const isSame = (a: Printed, b: Printed | undefined): boolean =>
  a.kind === b?.kind &&
  a.value === b.value &&
  a.unit === b.unit &&
  a.columnUnit === b.columnUnit &&
  (a.value !== null || a.text.trim() === b.text.trim());
