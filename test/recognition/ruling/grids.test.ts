import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Grey } from "../../../lib/recognition/picture/raster.ts";
import { sheetsIn, uprightSheet } from "../../../lib/recognition/picture/upright.ts";
import { warped } from "../../../lib/recognition/picture/warp.ts";
import { detectGrids } from "../../../lib/recognition/ruling/grids.ts";
import { cut, edgesOf, type Field } from "../../make/cells.ts";
import { asDrawn, asFound } from "../../make/drawings.ts";

interface Drawn {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly fields: readonly Field[];
  readonly ink: number;
  /** Of so many pixels of a rule the last two are missing; 0: none. */
  readonly gap: number;
  /** Each cell has a border of its own, so many pixels from the next, and the table one around them; 0: they share it. */
  readonly spacing: number;
  readonly noise: number;
  readonly seed: number;
}

const sizes = (min: number, max: number, [minLength, maxLength]: readonly [number, number]) =>
  fc.array(fc.integer({ min, max }), { minLength, maxLength });

const drawing: fc.Arbitrary<Drawn> = fc
  .record({
    widths: sizes(105, 160, [2, 4]),
    heights: sizes(34, 70, [2, 6]),
    cuts: fc.array(fc.nat(1000), { minLength: 2, maxLength: 14 }),
    ink: fc.constantFrom(0, 90, 170),
    noise: fc.constantFrom(0, 12),
    seed: fc.nat(1e6),
  })
  .map(({ widths, heights, cuts, ...look }) => ({
    ...look,
    gap: 0,
    spacing: 0,
    xs: edgesOf(widths, 60),
    ys: edgesOf(heights, 70),
    fields: cut({ row: 0, column: 0, rowSpan: heights.length, columnSpan: widths.length }, cuts),
  }))
  .filter(({ fields }) => fields.length >= 3);

/** Cells with rules two pixels wide, and in each cell the ring of a zero, dark like print. */
function draw({ xs, ys, fields, ink, gap, spacing, noise, seed }: Drawn): Grey {
  const width = (xs.at(-1) as number) + 60;
  const height = (ys.at(-1) as number) + 70;
  const data = new Uint8Array(width * height).fill(250);
  const dot = (x: number, y: number, value: number) => {
    data[y * width + x] = Math.min(data[y * width + x] as number, value);
  };
  const isGap = (at: number) => gap > 0 && at % gap >= gap - 2;
  const frame = (x0: number, y0: number, x1: number, y1: number) => {
    for (const d of [0, 1]) {
      for (let x = x0; x <= x1 + 1; x++) if (!isGap(x)) for (const y of [y0, y1]) dot(x, y + d, ink);
      for (let y = y0; y <= y1 + 1; y++) if (!isGap(y)) for (const x of [x0, x1]) dot(x + d, y, ink);
    }
  };
  const [before, behind] = [Math.ceil(spacing / 2), Math.floor(spacing / 2)];
  if (spacing > 0)
    frame(
      (xs[0] as number) - behind,
      (ys[0] as number) - behind,
      (xs.at(-1) as number) + before,
      (ys.at(-1) as number) + before,
    );
  for (const { row, column, rowSpan, columnSpan } of fields) {
    const [x0, x1] = [xs[column] as number, xs[column + columnSpan] as number];
    const [y0, y1] = [ys[row] as number, ys[row + rowSpan] as number];
    frame(x0 + before, y0 + before, x1 - behind, y1 - behind);
    const [cx, cy] = [x0 + 36, (y0 + y1) >> 1];
    for (let y = -9; y <= 9; y++)
      for (let x = -6; x <= 6; x++) if (Math.abs(Math.hypot(x / 6, y / 9) - 0.85) < 0.2) dot(cx + x, cy + y, 20);
  }
  let state = seed + 1;
  for (let at = 0; noise > 0 && at < data.length; at++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    data[at] = Math.max(0, Math.min(255, (data[at] as number) + ((state >> 16) % (2 * noise + 1)) - noise));
  }
  return { width, height, data };
}

function askew(grey: Grey, degrees: number): Grey {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [cx, cy] = [grey.width / 2, grey.height / 2];
  return warped(
    grey,
    [cos, sin, cx - cos * cx - sin * cy, -sin, cos, cy + sin * cx - cos * cy, 0, 0, 1],
    grey.width,
    grey.height,
  );
}

/** Fields as cells a point wide for each column and high for each row. */
const expected = (fields: readonly Field[]): string[] =>
  asDrawn(
    fields.map(({ row, column, rowSpan, columnSpan }) => ({
      x0: column,
      x1: column + columnSpan,
      y0: row,
      y1: row + rowSpan,
      text: "",
    })),
  );

/** Every cell by itself. */
const allOf = ({ xs, ys }: Drawn): Field[] =>
  ys.slice(1).flatMap((_, row) => xs.slice(1).map((_, column) => ({ row, column, rowSpan: 1, columnSpan: 1 })));

const POINTS = 72 / 200;

