import { createHash } from "node:crypto";
import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import { decode } from "../shared/decode.ts";
import { dataPicture } from "./data-address.ts";
import { isMhtml, openMhtml } from "./mhtml.ts";

/** A saved web page as text, and the files that it brings along. */

export interface SavedPage {
  readonly html: string;
  /**
   * The picture behind an address: one that stands in the address itself, or in the same .mht; null for all others.
   * Nothing is fetched, and no file beside this one is looked at.
   */
  readonly picture: (address: string) => Uint8Array | null;
}

/** @throws TooLargeError; CorruptError for an .mht without a page */
export function openPage(bytes: Uint8Array): SavedPage {
  if (bytes.length > LIMITS.htmlBytes) throw new TooLargeError();
  const archive = isMhtml(bytes) ? openMhtml(bytes) : null;
  const { text } = decode(archive?.page ?? bytes);
  return {
    html: keepsLineEnds(text) ? text.replace(/^[ \t]*#{1,6}[ \t]+/gmu, "") : text,
    picture: (address) => dataPicture(address) ?? archive?.file(address) ?? null,
  };
}

/** By what both readings know a picture: addresses that hold pictures are long. */
export const sourceOf = (address: string): string => createHash("sha256").update(address).digest("hex");

/** Text with tables in HTML but no other markup, as converters to Markdown write it: its line ends mean something. */
export const keepsLineEnds = (html: string): boolean =>
  !/<(?:p|div|br|body|html|li|h[1-6]|pre|center|article|section)\b/iu.test(withoutTables(html));

/** One that does not end goes on to the next or to the end of the page. */
function withoutTables(html: string): string {
  const [before = "", ...tables] = html.split(/<table\b/iu);
  const behind = tables.map((table) => {
    const end = /<\/table\s*>/iu.exec(table);
    return end ? table.slice(end.index + end[0].length) : "";
  });
  return before + behind.join("");
}
