import type { FigurePicture, FigureSeen } from "../engine.ts";
import { type Area, type Grey, withoutSeal } from "../picture/raster.ts";
import { type FigureCut, lookAgain } from "./figures.ts";
import type { Recogniser } from "./recogniser.ts";

/** Single cells of figures, cut out of drawn pages: what a person reads in each. */

/** Grey levels below the paper from which a pixel is ink; drawn pages have no noise. */
const INK = 60;
/** Paper around a cell's ink, in digit heights, so that the widest look has room. */
const ROOM = 1;

export async function readFigureCells(
  recogniser: Recogniser,
  pictures: readonly FigurePicture[],
): Promise<readonly FigureSeen[]> {
  const cuts = pictures.map(cutOf);
  const readings = await lookAgain(
    recogniser,
    cuts.filter((cut) => cut !== null),
  );
  let next = 0;
  return cuts.map((cut): FigureSeen => {
    const reading = cut && readings[next++];
    return reading ? { text: reading.text, certain: reading.certain } : { text: "", certain: true };
  });
}

/** A cell with paper around it, dark ink on white; null where nothing is drawn in it. */
function cutOf({ raster, digitHeight }: FigurePicture): FigureCut | null {
  const { grey } = withoutSeal(raster);
  const paper = usualOf(grey);
  const room = Math.ceil(ROOM * digitHeight);
  const width = grey.width + 2 * room;
  const height = grey.height + 2 * room;
  const data = new Uint8Array(width * height).fill(255);
  let ink: Area = { x0: width, y0: height, x1: 0, y1: 0 };
  for (let y = 0; y < grey.height; y++) {
    for (let x = 0; x < grey.width; x++) {
      const depth = Math.abs((grey.data[y * grey.width + x] as number) - paper);
      const [toX, toY] = [x + room, y + room];
      data[toY * width + toX] = 255 - depth;
      if (depth < INK) continue;
      ink = {
        x0: Math.min(ink.x0, toX),
        y0: Math.min(ink.y0, toY),
        x1: Math.max(ink.x1, toX + 1),
        y1: Math.max(ink.y1, toY + 1),
      };
    }
  }
  return ink.x1 === 0 ? null : { grey: { width, height, data }, ink, digitHeight };
}

/** The grey that most pixels have. */
function usualOf({ data }: Grey): number {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value] = (counts[value] as number) + 1;
  return counts.indexOf(Math.max(...counts));
}
