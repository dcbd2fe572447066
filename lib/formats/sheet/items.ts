import { composed, type Flaw, type StyledText } from "../../document/appearance.ts";
import { isNumberText } from "../../document/figure-text.ts";
import { squash } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { child } from "../shared/xml-tree.ts";
import { type Area, areaAt } from "./area.ts";
import type { CellStyle, Side } from "./styles.ts";
import type { SheetCell, Worksheet } from "./worksheet.ts";

/** What a person sees as one cell: a cell, or an area merged into one (ECMA-376 18.3.1.55). */
export interface Item extends Area {
  /** The cell whose content it shows; undefined where the file has none there. */
  readonly cell: SheetCell | undefined;
  readonly runs: readonly StyledText[];
  readonly flaws: Flaw[];
  readonly style: CellStyle | undefined;
  /** Whether lines are drawn along it and across it: then it belongs to a table. */
  readonly boxed: boolean;
  /**
   * Whether something is printed in it, or is hidden where it could be; a 0 that its format shows as a blank is
   * neither.
   */
  readonly filled: boolean;
}

interface Merges {
  /** The areas that reach into a row with cells, in order of their columns. */
  readonly byRow: ReadonlyMap<number, readonly Area[]>;
  /** Those that overlap earlier ones: programs mend such a file each in its own way. */
  readonly overlapping: readonly Area[];
}

function mergesOf({ tree, cells }: Worksheet): Merges {
  const rows = [...new Set(cells.map(({ row }) => row))];
  const byRow = new Map<number, Area[]>();
  const overlapping: Area[] = [];
  let steps = 0;
  for (const { attributes } of child(tree, "x:mergeCells")?.children ?? []) {
    const area = areaAt(attributes.ref ?? "");
    if (!area || (area.top === area.bottom && area.left === area.right)) continue;
    let from = 0;
    for (let high = rows.length; from < high; ) {
      const middle = (from + high) >> 1;
      if ((rows[middle] as number) < area.top) from = middle + 1;
      else high = middle;
    }
    let to = from;
    let free = true;
    for (; free && (rows[to] ?? Number.POSITIVE_INFINITY) <= area.bottom; to++) {
      const others = byRow.get(rows[to] as number) ?? [];
      steps += 1 + others.length;
      free =
        steps < LIMITS.sheetComparisons &&
        !others.some((other) => other.left <= area.right && area.left <= other.right);
    }
    if (!free) overlapping.push(area);
    else
      for (const row of rows.slice(from, to)) {
        const others = byRow.get(row);
        if (others) others.push(area);
        else byRow.set(row, [area]);
      }
  }
  for (const areas of byRow.values()) areas.sort((a, b) => a.left - b.left);
  return { byRow, overlapping };
}

/** So many areas that overlap put the whole sheet in doubt. */
const MOST_OVERLAPPING = 100;
/** Centred over the blank cells behind it, a number stands in another column. */
const ELSEWHERE = { kind: "reordered", how: "跨列居中的文字" } as const;
const OVERLAPPING = { kind: "hidden", how: "互相重叠的合并单元格里的内容" } as const;

interface Draft extends Area {
  cell: SheetCell | undefined;
  readonly sides: Set<Side>;
}

/** The visible items of a sheet in order of rows and columns: those that hold something or have borders. */
export function itemsOf(sheet: Worksheet): Item[] {
  const { cells, geometry, at } = sheet;
  const { byRow, overlapping } = mergesOf(sheet);
  const drafts: Draft[] = [];
  const ofArea = new Map<Area, Draft>();
  let row = -1;
  let areas: readonly Area[] = [];
  let next = 0;
  for (const cell of cells) {
    if (cell.row !== row) [row, areas, next] = [cell.row, byRow.get(cell.row) ?? [], 0];
    while ((areas[next]?.right ?? Number.POSITIVE_INFINITY) < cell.column) next++;
    const area = areas[next];
    const { row: top, column: left } = cell;
    if (!area || area.left > left) {
      if (!geometry.isHidden(top, left))
        drafts.push({ top, left, bottom: top, right: left, cell, sides: new Set(cell.style.sides) });
      continue;
    }
    let draft = ofArea.get(area);
    if (!draft) {
      draft = { ...area, cell: undefined, sides: new Set() };
      ofArea.set(area, draft);
      if (geometry.rowsShown(area.top, area.bottom) > 0 && geometry.columnsShown(area.left, area.right) > 0)
        drafts.push(draft);
    }
    if (top === area.top && left === area.left) draft.cell = cell;
    for (const side of cell.style.sides) draft.sides.add(side);
  }
  const doubted = (draft: Draft) =>
    overlapping.length > MOST_OVERLAPPING ||
    overlapping.some(
      (area) =>
        area.left <= draft.right && draft.left <= area.right && area.top <= draft.bottom && draft.top <= area.bottom,
    );
  const sideAt = (atRow: number, column: number, side: Side): boolean =>
    at(atRow, column)?.style.sides.has(side) ?? false;
  return drafts
    .map((draft): Item => {
      const { top, left, bottom, right, cell, sides } = draft;
      const along =
        sides.has("top") || sides.has("bottom") || sideAt(top - 1, left, "bottom") || sideAt(bottom + 1, left, "top");
      const across =
        sides.has("left") || sides.has("right") || sideAt(top, left - 1, "right") || sideAt(top, right + 1, "left");
      const runs = cell?.runs ?? [];
      const flaws = cell?.flaws ?? [];
      const filled = flaws.length > 0 || runs.some(({ text }) => squash(text) !== "");
      const next = at(top, right + 1);
      const text = runs.map((run) => run.text).join("");
      const spread = [cell, next].every((one) => one?.style.horizontal === "centerContinuous") && next?.value === null;
      if (spread && isNumberText(text)) flaws.push({ ...ELSEWHERE, text });
      if (filled && overlapping.length > 0 && doubted(draft)) flaws.push({ ...OVERLAPPING, text: "" });
      return { top, left, bottom, right, cell, runs, flaws, style: cell?.style, boxed: along && across, filled };
    })
    .filter(({ boxed, filled, cell }) => boxed || filled || (cell?.value ?? "") !== "")
    .sort((a, b) => a.top - b.top || a.left - b.left);
}

/** An item's text with what is not plain in it. */
export function printedOf({ runs, flaws }: Item): { readonly text: string; readonly flaws?: readonly Flaw[] } {
  const own = composed(runs);
  const all = [...(own.flaws ?? []), ...flaws];
  return all.length === 0 ? own : { text: own.text, flaws: all };
}
