import type { Box, Paragraph, Role } from "../document/document.ts";
import { squash } from "../document/text.ts";
import type { Line } from "./lines.ts";

/** A line of text outside the tables, with the page it stands on. */
export interface PageLine extends Line {
  readonly kind: "line";
  readonly page: number;
  readonly box: Box;
  readonly furniture: boolean;
}

/** The column of text that a line stands in: where full lines begin and end. */
export interface Column {
  readonly left: number;
  readonly right: number;
  /** The usual distance between baselines; 0 where there is one line only. */
  readonly pitch: number;
  /** The size of most of its characters. */
  readonly size: number;
}

const HEADING = /^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}(?:章|部分|节)|附[件表]?[：:])/u;
const NUMBERED = /^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9０-９]{1,2}[.．、](?![0-9０-９]))/u;
const SENTENCE_END = /[。；：！？;:!?]$/u;
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/u;

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

export function columnOf(lines: readonly Line[]): Column {
  const pitches: number[] = [];
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    const pitch = before ? line.y - before.y : 0;
    if (before && pitch > 0.8 * line.size && pitch < 3 * line.size) pitches.push(pitch);
  });
  return {
    left: quantile(
      lines.map((line) => line.x0),
      0.1,
    ),
    right: quantile(
      lines.map((line) => line.x1),
      0.95,
    ),
    pitch: quantile(pitches, 0.4),
    size: quantile(
      lines.flatMap((line) => line.glyphs.map((glyph) => glyph.size)),
      0.5,
    ),
  };
}

const isCentred = (line: Line, column: Column) => {
  const [before, after] = [line.x0 - column.left, column.right - line.x1];
  return before > 3 * line.size && Math.abs(before - after) < Math.max(1.5 * line.size, 0.1 * (before + after));
};

/** True where a line begins a paragraph of its own after the line before it. */
function begins(line: PageLine, before: PageLine, column: Column): boolean {
  const samePage = line.page === before.page;
  if (Math.abs(line.size - before.size) > 0.12 * before.size) return true;
  if (samePage && line.y - before.y > 1.45 * (column.pitch || 1.5 * line.size)) return true;
  // A title too long for one line goes on centred below it.
  const fills = before.x1 - before.x0 > 0.85 * (column.right - column.left) && !SENTENCE_END.test(before.text);
  if (isCentred(line, column)) return !(samePage && fills && before.size > 1.12 * column.size);
  if (isCentred(before, column)) return true;
  const indented = line.x0 > column.left + 0.8 * line.size;
  if (NUMBERED.test(squash(line.text)) && (indented || before.text.endsWith("。") || before.x1 < column.right - 1.5 * line.size)) return true;
  if (HEADING.test(squash(before.text)) && before.x1 < column.right - 2 * before.size) return true;
  // First lines are indented by two characters; the lines after them are not.
  if (line.x0 > column.left + 1.2 * line.size && line.x0 > before.x0 + 0.8 * line.size) return true;
  // A line that stops short ends its paragraph, unless it only lost a character that may not stand at its end.
  return before.x1 < column.right - 2.2 * before.size;
}

/** Lines of one paragraph as one text: nothing between Chinese characters, a space between words of letters. */
export function joinLines(texts: readonly string[]): string {
  return texts.reduce((text, next) => {
    if (text === "") return next;
    const wide = WIDE.test(text.slice(-1)) || WIDE.test(next.slice(0, 1));
    const digits = /[0-9０-９]$/u.test(text) && /^[0-9０-９]/u.test(next);
    return wide || digits ? text + next : `${text} ${next}`;
  }, "");
}

function roleOf(lines: readonly PageLine[], text: string, column: Column): Role {
  const first = lines[0];
  if (!first) return "body";
  if (first.furniture) return "furniture";
  const short = lines.length <= 2 && text.length <= 45 && !SENTENCE_END.test(text);
  return short && (HEADING.test(squash(text)) || isCentred(first, column)) ? "heading" : "body";
}

/** Paragraphs from lines in reading order that no table interrupts. The place is that of the first page's part. */
export function paragraphsOf(lines: readonly PageLine[], columns: ReadonlyMap<number, Column>): Paragraph[] {
  const groups: PageLine[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const column = columns.get(line.page) ?? { left: line.x0, right: line.x1, pitch: 0, size: line.size };
    if (group && before && !before.furniture && !line.furniture && !begins(line, before, column)) group.push(line);
    else groups.push([line]);
  }
  return groups.map((group) => {
    const page = group[0]?.page ?? 1;
    const own = group.filter((line) => line.page === page).map((line) => line.box);
    const text = joinLines(group.map((line) => line.text));
    const column = columns.get(page) ?? { left: 0, right: 0, pitch: 0, size: 0 };
    const x0 = Math.min(...own.map((box) => box[0]));
    const y0 = Math.min(...own.map((box) => box[1]));
    const box: Box = [x0, y0, Math.max(...own.map((b) => b[0] + b[2])) - x0, Math.max(...own.map((b) => b[1] + b[3])) - y0];
    return { kind: "paragraph", text, role: roleOf(group, text, column), place: { page, box } };
  });
}
