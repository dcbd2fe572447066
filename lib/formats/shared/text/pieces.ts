import { columnsIn } from "./lines.ts";

/** Lines of text cut at tabs, pipes and gaps, with no notion of a table. */

export const SEPARATOR = /[\t|｜│┃║]/u;
const DRAWN = /^[\s|｜│┃║:+=─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝-]*$/u;

/** The pieces of lines of text, in their order. */
export function piecesOfLines(source: readonly string[]): string[] {
  const lines = source.map((line) => line.replace(/^\s*#{1,6}\s+/u, ""));
  const split = lines.map((line) => (isRule(line) || SEPARATOR.test(line) ? NO_PARTS : splitLine(line)));
  const pieces: string[] = [];
  for (let index = 0, checked = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (index >= checked) {
      checked = index;
      while (checked < lines.length && BAR.test(lines[checked] ?? "")) checked += 1;
      const framed = lines.slice(index, checked);
      if (framed.filter((other) => RULED.test(other)).length > 1) {
        for (const cell of unwrapped(framed).flat()) pieces.push(cell);
        index = checked - 1;
        continue;
      }
      checked = Math.max(checked, index + 1);
    }
    if (isRule(line)) continue;
    const text = line.trim();
    if (SEPARATOR.test(line)) for (const cell of separated(line)) pieces.push(cell);
    else if ((split[index]?.parts.length ?? 0) > 1) pieces.push(...withBlanks(split, index));
    else if (text !== "") pieces.push(unmarked(text));
  }
  return pieces;
}

const isRule = (line: string): boolean => /--|==|[─━═]{2}/u.test(line) && DRAWN.test(line);
/** A drawn line's own characters, and the bars between cells that it may cross. */
const BAR = /[|│┃║├┤┼┌┬└┴╠╣╬╔╦╚╩┏┳┗┻┣╋]|^\s*\+[-=]{2}/u;
const RULED = /[─━═]{2}|\+[-=]{2}/u;

/**
 * The cells of the lines in a frame; what goes on in the next line, between the same bars, is one cell, unless each
 * line is a row.
 */
function unwrapped(lines: readonly string[]): string[][] {
  const rows = lines.map((line) => {
    const ruled = RULED.test(line);
    const plain = ruled ? line.replace(/[─━═]+|[-=]{2,}/gu, "").replace(/[├┤┼┌┐└┘┬┴╠╣╬╔╗╚╝╦╩┏┓┗┛┳┻┣┫╋+]/gu, "│") : line;
    const cells = plain
      .trim()
      .split(SEPARATOR)
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { ruled, cells: ruled ? cells.filter((cell) => cell !== "") : cells };
  });
  const goesOn = rows.map(
    ({ ruled, cells }, i) =>
      i > 0 && !ruled && rows[i - 1]?.ruled === false && rows[i - 1]?.cells.length === cells.length,
  );
  const each = rows.some(
    ({ cells }, i) =>
      goesOn[i] && cells.some((cell, k) => FIGURE.test(cell) && FIGURE.test(rows[i - 1]?.cells[k] ?? "")),
  );
  const joined: string[][] = [];
  rows.forEach(({ cells }, i) => {
    const above = joined.at(-1);
    if (goesOn[i] && !each && above) joined[joined.length - 1] = above.map((cell, k) => cell + cells[k]);
    else joined.push(cells);
  });
  return joined;
}

function separated(line: string): string[] {
  const pipes = line.match(/[|｜│┃║]/gu)?.length ?? 0;
  const cells = line.split(SEPARATOR).map((cell) => unmarked(cell.trim()));
  if (pipes > 0 && cells.every((cell) => cell === "")) cells.length = pipes;
  else if (/^[ \u3000]*\t[^\t]*$/u.test(line)) cells.shift();
  else if (pipes > 0 && cells.at(-1) === "") {
    cells.pop();
    if (/^\s*[|｜│┃║]/u.test(line)) cells.shift();
  }
  return cells;
}

const unmarked = (text: string): string => text.replace(/<br\s*\/?>/giu, "\n").replace(/^\*\*([^*]+)\*\*$/u, "$1");

/** A piece of a line between gaps, and the columns of half a Chinese character that it takes. */
interface Part {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Longer lines than this are prose. */
const LONG_LINE = 1000;
const NUMBER = /^[+-]?[\d０-９][\d０-９,.．]*$/u;
const FIGURE = /^(?:[+-]?[\d０-９][\d０-９,.．]*|[/／—–-]{1,2}|[无零])$/u;

/** What gaps divide: two blanks or more; between three figures or more at the line's end single ones too. */
function splitLine(source: string): SplitLine {
  const line = source.trimEnd();
  if (line.length > LONG_LINE || /[。；！？]/u.test(line)) return NO_PARTS;
  const words = [...line.matchAll(/\S+/gu)];
  const atEnd = words.slice(words.findLastIndex(([word]) => !NUMBER.test(word)) + 1);
  const figures = atEnd.length >= 3 ? (atEnd[0]?.index ?? 0) : line.length;
  const parts: Part[] = [];
  for (const { 0: text, index } of line.matchAll(/\S+(?:\s\S+)*/gu)) {
    for (const inner of index < figures ? [{ 0: text, index: 0 }] : text.matchAll(/\S+/gu)) {
      const from = columnsIn(line.slice(0, index + inner.index));
      parts.push({ text: unmarked(inner[0]), from, to: from + columnsIn(inner[0]) });
    }
  }
  return { parts, figures: parts.slice(parts.findLastIndex(({ text }) => !FIGURE.test(text)) + 1) };
}

interface SplitLine {
  readonly parts: readonly Part[];
  /** The figures at its end. */
  readonly figures: readonly Part[];
}
const NO_PARTS: SplitLine = { parts: [], figures: [] };

/** How far a line of figures may stand from another that tells its columns. */
const NEAR = 30;

/**
 * The pieces of a line. Where a nearby line has more figures and each of this line's aligns with one of them, a blank
 * for each unmatched figure.
 */
function withBlanks(lines: readonly SplitLine[], index: number): string[] {
  const { parts, figures: own } = lines[index] ?? NO_PARTS;
  const texts = parts.map(({ text }) => text);
  if (own.length === 0) return texts;
  const around = [...near(lines, index, 1, own.length), ...near(lines, index, -1, own.length)];
  for (const fuller of around.toSorted((a, b) => b.length - a.length)) {
    const columns = fuller.map((figure) => own.filter((other) => other.from <= figure.to && figure.from <= other.to));
    if (columns.flat().length === own.length && columns.every((found) => found.length <= 1))
      return [...texts.slice(0, parts.length - own.length), ...columns.map(([figure]) => figure?.text ?? "")];
  }
  return texts;
}

/**
 * The figures of the lines upwards or downwards that have more of them, nearest first, within the same header's rows.
 */
function near(lines: readonly SplitLine[], index: number, step: 1 | -1, count: number): (readonly Part[])[] {
  const found: (readonly Part[])[] = [];
  for (let at = index + step; Math.abs(at - index) <= NEAR; at += step) {
    const { parts, figures } = lines[at] ?? NO_PARTS;
    if (figures.length > count) found.push(figures);
    if (figures.length === 0 && parts.length > 1) break;
  }
  return found;
}
