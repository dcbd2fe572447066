import { type Appearance, type Colour, isFaint, isShifted, isTiny, LOWERED, RAISED, STRUCK } from "../../document/appearance.ts";
import type { XmlNode } from "../xml-tree.ts";
import { type Colours, highlightColour } from "./colours.ts";
import type { Fonts } from "./fonts.ts";
import { isOn, NONE, over, type Properties, type Style, type Styles, type TablePart } from "./styles.ts";
import { childValue, onOff } from "./xml.ts";

/** How text looks: what its own properties, its styles and its table say (ECMA-376 17.3.2, 17.7.2), against what lies behind it. */

export interface Page {
  readonly styles: Styles;
  readonly colours: Colours;
  readonly fonts: Fonts;
}

/** Where paragraphs stand. */
export interface Ground {
  /** What the table's style says of the text. */
  readonly part: Pick<TablePart, "run" | "paragraph">;
  /** What lies behind it. */
  readonly behind: Colour;
  /** Of the table's cell, in points; undefined outside of tables, or where nobody knows. */
  readonly width?: number;
  readonly inCell: boolean;
  /** What holds for all that stands here. */
  readonly whole?: Appearance;
}

/** What a paragraph gives to the text in it. */
export interface ParagraphLook {
  readonly page: Page;
  readonly ground: Ground;
  readonly style: Style | undefined;
  /** Run properties that its styles give. */
  readonly run: Properties;
  readonly paragraph: Properties;
  readonly behind: Colour;
  readonly whole?: Appearance;
}

const hidden = (how: string): Appearance => ({ kind: "hidden", how });
const TWIPS = 20;
const WORD_SIZE = 10;
const number = (value: string | undefined): number => (/^-?\d{1,7}(?:\.\d+)?$/u.test(value ?? "") ? Number(value) : Number.NaN);

/** The size of text in points, as a paragraph's styles or a run's properties have it. */
export const sizeOf = (properties: Properties): number => {
  const half = number(properties.get("w:sz")?.attributes.val);
  return half >= 0 ? half / 2 : WORD_SIZE;
};

/** Han and other full-width characters are as wide as high, others about half. */
const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3ffff}]/u;
export const widthOf = (text: string, size: number): number => [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? size : size / 2), 0);

/** Word sets a line this many times as high as its letters. */
const SINGLE = 1.3;
/** Of a letter's height: where less of it is left, it is cut off beyond reading. */
const LEAST_PART = 0.6;

/** The height of a line in points, and whether what does not fit is cut off. */
export function lineOf(properties: Properties, size: number): { readonly height: number; readonly cut: boolean } {
  const { line, lineRule } = properties.get("w:spacing")?.attributes ?? {};
  const value = number(line);
  if (!value) return { height: size * SINGLE, cut: false };
  if (lineRule === "exact") return { height: Math.abs(value) / TWIPS, cut: true };
  if (lineRule === "atLeast") return { height: Math.max(value / TWIPS, size * SINGLE), cut: false };
  return { height: (value / 240) * size * SINGLE, cut: true };
}
/** Above and below a paragraph, in points. */
export const spaceOf = (properties: Properties): readonly [before: number, after: number] => {
  const { before, after } = properties.get("w:spacing")?.attributes ?? {};
  return [(number(before) || 0) / TWIPS, (number(after) || 0) / TWIPS];
};

/** Points by which the first line begins beyond the left edge of its place; hundredths of a character count before twips. */
function indentOf(properties: Properties, size: number): number {
  const { left, start, leftChars, startChars, firstLine, firstLineChars, hanging, hangingChars } = properties.get("w:ind")?.attributes ?? {};
  const length = (chars: string | undefined, twips: string | undefined) =>
    (number(chars) ? (number(chars) / 100) * size : number(twips) / TWIPS) || 0;
  return length(startChars ?? leftChars, start ?? left) + length(firstLineChars, firstLine) - length(hangingChars, hanging);
}

/** Indents of up to a cell's usual margins and a character pull text to a cell's edge, no further. */
const MOST_OUTSIDE = 24;

function wholeOf(properties: Properties, ground: Ground, size: number): Appearance | undefined {
  if (ground.whole) return ground.whole;
  if (ground.inCell && properties.has("w:framePr")) return { kind: "reordered", how: "图文框里的文字" };
  if (isOn(properties.get("w:bidi"))) return { kind: "reordered", how: "从右向左排的文字" };
  const indent = ground.inCell ? indentOf(properties, size) : 0;
  if (indent < -MOST_OUTSIDE || indent > (ground.width ?? Number.POSITIVE_INFINITY)) return hidden("缩进到单元格以外的文字");
  return undefined;
}

/** @param properties the paragraph's own */
export function paragraphLook(properties: XmlNode | undefined, style: Style | undefined, page: Page, ground: Ground): ParagraphLook {
  const { part } = ground;
  const run = over(over(page.styles.run, part.run), style?.run ?? NONE);
  const paragraph = over(over(over(page.styles.paragraph, part.paragraph), style?.paragraph ?? NONE), properties);
  const behind = page.colours.shading(paragraph.get("w:shd")) ?? ground.behind;
  const whole = wholeOf(paragraph, ground, sizeOf(run));
  return { page, ground, style, run, paragraph, behind, ...(whole && { whole }) };
}

