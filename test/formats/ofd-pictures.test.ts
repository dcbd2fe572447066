import { beforeAll, describe, expect, test } from "@jest/globals";
import sharp from "sharp";
import { pdfReport } from "../../bench/reports.ts";
import type { OcrEngine, PagePicture, RecognisedPage } from "../../lib/recognition/engine.ts";
import type { Report } from "../../lib/report/schema.ts";
import { processDocument } from "../../lib/work/process-document.ts";
import { ALTERED } from "../make/altered.ts";
import { bitmap } from "../make/bitmap.ts";
import { engineThatReads } from "../make/looks.ts";
import { image, makeOfd, type OfdFiles, path, resources, text } from "../make/ofd.ts";
import { processed, readPdfContents, secondReading } from "../make/readings.ts";

const REPORT = pdfReport(1);

/** Grey of one shade, so that it can be told where it is drawn. */
const grey = (shade: number): Promise<Uint8Array> =>
  sharp({ create: { width: 60, height: 80, channels: 3, background: { r: shade, g: shade, b: shade } } })
    .png()
    .toBuffer();

const media = async (): Promise<OfdFiles> => ({
  ...resources(
    ["8", "9"]
      .map((id) => `<ofd:MultiMedia ID="${id}" Type="Image"><ofd:MediaFile>${id}.png</ofd:MediaFile></ofd:MultiMedia>`)
      .join(""),
  ),
  "Doc_0/Res/8.png": await grey(240),
  "Doc_0/Res/9.png": await grey(200),
});

const PAGE = image(0, 0, 210, 297, 8);
const scan = async (over = ""): Promise<Uint8Array> => makeOfd([[{ content: PAGE + over }]], await media());

/** What an engine is shown. */
async function shownOf(bytes: Uint8Array): Promise<readonly PagePicture[]> {
  const { engine } = await engineThatReads(REPORT, { first: [], again: [] });
  const shown: PagePicture[] = [];
  const watched: OcrEngine = {
    ...engine,
    recognise: (picture, options) => {
      shown.push(picture);
      return engine.recognise(picture, options);
    },
  };
  await processed("a.ofd", bytes, watched);
  return shown;
}

/** The shade at a part of a page's width and height. */
const shadeAt = ({ raster: { width, height, channels, data } }: PagePicture, u: number, v: number): number =>
  data[(Math.floor(v * height) * width + Math.floor(u * width)) * channels] as number;

const deferred = async (bytes: Uint8Array): Promise<boolean> =>
  (await processDocument({ name: "a.ofd", bytes, secondReading, pictures: "defer" })).kind === "deferred";

