/**
 * Derives lib/recognition/reading/digit-shapes.json, the digits of typefaces as small grids of ink, from font files:
 *   npx tsx tools/shapes/derive-digit-shapes.ts FONT.ttf…
 * Each font's digits are drawn by PDFium, the engine that draws the pages they are compared with. Fonts whose digits
 * the ones before already prove at every size are passed over, so that few are kept. Used were fonts under the SIL Open
 * Font Licence, the Apache, Bitstream Vera and Arphic licences; a grid of ink is no font and holds no outline.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { type Pdfium, withPdfium } from "../../lib/formats/shared/pdfium/engine.ts";
import type { Grey } from "../../lib/recognition/picture/raster.ts";
import { gridOfInk } from "../../lib/recognition/reading/digit-shapes.ts";

const TRUETYPE = 2;
const CELL = 40;
/** Points; at two pixels a point digits are 10 to 25 pixels high. */
const SIZES = [16, 8, 10, 12];

/** The ten digits of a font on a page of their own, one a cell, drawn at two pixels a point. */
function drawn({ api, bytes }: Pdfium, font: Uint8Array, size: number): Grey | null {
  const { malloc, free } = api.pdfium.wasmExports;
  const document = api.FPDF_CreateNewDocument();
  const data = malloc(font.length);
  bytes().set(font, data);
  const loaded = api.FPDFText_LoadFont(document, data, font.length, TRUETYPE, true);
  try {
    if (!loaded) return null;
    const page = api.FPDFPage_New(document, 0, 10 * CELL, CELL);
    const text = malloc(8);
    for (let digit = 0; digit < 10; digit++) {
      const object = api.FPDFPageObj_CreateTextObj(document, loaded, size);
      bytes().set([0x30 + digit, 0, 0, 0], text);
      api.FPDFText_SetText(object, text);
      api.FPDFPageObj_Transform(object, 1, 0, 0, 1, digit * CELL + 8, 12);
      api.FPDFPage_InsertObject(page, object);
    }
    api.FPDFPage_GenerateContent(page);
    const [width, height] = [20 * CELL, 2 * CELL];
    const bitmap = api.FPDFBitmap_CreateEx(width, height, 1, 0, width);
    api.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    api.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0);
    const at = api.FPDFBitmap_GetBuffer(bitmap);
    const grey: Grey = { width, height, data: bytes().slice(at, at + width * height) };
    api.FPDFBitmap_Destroy(bitmap);
    api.FPDF_ClosePage(page);
    free(text);
    return grey;
  } finally {
    if (loaded) api.FPDFFont_Close(loaded);
    api.FPDF_CloseDocument(document);
    free(data);
  }
}

const digitsOf = (grey: Grey): (Float32Array | null)[] =>
  Array.from({ length: 10 }, (_, digit) =>
    gridOfInk(grey, { x0: 2 * CELL * digit, x1: 2 * CELL * (digit + 1), y0: 0, y1: grey.height }, 255),
  );

const packed = (grid: Float32Array): string => {
  const most = Math.max(...grid);
  const nibbles = [...grid].map((value) => Math.round((value / most) * 15));
  return Buffer.from(
    Array.from(
      { length: nibbles.length / 2 },
      (_, i) => ((nibbles[2 * i] as number) << 4) | (nibbles[2 * i + 1] as number),
    ),
  ).toString("base64");
};

interface Font {
  readonly name: string;
  /** Grids of the ten digits, size by size. */
  readonly sizes: readonly (readonly Float32Array[])[];
}

const fonts: Font[] = [];
for (const path of process.argv.slice(2)) {
  const sizes: Float32Array[][] = [];
  for (const size of SIZES) {
    const grey = await withPdfium((pdfium) => drawn(pdfium, readFileSync(path), size)).catch(() => null);
    const digits = grey && digitsOf(grey);
    if (digits?.every((grid) => grid !== null)) sizes.push(digits as Float32Array[]);
  }
  if (sizes.length === SIZES.length) fonts.push({ name: basename(path), sizes });
}

const unit = (grid: Float32Array): Float32Array => {
  const mean = grid.reduce((a, b) => a + b, 0) / grid.length;
  const centred = grid.map((value) => value - mean);
  const length = Math.hypot(...centred) || 1;
  return centred.map((value) => value / length);
};
const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
const units = fonts.map(({ sizes }) => sizes.map((digits) => digits.map(unit)));
const KEPT = 32;
const [LIKENESS, LEAD] = [0.82, 0.05];
const chosen: number[] = [];
// likeness[font][size * 10 + digit][prototype font][digit]
const table = units.map((sizes) =>
  sizes.flatMap((digits) =>
    digits.map((shape) => units.map((other) => other[0]?.map((prototype) => dot(prototype, shape)) as number[])),
  ),
);
const provenBy = (set: readonly number[]): number => {
  let proven = 0;
  for (const shapes of table) {
    shapes.forEach((likenesses, at) => {
      let own = -1;
      let other = -1;
      for (const face of set) {
        (likenesses[face] as number[]).forEach((value, digit) => {
          if (digit === at % 10) own = Math.max(own, value);
          else other = Math.max(other, value);
        });
      }
      if (own >= LIKENESS && own - other >= LEAD) proven++;
    });
  }
  return proven;
};
while (chosen.length < KEPT) {
  const before = provenBy(chosen);
  const best = fonts
    .map((_, font) => ({ font, proven: chosen.includes(font) ? -1 : provenBy([...chosen, font]) }))
    .sort((a, b) => b.proven - a.proven)[0];
  if (!best || best.proven <= before) break;
  chosen.push(best.font);
  console.log(`${fonts[best.font]?.name}: ${best.proven} of ${fonts.length * SIZES.length * 10}`);
}
const faces = chosen.map((font) => ({ name: fonts[font]?.name, digits: fonts[font]?.sizes[0]?.map(packed) }));
writeFileSync(
  new URL("../../lib/recognition/reading/digit-shapes.json", import.meta.url),
  `${JSON.stringify({ faces }, null, 1)}\n`,
);