/** What a run says of itself, and what its styles say beneath. */
export interface RunLook {
  readonly paragraph: ParagraphLook;
  readonly own: XmlNode | undefined;
  readonly style: Style | undefined;
  readonly properties: Properties;
}

/** @param own the run's own properties */
export function runLook(own: XmlNode | undefined, paragraph: ParagraphLook): RunLook {
  if (!own) return { paragraph, own, style: undefined, properties: paragraph.run };
  const style = paragraph.page.styles.get(childValue(own, "w:rStyle"));
  return { paragraph, own, style, properties: over(over(paragraph.run, style?.run ?? NONE), own) };
}

/** A property that styles toggle (17.7.3): said directly, else on if an odd number of styles says so, or the defaults do. */
function toggled(name: string, { own, style, properties, paragraph: { page, ground, style: outer } }: RunLook): boolean {
  if (!properties.has(name)) return false;
  const direct = onOff(own, name);
  if (direct !== undefined) return direct;
  const said = [style?.run, outer?.run, ground.part.run].filter((run) => isOn(run?.get(name)));
  return (isOn(page.styles.run.get(name)) ?? false) || said.length % 2 === 1;
}

/** Whether text is hidden by Word's own property for that. */
export const isHidden = (run: RunLook): boolean => toggled("w:vanish", run);

/** How a run's text looks; undefined if plain. */
export function appearanceOf(run: RunLook, text: string): Appearance | undefined {
  const { properties, paragraph } = run;
  if (toggled("w:strike", run) || isOn(properties.get("w:dstrike"))) return STRUCK;
  return (
    faintness(properties, paragraph) ??
    smallness(properties, paragraph, text) ??
    offTheLine(properties) ??
    paragraph.whole ??
    (isOn(properties.get("w:rtl")) ? { kind: "reordered", how: "从右向左排的文字" } : undefined) ??
    (isOn(properties.get("w:webHidden")) ? hidden("在网页视图中隐藏的文字") : undefined) ??
    paragraph.page.fonts.appearanceOf(properties.get("w:rFonts"), text)
  );
}

function faintness(properties: Properties, { page: { colours }, behind: ground }: ParagraphLook): Appearance | undefined {
  const behind = highlightColour(properties.get("w:highlight")) ?? colours.shading(properties.get("w:shd")) ?? ground;
  const filled = properties.get("w14:textFill");
  const colour = filled ? colours.fill(filled, behind) : colours.of(properties.get("w:color"));
  if (filled && !colour) return hidden("透明文字");
  if (!colour || !isFaint(colour, behind)) return undefined;
  return hidden(colour.every((part) => part > 250) ? "白色文字" : "与底色相近的文字");
}

function smallness(properties: Properties, look: ParagraphLook, text: string): Appearance | undefined {
  const size = sizeOf(properties);
  const scale = number(properties.get("w:w")?.attributes.val) / 100;
  if (isTiny(size)) return hidden("字号极小的文字");
  // As narrow as letters of that size.
  if (isTiny(size * scale)) return hidden("压得极窄的文字");
  const advance = (size / 2) * (scale || 1);
  const fitted = number(properties.get("w:fitText")?.attributes.val) / TWIPS;
  if (fitted < (widthOf(text, size) * (scale || 1)) / 2) return hidden("压得极窄的文字");
  // Half of each digit under the next.
  if (advance + (number(properties.get("w:spacing")?.attributes.val) || 0) / TWIPS < advance / 2) return { kind: "covered", how: "挤在一起的文字" };
  const { height, cut } = lineOf(look.paragraph, size);
  return cut && height < size * LEAST_PART ? hidden("行距过小、被裁切的文字") : undefined;
}

function offTheLine(properties: Properties): Appearance | undefined {
  const align = properties.get("w:vertAlign")?.attributes.val;
  if (align === "superscript") return RAISED;
  if (align === "subscript") return LOWERED;
  const size = sizeOf(properties);
  const shift = number(properties.get("w:position")?.attributes.val) / 2;
  // A whole line: it stands where another row's figure does.
  if (Math.abs(shift) > size * SINGLE) return hidden("移到别处的文字");
  if (isShifted(shift, size)) return shift > 0 ? RAISED : LOWERED;
  const layout = properties.get("w:eastAsianLayout")?.attributes;
  const composed = [layout?.combine, layout?.vert].some((value) => value !== undefined && !/^(?:0|false|off)$/u.test(value));
  return composed ? { kind: "raised", how: "双行合一的文字" } : undefined;
}

/** Whether text that begins so far below the top of its place is cut off by the place's height, in points. */
export const isCutOff = (height: number, top: number, size: number): boolean => height < top + size * LEAST_PART;

/** What lies behind the text of a cell: the first shading said, of the cell, its style or its table, over what lies behind the table. */
export const cellGround = (shadings: readonly (XmlNode | undefined)[], colours: Colours, behind: Colour): Colour =>
  colours.shading(shadings.find((node) => node !== undefined)) ?? behind;