/** With gaps every nine pixels the arcs of its zeros and what is left of its rules between them stand as dots would. */
const GAPS_ABREAST: Drawn = {
  ...{ xs: [60, 165, 270], ys: [70, 104, 138, 172, 206], fields: [] },
  ...{ ink: 0, gap: 0, spacing: 0, noise: 0, seed: 0 },
};

describe("the grid of a ruled table in a picture", () => {
  test("is the one that was drawn, for any pattern of merged cells, however faint its rules, among noise", () => {
    fc.assert(
      fc.property(drawing, (drawn) => {
        const { grids } = detectGrids(draw(drawn), POINTS);
        expect(grids.map(asFound)).toEqual([expected(drawn.fields)]);
      }),
      { numRuns: 100 },
    );
  });

  test("is the one that was drawn where long rules are broken", () => {
    const long = drawing.filter(({ ys }) => ys.length > 4);
    fc.assert(
      fc.property(long, fc.integer({ min: 7, max: 16 }), (drawn, gap) => {
        const fields = allOf(drawn);
        const { grids } = detectGrids(draw({ ...drawn, fields, gap }), POINTS);
        expect(grids.map(asFound)).toEqual([expected(fields)]);
      }),
      { numRuns: 30, examples: [[GAPS_ABREAST, 9]] },
    );
  });

  test("is the one that was drawn where each cell has a border of its own, as web pages set them", () => {
    // Rows of a phone's screen are higher than those of a page.
    const heights = sizes(60, 90, [3, 6]);
    fc.assert(
      fc.property(drawing, heights, fc.integer({ min: 8, max: 14 }), (drawn, rows, spacing) => {
        const own = { ...drawn, ys: edgesOf(rows, 70), spacing };
        const fields = allOf(own);
        const { grids } = detectGrids(draw({ ...own, fields }), POINTS);
        expect(grids.map(asFound)).toEqual([expected(fields)]);
      }),
      { numRuns: 30 },
    );
  });

  test.each([4, 5])(
    "is the one that was drawn where rules are two lines %i pixels apart, between two rows too",
    (spacing) => {
      const [xs, ys] = [edgesOf([400, 420, 430], 60), edgesOf([46, 46, 46, 46], 70)];
      const fields: Field[] = [
        { row: 0, column: 0, rowSpan: 1, columnSpan: 3 },
        ...[1, 2].flatMap((row) => [0, 1, 2].map((column) => ({ row, column, rowSpan: 1, columnSpan: 1 }))),
        { row: 3, column: 0, rowSpan: 1, columnSpan: 3 },
      ];
      const { grids } = detectGrids(draw({ xs, ys, fields, ink: 40, gap: 0, spacing, noise: 4, seed: 1 }), POINTS);
      expect(grids.map(asFound)).toEqual([expected(fields)]);
    },
  );

  test("is the one that was drawn where rules are dots on clean paper, each cell's own", () => {
    const long = drawing.filter(({ xs, ys }) => xs.length > 3 && ys.length > 4);
    const dotted = ({ xs, ys, fields }: Drawn, pitch: number): Grey => {
      const { width, height, data } = draw({ xs, ys, fields, ink: 255, gap: 0, spacing: 0, noise: 0, seed: 0 });
      const dot = (x: number, y: number) => {
        for (let dy = 0; dy < 2; dy++)
          for (let dx = 0; dx < 2; dx++) data[(Math.round(y) + dy) * width + Math.round(x) + dx] = 20;
      };
      // From corner to corner, as browsers and word processors set them.
      const placesOf = (from: number, to: number) => {
        const count = Math.round((to - from) / pitch);
        return Array.from({ length: count + 1 }, (_, n) => from + (n * (to - from)) / count);
      };
      for (const { row, column, rowSpan, columnSpan } of fields) {
        const [x0, x1] = [xs[column] as number, xs[column + columnSpan] as number];
        const [y0, y1] = [ys[row] as number, ys[row + rowSpan] as number];
        for (const x of placesOf(x0, x1)) for (const y of [y0, y1]) dot(x, y);
        for (const y of placesOf(y0, y1)) for (const x of [x0, x1]) dot(x, y);
      }
      return { width, height, data };
    };
    fc.assert(
      fc.property(long, fc.integer({ min: 55, max: 80 }), (drawn, tenths) => {
        const fields = allOf(drawn);
        const { grids } = detectGrids(dotted({ ...drawn, fields }, tenths / 10), POINTS);
        expect(grids.map(asFound)).toEqual([expected(fields)]);
      }),
      { numRuns: 30 },
    );
  });

  test("is the one that was drawn on a weave of faint lines, as cameras make of screens", () => {
    const wide = drawing.filter(({ xs, ys }) => xs.length > 3 && ys.length > 4);
    fc.assert(
      fc.property(wide, fc.integer({ min: 5, max: 9 }), fc.integer({ min: 12, max: 30 }), (drawn, pitch, depth) => {
        const fields = allOf(drawn);
        const grey = draw({ ...drawn, fields, ink: 60, noise: 0 });
        const onWeave = grey.data.map((value, at) => {
          const [x, y] = [at % grey.width, Math.floor(at / grey.width)];
          return x % pitch === 0 || y % pitch === 0 ? Math.max(0, value - depth) : value;
        });
        const { grids } = detectGrids({ ...grey, data: onWeave }, POINTS);
        expect(grids.map(asFound)).toEqual([expected(fields)]);
      }),
      { numRuns: 30 },
    );
  });

  test("is the one that was drawn beside strokes as dark that stand as close as a weave", () => {
    const [xs, ys] = [edgesOf([200, 160, 160], 60), edgesOf([200, 60, 60], 70)];
    const drawn = { xs, ys, fields: [], ink: 40, gap: 0, spacing: 0, noise: 0, seed: 0 };
    const fields = allOf(drawn);
    const { width, height, data } = draw({ ...drawn, fields });
    for (let bar = 0; bar < 13; bar++)
      for (let y = 95; y < 245; y++) data.fill(40, y * width + 120 + 9 * bar, y * width + 122 + 9 * bar);
    expect(detectGrids({ width, height, data }, POINTS).grids.map(asFound)).toEqual([expected(fields)]);
  });

  test("is the one that was drawn where thin faint rules lean, across and down each their own way", () => {
    const lean = fc.double({ min: -1 / 150, max: 1 / 150, noNaN: true });
    fc.assert(
      fc.property(sizes(105, 160, [5, 7]), sizes(34, 70, [14, 18]), lean, lean, (widths, heights, across, down) => {
        const [xs, ys] = [edgesOf(widths, 60), edgesOf(heights, 70)];
        const drawn = { xs, ys, fields: [], ink: 180, gap: 0, spacing: 0, noise: 0, seed: 0 };
        const fields = allOf(drawn);
        const grey = draw({ ...drawn, fields });
        const [cx, cy] = [grey.width / 2, grey.height / 2];
        const leaning = warped(grey, [1, down, -down * cy, across, 1, -across * cx, 0, 0, 1], grey.width, grey.height);
        expect(detectGrids(leaning, POINTS).grids.map(asFound)).toEqual([expected(fields)]);
      }),
      { numRuns: 20 },
    );
  });

  test("is the one that was drawn where columns are parted in the last two rows, and figures stand near their rules", () => {
    const [xs, ys] = [edgesOf([89, 89, 89, 89, 89, 89], 60), edgesOf([50, 50, 50, 50], 70)];
    const fields: Field[] = [
      ...[0, 2, 4].map((column) => ({ row: 0, column, rowSpan: 2, columnSpan: 2 })),
      ...[2, 3].flatMap((row) => [0, 1, 2, 3, 4, 5].map((column) => ({ row, column, rowSpan: 1, columnSpan: 1 }))),
    ];
    const { width, height, data } = draw({ xs, ys, fields, ink: 60, gap: 0, spacing: 0, noise: 6, seed: 2 });
    // A digit one, as high as print is, before each rule and behind it.
    for (const x of xs)
      for (const row of [2, 3])
        for (const side of [-9, 10])
          for (let y = (ys[row] as number) + 14; y < (ys[row] as number) + 36; y++)
            data.fill(40, y * width + x + side, y * width + x + side + 2);
    expect(detectGrids({ width, height, data }, POINTS).grids.map(asFound)).toEqual([expected(fields)]);
  });

  test("is the one that was drawn on a page that lay askew", () => {
    const wide = drawing.filter(({ xs, ys }) => xs.length > 3 && ys.length > 3);
    fc.assert(
      fc.property(wide, fc.double({ min: -5, max: 5, noNaN: true }), (drawn, degrees) => {
        const fields = allOf(drawn);
        const sheets = sheetsIn({ grey: askew(draw({ ...drawn, fields, ink: 0 }), degrees), red: null }).map(
          uprightSheet,
        );
        const grids = sheets.flatMap(({ grey }) => detectGrids(grey, POINTS).grids);
        expect(grids.map(asFound)).toEqual([expected(fields)]);
      }),
      { numRuns: 30 },
    );
  });
});

test("the strokes of a title are no table", () => {
  const [width, height] = [400, 200];
  const data = new Uint8Array(width * height).fill(250);
  const bar = (x0: number, y0: number, x1: number, y1: number) => {
    for (let y = y0; y < y1; y++) data.fill(10, y * width + x0, y * width + x1);
  };
  for (const y of [80, 103, 122]) bar(100, y, 300, y + 2);
  for (const x of [100, 240, 298]) bar(x, 80, x + 2, 124);
  const pointsAt = (dpi: number) => 72 / dpi;
  const { blank, grids } = detectGrids({ width, height, data }, pointsAt(200));
  expect([grids, blank.strokes]).toEqual([[], []]);
  // The same pixels on a page that was scanned more coarsely are rows of ten points.
  expect(detectGrids({ width, height, data }, pointsAt(150)).grids).toHaveLength(1);
});
