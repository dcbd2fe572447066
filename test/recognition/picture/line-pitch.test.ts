import { expect, test } from "@jest/globals";
import sharp from "sharp";
import { linePitch } from "../../../lib/recognition/picture/line-pitch.ts";
import { type Grey, withoutSeal } from "../../../lib/recognition/picture/raster.ts";
import { tablePicture } from "../../make/scan.ts";

const table = async (rows: number, rowHeight: number): Promise<Grey> => {
  const cells = Array.from({ length: rows }, (_, row) => [`${row * 37}`, "0", "0", `${row * row}`, "0", "0", "0"]);
  return withoutSeal(await tablePicture({ rows: cells, rowHeight })).grey;
};

/** As if every second line were the one above it. */
const twice = ({ width, height, data }: Grey): Grey => ({
  width,
  height,
  data: Uint8Array.from(data, (_, at) => data[at - (Math.floor(at / width) % 2) * width] as number),
});

test.each([
  [24, 22],
  [18, 34],
  [8, 60],
])("the rulings of a clean table of %i rows, each %i points high, are no telefax's lines", async (rows, height) => {
  const drawn = await table(rows, height);
  expect([linePitch(drawn) > 1, linePitch(twice(drawn)) > 1]).toEqual([false, true]);
});

test("hears the lines of a telefax that was stretched by a third, though fewer changes keep their time", async () => {
  const { width, height, data } = twice(await table(18, 34));
  const stretched = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize({ width: Math.round((width * 4) / 3), height: Math.round((height * 4) / 3), fit: "fill" })
    .toColourspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(linePitch({ ...stretched.info, data: stretched.data })).toBeCloseTo(8 / 3, 1);
});
