import type { FlatText } from "../document/document.ts";
import { plainText } from "./text.ts";

/**
 * The second look at plain text: the bytes decoded again and cut at line ends, tabs and pipes, with no notion of a table.
 * Each piece is trimmed. A line of pipes or tabs gives "" for every blank that its separators show; empty lines give nothing.
 * Such a blank may be an empty cell as well as filler for a merged one. `blanksKept` is true where there are separators.
 * @throws TooLargeError as the first reader does.
 */
export function flatTextOfText(bytes: Uint8Array): FlatText {
  const pieces: string[] = [];
  let separated = false;
  for (const line of plainText(bytes).split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/u)) {
    const bare = line.replace(/^\s*#{1,6}\s+/u, "");
    if (/--|==|[─━═]{2}/u.test(bare) && /^[\s|｜│┃║:+=─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝-]*$/u.test(bare)) continue;
    if (!/[\t|｜│┃║]/u.test(bare)) {
      const text = bare.trim();
      if (text !== "") pieces.push(...spaced(text));
      continue;
    }
    separated = true;
    const pipes = bare.match(/[|｜│┃║]/gu)?.length ?? 0;
    const cells = bare.split(/[\t|｜│┃║]/u).map((cell) => unmarked(cell.trim()));
    if (pipes > 0 && cells.every((cell) => cell === "")) cells.length = pipes;
    else if (/^[ \u3000]*\t[^\t]*$/u.test(bare)) cells.shift();
    else if (pipes > 0 && cells.at(-1) === "") {
      cells.pop();
      if (/^\s*[|｜│┃║]/u.test(bare)) cells.shift();
    }
    for (const cell of cells) pieces.push(cell);
  }
  return { pieces, blanksKept: separated };
}

const unmarked = (text: string): string => text.replace(/<br\s*\/?>/giu, "\n").replace(/^\*\*([^*]+)\*\*$/u, "$1");

/** Longer lines than this are prose. */
const LONG_LINE = 1000;

/** A line of three figures or more behind a label, divided by blanks, is that many pieces. */
function spaced(text: string): string[] {
  if (text.length > LONG_LINE) return [unmarked(text)];
  const figures = /(?:^|\s)(?:[+-]?[\d０-９][\d０-９,.．]*\s+){2,}[+-]?[\d０-９][\d０-９,.．]*$/u.exec(text);
  if (figures) {
    const label = text.slice(0, figures.index).trim();
    return [...(label === "" ? [] : label.split(/ {2,}|\u3000{2,}/u)), ...figures[0].trim().split(/\s+/u)].map((piece) => unmarked(piece.trim()));
  }
  return / {2,}\S|\u3000{2,}\S/u.test(text) && !/[。；！？]/u.test(text)
    ? text.split(/ {2,}|\u3000{2,}/u).map((piece) => piece.trim())
    : [unmarked(text)];
}
