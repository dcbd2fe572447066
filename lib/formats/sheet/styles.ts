import {
  type Appearance,
  BLACK,
  type Colour,
  isTiny,
  LOWERED,
  RAISED,
  STRUCK,
  WHITE,
} from "../../document/appearance.ts";
import { faintness, symbolFont } from "../shared/word-look.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import type { Colours } from "./colours.ts";
import { BUILT_IN, GENERAL } from "./number-format.ts";

/** How cells look: formats, fonts, fills, borders and alignment (ECMA-376 18.8). */

export interface Font {
  /** Points. */
  readonly size: number;
  /** Null for the program's own: black. */
  readonly colour: Colour | null;
  readonly struck: boolean;
  readonly script: "superscript" | "subscript" | undefined;
  readonly name: string | undefined;
  /** Whether the file says that it holds symbols. */
  readonly ofSymbols: boolean;
}

export type Side = "left" | "right" | "top" | "bottom";

export interface CellStyle {
  /** Its number format. */
  readonly code: string;
  readonly font: Font;
  /** What its text may stand on. */
  readonly behind: readonly Colour[];
  readonly sides: ReadonlySet<Side>;
  /** A line runs through it from corner to corner. */
  readonly crossed: boolean;
  readonly horizontal: string;
  readonly wrap: boolean;
  readonly shrink: boolean;
  readonly turned: boolean;
  readonly indent: number;
  readonly rightToLeft: boolean;
}

/** What a rule of conditional formatting changes; `undefined` where it leaves a thing as it is. */
export interface Change {
  readonly colour: Colour | undefined;
  readonly struck: boolean | undefined;
  readonly behind: readonly Colour[] | undefined;
  readonly code: string | undefined;
}

export interface Styles {
  /** Of a cell by its `s`. */
  readonly of: (index: string | undefined) => CellStyle;
  /** Of a run by its `rPr`, in a cell of the font given. */
  readonly run: (properties: XmlNode, cell: Font) => Font;
  /** Of a `dxf`. */
  readonly change: (dxf: XmlNode | undefined) => Change;
  readonly changeOf: (index: string | undefined) => Change;
  /** Of all parts of a table's style that the workbook brings along. */
  readonly tableStyle: (name: string | undefined) => readonly Change[];
  /** The size that column widths count in. */
  readonly size: number;
}

/** An attribute that is on or off. */
export const isOn = (value: string | undefined): boolean => value !== undefined && !/^(?:0|false|off)$/u.test(value);
/** A child that switches something on unless its `val` says otherwise. */
const switched = (node: XmlNode | undefined, name: string): boolean | undefined => {
  const found = child(node, name);
  return found && isOn(found.attributes.val ?? "1");
};

/** The charset of fonts of symbols (18.4.1). */
const SYMBOLS = "2";
/** Excel's own for new workbooks. */
const USUAL_SIZE = 11;
const SIDES: readonly Side[] = ["left", "right", "top", "bottom"];
const isDrawn = (line: XmlNode | undefined): boolean => (line?.attributes.style ?? "none") !== "none";

/** How text of a font looks on the ground given; undefined where it is plain. */
export function appearanceOf(font: Font, behind: readonly Colour[]): Appearance | undefined {
  if (font.struck) return STRUCK;
  const grounds = behind.length === 0 ? [WHITE] : behind;
  const faint = grounds.map((ground) => faintness(font.colour ?? BLACK, ground, null)).find((one) => one !== undefined);
  if (faint) return faint;
  if (isTiny(font.size)) return { kind: "hidden", how: "字号极小的文字" };
  if (font.script) return font.script === "superscript" ? RAISED : LOWERED;
  return symbolFont({ name: font.name ?? "", ofSymbols: font.ofSymbols });
}

/** Names of the theme's fonts, which go before a font's own name. */
function themeFonts(theme: XmlNode | null): (scheme: string | undefined) => string | undefined {
  const fonts = child(child(theme ?? undefined, "a:themeElements"), "a:fontScheme");
  return (scheme) => child(child(fonts, `a:${scheme}Font`), "a:latin")?.attributes.typeface;
}

interface Borders {
  readonly crossed: boolean;
  readonly sides: ReadonlySet<Side>;
}

