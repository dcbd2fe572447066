import { describe, expect, test } from "@jest/globals";
import { mapPoint } from "../../../lib/recognition/picture/homography.ts";
import type { Grey } from "../../../lib/recognition/picture/raster.ts";
import { uprightMap } from "../../../lib/recognition/picture/skew.ts";
import { warped } from "../../../lib/recognition/picture/warp.ts";
import { detectRulings } from "../../../lib/recognition/ruling/ruling.ts";

const newGrey = (width: number, height: number): Grey => ({
  width,
  height,
  data: new Uint8Array(width * height).fill(255),
});

const XS = [100, 300, 420, 540, 700];
const YS = [120, 160, 200, 240, 300, 360];

function grid(ink: number, gap = 0): Grey {
  const grey = newGrey(820, 500);
  const dot = (x: number, y: number) => {
    grey.data[y * grey.width + x] = ink;
  };
  for (const y of YS)
    for (let x = XS[0] as number; x <= 701; x++) if (gap === 0 || x % gap !== 0) for (const d of [0, 1]) dot(x, y + d);
  for (const x of XS)
    for (let y = YS[0] as number; y <= 361; y++) if (gap === 0 || y % gap !== 0) for (const d of [0, 1]) dot(x + d, y);
  return grey;
}

const near = (found: readonly number[], wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  [...found]
    .sort((a, b) => a - b)
    .forEach((value, index) => {
      expect(Math.abs(value - (wanted[index] as number))).toBeLessThan(2.5);
    });
};

describe("ruling lines of a picture", () => {
  test.each([
    ["black", 0, 0],
    ["faint", 205, 0],
    ["broken", 60, 9],
  ])("are found where they are %s", (_, ink, gap) => {
    const { horizontal, vertical } = detectRulings(grid(ink, gap));
    near(
      horizontal.map((rule) => rule.at),
      YS,
    );
    near(
      vertical.map((rule) => rule.at),
      XS,
    );
  });

  test("are found where they are double", () => {
    const grey = grid(0);
    const double = newGrey(grey.width, grey.height);
    // The second line of each stands five pixels from the first.
    for (let y = 5; y < grey.height; y++)
      for (let x = 5; x < grey.width; x++)
        double.data[y * grey.width + x] = Math.min(
          grey.data[y * grey.width + x] as number,
          grey.data[(y - 5) * grey.width + x - 5] as number,
        );
    const { horizontal, vertical } = detectRulings(double);
    const twice = (places: readonly number[]) => places.flatMap((at) => [at, at + 5]);
    near(
      horizontal.map((rule) => rule.at),
      twice(YS),
    );
    near(
      vertical.map((rule) => rule.at),
      twice(XS),
    );
  });

  test("are found between low cells of a page whose noise is nearly as dark as they are", () => {
    const faint = grid(215);
    // A small generator of its own: the same noise each time.
    let state = 1;
    const data = faint.data.map((value) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return value - Math.round((state / 2147483648) * 30);
    });
    // Below a higher row, the columns part the last two alone.
    for (let y = 122; y < 298; y++)
      for (let x = 410; x < 430; x++) data[y * faint.width + x] = 250 - ((x * 7 + y * 13) % 25);
    const { vertical } = detectRulings({ ...faint, data });
    near(
      vertical.map((rule) => rule.at),
      XS,
    );
  });

  test("are none where there are only rows of strokes, like characters", () => {
    const grey = newGrey(820, 500);
    for (let row = 60; row < 460; row += 40) {
      for (let x = 100; x < 700; x += 24) {
        for (let d = 0; d < 18; d++) {
          grey.data[(row + 8) * grey.width + x + d] = 0;
          grey.data[(row + d) * grey.width + x + 8] = 0;
        }
      }
    }
    const { horizontal, vertical } = detectRulings(grey);
    expect(horizontal).toEqual([]);
    expect(vertical).toEqual([]);
  });
});

