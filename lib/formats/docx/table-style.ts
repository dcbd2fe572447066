import { child, type XmlNode } from "../shared/xml-tree.ts";
import type { GridCell } from "./grid.ts";
import { NONE, over, type Style, type TablePart } from "./styles.ts";

/**
 * Which parts of its style a table asks for: bits of `w:tblLook` (ECMA-376 17.4.55), in newer files attributes of their
 * own.
 */
const LOOK = {
  firstRow: 0x20,
  lastRow: 0x40,
  firstColumn: 0x80,
  lastColumn: 0x100,
  noHBand: 0x200,
  noVBand: 0x400,
} as const;

function looksOf(node: XmlNode | undefined): ReadonlySet<keyof typeof LOOK> {
  const bits = Number.parseInt(node?.attributes.val ?? "0", 16) || 0;
  const names = Object.keys(LOOK) as (keyof typeof LOOK)[];
  return new Set(
    names.filter((name) => {
      const said = node?.attributes[name];
      return said === undefined ? (bits & LOOK[name]) !== 0 : /^(?:1|true|on)$/u.test(said);
    }),
  );
}

const bandSize = (node: XmlNode | undefined): number => Math.max(1, Number(node?.attributes.val) || 1);

/** What a table's style says of each of its cells: parts laid over each other in the order of 17.7.6. */
export function tableParts(
  properties: XmlNode | undefined,
  style: Style | undefined,
  size: { rows: number; columns: number },
): (cell: GridCell) => TablePart {
  const looks = looksOf(child(properties, "w:tblLook"));
  const rowBand = bandSize(style?.table.get("w:tblStyleRowBandSize"));
  const columnBand = bandSize(style?.table.get("w:tblStyleColBandSize"));
  const namesOf = ({ row, column, rowSpan, columnSpan }: GridCell): string[] => {
    const top = looks.has("firstRow") && row === 0;
    const bottom = looks.has("lastRow") && row + rowSpan === size.rows;
    const left = looks.has("firstColumn") && column === 0;
    const right = looks.has("lastColumn") && column + columnSpan === size.columns;
    const band = (at: number, width: number) => (Math.floor(at / width) % 2 === 0 ? "band1" : "band2");
    const inRows = !looks.has("noHBand") && !top && !bottom;
    const inColumns = !looks.has("noVBand") && !left && !right;
    return [
      "wholeTable",
      ...(inColumns ? [`${band(column - (looks.has("firstColumn") ? 1 : 0), columnBand)}Vert`] : []),
      ...(inRows ? [`${band(row - (looks.has("firstRow") ? 1 : 0), rowBand)}Horz`] : []),
      ...(top ? ["firstRow"] : []),
      ...(bottom ? ["lastRow"] : []),
      ...(left ? ["firstCol"] : []),
      ...(right ? ["lastCol"] : []),
      ...(top && left ? ["nwCell"] : []),
      ...(top && right ? ["neCell"] : []),
      ...(bottom && left ? ["swCell"] : []),
      ...(bottom && right ? ["seCell"] : []),
    ];
  };
  const known = new Map<string, TablePart>();
  return (cell) => {
    const names = namesOf(cell);
    const key = names.join();
    const before = known.get(key);
    if (before) return before;
    const parts = names.flatMap((name) => style?.parts.get(name) ?? []);
    const laid = parts.reduce<TablePart>(
      (base, part) => ({
        run: over(base.run, part.run),
        paragraph: over(base.paragraph, part.paragraph),
        cell: over(base.cell, part.cell),
      }),
      { run: NONE, paragraph: NONE, cell: NONE },
    );
    known.set(key, laid);
    return laid;
  };
}
