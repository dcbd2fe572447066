import type { Judgement } from "../judgement.ts";
import type { BoundCell, FigureName } from "./facts.ts";
import { seenBeside } from "./flaws.ts";

/** Figures on which two readings differ, with the other number that the second has; null where it has none. */
export type Differences = ReadonlyMap<FigureName, string | null>;

/** The cells chosen, with their text as printed, what the second reading has instead, and their place. */
export function figuresOf(
  names: readonly FigureName[],
  cells: ReadonlyMap<FigureName, BoundCell>,
  differences: Differences | null,
  chosen: (cell: BoundCell) => boolean,
): Judgement["figures"] {
  return Object.fromEntries(
    names.flatMap((name) => {
      const cell = cells.get(name);
      if (!cell || !chosen(cell)) return [];
      const { text, place, confidence, flaws } = cell;
      const unit = cell.unit ?? cell.columnUnit;
      const other = differences?.get(name) ?? undefined;
      return [
        [
          name,
          {
            text,
            where: place,
            confidence,
            ...(unit !== undefined && { unit }),
            ...(other !== undefined && { other }),
            ...(flaws && { seen: seenBeside(flaws) }),
          },
        ],
      ];
    }),
  );
}
