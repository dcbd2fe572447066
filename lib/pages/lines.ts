import { isSmallDigit } from "../document/appearance.ts";
import { type Glyph, glyphBox, median, quarterTurn } from "./geometry.ts";

/** Characters on one baseline, left to right. */
export interface Line {
  readonly glyphs: readonly Glyph[];
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  /** Baseline. */
  readonly y: number;
  /** The size of most of its characters. */
  readonly size: number;
}

const NARROW = /[\u0021-\u024f]/u;

/** How characters of one line stand to each other, in em. */
const LINES = {
  /** Where the source has a space character, a narrow gap is enough. */
  printedSpace: 0.12,
  /** Elsewhere a gap wider than this is a space: beside Latin letters and digits, and between Chinese characters. */
  space: 0.3,
  wideSpace: 0.5,
  /** Bold type that is printed twice is shifted by less, and by less than this share of a narrow letter's advance. */
  boldShift: 0.15,
  boldShare: 0.5,
  /** Baselines of one line differ by less than about half a character. */
  sameLine: 0.55,
  /** From one to the next on one baseline by no more than this, what fonts differ by, and where it is askew by that. */
  even: 0.1,
  askew: 0.3,
  /** A line no nearer to one of the lines beside it than to the other by more than this is midway between them. */
  midway: 0.2,
  /** A character larger than the others by this factor carries the line. */
  larger: 1.2,
  /** In vertical writing characters stand below each other: no further aside, no less down, and nearly all of them. */
  sameColumn: 0.5,
  down: 0.7,
  beside: 0.45,
  mostly: 0.6,
} as const;

/** A gap wider than this (em) is a space. */
const gapForSpace = (before: Glyph, after: Glyph): number =>
  NARROW.test(before.text) || NARROW.test(after.text) ? LINES.space : LINES.wideSpace;

export const gapBetween = (before: Glyph, after: Glyph): number => after.x - (before.x + before.advance);

/** Text of characters that stand left to right on one line: a wide gap is one space. */
export function textOf(glyphs: readonly Glyph[]): string {
  let text = "";
  glyphs.forEach((glyph, index) => {
    const before = glyphs[index - 1];
    const least = glyph.afterSpace ? LINES.printedSpace : before && gapForSpace(before, glyph);
    if (before && least && gapBetween(before, glyph) > least * Math.max(before.size, glyph.size)) text += " ";
    text += glyph.text;
  });
  return text;
}

/**
 * Bold type is often made by printing a character twice with a slight shift; the second of two narrow letters stands
 * farther on.
 */
const printedTwice = (before: Glyph | undefined, glyph: Glyph) =>
  before !== undefined &&
  before.text === glyph.text &&
  glyph.x - before.x < Math.min(LINES.boldShift * glyph.size, LINES.boldShare * before.advance) &&
  Math.abs(glyph.y - before.y) < LINES.boldShift * glyph.size;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const RUN_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[^\p{Script=Latin}\p{Script=Han}0-9]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])*/gu;
const RUN_TO_RIGHT =
  /[\p{Script=Latin}\p{Script=Han}0-9](?:[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]*[\p{Script=Latin}\p{Script=Han}0-9])?/gu;

const reversed = (text: string): string => [...text].reverse().join("");

/** Text that was put together from left to right, in the order in which it is read. */
function inReadingOrder(text: string): string {
  if (!RIGHT_TO_LEFT.test(text)) return text;
  const toLeft = [...text].filter((character) => RIGHT_TO_LEFT.test(character)).length;
  const toRight = text.match(/[\p{Script=Latin}\p{Script=Han}]/gu)?.length ?? 0;
  return toLeft > toRight ? reversed(text).replace(RUN_TO_RIGHT, reversed) : text.replace(RUN_TO_LEFT, reversed);
}

/** One line of the characters given, in their order on it. */
export const lineOf = (members: readonly Glyph[]): Line => {
  const sorted = [...members].sort((a, b) => a.x - b.x);
  const glyphs = sorted.filter((glyph, index) => !printedTwice(sorted[index - 1], glyph));
  return {
    glyphs,
    text: inReadingOrder(textOf(glyphs)),
    x0: Math.min(...glyphs.map((glyph) => glyph.x)),
    x1: Math.max(...glyphs.map((glyph) => glyph.x + glyph.advance)),
    y: median(glyphs.map((glyph) => glyph.y)),
    size: median(glyphs.map((glyph) => glyph.size)),
  };
};

/**
 * How far apart the baselines of one line may be: a note mark, small as it is, goes with the larger characters beside
 * it.
 */
const reachOf = (a: Glyph, b: Glyph): number =>
  LINES.sameLine * (isSmallDigit(a.text) || isSmallDigit(b.text) ? Math.max(a.size, b.size) : Math.min(a.size, b.size));

/** Characters on the same baseline, from top to bottom where it is askew. */
interface Stratum {
  readonly glyphs: Glyph[];
  /** The one that carries them. */
  anchor: Glyph;
}

/** The largest character carries the line: a footnote mark above it must not. */
const carrier = (anchor: Glyph, other: Glyph): Glyph => (other.size > anchor.size * LINES.larger ? other : anchor);

function strataOf(glyphs: readonly Glyph[]): Stratum[] {
  const strata: Stratum[] = [];
  for (const glyph of [...glyphs].sort((a, b) => a.y - b.y)) {
    const last = strata.at(-1);
    const [first, before] = [last?.glyphs[0], last?.glyphs.at(-1)];
    if (
      last &&
      first &&
      before &&
      glyph.y - before.y <= LINES.even * Math.min(before.size, glyph.size) &&
      glyph.y - first.y <= LINES.askew * Math.min(first.size, glyph.size)
    ) {
      last.glyphs.push(glyph);
      last.anchor = carrier(last.anchor, glyph);
    } else strata.push({ glyphs: [glyph], anchor: glyph });
  }
  return strata;
}