/** Strokes as in characters, row by row, from one place to another. */
function write(grey: Grey, from: number, to: number, top: number): void {
  for (let x = from; x + 22 <= to; x += 24) {
    for (let d = 0; d < 22; d++) {
      for (const at of [4, 11, 18]) grey.data[(top + at) * grey.width + x + d] = 60;
      for (const at of [3, 11, 19]) grey.data[(top + d) * grey.width + x + at] = 60;
    }
  }
}

function draw(grey: Grey, [x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]): void {
  for (let y = y0; y <= y1 + 1; y++) for (let x = x0; x <= x1 + 1; x++) grey.data[y * grey.width + x] = 0;
}

test("rulings that a seal hides in part are whole, and the seal's edges are none", () => {
  const grey = grid(190);
  const hidden = new Uint8Array(grey.data.length);
  const [cx, cy] = [424, 262];
  for (let y = 140; y < 400; y++)
    for (let x = 300; x < 560; x++) {
      const [r, turn] = [Math.hypot(x - cx, y - cy), (Math.atan2(y - cy, x - cx) / Math.PI) * 9];
      const isInk = (r > 104 && r < 118) || (r > 70 && r < 88 && Math.abs(turn % 1) < 0.5) || r < 14;
      const isEdge = [103.5, 118.5, 14.5].some((edge) => Math.abs(r - edge) < 1);
      if (isInk) hidden[y * 820 + x] = 1;
      if (isInk || isEdge) grey.data[y * 820 + x] = isEdge ? 190 : 255;
    }
  const { horizontal, vertical } = detectRulings(grey, hidden);
  const places = (rules: readonly { readonly at: number }[]) => [...new Set(rules.map(({ at }) => Math.round(at)))];
  near(places(horizontal), YS);
  near(places(vertical), XS);
  // A line may be found in two pieces, which meet.
  const reach = (rules: readonly { readonly at: number; readonly from: number; readonly to: number }[], at: number) =>
    rules.filter((rule) => Math.abs(rule.at - at) < 3).reduce((sum, { from, to }) => sum + to - from, 0);
  for (const y of YS) expect(reach(horizontal, y)).toBeGreaterThan(595);
  for (const x of XS) expect(reach(vertical, x)).toBeGreaterThan(235);
});

describe("dotted rulings", () => {
  const [xs, ys] = [
    [100, 304, 424, 544, 700],
    [60, 120, 180, 240, 300],
  ];
  type Shown = (along: number, across: number, from: number) => boolean;
  const dottedGrid = (shown: Shown): Grey => {
    const grey = newGrey(820, 400);
    const dot = (x: number, y: number) => {
      for (const at of [0, 1, 820, 821]) grey.data[y * 820 + x + at] = 0;
    };
    for (const y of ys) for (let x = 100, at = 0; x <= 702; x += 6, at++) if (shown(x, y, at)) dot(x, y);
    for (const x of xs) for (let y = 60, at = 0; y <= 302; y += 6, at++) if (shown(y, -x, at)) dot(x, y);
    return grey;
  };
  const lengths = (rules: readonly { readonly from: number; readonly to: number }[]) =>
    rules.map(({ from, to }) => Math.round((to - from) / 20) * 20).sort((a, b) => a - b);
  const whole = { across: ys.map(() => 600), down: xs.map(() => 240) };

  test.each<[string, Shown]>([
    [
      "stretches of them between other rulings were lost in black and white",
      (x, y) => !(y > 60 && x > 330 + y / 8 && x < 400 + y / 8),
    ],
    ["every second dot was lost, and others moved by a row", (_, across, at) => across > 0 || at % 2 === 0],
  ])("are whole where %s", (_, shown) => {
    const { horizontal, vertical } = detectRulings(dottedGrid(shown));
    expect(lengths(horizontal)).toEqual(whole.across);
    expect(lengths(vertical)).toEqual(whole.down);
  });

  test("are whole where blur left little of dots that stand between two rows of pixels", () => {
    const grey = dottedGrid(() => true);
    const faint = { ...grey, data: grey.data.map((level) => (level === 0 ? 255 - 112 : level)) };
    const { horizontal, vertical } = detectRulings(faint);
    expect([lengths(horizontal), lengths(vertical)]).toEqual([whole.across, whole.down]);
  });

  test("are whole where two of them lie over each other for a cell, and their dots run together", () => {
    const grey = dottedGrid(() => true);
    for (let x = 306; x < 700; x += 6)
      for (const at of [0, 1, 2, 3]) grey.data[180 * 820 + x + at] = grey.data[181 * 820 + x + at] = 40;
    expect(lengths(detectRulings(grey).horizontal)).toEqual(whole.across);
  });

  test("do not run through a cell over two rows, nor over the paper between two tables", () => {
    const { horizontal, vertical } = detectRulings(
      dottedGrid(
        (along, across) =>
          (across !== 120 || along < 304 || along > 424) && !(across < 0 && along > 181 && along < 240),
      ),
    );
    expect(lengths(horizontal)).toEqual([200, 280, 600, 600, 600, 600]);
    expect(lengths(vertical)).toEqual([60, 60, 60, 60, 60, 120, 120, 120, 120, 120]);
  });
});

