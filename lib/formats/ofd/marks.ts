import { type Colour, isFaint } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import type { PlacedFlaw } from "../../pages/flaws.ts";
import { contains, glyphBox, glyphCentre } from "../../pages/geometry.ts";
import type { Mark, PlacedPicture } from "./drawing.ts";
import { drawnBlanks, isTold, type Page, type SeenCharacter } from "./looks.ts";
import { isMark } from "./shapes.ts";

/** What is on a page beside its text and may still change a figure: remarks, small pictures and drawings. */

/** Parts of a picture's width and height at which it is asked what it shows. */
const TRIES = Array.from({ length: 8 }, (_, index) => (index + 0.5) / 8);

/** The colours that a picture shows; null among them where one can't be told. */
function coloursOf({ box: [x, y, width, height], at }: PlacedPicture): (Colour | null)[] {
  const shades = TRIES.flatMap((u) => TRIES.map((v) => at(x + u * width, y + v * height)));
  return shades.flatMap((shade) => (shade && shade.opacity > 0 ? [shade.colour] : []));
}

/** A small picture that shows something; one of a single colour may be what characters stand on. */
function markOf(picture: PlacedPicture): Mark[] {
  if (!isMark(picture.box)) return [];
  const { box, order, what, at } = picture;
  const [first, ...others] = coloursOf(picture);
  if (first === undefined) return [];
  return [
    first !== null && others.every((colour) => colour && isFaint(colour, first))
      ? { box, order, what, at }
      : { box, order, what },
  ];
}

/** Whether characters of the page stand on a mark as on their ground. */
const isGround = ({ box, order, at }: Mark, seen: readonly SeenCharacter[]): boolean =>
  at !== undefined &&
  seen.some((character) => {
    const [x, y] = glyphCentre(character.glyph);
    return (
      character.style.order > order &&
      !character.style.laidOver &&
      character.shown &&
      contains(box, x, y) &&
      at(x, y) !== null
    );
  });

/** What lies on the page without being part of it, and what is drawn that nothing here reads. */
export function besideText(number: number, page: Page, seen: readonly SeenCharacter[]): PlacedFlaw[] {
  const flaw = (kind: PlacedFlaw["kind"], how: string, box: Box, text = ""): PlacedFlaw => ({
    kind,
    how,
    text,
    page: number,
    box,
  });
  const remarks = seen.filter((character) => character.style.laidOver && isTold(character));
  const { drawing } = page;
  const marks = [...drawing.marks, ...drawing.pictures.flatMap(markOf)].filter((mark) => !isGround(mark, seen));
  return [
    ...remarks.map(({ glyph }) => flaw("covered", "批注文字", glyphBox(glyph), glyph.text)),
    ...drawnBlanks(page).map((glyph) => flaw("glyphs", "画成字形的空格", glyphBox(glyph))),
    ...marks.map(({ box, what }) => flaw("covered", what, box)),
  ];
}
