import type { Box } from "../../document/document.ts";
import { once } from "../../once.ts";
import { bentBox, type Curl, curlOf, uncurled } from "./curl.ts";
import { flattened } from "./flatten.ts";
import { compose, type Homography, IDENTITY, mapBox, translation } from "./homography.ts";
import { paperOf } from "./paper.ts";
import { cropped, type Grey } from "./raster.ts";
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

/** A part of a picture that is a sheet by itself. */
export interface SheetPart extends Layer {
  /** From pixels of the part to pixels of the picture that it was cut out of. */
  readonly map: Homography;
  /** The part on white paper; what is beside the sheet counts where no paper is found. */
  readonly onWhite: () => Grey;
}

interface UprightSheet extends Layer {
  /** From pixels of the sheet to pixels of the part given, but for the curl of the sheet. */
  readonly map: Homography;
  /** Where a box of the sheet is on the part given, in pixels. */
  readonly onPart: (box: Box) => Box;
}

/** The picture cut at its seams, in reading order; the whole of it where it has none. */
export function sheetsIn({ grey, red }: Layer): SheetPart[] {
  const onWhite = once(() => flattened(grey));
  const places = sheetsOf(grey, onWhite);
  if (places.length === 1) return [{ grey, red, map: IDENTITY, onWhite }];
  return places.map((area) => {
    const part = (data: Uint8Array): Grey => cropped({ ...grey, channels: 1, data }, area);
    const own = part(grey.data);
    return {
      grey: own,
      red: red && part(red).data,
      map: translation(area.x0, area.y0),
      onWhite: once(() => flattened(own)),
    };
  });
}

export function uprightSheet({ grey, red, onWhite }: SheetPart): UprightSheet {
  const paper = paperOf(grey);
  const white = paper ? flattened(warped(grey, paper.map, paper.width, paper.height)) : onWhite();
  const bent = withoutReversedType(white);
  const curl = curlOf(bent);
  const page = curl ? uncurled(bent, curl) : bent;
  const turn = uprightMap(page);
  const { width, height } = page;
  return {
    grey: warped(page, turn, width, height),
    red:
      red &&
      marksOf({ ...grey, data: red }, (marks) => {
        const seen = paper ? warped(marks, paper.map, width, height) : marks;
        return warped(curl ? uncurled(seen, curl) : seen, turn, width, height);
      }),
    ...placesOf(paper?.map ?? IDENTITY, curl, turn),
  };
}

function placesOf(paper: Homography, curl: Curl | null, turn: Homography): Pick<UprightSheet, "map" | "onPart"> {
  return {
    map: compose(paper, turn),
    onPart: (box) => {
      const straight = mapBox(turn, box);
      return mapBox(paper, curl ? bentBox(curl, straight) : straight);
    },
  };
}

/** Marks of 0 and 1 as the sheet is seen. */
function marksOf(marks: Grey, seen: (marks: Grey) => Grey): Uint8Array {
  const white = { ...marks, data: marks.data.map((value) => 255 - value * 255) };
  return seen(white).data.map((value) => (value < 128 ? 1 : 0));
}
