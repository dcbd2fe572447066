import { LIMITS } from "../../limits.ts";
import { child } from "../shared/xml-tree.ts";
import { type Area, areaAt } from "./area.ts";
import { calculated, isSame, type Sheets, Unsettled } from "./formulas.ts";
import { isOn } from "./styles.ts";
import { targetsOf, type Workbook } from "./workbook.ts";
import type { SheetCell, Value, Worksheet } from "./worksheet.ts";

/**
 * Whether the values that a workbook keeps beside its formulas are what these come to: a program that calculates anew
 * shows others.
 */

/** A cell and the sheet that it stands on. */
interface Place {
  readonly sheet: Worksheet;
  readonly cell: SheetCell;
}

/**
 * What formulas may ask for, of sheets read; counts the cells looked at.
 * @param onRead told of each cell read that has a formula of its own
 */
export function sheetsFor(
  named: (name: string) => Worksheet | undefined,
  onRead: (place: Place) => void = () => {},
): Sheets<Worksheet> {
  let steps = 0;
  const count = (more: number) => {
    steps += more;
    if (steps > LIMITS.formulaSteps) throw new Unsettled();
  };
  const held = (sheet: Worksheet, cell: SheetCell | undefined): Value => {
    if (cell?.formula) onRead({ sheet, cell });
    return cell?.value ?? null;
  };
  function* cellsIn(sheet: Worksheet, { top, left, bottom, right }: Area): Generator<SheetCell | undefined> {
    if ((bottom - top + 1) * (right - left + 1) > sheet.cells.length) {
      for (const cell of sheet.cells)
        if (cell.row >= top && cell.row <= bottom && cell.column >= left && cell.column <= right) yield cell;
    } else
      for (let row = top; row <= bottom; row++)
        for (let column = left; column <= right; column++) yield sheet.at(row, column);
  }
  return {
    named,
    cells: (sheet) => ({
      value: (row, column) => {
        count(1);
        return held(sheet, sheet.at(row, column));
      },
      *values(area) {
        count(Math.min((area.bottom - area.top + 1) * (area.right - area.left + 1), sheet.cells.length));
        for (const cell of cellsIn(sheet, area)) {
          const value = held(sheet, cell);
          if (value !== null) yield value;
        }
      },
    }),
  };
}

const UNCALCULATED = "尚未计算的公式";
const DIFFERENT = "与公式结果不符的数字";
const UNSETTLED = "未能核对的公式结果";

/** A formula's cell, and what it waits for. */
interface Formula extends Place {
  /** Why it is stale by itself. */
  readonly how: string | null;
  /** Formulas that it reads and that are not settled yet. */
  waiting: number;
  readonly readers: Formula[];
}

/** The formulas that some cells' values come from, those on hidden sheets among them. */
class Formulas {
  readonly #known = new Map<SheetCell, Formula>();
  readonly #shared = new Map<Worksheet, ReadonlyMap<string, SheetCell>>();
  readonly #sheets: Sheets<Worksheet>;
  #read: Place[] = [];

  constructor(named: (name: string) => Worksheet | undefined) {
    this.#sheets = sheetsFor(named, (place) => this.#read.push(place));
  }

