import { type Appearance, blended, type Colour, contrast, isFaint, WHITE } from "../../document/appearance.ts";
import type { Box } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { boxAround, contains } from "../../pages/geometry.ts";
import type { Point } from "./plane.ts";

/**
 * Whether characters can be seen among all that is painted on a page, in the order of painting: for formats that draw
 * their pages.
 */

export interface Shape {
  readonly outlines: readonly (readonly Point[])[];
  readonly evenOdd: boolean;
}

/** Whether a point lies inside a shape: turns of its outlines around the point. */
export function insideOf({ outlines, evenOdd }: Shape, x: number, y: number): boolean {
  let turns = 0;
  for (const outline of outlines) {
    for (let index = 0; index < outline.length; index++) {
      const [x0, y0] = outline[index] as Point;
      const [x1, y1] = outline[(index + 1) % outline.length] as Point;
      if (y0 > y === y1 > y) continue;
      if (x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) turns += y1 > y0 ? 1 : -1;
    }
  }
  return evenOdd ? turns % 2 !== 0 : turns !== 0;
}

/** What a paint leaves at a point; its colour is null where it can't be told. */
export interface Shade {
  readonly colour: Colour | null;
  /** 0 to 1. */
  readonly opacity: number;
}

/** One thing painted that is no text. */
export interface Paint {
  readonly box: Box;
  /** Things painted later have a larger number. */
  readonly order: number;
  /** A noun for the clerk: 图形, 图片, 批注. */
  readonly what: string;
  /** True where telling the shade takes time: a picture has to be decoded. */
  readonly costly?: boolean;
  /** The shade at a point of the page; null where nothing is painted. */
  readonly at: (x: number, y: number) => Shade | null;
}

/** What a character is painted with, and when. */
export interface Ink extends Shade {
  readonly order: number;
}

/** Points: paints are kept by bands of this height, so that each character meets those around it alone. */
const BAND = 12;
const bandOf = (y: number): number => Math.floor(y / BAND);

/** The paints of one page, to be found by place. */
export class Paints {
  readonly #bands = new Map<number, Paint[]>();
  readonly #height: number;
  #kept = 0;
  #rest: { box: Box; order: number } | null = null;

  constructor(height: number) {
    this.#height = height;
  }