function bordersOf(node: XmlNode): Borders {
  const crossed =
    (isOn(node.attributes.diagonalUp) || isOn(node.attributes.diagonalDown)) && isDrawn(child(node, "x:diagonal"));
  // Strict files say start and end for left and right.
  const named: Readonly<Record<Side, XmlNode | undefined>> = {
    left: child(node, "x:left") ?? child(node, "x:start"),
    right: child(node, "x:right") ?? child(node, "x:end"),
    top: child(node, "x:top"),
    bottom: child(node, "x:bottom"),
  };
  return { crossed, sides: new Set(SIDES.filter((side) => isDrawn(named[side]))) };
}

/** How cells look. In one piece: its closures share the lists of one part of the workbook. */
export function readStyles(tree: XmlNode | null, theme: XmlNode | null, colours: Colours): Styles {
  const themeFont = themeFonts(theme);
  const listed = (name: string): readonly XmlNode[] => child(tree ?? undefined, name)?.children ?? [];
  const codes = new Map(
    listed("x:numFmts").map(({ attributes }) => [attributes.numFmtId ?? "", attributes.formatCode ?? GENERAL]),
  );
  const codeOf = (id = "0"): string => codes.get(id) ?? BUILT_IN[id] ?? GENERAL;
  const fontOf = (node: XmlNode | undefined, size: number): Font => ({
    size: Number(child(node, "x:sz")?.attributes.val ?? size),
    colour: colours.of(child(node, "x:color")),
    struck: switched(node, "x:strike") ?? false,
    script: (["superscript", "subscript"] as const).find(
      (script) => script === child(node, "x:vertAlign")?.attributes.val,
    ),
    name:
      themeFont(child(node, "x:scheme")?.attributes.val) ??
      (child(node, "x:name") ?? child(node, "x:rFont"))?.attributes.val,
    ofSymbols: child(node, "x:charset")?.attributes.val === SYMBOLS,
  });
  const fonts = listed("x:fonts").map((node) => fontOf(node, USUAL_SIZE));
  const usual = fonts[0] ?? fontOf(undefined, USUAL_SIZE);
  const fills = listed("x:fills").map((node) => colours.fill(node, "cell"));
  const borders = listed("x:borders").map(bordersOf);
  const styleOf = (xf: XmlNode | undefined): CellStyle => {
    const { attributes } = xf ?? { attributes: {} as XmlNode["attributes"] };
    const alignment = child(xf, "x:alignment")?.attributes ?? {};
    const rotation = Number(alignment.textRotation ?? 0);
    return {
      code: codeOf(attributes.numFmtId),
      font: fonts[Number(attributes.fontId ?? 0)] ?? usual,
      behind: fills[Number(attributes.fillId ?? 0)] ?? [],
      sides: borders[Number(attributes.borderId ?? 0)]?.sides ?? new Set(),
      crossed: borders[Number(attributes.borderId ?? 0)]?.crossed ?? false,
      horizontal: alignment.horizontal ?? "general",
      wrap: isOn(alignment.wrapText),
      shrink: isOn(alignment.shrinkToFit),
      turned: rotation !== 0,
      indent: Number(alignment.indent ?? 0) || 0,
      rightToLeft: alignment.readingOrder === "2",
    };
  };
  const styles = listed("x:cellXfs").map(styleOf);
  const plain = styleOf(undefined);
  const change = (dxf: XmlNode | undefined): Change => {
    const fill = child(dxf, "x:fill");
    const format = child(dxf, "x:numFmt")?.attributes;
    return {
      colour: colours.of(child(child(dxf, "x:font"), "x:color")) ?? undefined,
      struck: switched(child(dxf, "x:font"), "x:strike"),
      behind: fill && colours.fill(fill, "rule"),
      code: format && (format.formatCode ?? codeOf(format.numFmtId)),
    };
  };
  const changes = listed("x:dxfs");
  const changeOf = (index: string | undefined) => change(changes[Number(index)]);
  const tableStyles = new Map(listed("x:tableStyles").map(({ attributes, children }) => [attributes.name, children]));
  return {
    of: (index = "0") => styles[Number(index)] ?? plain,
    run: (properties, cell) => fontOf(properties, cell.size),
    change,
    changeOf,
    tableStyle: (name) => (tableStyles.get(name) ?? []).map(({ attributes }) => changeOf(attributes.dxfId)),
    size: usual.size > 0 ? usual.size : USUAL_SIZE,
  };
}