  /** Asks all that is to be asked, from the places given on. */
  all(from: readonly Place[]): readonly Formula[] {
    const edges: (readonly [reader: SheetCell, read: SheetCell])[] = [];
    const open = [...from];
    for (let place = open.pop(); place; place = open.pop()) {
      if (this.#known.has(place.cell)) continue;
      this.#read = [];
      this.#known.set(place.cell, { ...place, how: this.#staleness(place), waiting: 0, readers: [] });
      for (const read of this.#read) {
        edges.push([place.cell, read.cell]);
        open.push(read);
      }
    }
    for (const [reader, read] of edges) {
      const formula = this.#known.get(reader) as Formula;
      formula.waiting++;
      this.#known.get(read)?.readers.push(formula);
    }
    return [...this.#known.values()];
  }

  #originOf({ sheet, cell }: Place): SheetCell | undefined {
    const { text = "", shared } = cell.formula ?? {};
    if (text !== "" || shared === undefined) return cell;
    const own =
      this.#shared.get(sheet) ??
      new Map(
        sheet.cells.flatMap((one) =>
          one.formula?.text && one.formula.shared !== undefined ? [[one.formula.shared, one] as const] : [],
        ),
      );
    this.#shared.set(sheet, own);
    return own.get(shared);
  }

  #staleness(place: Place): string | null {
    const { sheet, cell } = place;
    try {
      const origin = this.#originOf(place);
      if (!cell.formula?.single || !origin?.formula) throw new Unsettled();
      const value = calculated(origin.formula.text, sheet, this.#sheets, [
        cell.row - origin.row,
        cell.column - origin.column,
      ]);
      if (cell.value === null && value !== "") return UNCALCULATED;
      return isSame(value, cell.value) ? null : DIFFERENT;
    } catch (error) {
      if (!(error instanceof Unsettled)) throw error;
      return cell.value === null ? UNCALCULATED : UNSETTLED;
    }
  }
}

const tell = (cell: SheetCell, how: string) =>
  cell.flaws.push({ kind: "stale", how, text: cell.runs.map(({ text }) => text).join("") });

/** Tells those of a sheet's cells that lie in areas. */
function tellIn(sheet: Worksheet, areas: readonly Area[], how: string, asked: (cell: SheetCell) => boolean): void {
  const tooMany = areas.length * sheet.cells.length > LIMITS.sheetComparisons;
  for (const cell of areas.length > 0 ? sheet.cells : []) {
    const inside = ({ top, left, bottom, right }: Area) =>
      cell.row >= top && cell.row <= bottom && cell.column >= left && cell.column <= right;
    if (asked(cell) && (tooMany || areas.some(inside))) tell(cell, how);
  }
}

/** Tells the cells of pivot tables that a program fills anew when it opens the file. @param part the sheet's own */
export function markRefreshed(part: string, sheet: Worksheet, { office }: Workbook): void {
  const areas = targetsOf(office, part, "pivotTable").flatMap((pivot) => {
    const refreshed = targetsOf(office, pivot, "pivotCacheDefinition").some((cache) =>
      isOn(office.parse(cache)?.attributes.refreshOnLoad),
    );
    return refreshed ? (areaAt(child(office.parse(pivot) ?? undefined, "x:location")?.attributes.ref ?? "") ?? []) : [];
  });
  tellIn(sheet, areas, "打开文件时刷新的数据", ({ value }) => value !== null);
}

/**
 * Tells the cells whose value is not, or may not be, what their formula comes to. What is read from such a cell, or in
 * a circle, shares its doubt.
 */
export function markStale(visible: readonly Worksheet[], named: (name: string) => Worksheet | undefined): void {
  const places = visible.flatMap((sheet) =>
    sheet.cells.filter(({ formula }) => formula !== null).map((cell) => ({ sheet, cell })),
  );
  const all = new Formulas(named).all(places);
  // What waits for nothing that is stale is settled; what is in a circle waits for ever.
  const settled = all.filter(({ how, waiting }) => how === null && waiting === 0);
  const certain = new Set(settled);
  for (let formula = settled.pop(); formula; formula = settled.pop())
    for (const reader of formula.readers)
      if (--reader.waiting === 0 && reader.how === null) {
        certain.add(reader);
        settled.push(reader);
      }
  for (const formula of all) if (!certain.has(formula)) tell(formula.cell, formula.how ?? UNSETTLED);
  // The other cells of an array or a data table have no formula of their own.
  for (const sheet of visible) {
    const areas = sheet.cells.flatMap(({ formula }) =>
      formula && !formula.single ? (areaAt(formula.area ?? "") ?? []) : [],
    );
    tellIn(sheet, areas, UNSETTLED, ({ formula }) => formula === null);
  }
}
