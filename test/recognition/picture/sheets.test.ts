import { describe, expect, test } from "@jest/globals";
import { flattened } from "../../../lib/recognition/picture/flatten.ts";
import type { Grey } from "../../../lib/recognition/picture/raster.ts";
import { sheetsOf } from "../../../lib/recognition/picture/sheets.ts";

const WIDTH = 400;

/** A picture in which each pixel is as bright as it is told. */
function pictureOf(height: number, brightness: (x: number, y: number) => number): Grey {
  const data = new Uint8Array(WIDTH * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < WIDTH; x++) data[y * WIDTH + x] = brightness(x, y);
  return { width: WIDTH, height, data };
}

/** Lines of print between two rows of a picture: of 10 pixels, 14 apart. */
const isPrint = (x: number, y: number, from: number, to: number): boolean =>
  x > 50 && x < 350 && y >= from && y < to && (y - from) % 24 < 10 && x % 12 < 8;

function cutsOf(picture: Grey): number[] {
  const white = flattened(picture);
  return sheetsOf(picture, () => white)
    .map(({ y0 }) => y0)
    .slice(1);
}

describe("sheets put together into one picture", () => {
  test("are cut where no ink is, though a shadow lies over one side of them", () => {
    const shadow = (x: number) => 240 - Math.max(0, x - 200) * 0.6;
    const picture = pictureOf(1100, (x, y) =>
      isPrint(x, y, 60, 500) || isPrint(x, y, 600, 1040) ? shadow(x) * 0.3 : shadow(x),
    );
    expect(cutsOf(picture)).toEqual([expect.closeTo(546, -1)]);
  });

  test("are cut at what they were photographed on, though only a strip of it shows", () => {
    const picture = pictureOf(1000, (x, y) => {
      const onSheet = x > 20 && x < 380 && ((y > 20 && y < 490) || (y > 510 && y < 980));
      if (!onSheet) return 70 + ((x * 7 + y * 3) % 9);
      return isPrint(x, y, 40, 480) || isPrint(x, y, 520, 960) ? 50 : 220;
    });
    expect(cutsOf(picture)).toEqual([expect.closeTo(500, -1)]);
  });

  test("are one where the gap is that of two paragraphs", () => {
    const picture = pictureOf(1000, (x, y) => (isPrint(x, y, 60, 480) || isPrint(x, y, 505, 940) ? 50 : 235));
    expect(cutsOf(picture)).toEqual([]);
  });

  test("are one where a shadow lies across", () => {
    const picture = pictureOf(1000, (x, y) => (isPrint(x, y, 60, 940) ? 50 : y > 400 && y < 450 ? 185 : 235));
    expect(cutsOf(picture)).toEqual([]);
  });

  describe("side by side", () => {
    const page = (isInk: (x: number, y: number) => boolean): Grey => {
      const [width, height] = [900, 640];
      const data = Uint8Array.from({ length: width * height }, (_, at) =>
        isInk(at % width, Math.floor(at / width)) ? 40 : 235,
      );
      return { width, height, data };
    };
    const lines = (y: number): boolean => y >= 60 && y < 580 && y % 24 < 10;
    const placesOf = (picture: Grey) => {
      const white = flattened(picture);
      return sheetsOf(picture, () => white);
    };

    test("are cut between them and read from the left", () => {
      const picture = page((x, y) =>
        x < 450 ? lines(y) && x > 50 && x < 400 : y >= 60 && y < 380 && y % 31 < 14 && x > 500 && x < 850,
      );
      const whole = { x0: 0, y0: 0, x1: 900, y1: 640 };
      expect(placesOf(picture)).toEqual([
        { ...whole, x1: 450 },
        { ...whole, x0: 450 },
      ]);
    });

    test.each<[string, (x: number, y: number) => boolean]>([
      ["a table runs across the middle in one row", (x, y) => lines(y) && (x < 400 || x > 500 || y < 75)],
      [
        "rows of a table have their labels left and their figures right",
        (x, y) => lines(y) && x > 50 && (x < 380 || x > 520),
      ],
      ["columns stand as near as those of one sheet", (x, y) => lines(y) && (x < 440 || x > 460)],
      ["only one side is printed", (x, y) => lines(y) && x > 50 && x < 400],
    ])("are one where %s", (_, isInk) => {
      expect(placesOf(page(isInk))).toHaveLength(1);
    });
  });
});
