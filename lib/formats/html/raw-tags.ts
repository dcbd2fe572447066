import { LIMITS } from "../../limits.ts";

/** The tags of a page as they are written, one after the other and without a tree, for the second reading. */

const RAW_NAMES = "script|style|title|textarea|noscript|template|select|svg|iframe";
export const RAW = new RegExp(`^(?:${RAW_NAMES})$`, "u");
const RAW_END = new RegExp(`</(${RAW_NAMES})\\b[^<>]*>`, "giu");
export const VOID = /^(?:br|hr|img|input|col|meta|link|base|area|embed|param|source|track|wbr|frame)$/u;
export const BREAKS =
  /^(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|table|tr|tbody|thead|tfoot|caption|section|article|center|pre|blockquote|form|header|footer|nav|main|aside|address|hr|fieldset|figure|xmp|listing)$/u;

/** An attribute's value in a tag: in quotation marks or without. */
const attributePattern = (name: string): RegExp =>
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "iu");
const ATTRIBUTES = {
  class: attributePattern("class"),
  height: attributePattern("height"),
  id: attributePattern("id"),
  src: attributePattern("src"),
  srcdoc: attributePattern("srcdoc"),
  style: attributePattern("style"),
  type: attributePattern("type"),
  value: attributePattern("value"),
} as const;

export function attribute(source: string, name: keyof typeof ATTRIBUTES): string | null {
  const found = ATTRIBUTES[name].exec(source);
  return found ? (found[1] ?? found[2] ?? found[3] ?? "") : null;
}

export interface Tag {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly closing: boolean;
  readonly attributes: string;
}

const COMMENT_END = /--!?>/gu;
const DECLARATION_END = />/gu;
const NAME = /\/?([a-z][^\s/>]*)/iuy;

/** The next tag from a position on, comments and declarations passed over as tags without a name; null at the end. */
export function nextTag(source: string, from: number): Tag | null {
  for (let start = source.indexOf("<", from); start >= 0; start = source.indexOf("<", start + 1)) {
    const mark = source[start + 1];
    if (mark === "!" || mark === "?") {
      const comment = source.startsWith("<!--", start);
      const closing = comment ? COMMENT_END : DECLARATION_END;
      closing.lastIndex = comment ? start + 2 : start;
      const end = closing.test(source) ? closing.lastIndex : source.length;
      return { start, end, name: "", closing: false, attributes: "" };
    }
    NAME.lastIndex = start + 1;
    const name = NAME.exec(source)?.[1];
    if (name === undefined) continue;
    let quote = "";
    let at = NAME.lastIndex;
    const limit = Math.min(source.length, at + LIMITS.htmlTagCharacters);
    for (; at < limit; at++) {
      const character = source[at] ?? "";
      if (quote !== "") quote = character === quote ? "" : quote;
      else if (character === ">") break;
      else if ((character === '"' || character === "'") && source[at - 1] === "=") quote = character;
    }
    // A quote that nobody closed: the tag ends at the first bracket after all.
    if (at >= limit) at = source.indexOf(">", NAME.lastIndex);
    if (at < 0) at = source.length;
    return {
      start,
      end: at + 1,
      name: name.toLowerCase(),
      closing: mark === "/",
      attributes: source.slice(NAME.lastIndex, at),
    };
  }
  return null;
}

/** The next end of an element that holds no tags; null where there is none. */
export function endTag(
  source: string,
  name: string,
  from: number,
): { readonly start: number; readonly end: number } | null {
  RAW_END.lastIndex = from;
  for (let found = RAW_END.exec(source); found; found = RAW_END.exec(source)) {
    if (found[1]?.toLowerCase() === name) return { start: found.index, end: RAW_END.lastIndex };
  }
  return null;
}
