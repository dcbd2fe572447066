import type { Document } from "../../document/document.ts";
import { textBlocks } from "../shared/text/blocks.ts";
import { plainText } from "./plain-text.ts";

/**
 * Reads plain text or Markdown. Tables that were flattened with pipes, tabs or gaps become tables with `ragged` set:
 * the cells of a row in their order, blanks between separators kept, filler at a row's end too. Where each line is a
 * cell of its own, each line is a paragraph, and an empty paragraph stands for each empty cell that the empty lines
 * show. Places are `{offset, length}` in characters of the decoded text.
 * @throws TooLargeError beyond `textBytes` and `textLines`.
 */
export function readText(bytes: Uint8Array): Document {
  return { format: "text", title: null, pages: [], blocks: textBlocks(plainText(bytes)) };
}
