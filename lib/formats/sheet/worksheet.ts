import type { Appearance, Flaw, StyledText } from "../../document/appearance.ts";
import { squash } from "../../document/text.ts";
import { CorruptError } from "../errors.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import { COLUMNS, cellAt, ROWS } from "./area.ts";
import { Geometry } from "./geometry.ts";
import { shownAs } from "./number-format.ts";
import { runsOf, unescaped } from "./strings.ts";
import { appearanceOf, type CellStyle, type Font, isOn } from "./styles.ts";
import type { Workbook } from "./workbook.ts";

/** The cells of a sheet and what each shows (ECMA-376 18.3.1). */

interface Formula {
  /** "" where it is that of another cell, moved. */
  readonly text: string;
  /** Number of a formula that several cells share. */
  readonly shared: string | undefined;
  /** A plain one or one shared; not one of a whole area, whose reference this is. */
  readonly single: boolean;
  readonly area: string | undefined;
}

export type Value = number | string | boolean | null;

export interface SheetCell {
  readonly row: number;
  readonly column: number;
  readonly style: CellStyle;
  /** What the file says that it holds; errors as text. */
  readonly value: Value;
  readonly formula: Formula | null;
  /** What it shows. */
  readonly runs: readonly StyledText[];
  /** What else about it is not plain. */
  readonly flaws: Flaw[];
}

export interface Worksheet {
  readonly cells: readonly SheetCell[];
  readonly at: (row: number, column: number) => SheetCell | undefined;
  readonly geometry: Geometry;
  readonly tree: XmlNode;
}

const positionOf = (row: number, column: number): number => row * COLUMNS + column;

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/iu;
const DAY = 86_400_000;
/** Day 0 of the calendar from 1900. */
const EPOCH = Date.UTC(1899, 11, 30);
const DAYS_TO_1904 = 1462;

/** What a `c` holds, by its type (18.18.11). */
function heldBy(node: XmlNode, { strings, from1904 }: Workbook): { value: Value; item?: XmlNode | undefined } {
  const raw = child(node, "x:v")?.text;
  const type = node.attributes.t ?? "n";
  if (type === "inlineStr") return { value: null, item: child(node, "x:is") };
  if (raw === undefined || raw === "") return { value: null };
  switch (type) {
    case "s": {
      const item = /^\s*\d{1,9}\s*$/u.test(raw) ? strings[Number(raw)] : undefined;
      // Programs that mend such a file leave the cell blank.
      if (!item) throw new CorruptError();
      return { value: null, item };
    }
    case "b":
      return { value: isOn(raw.trim()) };
    case "n":
      return { value: NUMBER.test(raw.trim()) && Number.isFinite(Number(raw)) ? Number(raw) : raw };
    case "d": {
      const time = Date.parse(/\d$/u.test(raw) && raw.includes("T") ? `${raw}Z` : raw);
      return { value: Number.isNaN(time) ? raw : (time - EPOCH) / DAY - (from1904 ? DAYS_TO_1904 : 0) };
    }
    default:
      return { value: unescaped(raw) };
  }
}

interface Shown {
  readonly value: Value;
  readonly runs: readonly StyledText[];
  readonly flaws: readonly Flaw[];
}

/** What a cell shows of a value, and how that looks. */
function shown(node: XmlNode, style: CellStyle, book: Workbook): Shown {
  const { value, item } = heldBy(node, book);
  const lookOf = (font: Font) => appearanceOf(font, style.behind);
  if (item) {
    const runs = runsOf(item, style.font, book.styles, lookOf);
    const text = runs.map((run) => run.text).join("");
    const formatted = shownAs(text, style.code, book.from1904);
    if (formatted.text === text) return { value: text, runs, flaws: formatted.flaws };
    const plain = runs.every(({ appearance }) => appearance === undefined);
    const appearance: Appearance | undefined = plain ? undefined : { kind: "hidden", how: "按数字格式改动的文字" };
    return { value: text, runs: [{ text: formatted.text, ...(appearance && { appearance }) }], flaws: formatted.flaws };
  }
  if (value === null) return { value, runs: [], flaws: [] };
  if (typeof value === "boolean")
    return { value, runs: [styled(value ? "TRUE" : "FALSE", lookOf(style.font))], flaws: [] };
  const { text, colour, flaws } = shownAs(value, style.code, book.from1904);
  return { value, runs: [styled(text, lookOf(colour ? { ...style.font, colour } : style.font))], flaws };
}

