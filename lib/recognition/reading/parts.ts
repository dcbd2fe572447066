import type { Glyph } from "../../pages/geometry.ts";
import type { Models } from "../models/models.ts";
import type { Area } from "../picture/raster.ts";
import type { FigureCut, FigureReading } from "./figures.ts";
import type { KnownLabels } from "./labels.ts";
import type { Recogniser } from "./recogniser.ts";

/** What is read on a sheet, place by place, and what it is read with. */

export interface Tools {
  readonly models: Models;
  readonly recogniser: Recogniser;
  readonly labels: KnownLabels;
  readonly correct: (line: string) => string;
}

/** What a picture has lost of its ink. */
export interface Losses {
  /** Marks of pixels whose ink was taken away with a seal, or hidden by a streak; null where there are none. */
  readonly lost: Uint8Array | null;
  /** Pixels from one line of what it was made of to the next. */
  readonly linePitch: number;
}

/** Lines that tell digits apart: 8 has three strokes and two spaces between, and each needs two to be seen for certain. */
const LINES_OF_DIGIT = 10;

/** Whether digits of so many pixels' height may have lost strokes between a picture's lines. */
export const lostStrokes = (digit: number, { linePitch }: Losses): boolean =>
  linePitch > 1 && digit < LINES_OF_DIGIT * linePitch;

/** Lost ink that counts: more than this share of a place, and than a few stray pixels. */
const LOST = { share: 0.004, stray: 4 } as const;

/** Whether something of an area's ink may be lost. @param width of the picture */
export function isLost({ lost }: Losses, width: number, { x0, y0, x1, y1 }: Area): boolean {
  if (!lost) return false;
  let count = 0;
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) count += lost[y * width + x] as number;
  return count > LOST.share * (x1 - x0) * (y1 - y0) + LOST.stray;
}

/** What was read at one place. */
export interface Part {
  readonly text: string;
  readonly lines: readonly { readonly text: string; readonly area: Area }[];
  readonly confidence: number;
  readonly second: string;
  /** Where the part is a figure. */
  readonly figure?: SeenFigure;
}

export interface SeenFigure {
  readonly cut: FigureCut;
  readonly area: Area;
  /** Its ink is complete and it is one figure; else no look at it is certain. */
  readonly whole: boolean;
}

/** A sentinel second look that never agrees with the first. */
export const doubtOf = (text: string): string => (text === "" ? "/" : "");

const PARTS = {
  /** The most confidence in a figure whose looks are in doubt. */
  doubtful: 0.5,
  /** Room of a Latin character or digit, of a full one's. */
  narrow: 0.55,
  /** Where the baseline of characters lies, of their line's height from its top. */
  baseline: 0.88,
} as const;

/** A figure as its looks leave it: where they are in doubt, the second reading says something else. */
export function figurePart({ text, confidence, certain, other }: FigureReading, figure: SeenFigure): Part {
  const sure = certain && figure.whole;
  return {
    text,
    lines: [{ text, area: figure.area }],
    confidence: sure ? confidence : Math.min(confidence, PARTS.doubtful),
    second: sure ? text : figure.whole && other !== null ? other : doubtOf(text),
    figure,
  };
}

/** Characters evenly over their line; narrow ones take half the room, and so does a space, which is none. */
export function glyphsOf(part: Part, points: number): Glyph[] {
  return part.lines.flatMap(({ text, area }) => {
    const characters = [...text.trim()];
    const share = (character: string) => (/[\u0020-\u024f]/u.test(character) ? PARTS.narrow : 1);
    const total = characters.reduce((sum, character) => sum + share(character), 0);
    const step = ((area.x1 - area.x0) * points) / Math.max(total, PARTS.narrow);
    const size = (area.y1 - area.y0) * points;
    let x = area.x0 * points;
    return characters.flatMap((character): Glyph[] => {
      const glyph = {
        text: character,
        x,
        y: area.y0 * points + PARTS.baseline * size,
        size,
        advance: step * share(character),
        angle: 0,
        confidence: part.confidence,
      };
      x += glyph.advance;
      return character.trim() === "" ? [] : [glyph];
    });
  });
}
