import { expect, jest, test } from "@jest/globals";
import type { Box } from "../../../lib/document/document.ts";
import { embeddedEngine } from "../../../lib/recognition/engines/embedded.ts";
import { blocksOfSources } from "../../../lib/recognition/merge.ts";
import { packagedModels } from "../../../lib/recognition/models/files.ts";
import type { Models } from "../../../lib/recognition/models/models.ts";
import { threadedModels } from "../../../lib/recognition/models/threads.ts";
import type { Area } from "../../../lib/recognition/picture/raster.ts";
import { pageSize, tablePicture, turned } from "../../make/scan.ts";
import { describeEngine } from "../engine.contract.ts";

/** Nothing is known of what the pictures say. */
const NO_VOCABULARY = { labels: [], correct: (line: string) => line };

jest.setTimeout(60_000);
/** Its models are loaded once. */
const embedded = embeddedEngine(
  threadedModels(new URL("../../../dist/model-thread.js", import.meta.url)),
  packagedModels(),
  NO_VOCABULARY,
);
describeEngine("the embedded recogniser", () => embedded);

test("gives figures of one row from the left, though the page lies a little askew", async () => {
  const words = ["Apples", "12", "345", "67", "8"];
  const drawn = words.map((word, n) => `BT /F 11 Tf ${80 + 90 * n} ${600 + n} Td (${word}) Tj ET`).join("\n");
  const page = await embedded.recognise(
    { number: 1, raster: await tablePicture({ rows: [] }, drawn), area: [0, 0, pageSize.width, pageSize.height] },
    {},
  );
  expect(page.sheets.flatMap(({ second }) => second.map(({ text }) => text))).toEqual(words);
});

test("takes sizes over columns of figures for what they are, no digits", async () => {
  const rows = [
    ["Size", "XS", "S", "M", "L", "XL"],
    ["Chest", "84", "88", "92", "96", "100"],
    ["Waist", "66.5", "70", "74", "78.5", "82"],
  ];
  const page = await embedded.recognise(
    { number: 1, raster: await tablePicture({ rows }), area: [0, 0, pageSize.width, pageSize.height] },
    {},
  );
  const second = page.sheets.flatMap((sheet) => sheet.second.map(({ text }) => text));
  expect(second.map((text) => text.toUpperCase())).toEqual(rows.flat().map((text) => text.toUpperCase()));
});

/**
 * What the engine reads of a page without rulings where the detection model finds these boxes (in points), and the
 * other reads each line as one mark.
 */
async function linesFoundIn(drawn: string, detected: readonly Area[]): Promise<Box[]> {
  const models: Models = {
    detect: async ({ width }) => {
      const scale = width / pageSize.width;
      return detected.map(({ x0, y0, x1, y1 }) => ({ x0: x0 * scale, y0: y0 * scale, x1: x1 * scale, y1: y1 * scale }));
    },
    read: async (lines) => lines.map(() => ({ text: "8", confidence: 1, mean: 1, centres: [0.5] })),
  };
  const raster = await tablePicture({ rows: [] }, drawn);
  const area: Box = [0, 0, pageSize.width, pageSize.height];
  const page = await embeddedEngine(models, packagedModels(), NO_VOCABULARY).recognise({ number: 1, raster, area }, {});
  return page.sheets.flatMap(({ second }) => second.map(({ box }) => box));
}

test("reads a digit of small type that detection overlooked, on a page whose rulings tell no size of type", async () => {
  const words = "BT /F 5 Tf 80 600 Td (received in the course of the year) Tj ET";
  const digit = "BT /F 5 Tf 400 600 Td (8) Tj ET";
  const boxes = await linesFoundIn(`${words} ${digit}`, [{ x0: 76, y0: 235, x1: 200, y1: 246 }]);
  expect(boxes.map(([x]) => Math.round(x))).toEqual([80, 400]);
});

test("is sure of no small figure of a telefax, whose lines stand twice and have lost strokes between", async () => {
  const { width, height, channels, data } = await tablePicture({ rows: [] }, "BT /F 8 Tf 80 600 Td (8) Tj ET");
  const models: Models = {
    detect: async () => [],
    read: async (lines) => lines.map(() => ({ text: "8", confidence: 1, mean: 1, centres: [0.5] })),
  };
  const engine = embeddedEngine(models, packagedModels(), NO_VOCABULARY);
  const row = width * channels;
  const lines = data.slice();
  for (let y = 1; y < height; y += 2) lines.copyWithin(y * row, (y - 1) * row, y * row);
  const readings = [data, lines].map(async (pixels) => {
    const raster = { width, height, channels, data: pixels };
    const page = await engine.recognise({ number: 1, raster, area: [0, 0, pageSize.width, pageSize.height] }, {});
    return page.sheets.map(({ geometry, second }) => [geometry.glyphs[0]?.text, second[0]?.text]);
  });
  expect(await Promise.all(readings)).toEqual([[["8", "8"]], [["8", ""]]]);
});