describe("an OFD page that is a picture", () => {
  test("is left to others where there is no engine", async () => expect(await deferred(await scan())).toBe(true));

  test("is no cause to defer a file where all it holds is a mark, a seal or nothing that can be drawn", async () => {
    for (const content of [
      image(20, 20, 30, 30, 8),
      text("云溪县教育局", 20, 20) + image(20, 30, 40, 40, 8),
      PAGE.replace('CTM="210 0 0 297 0 0"', 'CTM="0 297 -210 0 210 0"'),
    ])
      expect(await deferred(makeOfd([[{ content }]], await media()))).toBe(false);
  });

  test("gives figures with their places, and pictures of them", async () => {
    const { engine } = await engineThatReads(REPORT, { first: [], again: [] });
    const { report } = await processed("a.ofd", await scan(), engine);
    expect(report).toMatchObject({ status: "valid", uncertain: [], source: { ocr: { pages: [1] } } });
    expect(report.figures[ALTERED]?.where).toMatchObject({ page: 1 });
    const { where } = (await processed("a.pdf", REPORT)).report.figures[ALTERED] ?? {};
    if (!where || !("page" in where)) throw new Error("the figure stands on no page");
    const misread = { page: where.page, box: where.box, looks: ["1", "2"] } as const;
    const doubting = await engineThatReads(REPORT, { first: [misread], again: [misread] });
    const doubted = await processed("a.ofd", await scan(), doubting.engine);
    expect(doubted.report.uncertain).toEqual([ALTERED]);
    expect([...(doubted.pictures?.pages.keys() ?? [])]).toEqual([1]);
  });

  test("is shown to the engine as it is drawn, in strips and with marks on it, as a bitmap, too", async () => {
    const strips = image(0, 0, 210, 150, 8) + image(0, 150, 210, 147, 9);
    const [strip] = await shownOf(makeOfd([[{ content: strips }]], await media()));
    expect(strip && [shadeAt(strip, 0.5, 0.2), shadeAt(strip, 0.5, 0.8)]).toEqual([240, 200]);
    const [pale] = await shownOf(await scan(image(50, 50, 100, 100, 9, 'Alpha="127"')));
    expect(pale && shadeAt(pale, 0.5, 0.3)).toBeCloseTo(220, -1);
    const [bmp] = await shownOf(
      makeOfd([[{ content: PAGE }]], { ...(await media()), "Doc_0/Res/8.png": bitmap(60, 80, 210) }),
    );
    expect(bmp && shadeAt(bmp, 0.5, 0.5)).toBe(210);
    const [placed] = await shownOf(makeOfd([[{ content: image(20, 30, 170, 240, 9) }]], await media()));
    expect(placed && [shadeAt(placed, 0.05, 0.5), shadeAt(placed, 0.5, 0.5)]).toEqual([255, 200]);
  });
});

describe("what lies on an OFD page that is a picture", () => {
  /** Reads pages that are pictures, with an engine that says of each what stands on that of the report. */
  let read: (page: number, over: string) => Promise<Report>;
  /** Where the figure stands: its page, and the middle of its cell in millimetres. */
  let place: { readonly page: number; readonly x: number; readonly y: number };
  beforeAll(async () => {
    const { engine } = await engineThatReads(REPORT, { first: [], again: [] });
    const own = (page: RecognisedPage): RecognisedPage => ({
      ...page,
      sheets: page.sheets.filter(({ geometry }) => geometry.number === page.number),
      again: async (boxes) => own(await page.again(boxes)),
    });
    const byPage: OcrEngine = { ...engine, recognise: async (...asked) => own(await engine.recognise(...asked)) };
    const { pages } = await readPdfContents(REPORT);
    read = async (page, over) => {
      const contents = pages.map((_, n) => ({ content: PAGE + (n + 1 === page ? over : "") }));
      return (await processed("a.ofd", makeOfd([contents], await media()), byPage)).report;
    };
    const where = (await read(0, "")).figures?.[ALTERED]?.where;
    if (!where || !("box" in where)) throw new Error("no place");
    const [x, y, width, height] = where.box;
    place = { page: where.page, x: ((x + width / 2) * 25.4) / 72, y: ((y + height / 2) * 25.4) / 72 };
  });
  const uncertainWith = async (over: (x: number, y: number) => string) =>
    (await read(place.page, over(place.x, place.y))).uncertain;

  test.each<readonly [string, (x: number, y: number) => string]>([
    ["print", (x, y) => text("9", x, y)],
    ["a shape", (x, y) => path(x - 2, y - 2, "M 0 0 L 5 0 L 5 5 L 0 5 C", 'Stroke="false" Fill="true"')],
    ["a line", (x, y) => path(x - 2, y, "M 0 0 L 4 0")],
    ["a picture that is turned", (x, y) => image(x - 2, y - 2, 5, 5, 9).replace("5 0 0 5 0 0", "0 5 -5 0 5 0")],
  ])("makes the figures under it uncertain: %s", async (_, over) =>
    expect(await uncertainWith(over)).toContain(ALTERED),
  );

  test("costs nothing where it lies beside the table", async () =>
    expect(await uncertainWith(() => text("- 3 -", 100, 292))).toEqual([]));
});
