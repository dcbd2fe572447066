import { BLACK, type Colour, type Flaw, isFaint } from "../../document/appearance.ts";
import { LIMITS } from "../../limits.ts";
import type { XmlNode } from "../shared/xml-tree.ts";
import { type Area, areasAt } from "./area.ts";
import { calculated, ERROR, type Result, type Sheets, Unsettled } from "./formulas.ts";
import { shownAs } from "./number-format.ts";
import { appearanceOf, type Change, isOn } from "./styles.ts";
import { targetsOf, type Workbook } from "./workbook.ts";
import type { SheetCell, Worksheet } from "./worksheet.ts";

/**
 * Rules of conditional formatting, those of Excel 2010 included, as far as they may hide what cells show or change it
 * (ECMA-376 18.3.1.18).
 */

interface Rule {
  readonly areas: readonly Area[];
  readonly node: XmlNode;
  readonly type: string;
  readonly formulas: readonly string[];
  readonly change: Change;
  /** Colours that may come to lie behind the text. */
  readonly grounds: readonly Colour[];
  /** Whether bars or signs take the place of the number. */
  readonly instead: boolean;
}

const localName = ({ name }: XmlNode) => name.slice(name.indexOf(":") + 1);
const named = (node: XmlNode, name: string): XmlNode[] => node.children.filter((inner) => localName(inner) === name);

function* nodesNamed(node: XmlNode, name: string): Generator<XmlNode> {
  for (const inner of node.children) {
    if (localName(inner) === name) yield inner;
    else if (inner.name !== "x:sheetData") yield* nodesNamed(inner, name);
  }
}

const GROUNDS = /^(?:color|fillColor|negativeFillColor)$/u;

/** What is the same for all of a table's parts: nobody here tells which of them a cell is in. */
function rulesOfTables(part: string, { office, styles }: Workbook): Rule[] {
  return targetsOf(office, part, "table").flatMap((target) => {
    const node = office.parse(target);
    if (!node) return [];
    const changes = styles.tableStyle(named(node, "tableStyleInfo")[0]?.attributes.name);
    const areas = areasAt(node.attributes.ref ?? "");
    return changes.map(
      (change): Rule => ({ areas, node, type: "table", formulas: [], change, grounds: [], instead: false }),
    );
  });
}

function rulesOf(tree: XmlNode, { styles, colours }: Workbook): Rule[] {
  const rules: Rule[] = [];
  for (const block of nodesNamed(tree, "conditionalFormatting")) {
    const areas = areasAt(block.attributes.sqref ?? named(block, "sqref")[0]?.text ?? "");
    for (const node of named(block, "cfRule")) {
      const type = node.attributes.type ?? "";
      const drawing = node.children.find((inner) => /^(?:colorScale|dataBar|iconSet)$/u.test(localName(inner)));
      const own = named(node, "dxf")[0];
      rules.push({
        areas,
        node,
        type,
        formulas: [...named(node, "formula"), ...named(node, "f")].map(({ text }) => text),
        change: own ? styles.change(own) : styles.changeOf(node.attributes.dxfId),
        grounds: (drawing?.children ?? [])
          .filter((inner) => GROUNDS.test(localName(inner)))
          .map((inner) => colours.of(inner))
          .filter((colour) => colour !== null),
        instead: drawing?.attributes.showValue !== undefined && !isOn(drawing.attributes.showValue),
      });
    }
  }
  return rules;
}

const hidden = (how: string, text: string): Flaw => ({ kind: "hidden", how, text });
const REPLACED = "被条件格式的图形取代的数字";
const CHANGED = "按条件格式改变外观的数字";
const PERHAPS = "可能被条件格式或表样式隐藏的数字";

const COMPARISONS: Readonly<Record<string, string>> = {
  equal: "=",
  notEqual: "<>",
  greaterThan: ">",
  lessThan: "<",
  greaterThanOrEqual: ">=",
  lessThanOrEqual: "<=",
};

