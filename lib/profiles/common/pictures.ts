import type { Document, Picture } from "../../document/document.ts";

/** A picture smaller than this (points) is a mark, a code or a seal, no table. */
const TABLE_WIDTH = 200;
const TABLE_HEIGHT = 36;
/** Characters of a paragraph that is no heading. */
const PROSE = 30;

/**
 * Whether a table may stand in a picture of the text. What stands above the first prose is a site's banner or a cover.
 */
export function hasTablePicture(document: Document): boolean {
  const prose = document.blocks.findIndex(
    (block) => block.kind === "paragraph" && block.role === "body" && block.text.length >= PROSE,
  );
  return document.blocks.slice(Math.max(prose, 0)).some((block) => block.kind === "picture" && mayHoldTable(block));
}

/** A size of 0 is one that the source does not tell. */
const mayHoldTable = ({ width, height }: Picture): boolean =>
  (width === 0 || width >= TABLE_WIDTH) && (height === 0 || height >= TABLE_HEIGHT);
