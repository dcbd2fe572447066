import { holdsMiddle } from "../../pages/geometry.ts";
import type { PlacedPicture, Raster, RecognisedSheet, ShownPage } from "../engine.ts";
import { compose, type Homography, inverse, mapBox, mapPoint, type Point, scaling, translation } from "./homography.ts";
import { warpedRaster } from "./warp.ts";

/** Pages as a person is shown them: as the recogniser saw them, in colour, with their seals. */

/** A page that is shown as it stands in its file. */
export const asItStands = (picture: PlacedPicture): ShownPage => ({ ...picture, onPicture: (box) => box });

/** A page whose corners move by less than this share of its width looks upright as it is. */
const UPRIGHT = 0.005;

/** A picture of a page with its sheets upright and flat, one below the other. */
export function uprightPage(picture: PlacedPicture, sheets: readonly RecognisedSheet[]): ShownPage {
  const { raster, area } = picture;
  const [first] = sheets;
  if (!first || (sheets.length === 1 && isUpright(first))) return asItStands(picture);
  const scale = raster.width / area[2];
  const toPixels = compose(scaling(scale), translation(-area[0], -area[1]));
  let top = 0;
  const shown = sheets.map(({ geometry: { width, height }, toPage }) => {
    const below = top;
    top += height;
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
    return {
      part: warpedRaster(raster, [scaling(1 / scale), toPage, toPixels].reduce(then), w, h),
      area: [0, below, width, height] as const,
      onPicture: compose(translation(0, below), inverse(toPage)),
    };
  });
  return {
    raster: oneBelowTheOther(shown.map(({ part }) => part)),
    area: [0, 0, Math.max(...shown.map(({ area: [, , width] }) => width)), top],
    onPicture: (box) => {
      const places = shown.map((sheet) => ({ sheet, place: mapBox(sheet.onPicture, box) }));
      return (places.find(({ sheet, place }) => holdsMiddle(sheet.area, place)) ?? places[0])?.place ?? box;
    },
  };
}

const then = (first: Homography, next: Homography): Homography => compose(next, first);

function isUpright({ geometry: { width, height }, toPage }: RecognisedSheet): boolean {
  const corners: readonly Point[] = [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ];
  return corners.every(([x, y]) => {
    const [onPageX, onPageY] = mapPoint(toPage, x, y);
    return Math.hypot(onPageX - x, onPageY - y) < UPRIGHT * width;
  });
}

function oneBelowTheOther(parts: readonly Raster[]): Raster {
  const channels = parts[0]?.channels ?? 1;
  const width = Math.max(...parts.map((part) => part.width));
  const height = parts.reduce((sum, part) => sum + part.height, 0);
  const data = new Uint8Array(width * height * channels).fill(255);
  let at = 0;
  for (const part of parts) {
    for (let y = 0; y < part.height; y++)
      data.set(
        part.data.subarray(y * part.width * channels, (y + 1) * part.width * channels),
        (at + y) * width * channels,
      );
    at += part.height;
  }
  return { width, height, channels, data };
}
