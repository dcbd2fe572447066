import { type Curl, curlOf, uncurled } from "./curl.ts";
import { flattened } from "./flatten.ts";
import { compose, type Homography } from "./homography.ts";
import { paperOf } from "./paper.ts";
import type { Grey } from "./raster.ts";
import { withoutReversedType } from "./reversed-type.ts";
import { sheetsOf } from "./sheets.ts";
import { uprightMap } from "./skew.ts";
import { warped } from "./warp.ts";

/** The sheets in a picture, each cut out, on white paper, upright. */

/** A picture whose seals were taken away; `red` marks where they were, null where there were none. */
export interface Layer {
  readonly grey: Grey;
  readonly red: Uint8Array | null;
}

interface UprightSheet extends Layer {
  /** From pixels of the sheet, its lines bent as they were, to pixels of the picture given. */
  readonly map: Homography;
  /** How its lines were bent; null where they were straight. */
  readonly curl: Curl | null;
}

export function uprightSheets({ grey, red }: Layer): UprightSheet[] {
  const { width } = grey;
  let flat: Grey | undefined;
  const onWhite = () => (flat ??= flattened(grey));
  return sheetsOf(grey, onWhite).map(({ top, bottom }, _, { length }) => {
    const part = (data: Uint8Array): Grey => ({
      width,
      height: bottom - top,
      data: data.subarray(top * width, bottom * width),
    });
    const own = part(grey.data);
    const sheet = uprightSheet(
      { grey: own, red: red && part(red).data },
      length === 1 ? onWhite : () => flattened(own),
    );
    return { ...sheet, map: compose([1, 0, 0, 0, 1, top, 0, 0, 1], sheet.map) };
  });
}

/** @param onWhite the whole sheet on white paper: what is beside its paper counts where none is found */
function uprightSheet({ grey, red }: Layer, onWhite: () => Grey): UprightSheet {
  const paper = paperOf(grey);
  const white = paper ? flattened(warped(grey, paper.map, paper.width, paper.height)) : onWhite();
  const page = withoutReversedType(white);
  const turn = uprightMap(page);
  const map = paper ? compose(paper.map, turn) : turn;
  const { width, height } = page;
  const upright = warped(page, turn, width, height);
  const curl = curlOf(upright);
  const marks = red && marksOf({ ...grey, data: red }, map, width, height, curl);
  return { grey: curl ? uncurled(upright, curl) : upright, red: marks, map, curl };
}

/** Marks of 0 and 1 as seen through a map, and without the curl. */
function marksOf(marks: Grey, map: Homography, width: number, height: number, curl: Curl | null): Uint8Array {
  const white = { ...marks, data: marks.data.map((value) => 255 - value * 255) };
  const upright = warped(white, map, width, height);
  return (curl ? uncurled(upright, curl) : upright).data.map((value) => (value < 128 ? 1 : 0));
}
