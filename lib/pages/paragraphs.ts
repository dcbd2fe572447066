import type { Box, Paragraph, Role } from "../document/document.ts";
import { isNumbered, numberingOf } from "../document/numbering.ts";
import { squash } from "../document/text.ts";
import { boxAround, median, quantile } from "./geometry.ts";
import { type Line, lineOf } from "./lines.ts";
import { gapInEm, splitRuns } from "./segments.ts";

/** A line of text outside the tables, with the page it stands on. */
export interface PageLine extends Line {
  readonly kind: "line";
  readonly page: number;
  readonly box: Box;
  readonly furniture: boolean;
  readonly column: Column;
}

/** The column of text that a line stands in: where full lines begin and end. */
interface Column {
  readonly left: number;
  readonly right: number;
  /** The usual distance between baselines; 0 where there is one line only. */
  readonly pitch: number;
  /** The size of most of its characters. */
  readonly size: number;
}

/** What parts paragraphs; distances in em where nothing else is said. */
const PARAGRAPHS = {
  /** Baselines of one column stand apart by this: closer is one line, further is a gap between blocks. */
  leastPitch: 0.8,
  mostPitch: 3,
  /** Quantiles of line beginnings and ends: the column's edges but for what hangs out of it. */
  left: 0.1,
  right: 0.95,
  /** Quantile of pitches: a little below the median, since gaps between paragraphs only widen them. */
  pitch: 0.4,
  /** A line is centred that leaves this much on its left, and on its right as much but for so much, or such a share. */
  centred: 3,
  offCentre: 1.5,
  offCentreShare: 0.1,
  /** A wider gap after a full stop is no space: who signs stands there. */
  gapBeforeSignature: 1.5,
  /** A line with so many parts that stand so far apart is a row of columns. */
  columns: 3,
  columnGap: 1.5,
  /** Baselines that differ less are one line, whose parts are paragraphs of their own. */
  sameLine: 0.5,
  /** Sizes differ by more than this share: 10.5 beside 12 points, the nearest usual sizes, differ by an eighth. */
  otherSize: 0.12,
  /** A distance to the line before of so many pitches parts paragraphs; the pitch where a column has but one line. */
  apart: 1.45,
  usualPitch: 1.5,
  /** A title that goes on below fills so much of the column, and is larger than its text by this. */
  fills: 0.85,
  larger: 1.12,
  /** Indented at all, and plainly: first lines are by two characters. */
  indented: 0.8,
  plainlyIndented: 1.2,
  /**
   * How far a line stops short of the column before a numbered one, as a heading, and at a paragraph's end, where
   * kinsoku may have moved two characters.
   */
  shortBeforeNumber: 1.5,
  shortHeading: 2,
  short: 2.2,
} as const;

const isHeading = (text: string): boolean =>
  ["chapter", "section"].includes(numberingOf(text) ?? "") || /^附[件表]?[：:]/u.test(squash(text));
const SENTENCE_END = /[。；：！？;:!?]$/u;
const FULL_STOP = /^[。！？]$/u;
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/u;

export function measureColumn(lines: readonly Line[]): Column {
  const pitches: number[] = [];
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    const pitch = before ? line.y - before.y : 0;
    if (before && pitch > PARAGRAPHS.leastPitch * line.size && pitch < PARAGRAPHS.mostPitch * line.size)
      pitches.push(pitch);
  });
  return {
    left: quantile(
      lines.map((line) => line.x0),
      PARAGRAPHS.left,
    ),
    right: quantile(
      lines.map((line) => line.x1),
      PARAGRAPHS.right,
    ),
    pitch: quantile(pitches, PARAGRAPHS.pitch),
    size: median(lines.flatMap((line) => line.glyphs.map((glyph) => glyph.size))),
  };
}

const isCentred = (line: Line, column: Column) => {
  const [before, after] = [line.x0 - column.left, column.right - line.x1];
  return (
    before > PARAGRAPHS.centred * line.size &&
    Math.abs(before - after) < Math.max(PARAGRAPHS.offCentre * line.size, PARAGRAPHS.offCentreShare * (before + after))
  );
};