test.each([
  ["3.476", false],
  ["3,476", true],
  ["34.76", true],
  ["3.4765", true],
])("is as sure of %s as it can be: a point before three digits may be a comma of thousands", async (text, sure) => {
  const raster = await tablePicture({ rows: [[text], [text]] });
  const models: Models = {
    detect: async () => [],
    read: async (lines) => lines.map(() => ({ text, confidence: 1, mean: 1, centres: [0.5] })),
  };
  const engine = embeddedEngine(models, packagedModels(), NO_VOCABULARY);
  const page = await engine.recognise({ number: 1, raster, area: [0, 0, pageSize.width, pageSize.height] }, {});
  expect(page.sheets[0]?.second.map((piece) => piece.text === text)).toEqual([sure, sure]);
});

test("takes a trace in a label's blank cell for no figure in doubt, and one among figures for one", async () => {
  const trace = (x: number, y: number) => `0.78 g ${x} ${842 - y} 3 3 re f`;
  const rows = [
    ["of the groups", "of the first", "5", "5"],
    ["", "of the second", "5", "5"],
    ["", "of the third", "5", ""],
  ];
  const raster = await tablePicture({ rows, columnWidth: 90 }, [trace(100, 135), trace(375, 155)].join("\n"));
  const isWide = ({ width }: { readonly width: number }) => width > 200;
  const models: Models = {
    detect: async () => [],
    read: async (lines) =>
      lines.map((line) => ({ text: isWide(line) ? "甲乙丙丁" : "5", confidence: 1, mean: 1, centres: [0.5] })),
  };
  const engine = embeddedEngine(models, packagedModels(), NO_VOCABULARY);
  const page = await engine.recognise({ number: 1, raster, area: [0, 0, pageSize.width, pageSize.height] }, {});
  expect(page.sheets[0]?.second.map(({ text }) => text).join(" ")).toBe(
    "甲乙丙丁 甲乙丙丁 5 5 甲乙丙丁 5 5 甲乙丙丁 5 /",
  );
});

/** Where a cell's text begins in the pictures of tables. */
const placeIn = (row: number, column: number): readonly [number, number] => [
  60 + 60 * column + 12,
  842 - 100 - (row + 1) * 22 + 7,
];
const FIGURES = [
  ["12", "34", "5", "60"],
  ["78", "9", "12", "35"],
  ["41", "52", "63", "7"],
];

/** The figures of a page with something drawn over it, those in doubt with a question mark. */
async function figuresWith(drawn: string): Promise<string[][]> {
  const raster = await tablePicture({ rows: FIGURES }, drawn);
  const page = await embedded.recognise({ number: 1, raster, area: [0, 0, pageSize.width, pageSize.height] }, {});
  const second = page.sheets[0]?.second.map(({ text }) => text) ?? [];
  return FIGURES.map((row, at) =>
    row.map((figure, column) => (second[at * row.length + column] === figure ? figure : `${figure}?`)),
  );
}

const doubted = (...places: readonly (readonly [number, number])[]): string[][] =>
  FIGURES.map((row, at) =>
    row.map((figure, column) => (places.some(([y, x]) => y === at && x === column) ? `${figure}?` : figure)),
  );

test("is sure of no figure that somebody struck or wrote another digit to", async () => {
  const [x, y] = placeIn(0, 1);
  const [beside, above] = placeIn(1, 2);
  const drawn = `0.9 w ${x - 2} ${y + 4} m ${x + 15} ${y + 4} l S BT /F 11 Tf ${beside + 14} ${above + 4} Td (7) Tj ET`;
  expect(await figuresWith(drawn)).toEqual(doubted([0, 1], [1, 2]));
});

test("takes a streak over the whole page for no ruling, and is sure of no figure that it runs through", async () => {
  const between = placeIn(0, 1)[0] + 34;
  const through = placeIn(0, 3)[0] + 3;
  const line = (x: number) => `0.5 w ${x} 0 m ${x} 842 l S`;
  expect(await figuresWith(line(between))).toEqual(FIGURES);
  expect(await figuresWith(line(through))).toEqual(doubted([0, 3], [1, 3], [2, 3]));
});

