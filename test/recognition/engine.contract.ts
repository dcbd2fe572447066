import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Table } from "../../lib/document/document.ts";
import type { OcrEngine, RecognisedPage } from "../../lib/recognition/engine.ts";
import { blocksOfSources, flatTextOfSources } from "../../lib/recognition/merge.ts";
import { figurePicture, pageSize, tablePicture } from "../make/scan.ts";

/** What every engine must do, whatever it is made of. */
export function describeEngine(name: string, make: () => OcrEngine): void {
  describe(`${name} as an engine`, () => {
    let engine: OcrEngine;
    beforeAll(() => {
      engine = make();
    });

    const area = [0, 0, pageSize.width, pageSize.height] as const;
    const read = async (rows: readonly (readonly string[])[], extra = ""): Promise<RecognisedPage> =>
      engine.recognise({ number: 3, raster: await tablePicture({ rows }, extra), area }, {});
    const source = (recognised: RecognisedPage) => [{ number: 3, native: null, pictures: [{ box: area, recognised }] }];
    const tableOf = (recognised: RecognisedPage): Table | undefined =>
      blocksOfSources(source(recognised)).find((block) => block.kind === "table");
    const second = (recognised: RecognisedPage) => flatTextOfSources(source(recognised), null)?.pieces ?? [];

    const ROWS = [
      ["Apples", "0", "7", "18"],
      ["Pears", "1", "", "3.5"],
      ["Plums", "46", "205", "0"],
    ];

    let reading: Promise<RecognisedPage> | undefined;
    /** Read once for all tests that look at it. */
    const clear = () => (reading ??= read(ROWS));

    test("reads the cells of a ruled table, each with its place on the page and a confidence", async () => {
      const table = tableOf(await clear());
      expect(table?.cells.map((cell) => cell.text)).toEqual(ROWS.flat());
      const cell = table?.cells.find(({ text }) => text === "205");
      expect(cell?.confidence).toBeGreaterThan(0.6);
      const place = cell?.place;
      if (!place || !("page" in place)) throw new Error("a cell without a place");
      expect(place.page).toBe(3);
      [180, 144, 60, 22].forEach((value, index) => {
        expect(Math.abs((place.box[index] as number) - value)).toBeLessThan(2);
      });
    });

    test("gives a second look in the order of reading, blank cells included", async () => {
      expect(second(await clear())).toEqual(ROWS.flat());
    });

    test("says the same of clear figures when it looks again, of those it is asked for", async () => {
      const recognised = await clear();
      const again = await recognised.again([area]);
      expect(tableOf(again)?.cells.map((cell) => cell.text)).toEqual(ROWS.flat());
      expect(second(again)).toEqual(ROWS.flat());
      expect(second(await recognised.again([]))).toEqual(second(recognised));
    });

    test("is of two minds about ink that is no figure", async () => {
      const scribble = "3 w 138 724 m 146 734 l 150 722 l 158 735 l S 2 w 140 732 m 160 724 l S";
      const recognised = await read(
        [
          ["Apples", "4", "5"],
          ["Pears", "", "6"],
        ],
        scribble.replaceAll("72", "70").replaceAll("73", "71"),
      );
      const cell = tableOf(recognised)?.cells.find(({ row, column }) => row === 1 && column === 1);
      const pieces = second(recognised);
      expect(pieces[pieces.indexOf("Pears") + 1]).not.toBe(cell?.text);
    });

    test("finds nothing on an empty page", async () => {
      const [width, height] = [2 * pageSize.width, 2 * pageSize.height];
      const raster = { width, height, channels: 1 as const, data: new Uint8Array(width * height).fill(255) };
      const recognised = await engine.recognise({ number: 1, raster, area }, {});
      expect(recognised.sheets.flatMap((sheet) => sheet.geometry.glyphs)).toEqual([]);
      expect(recognised.legible).toBe(false);
    });

    test("stops where it is told to", async () => {
      const raster = await tablePicture({ rows: ROWS });
      await expect(engine.recognise({ number: 1, raster, area }, { signal: AbortSignal.abort() })).rejects.toThrow();
    });

    test("reads single cells of figures, and nothing in an empty one", async () => {
      const cells = [
        ["46", true],
        ["205", true],
        ["", true],
      ] as const;
      const pictures = await Promise.all(
        cells.map(async ([text]) => ({ raster: await figurePicture(text), digitHeight: 20 })),
      );
      expect(await engine.readFigures(pictures, {})).toEqual(cells.map(([text, certain]) => ({ text, certain })));
    });
  });
}
