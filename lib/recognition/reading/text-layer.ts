import type { Box } from "../../document/document.ts";
import { type Glyph, holdsMiddle } from "../../pages/geometry.ts";
import type { RecognisedPage, RecognisedSheet } from "../engine.ts";
import { amountOf, isNumber, plain } from "./figure-text.ts";

/**
 * The text layer of a searchable scan: what another program once read in the same picture, or anything else that
 * somebody put there. It can confirm what a look at the picture says, and it can have figures looked at again; it is
 * never read itself.
 */

/**
 * @param layer characters of the page that do not show, in points of the page
 * @returns the page with the figures that the layer confirms, looked at again where the layer has another number
 */
export async function besideLayer(page: RecognisedPage, layer: readonly Glyph[]): Promise<RecognisedPage> {
  const disputed = page.sheets.flatMap((sheet) =>
    figuresOf(sheet, layer).flatMap(({ first, opinion, place }) =>
      amountOf(first) === amountOf(opinion) ? [] : [place],
    ),
  );
  const looked = disputed.length > 0 ? await page.again(disputed) : page;
  return confirmed(looked, layer);
}

/**
 * A figure on which the looks differ is what the first of them and the layer say.
 * @param unproven places of figures that the picture alone must prove
 */
function confirmed(page: RecognisedPage, layer: readonly Glyph[], unproven: readonly Box[] = []): RecognisedPage {
  const sheets = page.sheets.map((sheet) => {
    const agreed = new Map(
      figuresOf(sheet, layer)
        .filter(
          ({ first, opinion, place }) =>
            amountOf(first) === amountOf(opinion) && !unproven.some((box) => holdsMiddle(box, place)),
        )
        .map(({ index, first }) => [index, first]),
    );
    return {
      ...sheet,
      second: sheet.second.map((piece, index) => ({ ...piece, text: agreed.get(index) ?? piece.text })),
    };
  });
  return {
    ...page,
    sheets,
    again: async (boxes) => confirmed(await page.again(boxes), layer, [...unproven, ...boxes]),
  };
}

interface Compared {
  /** Of the piece of the second look. */
  readonly index: number;
  readonly first: string;
  readonly opinion: string;
  /** On the page. */
  readonly place: Box;
}

/** Figures of the first look beside what the layer has in their places, as far as both are numbers. */
function figuresOf({ geometry, second, onPage }: RecognisedSheet, layer: readonly Glyph[]): Compared[] {
  return second.flatMap(({ box }, index) => {
    const first = textIn(geometry.glyphs, box);
    if (!isNumber(first)) return [];
    const place = onPage(box);
    const opinion = textIn(layer, place);
    return isNumber(opinion) ? [{ index, first, opinion, place }] : [];
  });
}

const textIn = (glyphs: readonly Glyph[], box: Box): string =>
  plain(
    glyphs
      .filter(({ x, y, size, advance }) => holdsMiddle(box, [x, y - 0.7 * size, advance, 0.7 * size]))
      .map(({ text }) => text)
      .join(""),
  );
