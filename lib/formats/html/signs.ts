import type { Signs } from "../signs.ts";
import { isMhtml } from "./mhtml.ts";

const TAGS =
  "a|article|b|body|br|center|col|div|dl|em|font|form|frameset|h[1-6]|head|hr|html|i|iframe|img|li|link|main|meta|nav|ol|p|pre|script|section|span|strong|style|table|tbody|td|th|thead|title|tr|u|ul";
const TAG = new RegExp(`<(?:!doctype\\s+html|(?:${TAGS})(?=[\\s/>]))`, "iuy");
const CLOSING_TAGS = /<\/(?:td|tr|table|p|div|span|body|html|li|h[1-6]|font|strong)\s*>/giu;

/** What may stand in front of a page's first tag, and what ends it. */
const PREAMBLES = [
  ["<?", ">"],
  ["<!--", "-->"],
  ["<![", ">"],
] as const;

/** Whether the first tag of a page is the first that stands in a text but for declarations and comments. */
function startsWithTag(text: string): boolean {
  let at = text.search(/\S/u);
  for (;;) {
    const preamble = PREAMBLES.find(([opening]) => text.startsWith(opening, at));
    if (!preamble) break;
    const [opening, closing] = preamble;
    const end = text.indexOf(closing, at + opening.length);
    if (end < 0) return false;
    at = end + closing.length;
    while (/\s/u.test(text[at] ?? "")) at++;
  }
  TAG.lastIndex = at;
  return TAG.test(text);
}

/** Closing tags that no text has by chance. */
const FEW_TAGS = 3;

export const signs: Signs = {
  ends: ({ bytes }) => isMhtml(bytes),
  text: (text) => startsWithTag(text) || (text.match(CLOSING_TAGS)?.length ?? 0) >= FEW_TAGS,
};
