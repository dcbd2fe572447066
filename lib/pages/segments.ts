import type { Box } from "../document/document.ts";
import { isNumberText, isPlaceholder } from "../document/figure-text.ts";
import { isNumbered } from "../document/numbering.ts";
import { boxOfGlyphs, type Glyph } from "./geometry.ts";
import { gapBetween, type Line, textOf } from "./lines.ts";

/** A run of characters in a line, up to the next wide gap. */
export interface Segment {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  readonly box: Box;
  readonly figure: boolean;
  readonly glyphs: readonly Glyph[];
}

export interface SplitLine {
  readonly line: Line;
  readonly segments: readonly Segment[];
  readonly figures: readonly Segment[];
}

export type Span = [from: number, to: number];

const DIGIT = /^[0-9０-９]$/u;

/** Gaps between the characters of a line, in em. */
export const SEGMENTS = {
  /** A wider gap separates two columns: nearly a whole character is left out. */
  columnGap: 0.9,
  /** Between digits less is enough, since a number holds no space. */
  digitsGap: 0.3,
  /** A wider gap is intended: less is the room beside a character, or rounding. */
  slightGap: 0.15,
} as const;

export function segmentOf(glyphs: readonly Glyph[], line: Pick<Line, "y" | "size">): Segment {
  const text = textOf(glyphs);
  const box = boxOfGlyphs(glyphs);
  return {
    text,
    x0: box[0],
    x1: box[0] + box[2],
    y: glyphs[0]?.y ?? line.y,
    size: line.size,
    box,
    figure: isNumberText(text) || isPlaceholder(text),
    glyphs,
  };
}

/** Splits characters into runs, between neighbours where `parts` says so. */
export function splitRuns(
  glyphs: readonly Glyph[],
  parts: (before: Glyph, glyph: Glyph, index: number) => boolean,
): Glyph[][] {
  const runs: Glyph[][] = [];
  glyphs.forEach((glyph, index) => {
    const before = glyphs[index - 1];
    if (!before || parts(before, glyph, index)) runs.push([glyph]);
    else runs.at(-1)?.push(glyph);
  });
  return runs;
}

export const gapInEm = (before: Glyph, glyph: Glyph) => gapBetween(before, glyph) / Math.max(before.size, glyph.size);

export function splitLine(line: Line): SplitLine {
  const groups = splitRuns(line.glyphs, (before, glyph, index) => {
    const gap = gapInEm(before, glyph);
    if (gap > SEGMENTS.columnGap) return true;
    // Two numbers side by side are two figures.
    if (gap > SEGMENTS.digitsGap && DIGIT.test(before.text) && DIGIT.test(glyph.text)) return true;
    // A number of its own after a slight gap begins a label beside a label.
    const rest = line.glyphs
      .slice(index, index + 4)
      .map(({ text }) => text)
      .join("");
    return gap > SEGMENTS.slightGap && isNumbered(rest);
  });
  const segments = groups.map((glyphs) => segmentOf(glyphs, line));
  // Figures stand to the right of all words of their line; a number before words is part of a label.
  const lastWord = segments.findLastIndex((segment) => !segment.figure);
  const figures = segments.filter(
    (segment, index) => segment.figure && (index > lastWord || segments.filter((other) => other.figure).length > 2),
  );
  return { line, segments, figures };
}

export const spanOf = ({ x0, x1 }: Segment): Span => [x0, x1];

/** Joins intervals that overlap. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const columns: Span[] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = columns.at(-1);
    if (last && from < last[1]) last[1] = Math.max(last[1], to);
    else columns.push([from, to]);
  }
  return columns;
}

export const centre = ([from, to]: Span) => (from + to) / 2;
export const overlapping = (columns: readonly Span[], [from, to]: Span) =>
  columns.filter((column) => column[0] < to && column[1] > from);

export const middle = (segment: Segment) => (segment.x0 + segment.x1) / 2;