const styled = (text: string, appearance: Appearance | undefined): StyledText => ({
  text,
  ...(appearance && { appearance }),
});

function formulaOf(node: XmlNode): Formula | null {
  const formula = child(node, "x:f");
  if (!formula) return null;
  const { t = "normal", si, ref } = formula.attributes;
  return {
    text: formula.text,
    shared: t === "shared" ? (si ?? "") : undefined,
    single: t === "normal" || t === "shared",
    area: ref,
  };
}

const viewOf = (tree: XmlNode) => child(child(tree, "x:sheetViews"), "x:sheetView")?.attributes;

/** @param tree a worksheet's root */
export function readWorksheet(tree: XmlNode, book: Workbook): Worksheet {
  const geometry = new Geometry(tree);
  const byPosition = new Map<number, SheetCell>();
  const view = viewOf(tree);
  const asFormulas = isOn(view?.showFormulas);
  const withoutZeros = view?.showZeros !== undefined && !isOn(view.showZeros);
  let row = -1;
  for (const line of child(tree, "x:sheetData")?.children ?? []) {
    const said = line.attributes.r;
    const at = said === undefined ? row + 1 : /^\d{1,7}$/u.test(said) ? Number(said) - 1 : -1;
    if (line.name !== "x:row" || at < 0 || at >= ROWS) continue;
    row = at;
    geometry.addRow(row, line.attributes);
    let column = -1;
    for (const node of line.children) {
      const place = node.attributes.r === undefined ? { row, column: column + 1 } : cellAt(node.attributes.r);
      if (node.name !== "x:c" || !place || place.column >= COLUMNS) continue;
      column = place.column;
      const style = book.styles.of(node.attributes.s);
      const formula = formulaOf(node);
      const { value, runs: all, flaws } = shown(node, style, book);
      const runs = withoutZeros && value === 0 ? [] : all;
      const before = byPosition.get(positionOf(place.row, column));
      // Said twice of one cell: no program need show the first.
      if (before)
        before.flaws.push({ kind: "hidden", how: "同一单元格的另一内容", text: runs.map((run) => run.text).join("") });
      else
        byPosition.set(positionOf(place.row, column), {
          ...place,
          style,
          value,
          formula,
          runs,
          flaws: [...flaws, ...flawsOfStyle(style, runs)],
        });
      if (asFormulas && typeof value === "number")
        byPosition.get(positionOf(place.row, column))?.flaws.push({ kind: "stale", how: "按公式显示的内容", text: "" });
    }
  }
  geometry.endRows();
  const cells = [...byPosition.values()].sort((a, b) => a.row - b.row || a.column - b.column);
  return { cells, at: (atRow, atColumn) => byPosition.get(positionOf(atRow, atColumn)), geometry, tree };
}

/** What of a cell's alignment and borders lets its text look otherwise. */
function flawsOfStyle(style: CellStyle, runs: readonly StyledText[]): Flaw[] {
  const text = runs.map((run) => run.text).join("");
  if (squash(text) === "") return [];
  const flaws: Flaw[] = [];
  if (style.crossed) flaws.push({ kind: "covered", how: "单元格斜线", text: "" });
  if (style.horizontal === "fill") flaws.push({ kind: "glyphs", how: "按对齐方式重复填充的内容", text });
  if (style.rightToLeft && !/^\s*\d+\s*$/u.test(text)) flaws.push({ kind: "reordered", how: "从右向左排的文字", text });
  return flaws;
}
