import { describe, expect, jest, test } from "@jest/globals";
import { documentOf, pdfReport } from "../../bench/reports.ts";
import { startedEngine } from "../../lib/formats/shared/pdfium/engine.ts";
import { LIMITS } from "../../lib/limits.ts";
import type { OcrEngine } from "../../lib/recognition/engine.ts";
import { processDocument } from "../../lib/work/process-document.ts";
import { makeDocx } from "../make/docx.ts";
import { reportWith } from "../make/docx-report.ts";
import { blankPicture, engineThatReads } from "../make/looks.ts";
import { image, resources } from "../make/ofd.ts";
import { ofdOf, pdfOf } from "../make/pages.ts";
import { makePdf } from "../make/pdf.ts";
import { secondReading } from "../make/readings.ts";

jest.setTimeout(60_000);
const scanned = (pages: number): Uint8Array =>
  makePdf(Array.from({ length: pages }, () => ({ content: "595 0 0 842 0 0 cm /Scan Do", images: ["Scan"] })));
const parts = async () => [{ type: "image", target: "media/a.png", content: await blankPicture(), id: "rIdPicture" }];
const withPicture = async () =>
  makeDocx({ body: ["年报", { paragraph: { runs: [{ picture: [400, 300] as const }] } }], parts: await parts() });

const REPORT = documentOf(3);
/** A report as a PDF with a picture on each page. */
const drawn = (width: number, height: number, picture: { readonly grey: number[]; readonly alpha?: number[] }) =>
  pdfOf(REPORT, "", (page) => {
    const operators = `q ${width} 0 0 ${height} 0 0 cm /W Do Q `;
    const content = picture.alpha ? `${page.content} ${operators}` : operators + page.content;
    return { ...page, content, pictures: { W: picture } };
  });
const pale = async () => ({
  ...resources('<ofd:MultiMedia ID="8" Type="Image"><ofd:MediaFile>8.png</ofd:MediaFile></ofd:MultiMedia>'),
  "Doc_0/Res/8.png": await blankPicture(),
});
const deferring = (bytes: Uint8Array) => processDocument({ name: "a", bytes, secondReading, pictures: "defer" });

describe("a document that is left to others where it holds pictures", () => {
  test.each<readonly [string, () => Uint8Array | Promise<Uint8Array>]>([
    ["a scan", () => scanned(2)],
    ["a picture", blankPicture],
    ["a Word file with a picture", withPicture],
  ])("is deferred: %s", async (_, make) => expect(await deferring(await make())).toEqual({ kind: "deferred" }));

  test("is processed where it holds none", async () =>
    expect(await deferring(pdfReport(3))).toMatchObject({ kind: "processed", report: { status: "valid" } }));

  test.each<readonly [string, () => Uint8Array | Promise<Uint8Array>]>([
    ["a transparent one over a PDF", () => drawn(595, 842, { grey: [0, 0, 0, 0], alpha: [20, 20, 20, 20] })],
    ["a pale one under a PDF", () => drawn(400, 842, { grey: [240, 245, 240, 245] })],
    [
      "a pale one under an OFD",
      async () =>
        ofdOf(REPORT, "", (page) => ({ ...page, content: image(0, 0, 210, 297, 8) + page.content }), await pale()),
    ],
    [
      "a transparent one over an OFD",
      async () =>
        ofdOf(
          REPORT,
          "",
          (page) => ({ ...page, content: page.content + image(0, 0, 210, 297, 8, 'Alpha="30"') }),
          await pale(),
        ),
    ],
    [
      "in the headers of a Word file",
      async () => reportWith(["85"], { header: [{ picture: [400, 600] }], parts: await parts() }),
    ],
  ])("is processed where its pictures are watermarks: %s", async (_, make) =>
    expect(await deferring(await make())).toMatchObject({ kind: "processed", report: { status: "valid" } }),
  );

  test.each<readonly [string, () => Uint8Array | Promise<Uint8Array>]>([
    [
      "of a PDF",
      () =>
        pdfOf(REPORT, "", (page) => ({
          ...page,
          content: `${page.content} q 100 0 0 100 480 10 cm /I Do Q`,
          images: ["I"],
        })),
    ],
    [
      "of an OFD",
      async () =>
        ofdOf(REPORT, "", (page) => ({ ...page, content: page.content + image(170, 260, 35, 35, 8) }), await pale()),
    ],
    [
      "of a Word file",
      async () =>
        makeDocx({ body: ["年报", { paragraph: { runs: [{ picture: [120, 120] as const }] } }], parts: await parts() }),
    ],
  ])("is processed where its pictures are seals: %s", async (_, make) =>
    expect(await deferring(await make())).toMatchObject({ kind: "processed" }),
  );

  test("is refused at once where it holds more than anybody reads", async () =>
    expect(await deferring(scanned(LIMITS.recognisedPages + 1))).toMatchObject({
      report: { status: "failed", error: { code: "TOO_LARGE" } },
    }));
});

describe("a PDF", () => {
  /** How often its bytes are handed to the engine, and how many documents are left open thereafter. */
  const handed = async (bytes: Uint8Array, pictures: (() => Promise<OcrEngine>) | "defer") => {
    const { api } = await startedEngine();
    const set = jest.spyOn(Uint8Array.prototype, "set");
    const load = jest.spyOn(api, "FPDF_LoadMemDocument64");
    const close = jest.spyOn(api, "FPDF_CloseDocument");
    try {
      await processDocument({ name: "a.pdf", bytes, secondReading: () => Promise.reject(new Error("none")), pictures });
      const opened = load.mock.results.filter(({ value }) => value !== 0);
      return [set.mock.calls.filter(([from]) => from === bytes).length, opened.length - close.mock.calls.length];
    } finally {
      for (const spy of [set, load, close]) spy.mockRestore();
    }
  };

  test("is handed to the engine once for its reading, its proof, its recognition and its pictures", async () => {
    const { engine } = await engineThatReads(pdfReport(3), { first: [], again: [] });
    expect(await handed(scanned(3), async () => engine)).toEqual([1, 0]);
  });

  test.each([
    ["left to others", scanned(2)],
    ["empty", makePdf([{ content: "" }])],
    ["no PDF inside", Buffer.from("%PDF-1.4\n%%EOF")],
  ])("is closed where it is %s", async (_, bytes) => expect(await handed(bytes, "defer")).toEqual([1, 0]));
});