/** Half way between the highest and the lowest baseline. */
const heightOf = ({ glyphs }: Stratum): number => ((glyphs[0]?.y ?? 0) + (glyphs.at(-1)?.y ?? 0)) / 2;

/**
 * Characters written to the right as lines from top to bottom: one line where the baselines differ by less than half a
 * character. What stands midway between two lines, as the figures of a row between those of its label, is a line by
 * itself: else a hair would decide.
 */
export function groupLines(glyphs: readonly Glyph[]): Line[] {
  const strata = strataOf(glyphs);
  const lines: Line[] = [];
  let current: Glyph[] = [];
  let carrying: Stratum | undefined;
  let isMidway = false;
  const begin = (midway: boolean) => {
    if (current.length > 0) lines.push(lineOf(current));
    [current, carrying, isMidway] = [[], undefined, midway];
  };
  strata.forEach((stratum, index) => {
    if (carrying) {
      const room = midwayRoom(carrying, stratum);
      const up = heightOf(stratum) - heightOf(carrying);
      if (up > (isMidway ? room : reachOf(carrying.anchor, stratum.anchor))) begin(false);
      else if (!isMidway && up > room) {
        const down = distanceDown(strata, index, carrying);
        if (down <= up + room) begin(down >= up - room);
      }
    }
    current.push(...stratum.glyphs);
    if (!carrying || carrier(carrying.anchor, stratum.anchor) === stratum.anchor) carrying = stratum;
  });
  begin(false);
  return lines;
}

/** A note mark is never midway: it belongs to the line that it is nearer to. */
const midwayRoom = ({ anchor: a }: Stratum, { anchor: b }: Stratum): number =>
  isSmallDigit(a.text) || isSmallDigit(b.text) ? 0 : LINES.midway * Math.min(a.size, b.size);

/** How far below a stratum the next line is, the first that the line above does not reach; far where it has no reach. */
function distanceDown(strata: readonly Stratum[], index: number, above: Stratum): number {
  const own = strata[index] as Stratum;
  for (let at = index + 1; at < strata.length; at++) {
    const below = strata[at] as Stratum;
    if (heightOf(below) - heightOf(above) <= reachOf(above.anchor, below.anchor)) continue;
    const down = heightOf(below) - heightOf(own);
    return down <= reachOf(own.anchor, below.anchor) ? down : Infinity;
  }
  return Infinity;
}

const DIGIT = /^[0-9]$/u;

/**
 * True where characters upright in themselves are written one below the other, in the order they were drawn. Digits
 * never are: those are so many figures.
 */
function isVertical(glyphs: readonly Glyph[]): boolean {
  if (glyphs.length < 3 || glyphs.every(({ text }) => DIGIT.test(text))) return false;
  let down = 0;
  let right = 0;
  for (let index = 1; index < glyphs.length; index++) {
    const before = glyphs[index - 1] as Glyph;
    const glyph = glyphs[index] as Glyph;
    if (Math.abs(glyph.x - before.x) < LINES.sameColumn * glyph.size && glyph.y - before.y > LINES.down * glyph.size)
      down++;
    if (Math.abs(glyph.y - before.y) < LINES.beside * glyph.size && glyph.x > before.x) right++;
  }
  return right === 0 && down >= LINES.mostly * (glyphs.length - 1);
}

/** Columns of vertical writing from right to left, a line each. */
function readVertical(glyphs: readonly Glyph[]): string {
  let text = "";
  glyphs.forEach((glyph, index) => {
    const before = glyphs[index - 1];
    if (before && Math.abs(glyph.x - before.x) >= LINES.sameColumn * glyph.size) text += "\n";
    text += glyph.text;
  });
  return text;
}

/** Characters of any quarter turn, as if written to the right. */
function turnUpright(glyphs: readonly Glyph[], quarter: 90 | 180 | 270): Glyph[] {
  return glyphs.map((glyph) => {
    const { x, y } = glyph;
    const [turnedX, turnedY] = quarter === 90 ? [y, -x] : quarter === 180 ? [-x, -y] : [-y, x];
    return { ...glyph, x: turnedX, y: turnedY, angle: 0 };
  });
}

/** The text of a cell, its lines separated by "\n": horizontal, vertical and turned writing in their own order. */
export function cellText(glyphs: readonly Glyph[]): string {
  const straight = glyphs.filter((glyph) => quarterTurn(glyph.angle) === 0);
  const parts: { readonly top: number; readonly text: string }[] = [];
  const add = (members: readonly Glyph[], text: string) => {
    if (members.length > 0) parts.push({ top: Math.min(...members.map((glyph) => glyphBox(glyph)[1])), text });
  };
  if (isVertical(straight)) add(straight, readVertical(straight));
  else for (const line of groupLines(straight)) add(line.glyphs, line.text);
  for (const quarter of [90, 180, 270] as const) {
    const turned = glyphs.filter((glyph) => quarterTurn(glyph.angle) === quarter);
    const text = groupLines(turnUpright(turned, quarter))
      .map((line) => line.text)
      .join("\n");
    add(turned, text);
  }
  return parts
    .sort((a, b) => a.top - b.top)
    .map((part) => part.text)
    .join("\n");
}