/** Splits a signature off the last line of a text, beside which it may stand. */
export const splitSignature = (line: Line): Line[] =>
  splitRuns(
    line.glyphs,
    (before, glyph) => FULL_STOP.test(before.text) && gapInEm(before, glyph) > PARAGRAPHS.gapBeforeSignature,
  ).map(lineOf);

/** Whether a line is a row of columns: its parts stand under each other, and do not go on in the next line. */
const isRow = ({ glyphs }: Line): boolean =>
  splitRuns(glyphs, (before, glyph) => gapInEm(before, glyph) > PARAGRAPHS.columnGap).length >= PARAGRAPHS.columns;

/** True where a line begins a paragraph of its own after the line before it. */
function startsParagraph(line: PageLine, before: PageLine): boolean {
  const { column } = line;
  if (isRow(line) || isRow(before)) return true;
  const samePage = line.page === before.page;
  if (samePage && Math.abs(line.y - before.y) < PARAGRAPHS.sameLine * line.size) return true;
  if (Math.abs(line.size - before.size) > PARAGRAPHS.otherSize * before.size) return true;
  if (samePage && line.y - before.y > PARAGRAPHS.apart * (column.pitch || PARAGRAPHS.usualPitch * line.size))
    return true;
  // A title too long for one line goes on centred below it.
  const fills =
    before.x1 - before.x0 > PARAGRAPHS.fills * (before.column.right - before.column.left) &&
    !SENTENCE_END.test(before.text);
  if (isCentred(line, column)) return !(samePage && fills && before.size > PARAGRAPHS.larger * column.size);
  if (isCentred(before, before.column)) return true;
  const indent = line.x0 - column.left;
  // Who signs, and when, stands at the right.
  if (indent > (column.right - column.left) / 2) return true;
  const indented = indent > PARAGRAPHS.indented * line.size;
  const short = before.column.right - before.x1;
  if (
    isNumbered(line.text) &&
    (indented || before.text.endsWith("。") || short > PARAGRAPHS.shortBeforeNumber * line.size)
  )
    return true;
  if (isHeading(before.text) && short > PARAGRAPHS.shortHeading * before.size) return true;
  // First lines are indented by two characters; the lines after them are not.
  if (
    indent > PARAGRAPHS.plainlyIndented * line.size &&
    indent > before.x0 - before.column.left + PARAGRAPHS.indented * line.size
  )
    return true;
  // A line that stops short ends its paragraph, unless kinsoku only moved its last character.
  return short > PARAGRAPHS.short * before.size;
}

/** Lines of one paragraph as one text: nothing between Chinese characters, a space between words of letters. */
function joinLines(texts: readonly string[]): string {
  return texts.reduce((text, next) => {
    if (text === "") return next;
    const wide = WIDE.test(text.slice(-1)) || WIDE.test(next.slice(0, 1));
    const digits = /[0-9０-９]$/u.test(text) && /^[0-9０-９]/u.test(next);
    return wide || digits ? text + next : `${text} ${next}`;
  }, "");
}

function roleOf(lines: readonly PageLine[], text: string): Role {
  const first = lines[0];
  if (!first) return "body";
  if (first.furniture) return "furniture";
  const short = lines.length <= 2 && text.length <= 45 && !SENTENCE_END.test(text);
  return short && (isHeading(text) || isCentred(first, first.column)) ? "heading" : "body";
}

/** Paragraphs from lines in reading order that no table interrupts. The place is that of the first column's part. */
export function groupParagraphs(lines: readonly PageLine[]): Paragraph[] {
  const groups: [PageLine, ...PageLine[]][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && !before.furniture && !line.furniture && !startsParagraph(line, before)) group.push(line);
    else groups.push([line]);
  }
  return groups.map((group) => {
    const [{ page, column }] = group;
    const box = boxAround(group.filter((line) => line.page === page && line.column === column).map((line) => line.box));
    const text = joinLines(group.map((line) => line.text));
    return { kind: "paragraph", text, role: roleOf(group, text), place: { page, box } };
  });
}