test("takes two looks at an amount as wide as words", async () => {
  const amount = "1,293,810,000.00";
  const raster = await tablePicture({ rows: [[amount], [amount]], columnWidth: 140 });
  let asked = 0;
  const models: Models = {
    detect: async () => [],
    read: async (lines) =>
      lines.map(({ alphabet }) => {
        asked += alphabet === undefined ? 0 : 1;
        return { text: alphabet === undefined ? amount : "1,298,810,000.00", confidence: 1, mean: 1, centres: [0.5] };
      }),
  };
  const engine = embeddedEngine(models, packagedModels(), NO_VOCABULARY);
  const page = await engine.recognise({ number: 1, raster, area: [0, 0, pageSize.width, pageSize.height] }, {});
  expect([asked > 0, page.sheets[0]?.second.some(({ text }) => text === amount)]).toEqual([true, false]);
});

test("keeps the space between the number of a table and the year after it", async () => {
  const title = "表1 2024年办理情况";
  const models: Models = {
    detect: async () => [],
    read: async (lines) => lines.map(() => ({ text: title, confidence: 1, mean: 1, centres: [] })),
  };
  const raster = await tablePicture({ rows: [] }, "80 600 160 10 re f");
  const area: Box = [0, 0, pageSize.width, pageSize.height];
  const page = await embeddedEngine(models, packagedModels(), NO_VOCABULARY).recognise({ number: 1, raster, area }, {});
  const blocks = blocksOfSources([{ number: 1, native: null, pictures: [{ box: area, recognised: page }] }]);
  expect(blocks.map((block) => block.kind === "paragraph" && block.text)).toEqual([title]);
});

test("reads once what two boxes of one line hold", async () => {
  const boxes = await linesFoundIn("BT /F 11 Tf 80 600 Td (received in the year) Tj ET", [
    { x0: 76, y0: 230, x1: 130, y1: 248 },
    { x0: 122, y0: 230, x1: 190, y1: 248 },
  ]);
  expect(boxes).toHaveLength(1);
});

test("reads the number before a line that detection overlooked with its line", async () => {
  const boxes = await linesFoundIn("BT /F 11 Tf 80 600 Td (1) Tj 14 0 Td (received in the year) Tj ET", [
    { x0: 90, y0: 230, x1: 200, y1: 248 },
  ]);
  expect(boxes).toHaveLength(1);
  expect(boxes[0]?.[0]).toBeLessThan(84);
});

test("reads a line without the upper part of the next one, though their brackets leave no white between", async () => {
  const line = (y: number) => `BT /F 11 Tf 80 ${y} Td (\\(received \\(in\\) the course of a year\\)) Tj ET`;
  const alone = [700, 670, 640].map((y) => ({ x0: 76, y0: 842 - y - 11, x1: 260, y1: 842 - y + 5 }));
  const boxes = await linesFoundIn([700, 670, 640, 600, 590.6].map(line).join("\n"), [
    ...alone,
    { x0: 76, y0: 231, x1: 260, y1: 250 },
  ]);
  const heights = boxes.map(([, , , height]) => height);
  expect(Math.max(...heights)).toBeLessThan(1.2 * Math.min(...heights));
});

test("turns a page until its characters stand in lines, however sure it is of each by itself", async () => {
  const bars = Array.from({ length: 10 }, (_, n) => n);
  const upright = await tablePicture({ rows: [] }, bars.map((n) => `60 ${700 - 40 * n} 300 8 re f`).join("\n"));
  const strips = Array.from({ length: 30 }, (_, n) => n);
  let lying = false;
  const models: Models = {
    detect: async ({ width, height }) => {
      lying = width > height;
      return strips.map((n) => ({ x0: 0, y0: (n * height) / 30, x1: width, y1: ((n + 1) * height) / 30 }));
    },
    read: async (lines) =>
      lines.map(() => ({
        text: lying ? "总" : "总计",
        confidence: 0.95,
        mean: 0.95,
        centres: lying ? [0.5] : [0.3, 0.7],
      })),
  };
  const page = await embeddedEngine(models, packagedModels(), NO_VOCABULARY).recognise(
    { number: 1, raster: turned(upright, 1), area: [0, 0, pageSize.height, pageSize.width] },
    {},
  );
  expect(new Set(page.sheets.flatMap(({ second }) => second.map(({ text }) => text)))).toEqual(new Set(["总计"]));
});

