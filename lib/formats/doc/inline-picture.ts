import type { Picture } from "../../document/document.ts";
import type { Binary } from "../shared/binary.ts";
import { fileOfEntry } from "./blips.ts";
import { pictureOfShape } from "./drawings.ts";
import { eachRecord } from "./office-art.ts";

/**
 * A picture in the line, in the Data stream ([MS-DOC] 2.9.190, PICFAndOfficeArtData): a head that tells its size, its
 * kind and the picture's measures; then a shape, and the pictures that the shape's options number.
 */

const HEAD = { size: 4, kind: 6, width: 0x1c, height: 0x1e, widthScale: 0x20, heightScale: 0x22, least: 0x24 } as const;
/** Kinds ([MS-DOC] 2.9.159): a shape, and one with the name of a file in front. */
const SHAPE = 0x64;
const NAMED = 0x66;
const TWIPS_PER_POINT = 20;

/** Of another kind, or torn. */
function partsOf(data: Binary, location: number) {
  const end = location + data.u32(location);
  const kind = data.u16(location + HEAD.kind);
  let from = location + data.u16(location + HEAD.size);
  if (end > data.length || from >= end || (kind !== SHAPE && kind !== NAMED)) return null;
  if (kind === NAMED) from += 1 + data.u8(from);
  const [shape] = eachRecord(data, from, end);
  return shape ? { shape, picture: pictureOfShape(data, shape), end } : null;
}

/** Size in points, and what of the picture is cut off; null where there is no picture at that place. */
export function inlinePicture(data: Binary, location: number): Pick<Picture, "width" | "height" | "cut"> | null {
  if (location + HEAD.least > data.length || data.u32(location) < HEAD.least) return null;
  const size = (goal: number, scale: number) => {
    const points = (data.i16(location + goal) * data.u16(location + scale)) / 1000 / TWIPS_PER_POINT;
    return Math.round(Math.max(0, points) * 10) / 10;
  };
  const cut = partsOf(data, location)?.picture?.cut;
  return { width: size(HEAD.width, HEAD.widthScale), height: size(HEAD.height, HEAD.heightScale), ...(cut && { cut }) };
}

/** The file of such a picture; null where it is a metafile, lies outside of this one, or there are several. */
export function inlineFile(data: Binary, location: number): Uint8Array | null {
  if (location + HEAD.least > data.length) return null;
  const parts = partsOf(data, location);
  if (!parts?.picture) return null;
  let left = parts.picture.number;
  for (const entry of eachRecord(data, parts.shape.to, parts.end))
    if (--left === 0) return fileOfEntry(data, entry, null);
  return null;
}
