import { describe, expect, test } from "@jest/globals";
import { bentBox, curlOf, uncurled } from "../../../lib/recognition/picture/curl.ts";
import type { Grey } from "../../../lib/recognition/picture/raster.ts";
import { sheetsIn, uprightSheet } from "../../../lib/recognition/picture/upright.ts";
import { detectRulings } from "../../../lib/recognition/ruling/ruling.ts";

const [WIDTH, HEIGHT] = [1200, 1000];
const XS = [80, 400, 640, 880, 1120];
const YS = [120, 200, 280, 360, 440, 520, 600, 680, 760, 840, 920];

/** A table on a page that rises to the right in the middle of its height, by so many pixels. */
function page(rise: number): Grey {
  const data = new Uint8Array(WIDTH * HEIGHT).fill(255);
  const isOn = (at: number, lines: readonly number[]) => lines.some((line) => at >= line && at < line + 3);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = XS[0] as number; x < 1123; x++) {
      const from = Math.round(y + rise * (x / WIDTH) ** 3 * Math.sin((Math.PI * y) / HEIGHT));
      if (from >= 120 && from < 923 && (isOn(x, XS) || isOn(from, YS))) data[y * WIDTH + x] = 0;
    }
  }
  return { width: WIDTH, height: HEIGHT, data };
}

describe("the curl of a page", () => {
  test("is none where the page lay flat, which stays as it is", () => {
    expect(curlOf(page(0))).toBeNull();
  });

  test("is taken back, so that its table has all its rulings", () => {
    const bent = page(26);
    expect(detectRulings(bent).horizontal.filter(({ to }) => to > 1100).length).toBeLessThan(YS.length);
    const [sheet] = sheetsIn({ grey: bent, red: null }).map(uprightSheet);
    if (!sheet) throw new Error("no sheet");
    const { horizontal, vertical } = detectRulings(sheet.grey);
    expect(vertical).toHaveLength(XS.length);
    expect(horizontal.map(({ from, to }) => from < 90 && to > 1110)).toEqual(YS.map(() => true));
  });

  test("tells where a place of the flat page is on the bent one", () => {
    const bent = page(24);
    const curl = curlOf(bent);
    if (!curl) throw new Error("no curl");
    // The ruling at y = 520 where it ends, and where that end is drawn.
    const isInk = ({ data }: Grey, y: number) => (data[y * WIDTH + 1100] as number) < 128;
    const rows = Array.from({ length: 80 }, (_, n) => 460 + n);
    const flatAt = rows.find((y) => isInk(uncurled(bent, curl), y)) ?? 0;
    const bentAt = rows.find((y) => isInk(bent, y)) ?? 0;
    const [, top, , height] = bentBox(curl, [1100, flatAt, 0, 0]);
    expect(Math.abs(top + height / 2 - bentAt)).toBeLessThan(2.5);
  });
});