/** Bars as lines of text are; the other reads two characters in each on a sheet that stands upright, one where it lies. */
const bars = Array.from({ length: 10 }, (_, n) => `60 ${700 - 40 * n} 300 8 re f`).join("\n");
function readsLines(canLie: boolean): Models {
  const strips = Array.from({ length: 30 }, (_, n) => n);
  let isUpright = false;
  return {
    detect: async ({ width, height, data }) => {
      const isBar = (y: number) => data.subarray(y * width, (y + 1) * width).filter((ink) => ink < 128).length > 300;
      isUpright = canLie && Array.from({ length: height }, (_, y) => y).some(isBar);
      return strips.map((n) => ({ x0: 0, y0: (n * height) / 30, x1: width, y1: ((n + 1) * height) / 30 }));
    },
    read: async (lines) =>
      lines.map(() => ({
        text: isUpright ? "总计" : "总",
        confidence: 0.95,
        mean: 0.95,
        centres: isUpright ? [0.3, 0.7] : [0.5],
      })),
  };
}

test("turns each sheet by itself where sheets that lie differently were put into one picture", async () => {
  const upright = await tablePicture({ rows: [] }, bars);
  const sheets = [upright, turned(upright, 1), turned(upright, 3)];
  const width = Math.max(...sheets.map((sheet) => sheet.width));
  const padded = sheets.map((sheet) => {
    const row = sheet.width * sheet.channels;
    const data = new Uint8Array(width * sheet.height * sheet.channels).fill(255);
    for (let y = 0; y < sheet.height; y++)
      data.set(sheet.data.subarray(y * row, (y + 1) * row), y * width * sheet.channels);
    return data;
  });
  const height = sheets.reduce((sum, sheet) => sum + sheet.height, 0);
  const raster = { width, height, channels: upright.channels, data: Uint8Array.from(Buffer.concat(padded)) };
  const page = await embeddedEngine(readsLines(true), packagedModels(), NO_VOCABULARY).recognise(
    { number: 1, raster, area: [0, 0, pageSize.height, (pageSize.height * height) / width] },
    {},
  );
  expect(page.sheets.map(({ second }) => new Set(second.map(({ text }) => text)))).toEqual(
    sheets.map(() => new Set(["总计"])),
  );
  // From the bars' upper left end on a sheet to where it is on the picture.
  const tops = page.sheets.map(({ onPage }) => onPage([50, 130, 20, 20])[1]);
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  expect(page.legible).toBe(true);
});

test("has not read a page so well that anything is missing on it, where each character stands alone however it is turned", async () => {
  const raster = await tablePicture({ rows: [] }, bars);
  const page = await embeddedEngine(readsLines(false), packagedModels(), NO_VOCABULARY).recognise(
    { number: 1, raster, area: [0, 0, pageSize.width, pageSize.height] },
    {},
  );
  expect(page.legible).toBe(false);
});

const grid = [200, 240, 280, 320].map((y) => `60 ${842 - y} m 500 ${842 - y} l S`);
const sides = [60, 280, 500].map((x) => `${x} ${842 - 200} m ${x} ${842 - 320} l S`);
const heading = "BT /F 11 Tf 80 670 Td (received in the course of the year) Tj ET";

test.each([
  ["once on a page without a table", "", ["whole"]],
  ["once beside a table", ["0 G 0.6 w", ...grid, ...sides].join("\n"), ["beside the table"]],
  [
    "anew beside a table so faint that it did not seem to be there",
    ["0.7 G 0.6 w", ...grid, ...sides].join("\n"),
    ["whole", "beside the table"],
  ],
])("detects lines %s", async (_, table, expected) => {
  const inCell = "BT /F 11 Tf 80 620 Td (in a cell) Tj ET";
  const raster = await tablePicture({ rows: [] }, [table, heading, inCell].join("\n"));
  const seen: string[] = [];
  const models: Models = {
    detect: async ({ width, data }) => {
      const scale = width / pageSize.width;
      const cell = data.subarray(Math.round(210 * scale) * width, Math.round(235 * scale) * width);
      seen.push(cell.some((value) => value < 200) ? "whole" : "beside the table");
      return [{ x0: 76 * scale, y0: 161 * scale, x1: 240 * scale, y1: 176 * scale }];
    },
    read: async (lines) => lines.map(() => ({ text: "甲乙丙丁戊己庚辛", confidence: 1, mean: 1, centres: [0.5] })),
  };
  const area: Box = [0, 0, pageSize.width, pageSize.height];
  await embeddedEngine(models, packagedModels(), NO_VOCABULARY).recognise({ number: 1, raster, area }, {});
  expect(seen).toEqual(expected);
});
