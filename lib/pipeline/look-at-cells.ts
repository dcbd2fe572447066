import { LIMITS } from "../limits.ts";
import type { FigurePicture, Raster } from "../ocr/engine.ts";
import { amountOf, plain } from "../ocr/figure-text.ts";
import { cropped, withoutSeal } from "../ocr/raster.ts";
import { flawOfUnproven, interiorOf, type Unproven } from "../readers/pdf/proof.ts";
import { renderPage } from "../readers/pdf/render.ts";
import type { PlacedFlaw } from "../tables/flaws.ts";
import type { RecognitionOptions } from "./recognition.ts";

/** Where the drawn page does not bear out what codes say, the recogniser reads the cell: what it sees is a further reading. */

/** Pages on which there is something to look at. */
export const pagesToLookAt = (unproven: readonly Unproven[]): readonly number[] => [...new Set(unproven.map(({ page }) => page))];

/** More pages than this are not looked at: their cells stay in doubt. */
const isBounded = (pages: number): boolean => pages <= LIMITS.recognisedPages;

/**
 * The cells that stay in doubt when the recogniser has read them: it is not sure, or it sees something else than their codes say.
 * @param width of each page, in points
 */
export async function lookedAt(
  bytes: Uint8Array,
  unproven: readonly Unproven[],
  width: (page: number) => number,
  { engine, signal }: RecognitionOptions,
): Promise<PlacedFlaw[]> {
  const pages = pagesToLookAt(unproven);
  if (!isBounded(pages.length)) return unproven.map((cell) => flawOfUnproven(cell));
  const flaws: PlacedFlaw[] = [];
  for (const page of pages) {
    const raster = await renderPage(bytes, page);
    const own = unproven.filter((cell) => cell.page === page);
    const scale = raster.width / width(page);
    const seen = await engine.readFigures(
      own.map((cell) => pictureOf(raster, scale, cell)),
      { signal },
    );
    own.forEach((cell, index) => {
      const { text = "", certain = false } = seen[index] ?? {};
      if (!certain || amountOf(text) !== amountOf(plain(cell.text))) flaws.push(flawOfUnproven(cell, text));
    });
  }
  return flaws;
}

function pictureOf(raster: Raster, scale: number, { box, digitHeight }: Unproven): FigurePicture {
  const inside = interiorOf(withoutSeal(raster).grey, scale, box);
  return { raster: cropped(raster, inside), digitHeight: digitHeight * scale };
}