/** What a rule says of cells, and how it is asked. */
class Rules {
  readonly #sheet: Worksheet;
  readonly #sheets: Sheets<Worksheet>;
  readonly #from1904: boolean;

  constructor(sheet: Worksheet, sheets: Sheets<Worksheet>, from1904: boolean) {
    this.#sheet = sheet;
    this.#sheets = sheets;
    this.#from1904 = from1904;
  }

  /** Whether a rule holds for a cell; null where that can't be told. */
  #holds({ type, node, formulas, areas }: Rule, cell: SheetCell): boolean | null {
    const [first] = areas;
    if (!first) return null;
    const move = [cell.row - first.top, cell.column - first.left] as const;
    const ask = (formula: string): Result => calculated(formula, this.#sheet, this.#sheets, move);
    try {
      if (type === "expression" && formulas[0] !== undefined) {
        const value = ask(formulas[0]);
        return value === ERROR ? false : typeof value === "string" ? null : Boolean(value);
      }
      const { operator = "" } = node.attributes;
      if (type !== "cellIs" || typeof cell.value !== "number") return null;
      const [low, high] = formulas.map((formula) => ask(formula));
      if (typeof low !== "number") return null;
      const sign = COMPARISONS[operator];
      if (sign) return ask(`${cell.value}${sign}${low}`) === true;
      if (typeof high !== "number" || !/^(?:notB|b)etween$/u.test(operator)) return null;
      const inside = cell.value >= Math.min(low, high) && cell.value <= Math.max(low, high);
      return inside === (operator === "between");
    } catch (error) {
      if (error instanceof Unsettled) return null;
      throw error;
    }
  }

  /** What a rule does to a cell. */
  flawOf(rule: Rule, cell: SheetCell): Flaw | null {
    const { style, value } = cell;
    const text = cell.runs.map((run) => run.text).join("");
    if (rule.instead) return hidden(REPLACED, text);
    if (rule.grounds.some((ground) => isFaint(style.font.colour ?? BLACK, ground))) return hidden(PERHAPS, text);
    const { colour, struck, behind, code } = rule.change;
    const font = { ...style.font, ...(colour && { colour }), struck: struck ?? style.font.struck };
    const look = appearanceOf(font, behind ?? style.behind);
    const shows =
      code !== undefined && (typeof value === "number" || typeof value === "string")
        ? shownAs(value, code, this.#from1904).text
        : text;
    if ((look === undefined || cell.runs.some((run) => run.appearance === look)) && shows.trim() === text.trim())
      return null;
    const holds = this.#holds(rule, cell);
    return holds === false ? null : hidden(holds ? CHANGED : PERHAPS, text);
  }
}

/**
 * Tells the cells with digits of a sheet that a rule, or the style of a table, may hide or change. @param part the
 * sheet's own
 */
export function markConditional(part: string, sheet: Worksheet, sheets: Sheets<Worksheet>, book: Workbook): void {
  const rules = [...rulesOf(sheet.tree, book), ...rulesOfTables(part, book)];
  const areas = rules.reduce((count, rule) => count + rule.areas.length, 0);
  const asked = new Rules(sheet, sheets, book.from1904);
  for (const cell of rules.length > 0 ? sheet.cells : []) {
    const text = cell.runs.map((run) => run.text).join("");
    if (!/\p{Nd}/u.test(text)) continue;
    if (areas * sheet.cells.length > LIMITS.sheetComparisons) cell.flaws.push(hidden(PERHAPS, text));
    else {
      const covering = rules.filter((rule) =>
        rule.areas.some(
          ({ top, left, bottom, right }) =>
            cell.row >= top && cell.row <= bottom && cell.column >= left && cell.column <= right,
        ),
      );
      for (const rule of covering) {
        const flaw = asked.flawOf(rule, cell);
        if (!flaw) continue;
        cell.flaws.push(flaw);
        break;
      }
    }
  }
}
