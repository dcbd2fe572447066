/**
 * What makes a figure *not plain*, for all formats: what is read is certain only where all its characters share one
 * visible look. Readers tell how characters look where that is not plain; here it is said what follows from it. What a
 * format itself declares not shown (w:vanish, `display:none`, accepted deletions, layers that are off) is no text and
 * never comes here.
 */

/** One kind a reading code in report.json: NUMBER-STRUCK, NUMBER-RAISED, … and GLYPHS-DIFFER for `glyphs`. */
export type FlawKind = "struck" | "raised" | "hidden" | "covered" | "reordered" | "stale" | "glyphs";

/** How characters look, where that is not plain. */
export interface Appearance {
  readonly kind: FlawKind;
  /** In words for the clerk, a noun phrase that completes “数字旁有…”: 删除线文字, 白色文字, 被图片遮盖的文字. */
  readonly how: string;
}

/**
 * Why a cell or a paragraph is not plain: which of its characters look how; `text` is "" where what lies there is no
 * text.
 */
export interface Flaw extends Appearance {
  readonly text: string;
}

/** Characters that share one look. */
export interface StyledText {
  readonly text: string;
  /** Absent where the characters are plain. */
  readonly appearance?: Appearance;
}

export const STRUCK: Appearance = { kind: "struck", how: "删除线文字" };
export const RAISED: Appearance = { kind: "raised", how: "上标文字" };
export const LOWERED: Appearance = { kind: "raised", how: "下标文字" };

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const SMALL_DIGIT = /[⁰¹²³⁴-⁹₀-₉]/gu;

/** The raised digits of a text as Unicode has them (85¹), so that a note mark never becomes part of a figure. */
export const superscript = (text: string): string =>
  text.replace(/[0-9]/gu, (digit) => SUPERSCRIPTS[Number(digit)] as string);
export const subscript = (text: string): string =>
  text.replace(/[0-9]/gu, (digit) => SUBSCRIPTS[Number(digit)] as string);

/** Whether a character is a raised or lowered digit. */
export const isSmallDigit = (character: string): boolean => /^[⁰¹²³⁴-⁹₀-₉]$/u.test(character);
/** Without raised and lowered digits. */
export const withoutSmallDigits = (text: string): string => text.replace(SMALL_DIGIT, "");
/** Raised and lowered digits as ordinary ones. */
export const ordinaryDigits = (text: string): string => text.replace(SMALL_DIGIT, (digit) => digit.normalize("NFKC"));

/**
 * Soft hyphens, selectors of variants, tags and control characters: nobody sees them, or what they do. Spaces without
 * width are read as spaces.
 */
const UNSEEN =
  /\u00ad|\u20e3|[\u0001-\u0008\u000e-\u001f\u007f]|[\u180b-\u180e]|[\ufe00-\ufe0f]|[\u{e0000}-\u{e0fff}]/u;
const HAS_DIGIT = /\p{Nd}/u;

/**
 * The text of one cell or paragraph from its runs, with what in it is not plain. Struck text is no part of it. Raised
 * and lowered digits become such characters, unless all digits are raised, or all lowered: then all share one look.
 * Everything else stays where it is and is told.
 */
export function composed(runs: readonly StyledText[]): { readonly text: string; readonly flaws?: readonly Flaw[] } {
  if (runs.every(({ appearance }) => appearance === undefined)) return { text: runs.map(({ text }) => text).join("") };
  const onLine = ({ appearance }: StyledText) => appearance?.kind !== "raised" && appearance?.kind !== "struck";
  const small = new Set(runs.flatMap(({ appearance }) => (appearance?.kind === "raised" ? [appearance.how] : [])));
  // Marks, fractions and two lines in one are never on one line, nor is what is partly raised and partly lowered.
  const oneLine = small.size === 1 && (small.has(RAISED.how) || small.has(LOWERED.how));
  const allSmall = oneLine && !runs.some((run) => onLine(run) && HAS_DIGIT.test(run.text));
  let text = "";
  const flaws: Flaw[] = [];
  for (const run of runs) {
    const { appearance } = run;
    const raised = appearance?.kind === "raised";
    if (appearance === undefined || (raised && allSmall)) text += run.text;
    else {
      if (raised) text += appearance.how === LOWERED.how ? subscript(run.text) : superscript(run.text);
      else if (appearance.kind !== "struck") text += run.text;
      if (run.text.trim() !== "" || run.text === "") flaws.push({ ...appearance, text: run.text });
    }
  }
  const merged = mergedFlaws(flaws);
  return merged.length === 0 ? { text } : { text, flaws: merged };
}