describe("rules beside characters", () => {
  test("are none where characters stand under each other in a high cell of a dotted table", () => {
    const grey = newGrey(820, 500);
    const [xs, ys] = [
      [100, 300, 420, 540, 700],
      [60, 100, 140, 298, 340],
    ];
    for (const y of ys) draw(grey, [100, y], [700, y]);
    for (const x of xs) draw(grey, [x, 60], [x, 340]);
    grey.data.forEach((value, at) => {
      if (value === 0) grey.data[at] = (at % grey.width) % 4 < 2 && Math.floor(at / grey.width) % 4 < 2 ? 60 : 160;
    });
    // An upright stroke each, and two across it that stand at other heights in the next.
    for (let top = 149; top < 280; top += 24) {
      for (let x = 112; x < 270; x += 24) {
        const first = top + 2 + ((x / 8 + top) % 7);
        draw(grey, [x + 11, top], [x + 11, top + 20]);
        for (const y of [first, first + 9]) draw(grey, [x, y], [x + 20, y]);
      }
    }
    near(
      detectRulings(grey).vertical.map((rule) => rule.at),
      xs,
    );
  });

  test("are none where noughts stand under each other in low rows", () => {
    const grey = newGrey(820, 500);
    const ink = (x: number, y: number) => {
      grey.data[y * grey.width + x] = 30;
    };
    const ys = [0, 1, 2, 3, 4, 5, 6, 7].map((row) => 120 + 28 * row);
    for (const y of ys) for (let x = 100; x <= 701; x++) for (const d of [0, 1]) ink(x, y + d);
    for (const x of XS) for (let y = 120; y <= 317; y++) for (const d of [0, 1]) ink(x + d, y);
    for (const [at, left] of XS.slice(0, -1).entries())
      for (const top of ys.slice(0, -1)) {
        const [x, y] = [(left + (XS[at + 1] as number)) >> 1, top + 7];
        for (const d of [-2, -1, 0, 1, 2]) for (const arc of [0, 1, 2, 13, 14, 15]) ink(x + d, y + arc);
        for (let d = 2; d < 14; d++) for (const side of [-4, -3, 3, 4]) ink(x + side, y + d);
      }
    near(
      detectRulings(grey).vertical.map((rule) => rule.at),
      XS,
    );
  });

  test("are none where characters of several low rows have strokes under each other, with others close to them", () => {
    const grey = newGrey(820, 500);
    const ys = [30, 74, 118, 162, 206, 250, 294, 338, 382, 426, 470];
    const xs = [100, 400, 475, 550, 625, 700];
    for (const y of ys) draw(grey, [100, y], [700, y]);
    for (const x of xs) draw(grey, [x, 30], [x, 470]);
    // 川 in four of ten rows.
    for (const top of ys.slice(1, 5)) for (const x of [270, 278, 286]) draw(grey, [x, top + 7], [x, top + 37]);
    near(
      detectRulings(grey).vertical.map((rule) => rule.at),
      xs,
    );
  });

  test("end where the stroke of a character goes on from them", () => {
    const grey = newGrey(820, 500);
    for (const y of [120, 190, 225]) draw(grey, [100, y], [700, y]);
    for (const x of [100, 400, 500, 600, 700]) draw(grey, [x, 60], [x, 225]);
    draw(grey, [100, 60], [700, 60]);
    draw(grey, [180, 155], [700, 155]);
    draw(grey, [180, 120], [180, 190]);
    draw(grey, [180, 196], [180, 216]);
    const { horizontal, vertical } = detectRulings(grey);
    const inner = vertical.find(({ at }) => Math.abs(at - 180) < 3);
    expect(Math.abs((inner?.to ?? 0) - 191)).toBeLessThan(4);
    expect(horizontal.some(({ at, from }) => Math.abs(at - 156) < 3 && Math.abs(from - 181) < 4)).toBe(true);
  });

  test("are found in a row that is higher than characters are, though they stand close to them", () => {
    const grey = newGrey(820, 500);
    for (const y of [60, 104, 148, 192, 236, 320]) draw(grey, [100, y], [700, y]);
    for (const x of [100, 700]) draw(grey, [x, 60], [x, 320]);
    for (const x of [200, 300, 400, 500, 600]) {
      draw(grey, [x, 236], [x, 320]);
      for (const top of [250, 284]) write(grey, x + 12, x + 90, top);
    }
    near(
      detectRulings(grey).vertical.map((rule) => rule.at),
      [100, 200, 300, 400, 500, 600, 700],
    );
  });

  test("are found in a row of heads, close to them, where the columns stand in another part of the table above", () => {
    const grey = newGrey(820, 600);
    const xs = [100, 200, 300, 400, 500, 600, 700];
    for (const y of [40, 112, 184, 256, 310, 382, 454, 526]) draw(grey, [100, y], [700, y]);
    for (const x of xs) draw(grey, [x, 40], [x, 256]);
    for (const x of [100, 700]) draw(grey, [x, 310], [x, 526]);
    for (const x of xs.slice(1, -1)) {
      draw(grey, [x, 454], [x, 526]);
      write(grey, x - 90, x - 10, 480);
    }
    write(grey, 610, 690, 480);
    const heads = detectRulings(grey).vertical.filter(({ to }) => to > 500);
    near(
      heads.map((rule) => rule.at),
      xs,
    );
  });

  test("are none where characters fill the cells of a row", () => {
    const [xs, ys] = [
      [100, 196, 292, 388, 484, 580],
      [60, 100, 140, 180, 220, 260, 300, 340],
    ];
    const grey = newGrey(820, 500);
    for (const y of ys) draw(grey, [100, y], [580, y]);
    for (const x of xs) draw(grey, [x, 60], [x, 340]);
    for (const x of xs.slice(0, 4)) write(grey, x + 8, x + 90, 149);
    near(
      detectRulings(grey).horizontal.map((rule) => rule.at),
      ys,
    );
  });

  test("go on to the end of a page that cuts the table", () => {
    const grey = newGrey(820, 500);
    for (const y of [300, 340]) draw(grey, [100, y], [700, y]);
    for (const x of [100, 400, 500, 600, 700]) draw(grey, [x, 60], [x, 340]);
    write(grey, 106, 300, 310);
    const { vertical } = detectRulings(grey);
    near(
      vertical.map((rule) => rule.at),
      [100, 400, 500, 600, 700],
    );
    for (const { from } of vertical) expect(Math.abs(from - 60)).toBeLessThan(5);
  });
});

describe("a page that lies askew", () => {
  test.each([-4, -0.7, 1.3, 6])("is set upright from %d degrees", (degrees) => {
    const source = grid(0);
    const angle = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [cx, cy] = [410, 250];
    const turn = [cos, sin, cx - cos * cx - sin * cy, -sin, cos, cy + sin * cx - cos * cy, 0, 0, 1] as const;
    const askew = warped(source, turn, source.width, source.height);
    const map = uprightMap(askew);
    // A horizontal line of the upright page has the skew's slope in the picture.
    const [x0, y0] = mapPoint(map, 100, 250);
    const [x1, y1] = mapPoint(map, 700, 250);
    expect(Math.abs((Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI - degrees)).toBeLessThan(0.12);
  });
});
