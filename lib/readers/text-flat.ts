import type { FlatText } from "../document/document.ts";
import { plainText } from "./text.ts";
import { columnsIn } from "./text-lines.ts";

const SEPARATOR = /[\t|｜│┃║]/u;
const DRAWN = /^[\s|｜│┃║:+=─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝-]*$/u;

/**
 * The second look at plain text: the bytes decoded again and cut at line ends, tabs, pipes and gaps, with no notion of a table.
 * Each piece is trimmed. A line of pipes or tabs gives "" for every blank that its separators show; a line divided by gaps gives ""
 * where a line of figures near it has a figure and it has none; empty lines give nothing.
 * Such a blank may be an empty cell as well as filler for a merged one. `blanksKept` is true where there are any.
 * @throws TooLargeError as the first reader does.
 */
export function flatTextOfText(bytes: Uint8Array): FlatText {
  const lines = plainText(bytes).split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/u);
  const pieces = piecesOfLines(lines);
  return { pieces, blanksKept: pieces.includes("") || lines.some((line) => SEPARATOR.test(line)) };
}

/** The pieces of lines of text, in their order. */
export function piecesOfLines(source: readonly string[]): string[] {
  const lines = source.map((line) => line.replace(/^\s*#{1,6}\s+/u, "")).filter((line) => !(/--|==|[─━═]{2}/u.test(line) && DRAWN.test(line)));
  const parts = lines.map((line) => (SEPARATOR.test(line) ? [] : partsOf(line)));
  return lines.flatMap((line, index) => {
    if (SEPARATOR.test(line)) return separated(line);
    const text = line.trim();
    return (parts[index]?.length ?? 0) > 1 ? withBlanks(parts, index) : text === "" ? [] : [unmarked(text)];
  });
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
const FIGURE = /^(?:[+-]?[\d０-９][\d０-９,.．]*|[/／—–-]{1,2}|[无零])$/u;

/** What gaps divide: two blanks or more; between three figures or more at the line's end single ones too. */
function partsOf(source: string): Part[] {
  const line = source.trimEnd();
  if (line.length > LONG_LINE || /[。；！？]/u.test(line)) return [];
  const figures = /(?:^|\s)(?:[+-]?[\d０-９][\d０-９,.．]*\s+){2,}[+-]?[\d０-９][\d０-９,.．]*$/u.exec(line)?.index ?? line.length;
  const parts: Part[] = [];
  for (const { 0: text, index } of line.matchAll(/\S+(?:\s\S+)*/gu)) {
    for (const inner of index < figures ? [{ 0: text, index: 0 }] : text.matchAll(/\S+/gu)) {
      const from = columnsIn(line.slice(0, index + inner.index));
      parts.push({ text: unmarked(inner[0]), from, to: from + columnsIn(inner[0]) });
    }
  }
  return parts;
}

const figuresIn = (parts: readonly Part[]): readonly Part[] => parts.slice(parts.findLastIndex(({ text }) => !FIGURE.test(text)) + 1);

/** How far a line of figures may stand from another that tells its columns. */
const NEAR = 30;

/** The pieces of a line; where a near line has more figures and all of this one's stand below or above some of them, a blank for each other. */
function withBlanks(lines: readonly (readonly Part[])[], index: number): string[] {
  const parts = lines[index] ?? [];
  const texts = parts.map(({ text }) => text);
  const own = figuresIn(parts);
  if (own.length === 0) return texts;
  const around = [...near(lines, index, 1, own.length), ...near(lines, index, -1, own.length)];
  for (const fuller of around.toSorted((a, b) => b.length - a.length)) {
    const columns = fuller.map((figure) => own.filter((other) => other.from <= figure.to && figure.from <= other.to));
    if (columns.flat().length === own.length && columns.every((found) => found.length <= 1))
      return [...texts.slice(0, parts.length - own.length), ...columns.map(([figure]) => figure?.text ?? "")];
  }
  return texts;
}

/** The figures of the lines upwards or downwards that have more of them, nearest first, within the same header's rows. */
function near(lines: readonly (readonly Part[])[], index: number, step: 1 | -1, count: number): (readonly Part[])[] {
  const found: (readonly Part[])[] = [];
  for (let at = index + step; Math.abs(at - index) <= NEAR; at += step) {
    const figures = figuresIn(lines[at] ?? []);
    if (figures.length > count) found.push(figures);
    if (figures.length === 0 && (lines[at]?.length ?? 0) > 1) break;
  }
  return found;
}
