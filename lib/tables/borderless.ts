import type { PlacedTable } from "./cells.ts";
import type { Line } from "./lines.ts";

/** Tables without borders, by aligned columns of short texts; what belongs to none stays. */
export function borderlessTables(lines: readonly Line[], _page: number): { tables: PlacedTable[]; rest: readonly Line[] } {
  return { tables: [], rest: lines };
}
