import type { Box } from "../../document/document.ts";
import { CorruptError } from "../errors.ts";
import type { FirstReading } from "../format.ts";
import { encodingOf } from "../shared/image-encodings.ts";
import { imagePages } from "../shared/image-pages.ts";
import { documentOfImages, recognisedImages } from "./pictures.ts";

/** A long picture may be many sheets put together. */
const sheetsIn = ([, , width, height]: Box): number =>
  Math.max(1, Math.round(Math.max(width, height) / (Math.min(width, height) * 1.6)));

/**
 * Reads a picture file as pages, of which nothing is known before they are recognised.
 * @throws as `imagePages`
 */
export async function readImage(bytes: Uint8Array): Promise<FirstReading> {
  const encoding = encodingOf(bytes);
  if (!encoding) throw new CorruptError();
  const images = await imagePages(bytes, encoding);
  return {
    document: documentOfImages(images),
    second: () => null,
    recognised: [],
    pictures: {
      pages: images.reduce((sum, { area }) => sum + sheetsIn(area), 0),
      cells: 0,
      recognise: (recogniser) => recognisedImages(images, recogniser),
    },
    close: () => {},
  };
}