/** Neighbours of one look as one flaw. */
export function mergedFlaws(flaws: readonly Flaw[]): readonly Flaw[] {
  const merged: Flaw[] = [];
  for (const flaw of flaws) {
    const last = merged.at(-1);
    if (last?.kind === flaw.kind && last.how === flaw.how)
      merged[merged.length - 1] = { ...last, text: last.text + flaw.text };
    else merged.push(flaw);
  }
  return merged;
}

/** Marks, embeddings, overrides and isolates; the left-to-right mark turns nothing. */
const BIDI_CONTROLS = /[\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;
/** Full-width digits are ordinary ones; those of another script or a mathematical alphabet have other shapes. */
const OTHER_DIGITS = /(?![0-9\uff10-\uff19])\p{Nd}/gu;
/** What these show is the font's own business. */
const PRIVATE = /\p{Co}/gu;
const OVERLAYS = /.[\u0335-\u0338\u20d2\u20d3\u20d8-\u20da\u20e5\u20e6\u20eb]/gu;

/**
 * What the characters themselves say of their look, in any format: signs that turn the direction, combining strokes,
 * digits of superscript or another shape, private-use characters.
 */
export function flawsOfCharacters(text: string): readonly Flaw[] {
  const flaws: Flaw[] = [];
  const visible = text.replace(/[\p{Cf}\p{Cc}]/gu, "").trim();
  if (BIDI_CONTROLS.test(text) && /\p{Nd}.*[\p{Nd}.,，．]/su.test(text))
    flaws.push({ kind: "reordered", how: "改变书写方向的控制符", text: visible });
  const struck = text.match(OVERLAYS);
  if (struck) flaws.push({ ...STRUCK, text: struck.join("").normalize("NFC") });
  const others = text.match(OTHER_DIGITS);
  if (others) flaws.push({ kind: "glyphs", how: "其他字形的数字", text: others.join("") });
  const own = text.match(PRIVATE);
  if (own) flaws.push({ kind: "glyphs", how: "字体自造的字符", text: own.join("") });
  if (HAS_DIGIT.test(text) && UNSEEN.test(text)) flaws.push({ kind: "hidden", how: "看不见的字符", text: "" });
  if (HAS_DIGIT.test(text)) {
    const small = text.match(SMALL_DIGIT);
    if (small) flaws.push({ ...RAISED, text: ordinaryDigits(small.join("")) });
  }
  return flaws;
}

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

export const WHITE: Colour = [255, 255, 255];
export const BLACK: Colour = [0, 0, 0];

/** Of six hexadecimal digits, RRGGBB. */
export const colourOfHex = (digits: string): Colour =>
  [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)) as unknown as Colour;

const linear = (value: number): number => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
const luminance = ([red, green, blue]: Colour): number =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

/** Contrast of two colours as WCAG 2 defines it, 1 (the same) to 21. */
export function contrast(a: Colour, b: Colour): number {
  const [bright, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

/** A colour laid over another with an opacity of 0 to 1. */
export const blended = (colour: Colour, opacity: number, behind: Colour): Colour =>
  [0, 1, 2].map((i) => (colour[i] as number) * opacity + (behind[i] as number) * (1 - opacity)) as unknown as Colour;

/** Light grey #d0d0d0 on white, which a person still reads on paper, has 1.54; what has less is not sure to be seen. */
const LEAST_CONTRAST = 1.5;
export const isFaint = (colour: Colour, behind: Colour): boolean => contrast(colour, behind) < LEAST_CONTRAST;

/** Points: the smallest print of official tables is 5; text of less can't be told from a speck on paper. */
const LEAST_SIZE = 4;
export const isTiny = (points: number): boolean => points < LEAST_SIZE;

/**
 * Characters this much (in their size) above or below the line of their neighbours are raised or lowered: Word's own
 * superscript is 0.33.
 */
const LEAST_SHIFT = 0.15;
export const isShifted = (shift: number, size: number): boolean => Math.abs(shift) > LEAST_SHIFT * size;
