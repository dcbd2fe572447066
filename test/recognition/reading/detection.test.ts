import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Models } from "../../../lib/recognition/models/models.ts";
import type { Area, Grey } from "../../../lib/recognition/picture/raster.ts";
import { detectLines } from "../../../lib/recognition/reading/detection.ts";

/** Finds bars of ink in what it is shown, if they are at least four pixels high there, as the model does lines. */
const barsIn = ({ width, height, data }: Grey): Area[] => {
  const found: Area[] = [];
  const hasInk = (y: number) => (data[y * width + (width >> 1)] as number) < 128;
  for (let y = 0, from = -1; y <= height; y++) {
    if (y < height && hasInk(y)) from = from < 0 ? y : from;
    else if (from >= 0) {
      if (y - from >= 4) found.push({ x0: 0.2 * width, x1: 0.8 * width, y0: from, y1: y });
      from = -1;
    }
  }
  return found;
};
const MODELS: Models = {
  detect: async (picture) => barsIn(picture),
  read: async () => [],
};

const HIGH = 16;

/** A page with bars as high as lines of small type. */
function page(width: number, height: number, tops: readonly number[]): Grey {
  const data = new Uint8Array(width * height).fill(255);
  for (const top of tops)
    for (let y = top; y < top + HIGH; y++) data.fill(0, y * width + 0.2 * width, y * width + 0.8 * width);
  return { width, height, data };
}

describe("the lines of a picture", () => {
  test("are found once each, however long it is and wherever they stand", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 400, max: 6000 }),
        fc.array(fc.integer({ min: HIGH + 8, max: 200 }), { minLength: 1, maxLength: 60 }),
        async (height, gaps) => {
          let at = 0;
          const tops = gaps.map((gap) => (at += gap)).filter((top) => top + 2 * HIGH < height);
          const found = await detectLines(MODELS, page(800, height, tops));
          expect(found).toHaveLength(tops.length);
          for (const [index, { y0, y1 }] of found.entries()) {
            expect(Math.abs(y0 - (tops[index] as number))).toBeLessThan(4);
            expect(Math.abs(y1 - (tops[index] as number) - HIGH)).toBeLessThan(4);
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});