  add(paint: Paint): void {
    const { box, order } = paint;
    if (box[2] <= 0 && box[3] <= 0) return;
    if (this.#kept++ >= LIMITS.coveringAreas) {
      this.#rest = { box: this.#rest ? boxAround([this.#rest.box, box]) : box, order };
      return;
    }
    const last = bandOf(Math.min(box[1] + box[3], this.#height));
    for (let band = bandOf(Math.max(box[1], 0)); band <= last; band++) {
      const known = this.#bands.get(band);
      if (known) known.push(paint);
      else this.#bands.set(band, [paint]);
    }
  }

  /** All that touches a box, in the order of painting. What exceeds the limit is one paint of unknown shade. */
  over([x, y, width, height]: Box): readonly Paint[] {
    const found: Paint[] = [];
    const [first, last] = [bandOf(y), bandOf(y + height)];
    for (let band = first; band <= last; band++) {
      for (const paint of this.#bands.get(band) ?? []) {
        const [left, top, w, h] = paint.box;
        if (
          left < x + width &&
          left + w > x &&
          top < y + height &&
          top + h > y &&
          (band === first || !found.includes(paint))
        )
          found.push(paint);
      }
    }
    if (found.length > 1) found.sort((a, b) => a.order - b.order);
    const rest = this.#rest;
    if (rest)
      found.push({
        ...rest,
        what: "图形",
        at: (px, py) => (contains(rest.box, px, py) ? { colour: null, opacity: 1 } : null),
      });
    return found;
  }
}

/** Where a character's body is looked at, in parts of its box: its middle, and near its corners. */
const SAMPLES: readonly Point[] = [
  [0.5, 0.5],
  [0.2, 0.2],
  [0.8, 0.2],
  [0.2, 0.8],
  [0.8, 0.8],
];

/** Below this contrast nobody sees anything: #fafafa on white has 1.05. */
const NO_CONTRAST = 1.05;

/** How a character's body shows at one point. */
type Sight = { readonly seen: "plain" } | { readonly seen: "faint" | "not" | "unsettled"; readonly by: Paint | null };

const PLAIN: Sight = { seen: "plain" };

const laid = ({ colour, opacity }: Shade, behind: Colour | null): Colour | null => {
  if (opacity === 0) return behind;
  if (colour === null) return null;
  if (opacity === 1) return colour;
  return behind && blended(colour, opacity, behind);
};

function sightAt(ink: Ink, paints: readonly Paint[], x: number, y: number): Sight {
  let paper: Colour | null = WHITE;
  let body: Colour | null = ink.colour;
  const judge = (by: Paint | null): Sight => {
    if (body === null || paper === null) return { seen: "unsettled", by };
    return isFaint(body, paper) ? { seen: contrast(body, paper) < NO_CONTRAST ? "not" : "faint", by } : PLAIN;
  };
  let index = 0;
  for (; index < paints.length && (paints[index] as Paint).order < ink.order; index++) {
    const shade = (paints[index] as Paint).at(x, y);
    if (shade) paper = laid(shade, paper);
  }
  body = laid(ink, paper);
  let sight = judge(null);
  for (; index < paints.length; index++) {
    const paint = paints[index] as Paint;
    const shade = paint.at(x, y);
    if (!shade || shade.opacity === 0) continue;
    [paper, body] = [laid(shade, paper), laid(shade, body)];
    const after = judge(paint);
    if (sight.seen === "plain") sight = after;
    else if (after.seen === "not" && sight.seen !== "not") sight = { seen: "not", by: sight.by ?? paint };
  }
  return sight;
}

/**
 * How a character shows: `shown` false where nobody sees it; what is not plain about it, null where it is plain;
 * `settled` false where that can't be told.
 */
export interface Look {
  readonly shown: boolean;
  readonly appearance: Appearance | null;
  readonly settled: boolean;
}

export const PLAIN_LOOK: Look = { shown: true, appearance: null, settled: true };

/** Any colour without a brighter channel is seen on white. */
const DARK = 128;

const hidden = (how: string): Appearance => ({ kind: "hidden", how });

const nameOf = ({ colour, opacity }: Shade): string =>
  opacity < 0.5 ? "透明文字" : colour && Math.min(...colour) >= 250 ? "白色文字" : "与底色相近的文字";

/** As bare paper where it lies. */
const bare = (paint: Paint): Paint => ({
  ...paint,
  at: (x, y) => (contains(paint.box, x, y) ? { colour: WHITE, opacity: 1 } : null),
});

/**
 * How a character shows on its page.
 * @param body where its strokes stand
 * @param asksPictures whether pictures beneath it are to be looked at; a dark word on a picture is taken to be seen
 */
export function lookOf(
  body: Box,
  ink: Ink,
  paints: readonly Paint[],
  { asksPictures }: { readonly asksPictures: boolean },
): Look {
  // Most text is dark and stands on bare paper.
  if (paints.length === 0 && ink.opacity === 1 && ink.colour && Math.max(...ink.colour) < DARK) return PLAIN_LOOK;
  const paper = asksPictures
    ? paints
    : paints.map((paint) => (paint.costly && paint.order < ink.order ? bare(paint) : paint));
  const sights = SAMPLES.map(([u, v]) => sightAt(ink, paper, body[0] + u * body[2], body[1] + v * body[3]));
  const off = sights.filter((sight): sight is Exclude<Sight, { seen: "plain" }> => sight.seen !== "plain");
  const [first] = off;
  if (!first) return PLAIN_LOOK;
  const by = off.find((sight) => sight.by)?.by;
  const unsettled = off.every(({ seen }) => seen === "unsettled");
  const appearance: Appearance = by
    ? { kind: "covered", how: `被${by.what}遮盖的文字` }
    : hidden(unsettled ? "底色或颜色不能确定的文字" : nameOf(ink));
  return {
    shown: !(off.length === SAMPLES.length && off.every(({ seen }) => seen === "not")),
    appearance,
    settled: !unsettled,
  };
}
