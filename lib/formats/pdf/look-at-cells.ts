import { LIMITS } from "../../limits.ts";
import type { PlacedFlaw } from "../../pages/flaws.ts";
import type { FigurePicture, FigureSeen, Raster } from "../../recognition/engine.ts";
import { cropped, withoutSeal } from "../../recognition/picture/raster.ts";
import { amountOf, plain } from "../../recognition/reading/figure-text.ts";
import { ReaderError } from "../errors.ts";
import type { Recogniser } from "../format.ts";
import type { OpenPdf } from "../shared/pdfium/open.ts";
import { renderPage } from "../shared/pdfium/render.ts";
import { insideOf, toneOf, withoutBorders } from "./cell-ink.ts";
import { flawOfUnproven, type Unproven } from "./proof.ts";

/**
 * Where the drawn page does not bear out what codes say, the recogniser reads the cell: what it sees is a further
 * reading.
 */

/**
 * Pages on which there is something to look at; none where there are more than may be recognised: then all their cells
 * stay in doubt.
 */
export function pagesToLookAt(unproven: readonly Unproven[]): readonly number[] {
  const pages = [...new Set(unproven.filter(({ why }) => why !== "undrawn").map(({ page }) => page))];
  return pages.length <= LIMITS.recognisedPages ? pages : [];
}

/**
 * The cells that stay in doubt when the recogniser has read them: it is not sure, it sees something else than their
 * codes say, or it ran out of time, which must not cost what was read natively.
 * @param width of each page, in points
 */
export async function lookedAt(
  pdf: OpenPdf,
  unproven: readonly Unproven[],
  width: (page: number) => number,
  { engine, signal }: Recogniser,
): Promise<PlacedFlaw[]> {
  const seen = new Map<Unproven, FigureSeen>();
  try {
    for (const page of pagesToLookAt(unproven)) {
      const own = unproven.filter((cell) => cell.page === page);
      const raster = renderPage(pdf, page);
      const readings = await engine.readFigures(picturesOf(raster, raster.width / width(page), own), { signal });
      own.forEach((cell, index) => {
        const reading = readings[index];
        if (reading) seen.set(cell, reading);
      });
    }
  } catch (error) {
    if (!(error instanceof ReaderError)) throw error;
  }
  return unproven.flatMap((cell) => {
    const { text, certain } = seen.get(cell) ?? { text: "", certain: false };
    return certain && amountOf(text) === amountOf(plain(cell.text)) ? [] : [flawOfUnproven(cell, text)];
  });
}

function picturesOf(raster: Raster, scale: number, cells: readonly Unproven[]): FigurePicture[] {
  const { grey } = withoutSeal(raster);
  const page = { grey, scale, left: 0, top: 0 };
  return cells.map(({ box, digitHeight }) => {
    const inside = insideOf(page, box);
    const interior = withoutBorders(page, box, inside, toneOf(grey, inside).paper);
    return { raster: cropped(raster, interior), digitHeight: digitHeight * scale };
  });
}
