import type { Document, Place } from "../../document/document.ts";
import { isTable } from "../../document/document.ts";
import type { BoundCell, FigureName } from "./facts.ts";

/** A number that stands by itself at the end of other words, as where a cell's figure was read with what lies on it. */
const NUMBER_BEHIND_WORDS = /\S\s+[\d.,]+$/u;

const keyOf = (place: Place): string => JSON.stringify(place);

/**
 * Recognised cells that seem blank while their row has a number that belongs to none of its cells: it may be theirs,
 * read together with a seal or a mark beside it.
 */
export function blanksBesideStrayNumbers(
  { blocks }: Document,
  cells: ReadonlyMap<FigureName, BoundCell>,
): ReadonlySet<FigureName> {
  const blanks = [...cells].filter(([, { kind, recognised }]) => kind === "blank" && recognised);
  if (blanks.length === 0) return new Set();
  const bound = new Set([...cells.values()].map(({ place }) => keyOf(place)));
  const besideStray = new Set(
    blocks.filter(isTable).flatMap((table) => {
      const strays = table.cells.filter(
        ({ text, place }) => NUMBER_BEHIND_WORDS.test(text) && !bound.has(keyOf(place)),
      );
      const rows = new Set(strays.map(({ row }) => row));
      return table.cells.filter(({ row }) => rows.has(row)).map(({ place }) => keyOf(place));
    }),
  );
  return new Set(blanks.flatMap(([name, { place }]) => (besideStray.has(keyOf(place)) ? [name] : [])));
}
