import { LIMITS } from "../../limits.ts";
import { meets } from "./area.ts";
import { calculated, isSame, type Reading, type Sheets, Unsettled } from "./formulas.ts";
import type { SheetCell, Value, Worksheet } from "./worksheet.ts";

/** What formulas may ask for, of sheets read; counts the cells looked at. */
export function sheetsFor(named: (name: string) => Worksheet | undefined): Sheets<Worksheet> {
  let steps = 0;
  const count = (more: number) => {
    steps += more;
    if (steps > LIMITS.formulaSteps) throw new Unsettled();
  };
  return {
    named,
    cells: (sheet) => ({
      value: (row, column) => {
        count(1);
        return sheet.at(row, column)?.value ?? null;
      },
      *values(area) {
        const size = (area.bottom - area.top + 1) * (area.right - area.left + 1);
        count(Math.min(size, sheet.cells.length));
        if (size > sheet.cells.length) {
          for (const { row, column, value } of sheet.cells)
            if (value !== null && row >= area.top && row <= area.bottom && column >= area.left && column <= area.right) yield value;
        } else
          for (let row = area.top; row <= area.bottom; row++)
            for (let column = area.left; column <= area.right; column++) {
              const value: Value = sheet.at(row, column)?.value ?? null;
              if (value !== null) yield value;
            }
      },
    }),
  };
}

interface Formula {
  readonly sheet: Worksheet;
  readonly cell: SheetCell;
  readonly readings: readonly Reading<Worksheet>[];
}

const UNCALCULATED = "尚未计算的公式";
const DIFFERENT = "与公式结果不符的数字";
const UNSETTLED = "未能核对的公式结果";
/**
 * Tells the cells whose value is not, or may not be, what their formula comes to: a program that calculates the workbook anew shows another.
 * What is read from such a cell shares its doubt.
 */
export function markStale(visible: readonly Worksheet[], sheets: Sheets<Worksheet>): void {
  const settled: Formula[] = [];
  let stale: Formula[] = [];
  const tell = (formula: Formula, how: string) => {
    formula.cell.flaws.push({ kind: "stale", how, text: formula.cell.runs.map(({ text }) => text).join("") });
    stale.push(formula);
  };
  for (const sheet of visible) {
    const shared = new Map<string, SheetCell>();
    for (const cell of sheet.cells) {
      const { formula } = cell;
      if (!formula) continue;
      if (formula.shared !== undefined && formula.text !== "") shared.set(formula.shared, cell);
      const origin = formula.text === "" && formula.shared !== undefined ? shared.get(formula.shared) : cell;
      try {
        if (!formula.single || !origin?.formula) throw new Unsettled();
        const { value, readings } = calculated(origin.formula.text, sheet, sheets, [cell.row - origin.row, cell.column - origin.column]);
        const one: Formula = { sheet, cell, readings };
        if (cell.value === null && value !== "") tell(one, UNCALCULATED);
        else if (isSame(value, cell.value)) settled.push(one);
        else tell(one, DIFFERENT);
      } catch (error) {
        if (!(error instanceof Unsettled)) throw error;
        tell({ sheet, cell, readings: [] }, cell.value === null ? UNCALCULATED : UNSETTLED);
      }
    }
  }
  let questions = 0;
  let left = settled;
  while (stale.length > 0 && left.length > 0) {
    const before = stale;
    stale = [];
    questions += before.length * left.length;
    const reads = ({ readings }: Formula) =>
      questions > LIMITS.sheetComparisons ||
      readings.some(({ sheet, area }) =>
        before.some(
          ({ sheet: other, cell }) => other === sheet && meets(area, { top: cell.row, bottom: cell.row, left: cell.column, right: cell.column }),
        ),
      );
    const found = left.filter(reads);
    const rest = new Set(found);
    left = left.filter((formula) => !rest.has(formula));
    for (const formula of found) tell(formula, UNSETTLED);
  }
}
