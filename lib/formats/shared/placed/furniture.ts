import { isPageNumber } from "../../../document/page-number.ts";
import { halfWidth, squash } from "../../../document/text.ts";
import { isFigure, type PlacedPage, type PlacedString } from "./strings.ts";

const NUMBER = /^[0-9]+$/u;

const FURNITURE = {
  /** It stands in this share of the page's height, at either end: 3.6 cm of A4, a usual margin. */
  margin: 0.12,
  /** Heights are compared in steps of so many points; a page number stands at the outermost one, but for rounding. */
  heightStep: 3,
  rounding: 1,
  /** What shares its line, within so many em, is no page number, nor a header that is repeated. */
  sameLine: 0.5,
} as const;

/**
 * Page headers, footers and page numbers taken out: they may stand in the middle of a table in the order of drawing.
 */
export function withoutFurniture(
  pages: readonly (readonly PlacedString[])[],
  sizes: readonly PlacedPage[],
): PlacedString[][] {
  const outer = (token: PlacedString, page: number) => {
    const height = sizes[page]?.height ?? 0;
    return token.y < FURNITURE.margin * height ? "top" : token.y > (1 - FURNITURE.margin) * height ? "bottom" : null;
  };
  const key = (token: PlacedString, page: number) =>
    `${outer(token, page)}|${Math.round(token.y / FURNITURE.heightStep)}|${squash(token.text).replace(/[0-9０-９]+/gu, "#")}`;
  const pagesWith = new Map<string, Set<number>>();
  pages.forEach((tokens, page) => {
    for (const token of tokens)
      if (outer(token, page) !== null)
        pagesWith.set(key(token, page), (pagesWith.get(key(token, page)) ?? new Set()).add(page));
  });
  return pages.map((tokens, page) => {
    const ys = tokens.map((token) => token.y);
    const [first, last] = [Math.min(...ys), Math.max(...ys)];
    return tokens.filter((token) => {
      const side = outer(token, page);
      if (side === null) return true;
      const text = halfWidth(squash(token.text));
      const alone = !tokens.some(
        (other) => other !== token && Math.abs(other.y - token.y) < FURNITURE.sameLine * token.size,
      );
      const outermost = Math.abs(token.y - (side === "top" ? first : last)) < FURNITURE.rounding;
      if (outermost && alone && isPageNumber(text)) return false;
      // A row of figures at a page's end may look like the one at the end of the page before; words do so only as
      // furniture.
      return isFigure(text) || NUMBER.test(text) || (pagesWith.get(key(token, page))?.size ?? 0) < 2 || !alone;
    });
  });
}
