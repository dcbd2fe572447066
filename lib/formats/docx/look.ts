import { type Appearance, type Colour, LOWERED, RAISED, STRUCK, WHITE } from "../../document/appearance.ts";
import { childValue, onOff } from "../shared/package-xml.ts";
import {
  faintness,
  IN_FRAME,
  type Line,
  lineOf as lineHeight,
  offTheLine,
  outOfCell,
  RIGHT_TO_LEFT,
  smallness,
  TWO_LINES_IN_ONE,
  WEB_HIDDEN,
  WORD_SIZE,
} from "../shared/word-look.ts";
import type { XmlNode } from "../shared/xml-tree.ts";
import { type Colours, highlightColour } from "./colours.ts";
import type { Fonts } from "./fonts.ts";
import { isOn, NONE, over, type Properties, type Style, type Styles, type TablePart } from "./styles.ts";

/**
 * How text looks: what its own properties, its styles and its table say (ECMA-376 17.3.2, 17.7.2), against what lies
 * behind it.
 */

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

const TWIPS = 20;
const number = (value: string | undefined): number =>
  /^-?\d{1,7}(?:\.\d+)?$/u.test(value ?? "") ? Number(value) : Number.NaN;

/** The size of text in points, as a paragraph's styles or a run's properties have it. */
export const sizeOf = (properties: Properties): number => {
  const half = number(properties.get("w:sz")?.attributes.val);
  return half >= 0 ? half / 2 : WORD_SIZE;
};

/** The height of a line in points, and whether what does not fit is cut off. */
export function lineOf(properties: Properties, size: number): Line {
  const { line, lineRule } = properties.get("w:spacing")?.attributes ?? {};
  const rule = lineRule === "exact" || lineRule === "atLeast" ? lineRule : "multiple";
  return lineHeight({ rule, value: number(line) / (rule === "multiple" ? 240 : TWIPS) }, size);
}
/** Above and below a paragraph, in points. */
export const spaceOf = (properties: Properties): readonly [before: number, after: number] => {
  const { before, after } = properties.get("w:spacing")?.attributes ?? {};
  return [(number(before) || 0) / TWIPS, (number(after) || 0) / TWIPS];
};

/**
 * Points by which the first line begins beyond the left edge of its place; hundredths of a character count before
 * twips.
 */
function indentOf(properties: Properties, size: number): number {
  const { left, start, leftChars, startChars, firstLine, firstLineChars, hanging, hangingChars } =
    properties.get("w:ind")?.attributes ?? {};
  const length = (chars: string | undefined, twips: string | undefined) =>
    (number(chars) ? (number(chars) / 100) * size : number(twips) / TWIPS) || 0;
  return (
    length(startChars ?? leftChars, start ?? left) + length(firstLineChars, firstLine) - length(hangingChars, hanging)
  );
}

function wholeOf(properties: Properties, ground: Ground, size: number): Appearance | undefined {
  if (ground.whole) return ground.whole;
  if (ground.inCell && properties.has("w:framePr")) return IN_FRAME;
  if (isOn(properties.get("w:bidi"))) return RIGHT_TO_LEFT;
  return ground.inCell ? outOfCell(indentOf(properties, size), ground.width) : undefined;
}

/** @param properties the paragraph's own */
export function paragraphLook(
  properties: XmlNode | undefined,
  style: Style | undefined,
  page: Page,
  ground: Ground,
): ParagraphLook {
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

/**
 * A property that styles toggle (17.7.3): said directly, else on if an odd number of styles says so, or the defaults
 * do.
 */
function toggled(
  name: string,
  { own, style, properties, paragraph: { page, ground, style: outer } }: RunLook,
): boolean {
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
    faintnessOf(properties, paragraph) ??
    smallnessOf(properties, paragraph, text) ??
    offTheLineOf(properties) ??
    paragraph.whole ??
    (isOn(properties.get("w:rtl")) ? RIGHT_TO_LEFT : undefined) ??
    (isOn(properties.get("w:webHidden")) ? WEB_HIDDEN : undefined) ??
    paragraph.page.fonts.appearanceOf(properties.get("w:rFonts"), text)
  );
}

function faintnessOf(
  properties: Properties,
  { page: { colours }, behind: ground }: ParagraphLook,
): Appearance | undefined {
  const highlight = highlightColour(properties.get("w:highlight"));
  const behind = highlight ?? colours.shading(properties.get("w:shd")) ?? ground;
  const filled = properties.get("w14:textFill");
  const colour = filled ? colours.fill(filled, behind) : colours.of(properties.get("w:color"));
  if (filled && !colour) return { kind: "hidden", how: "透明文字" };
  return (
    faintness(colour, behind, highlight) ??
    (isOutlined(properties, colours) ? { kind: "hidden", how: "描边的文字" } : undefined)
  );
}

/** An outline of more than a tenth of the size covers the strokes of digits. */
const MOST_OUTLINE = 0.1;
const EMUS = 12_700;
function isOutlined(properties: Properties, colours: Colours): boolean {
  const outline = properties.get("w14:textOutline");
  return (
    number(outline?.attributes.w) / EMUS > MOST_OUTLINE * sizeOf(properties) && colours.fill(outline, WHITE) !== null
  );
}

function smallnessOf(properties: Properties, look: ParagraphLook, text: string): Appearance | undefined {
  const size = sizeOf(properties);
  const of = (name: string, unit: number) => number(properties.get(name)?.attributes.val) / unit;
  const scale = of("w:w", 100);
  const fitted = of("w:fitText", TWIPS);
  const line = lineOf(look.paragraph, size);
  const measures = { size, scale: Number.isNaN(scale) ? 1 : scale, spacing: of("w:spacing", TWIPS) || 0, line };
  return smallness({ ...measures, fitted: Number.isNaN(fitted) ? undefined : fitted }, text);
}

function offTheLineOf(properties: Properties): Appearance | undefined {
  const align = properties.get("w:vertAlign")?.attributes.val;
  if (align === "superscript") return RAISED;
  if (align === "subscript") return LOWERED;
  const moved = offTheLine(number(properties.get("w:position")?.attributes.val) / 2, sizeOf(properties));
  if (moved) return moved;
  const layout = properties.get("w:eastAsianLayout")?.attributes;
  const composed = [layout?.combine, layout?.vert].some(
    (value) => value !== undefined && !/^(?:0|false|off)$/u.test(value),
  );
  return composed ? TWO_LINES_IN_ONE : undefined;
}

/**
 * What lies behind the text of a cell: the first shading said, of the cell, its style or its table, over what lies
 * behind the table.
 */
export const cellGround = (shadings: readonly (XmlNode | undefined)[], colours: Colours, behind: Colour): Colour =>
  colours.shading(shadings.find((node) => node !== undefined)) ?? behind;
