import type { Document, FlatText } from "../../document/document.ts";
import { SECTION_TITLES } from "./form.ts";

/**
 * Reports whose text lost its lines: a page saved as one line, cells run together, text that stands in a script's
 * string.
 */

const NUMERALS = "一二三四五六";
/**
 * Each official heading with its number, wherever in a text; one of a list of headings is followed by the next or by a
 * comma.
 */
const HEADINGS = SECTION_TITLES.map((title, i) => {
  const spaced = [...title].join("\\s{0,2}").replace("、", "[、和,，]?");
  return `${NUMERALS[i]}\\s{0,2}[、.．,，]\\s{0,2}${spaced}(?!\\s*(?:[,，、;；和及]|[（(]?[二三四五六]\\s*[、.．]))`;
});
const HEADING_PATTERNS = HEADINGS.map((heading) => new RegExp(heading, "u"));
const BEFORE_HEADING = new RegExp(`(?=${HEADINGS.map((heading) => `(?:${heading})`).join("|")})`, "gu");
/** The end of a title before other words on its line. */
const BEHIND_TITLE = /(?<=年度报告|年报)[^\S\n]+/u;

/** The sections of which a text holds the numbered official heading, in its midst too. */
export const headingsWithin = (text: string): number[] =>
  HEADING_PATTERNS.flatMap((heading, i) => (heading.test(text) ? [i + 1] : []));

const textOf = (document: Document): string =>
  document.blocks
    .map((block) =>
      block.kind === "table"
        ? block.cells.map(({ text }) => text).join(" ")
        : block.kind === "paragraph"
          ? block.text
          : "",
    )
    .join("\n");

/**
 * The document's text, or where it has none that of the second reading, with a line for its title and for each of its
 * headings.
 */
export function inLines(document: Document, flat: FlatText | null): Document {
  const own = textOf(document);
  const text = own.trim() === "" ? (flat?.pieces.join("\n") ?? "") : own;
  const lines = text.replace(BEHIND_TITLE, "\n").replace(BEFORE_HEADING, "\n").split("\n");
  return {
    ...document,
    blocks: lines.map((line, paragraph) => ({ kind: "paragraph", text: line, role: "body", place: { paragraph } })),
  };
}
