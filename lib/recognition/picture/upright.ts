import type { Box } from "../../document/document.ts";
import { bentBox, curlOf, uncurled } from "./curl.ts";
import { flattened } from "./flatten.ts";
import { compose, type Homography, IDENTITY, mapBox, translation } from "./homography.ts";
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
  /** From pixels of the sheet to pixels of the picture given, but for the curl of the sheet. */
  readonly map: Homography;
  /** Where a box of the sheet is on the picture given, in pixels. */
  readonly onPicture: (box: Box) => Box;
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
    const below = translation(0, top);
    return {
      ...sheet,
      map: compose(below, sheet.map),
      onPicture: (box) => mapBox(below, sheet.onPicture(box)),
    };
  });
}

/** @param onWhite the whole sheet on white paper: what is beside its paper counts where none is found */
function uprightSheet({ grey, red }: Layer, onWhite: () => Grey): UprightSheet {
  const paper = paperOf(grey);
  const white = paper ? flattened(warped(grey, paper.map, paper.width, paper.height)) : onWhite();
  const bent = withoutReversedType(white);
  const curl = curlOf(bent);
  const page = curl ? uncurled(bent, curl) : bent;
  const turn = uprightMap(page);
  const { width, height } = page;
  const onPaper = paper?.map ?? IDENTITY;
  return {
    grey: warped(page, turn, width, height),
    red:
      red &&
      marksOf({ ...grey, data: red }, (marks) => {
        const seen = paper ? warped(marks, paper.map, width, height) : marks;
        return warped(curl ? uncurled(seen, curl) : seen, turn, width, height);
      }),
    map: compose(onPaper, turn),
    onPicture: (box) => {
      const straight = mapBox(turn, box);
      return mapBox(onPaper, curl ? bentBox(curl, straight) : straight);
    },
  };
}

/** Marks of 0 and 1 as the sheet is seen. */
function marksOf(marks: Grey, seen: (marks: Grey) => Grey): Uint8Array {
  const white = { ...marks, data: marks.data.map((value) => 255 - value * 255) };
  return seen(white).data.map((value) => (value < 128 ? 1 : 0));
}
