import {
  type Appearance,
  BLACK,
  type Colour,
  isFaint,
  isShifted,
  isTiny,
  LOWERED,
  RAISED,
} from "../../document/appearance.ts";

/** How text of a Word document looks by its measures, new files and old ones alike. All lengths in points. */

const hidden = (how: string): Appearance => ({ kind: "hidden", how });

export const RIGHT_TO_LEFT: Appearance = { kind: "reordered", how: "从右向左排的文字" };
export const IN_FRAME: Appearance = { kind: "reordered", how: "图文框里的文字" };
export const AUTOMATIC_NUMBER: Appearance = { kind: "reordered", how: "自动编号" };
export const NOTE_MARK: Appearance = { kind: "raised", how: "脚注标记" };
export const TWO_LINES_IN_ONE: Appearance = { kind: "raised", how: "双行合一的文字" };
export const WEB_HIDDEN: Appearance = hidden("在网页视图中隐藏的文字");

/** What text has where nothing says its size. */
export const WORD_SIZE = 10;

/** Han and other full-width characters are as wide as high, others about half. */
const WIDE =
  /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3ffff}]/u;
export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? size : size / 2), 0);

/** Word sets a line this many times as high as its letters. */
const SINGLE = 1.3;
/** Of a letter's height: where less of it is left, it is cut off beyond reading. */
const LEAST_PART = 0.6;

/**
 * How far apart lines are: in points, or in lines of their text where they are a multiple; undefined or 0 where nothing
 * is said.
 */
export interface Spacing {
  readonly rule: "exact" | "atLeast" | "multiple";
  readonly value: number;
}

export interface Line {
  readonly height: number;
  /** What does not fit is cut off. */
  readonly cut: boolean;
}

export function lineOf(spacing: Spacing | undefined, size: number): Line {
  if (!spacing?.value) return { height: size * SINGLE, cut: false };
  const { rule, value } = spacing;
  if (rule === "exact") return { height: Math.abs(value), cut: true };
  if (rule === "atLeast") return { height: Math.max(value, size * SINGLE), cut: false };
  return { height: value * size * SINGLE, cut: true };
}

/** Whether text that begins so far below the top of its place is cut off by the place's height. */
export const isCutOff = (height: number, top: number, size: number): boolean => height < top + size * LEAST_PART;

/**
 * Of text in a colour, null or undefined where Word chooses it so that it is seen: against shadings, though not against
 * every highlight, with which people black out what they take for deleted.
 * @param highlight the highlight, where what lies behind is one
 */
export function faintness(
  colour: Colour | null | undefined,
  behind: Colour,
  highlight: Colour | null | undefined,
): Appearance | undefined {
  const seen = colour ?? (highlight ? BLACK : null);
  if (!seen || !isFaint(seen, highlight ?? behind)) return undefined;
  return hidden(seen.every((part) => part > 250) ? "白色文字" : "与底色相近的文字");
}

interface Measures {
  readonly size: number;
  /** Of the letters' width, 1 as they are. */
  readonly scale: number;
  /** Added between letters. */
  readonly spacing: number;
  /** What all of the text is squeezed or stretched to. */
  readonly fitted?: number | undefined;
  readonly line: Line;
}

/** Of text too small, narrow or crowded to be read. */
export function smallness({ size, scale, spacing, fitted, line }: Measures, text: string): Appearance | undefined {
  if (isTiny(size)) return hidden("字号极小的文字");
  // As narrow as letters of that size.
  if (isTiny(size * scale)) return hidden("压得极窄的文字");
  if (fitted !== undefined && fitted < (widthOf(text, size) * scale) / 2) return hidden("压得极窄的文字");
  const advance = (size / 2) * scale;
  // Half of each digit under the next.
  if (advance + spacing < advance / 2) return { kind: "covered", how: "挤在一起的文字" };
  return line.cut && line.height < size * LEAST_PART ? hidden("行距过小、被裁切的文字") : undefined;
}

/** Of text moved up, or down where it is negative. */
export function offTheLine(shift: number, size: number): Appearance | undefined {
  // A whole line: it stands where another row's figure does.
  if (Math.abs(shift) > size * SINGLE) return hidden("移到别处的文字");
  if (isShifted(shift, size)) return shift > 0 ? RAISED : LOWERED;
  return undefined;
}

/** Indents of up to a cell's usual margins and a character pull text to a cell's edge, no further. */
const MOST_OUTSIDE = 24;
/** Of the first line of a cell, which begins so far beyond the cell's left edge. */
export const outOfCell = (indent: number, width = Number.POSITIVE_INFINITY): Appearance | undefined =>
  indent < -MOST_OUTSIDE || indent > width ? hidden("缩进到单元格以外的文字") : undefined;

/** The width of A4: no table begins so far off, not even on a page turned sideways. */
const A4_WIDTH = 595.3;
/** Of a table that begins at these distances from its place. */
export const offThePage = (distances: readonly number[]): Appearance | undefined =>
  distances.some((points) => Math.abs(points) > A4_WIDTH) ? hidden("排到页面以外的文字") : undefined;

/** No digit fits into a column this narrow: it is left over where borders were dragged nearly into line. */
export const SLIVER = 4;
export const tooNarrow = (width: number): Appearance | undefined =>
  width < SLIVER && width > 0 ? hidden("列宽容不下的文字") : undefined;

/** These hold pictures where others hold letters. */
const OF_SYMBOLS = /^(?:wingdings.*|webdings|marlett|zapf ?dingbats|mt extra|bookshelf symbol.*|ms outlook)$/iu;
/** Its digits are ordinary ones. */
const WITH_DIGITS = /^symbol$/iu;
/** Of digits in a font; `ofSymbols`: the file calls it one of symbols. */
export const symbolFont = ({
  name,
  ofSymbols = false,
}: {
  readonly name: string;
  readonly ofSymbols?: boolean;
}): Appearance | undefined =>
  (ofSymbols || OF_SYMBOLS.test(name)) && !WITH_DIGITS.test(name)
    ? { kind: "glyphs", how: `符号字体（${name}）的文字` }
    : undefined;
