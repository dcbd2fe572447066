import { describe, expect, test } from "@jest/globals";
import { drawnPart } from "../../../lib/formats/pdf/drawn-page.ts";
import { withPdfium } from "../../../lib/formats/pdf/engine.ts";
import type { Grey } from "../../../lib/recognition/picture/raster.ts";
import { DigitShapes } from "../../../lib/recognition/reading/digit-shapes.ts";
import { latin, makePdf } from "../../make/pdf.ts";

const PITCH = 20;
const SIZE = 10;

/** The ten digits in a row, 20 points apart. */
const drawn = (scale: number): Promise<Grey> =>
  withPdfium((pdfium) => {
    const bytes = makePdf([
      {
        content: Array.from({ length: 10 }, (_, digit) => latin(String(digit), 10 + digit * PITCH, 10, SIZE)).join(""),
        width: 220,
        height: 30,
      },
    ]);
    const { api } = pdfium;
    const data = api.pdfium.wasmExports.malloc(bytes.length);
    pdfium.bytes().set(bytes, data);
    const document = api.FPDF_LoadMemDocument64(data, bytes.length, "");
    const page = drawnPart(pdfium, document, 1, [0, 0, 220, 30], scale);
    api.FPDF_CloseDocument(document);
    api.pdfium.wasmExports.free(data);
    if (!page) throw new Error("the page was not drawn");
    return page.grey;
  });

describe.each([1.8, 2.5, 4])("digits drawn at %d pixels a point", (scale) => {
  const at = (digit: number) => ({
    x0: Math.round((9 + digit * PITCH) * scale),
    x1: Math.round((19 + digit * PITCH) * scale),
    y0: Math.round(8 * scale),
    y1: Math.round(22 * scale),
  });

  test("are proven to be themselves and nothing else", async () => {
    const page = await drawn(scale);
    const shapes = new DigitShapes();
    for (let drawnDigit = 0; drawnDigit < 10; drawnDigit++) {
      const proven = Array.from({ length: 10 }, (_, digit) => digit).filter((digit) =>
        shapes.proves(digit, page, at(drawnDigit), 255),
      );
      expect(proven).toEqual([drawnDigit]);
    }
  });

  test("are not proven where nothing is drawn", async () => {
    const page = await drawn(scale);
    expect(new DigitShapes().proves(0, page, { x0: 0, x1: 5, y0: 0, y1: 5 }, 255)).toBe(false);
  });
});
