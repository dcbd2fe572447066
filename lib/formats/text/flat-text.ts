import type { FlatText } from "../../document/document.ts";
import { piecesOfLines, SEPARATOR } from "../shared/text/pieces.ts";
import { plainText } from "./plain-text.ts";

/**
 * The second look at plain text: the bytes decoded again and cut at line ends, tabs, pipes and gaps, with no notion of
 * a table. Each piece is trimmed. A line of pipes or tabs gives "" for every blank that its separators show; a line
 * divided by gaps gives "" where a line of figures near it has a figure and it has none; empty lines give nothing. Such
 * a blank may be an empty cell as well as filler for a merged one. `blanksKept` is true where there are any.
 * @throws TooLargeError as the first reader does.
 */
export function flatTextOfText(bytes: Uint8Array): FlatText {
  const lines = plainText(bytes).split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/u);
  const pieces = piecesOfLines(lines);
  return { pieces, blanksKept: pieces.includes("") || lines.some((line) => SEPARATOR.test(line)) };
}
