import type { FlatText } from "../../../document/document.ts";
import { blanksOf, type Span } from "./blanks.ts";
import { withoutFurniture } from "./furniture.ts";
import { isFigure, type PlacedPage, type PlacedString } from "./strings.ts";
import { tokensOf } from "./tokens.ts";

const PROSE = {
  /** Lines of prose run over this share of the page's width at least; a cell's label never does. */
  width: 0.6,
  /** The line that goes on with it is no further below, in em: wider spacing parts paragraphs. */
  nextLine: 3,
} as const;

/**
 * Flat text from strings with places, for second readings: the order in which a file draws its strings decides, not its
 * borders. It has nothing in common with the way tables are found, so it fails otherwise. One piece a string: what is
 * drawn without a gap; lines of prose that go on are joined. Blank cells are told by the columns in which the figures
 * of the lines around them stand, and come out as empty pieces; a row without any figure shows none.
 */
export function flatTextOf(pages: readonly PlacedPage[]): FlatText {
  const kept = withoutFurniture(
    pages.map((page) => tokensOf(page.strings)),
    pages,
  );
  const pieces: string[] = [];
  const places: { page: number; y: number }[] = [];
  let carried: readonly Span[] = [];
  kept.forEach((tokens, page) => {
    const { blanks, columns } = blanksOf(tokens, pages[page]?.width ?? 0, carried);
    carried = columns;
    const wide = PROSE.width * (pages[page]?.width ?? 0);
    let last: PlacedString | undefined;
    for (const token of tokens) {
      const goesOn =
        last &&
        last.width > wide &&
        token.y > last.y &&
        token.y - last.y < PROSE.nextLine * last.size &&
        !isFigure(token.text);
      const { before, after } = blanks.get(token) ?? { before: 0, after: 0 };
      if (goesOn && pieces.length > 0) pieces[pieces.length - 1] += token.text;
      else {
        pieces.push(...new Array<string>(before).fill(""), token.text, ...new Array<string>(after).fill(""));
        while (places.length < pieces.length) places.push({ page: page + 1, y: token.y });
      }
      last = token;
    }
  });
  return { pieces, blanksKept: true, places };
}
