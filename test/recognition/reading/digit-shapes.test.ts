import { describe, expect, test } from "@jest/globals";
import { drawnPart } from "../../../lib/formats/pdf/drawn-page.ts";
import { withPdf } from "../../../lib/formats/shared/pdfium/open.ts";
import type { Grey } from "../../../lib/recognition/picture/raster.ts";
import { DigitShapes } from "../../../lib/recognition/reading/digit-shapes.ts";
import { latin, makePdf } from "../../make/pdf.ts";

const PITCH = 20;
const SIZE = 10;

/** The ten digits in a row, 20 points apart. */
const DIGITS = makePdf([
  {
    content: Array.from({ length: 10 }, (_, digit) => latin(String(digit), 10 + digit * PITCH, 10, SIZE)).join(""),
    width: 220,
    height: 30,
  },
]);
const drawn = (scale: number): Promise<Grey> =>
  withPdf(DIGITS, ({ run }) => {
    const page = run((pdfium, document) => drawnPart(pdfium, document, 1, [0, 0, 220, 30], scale));
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
