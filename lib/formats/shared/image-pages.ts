import type { SharpOptions } from "sharp";
import type { Box } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import type { Raster } from "../../recognition/engine.ts";
import { CorruptError, TooLargeError } from "../errors.ts";
import type { ImageEncoding } from "./image-encodings.ts";
import { pixelShapes } from "./tiff.ts";

/**
 * Pictures as pages: decoded one at a time, bounded before they are decoded. The decoder is loaded with the first of
 * them.
 */

/** The shorter side of A4 in pixels at 200 dpi, and what is let through unscaled. */
const SHORT_SIDE = 1654;
const SHORTEST = 1400;
const LONGEST = 1900;
/**
 * A picture lower than this (pixels) and so many times as wide is no sheet, nor is a higher one of which no screen and no
 * camera has the shape.
 */
const LOW = 1000;
const WIDE = 1.6;
const WIDEST = 2.4;
/** The shorter side of A4 in points. */
const A4 = 595.3;

export interface ImagePage {
  /** Points; taken from the resolution where it makes a sheet of paper, else as wide as A4. */
  readonly area: Box;
  readonly decode: () => Promise<Raster>;
}

const TOO_LARGE = "图片尺寸过大，超出处理上限，请以200–300 dpi重新扫描后提交。";
const BROKEN = "图片已损坏或不完整，请重新扫描或重新导出后提交。";

async function guarded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TooLargeError) throw error;
    if (/pixel limit|exceeds|too large|dimensions/iu.test(String(error))) throw new TooLargeError(TOO_LARGE);
    throw new CorruptError(BROKEN, { cause: error });
  }
}

/**
 * The pages of an image file; a TIFF may have several.
 * @throws TooLargeError before anything is decoded, CorruptError
 */
export async function imagePages(bytes: Uint8Array, encoding: ImageEncoding): Promise<ImagePage[]> {
  const { input, options } = decoderInput(bytes, encoding);
  const limits = { ...options, limitInputPixels: LIMITS.imagePixels, sequentialRead: true, failOn: "error" } as const;
  const { default: sharp } = await import("sharp");
  const tagsOf = (page: number) =>
    guarded(sharp(input, { ...limits, limitInputPixels: false, page, pages: 1 }).metadata());
  const first = await tagsOf(0);
  const count = encoding === "tiff" ? (first.pages ?? 1) : 1;
  const shapes = encoding === "tiff" ? pixelShapes(bytes, count) : [1];
  const pages: ImagePage[] = [];
  for (let page = 0; page < count; page++) {
    const { width = 0, height = 0, density = 0, orientation = 1 } = page === 0 ? first : await tagsOf(page);
    if (width * height > LIMITS.imagePixels) throw new TooLargeError(TOO_LARGE);
    if (width < 1 || height < 1) throw new CorruptError(BROKEN);
    const shape = shapes[page] as number;
    // Pixels that are not square are made so by more of them.
    const [wide, high] = [Math.round(width * Math.max(1, 1 / shape)), Math.round(height * Math.max(1, shape))];
    const [w, h] = orientation >= 5 ? [high, wide] : [wide, high];
    const short = (sheetWidth(w, h) / (density || 72)) * 72;
    const scale = density > 72 && short > 350 && short < 1300 ? 72 / density : A4 / sheetWidth(w, h);
    const own = encoding === "tiff" ? { ...limits, page } : limits;
    pages.push({
      area: [0, 0, w * scale, h * scale],
      decode: () => guarded(decodePage(input, own, w, h, shape !== 1)),
    });
  }
  return pages;
}

/**
 * The shorter side of the sheet that a picture shows; a low wide picture is a strip of one, such as a table cut out of
 * its page.
 */
const sheetWidth = (width: number, height: number): number =>
  width > (height < LOW ? WIDE : WIDEST) * height ? 0.8 * width : Math.min(width, height);

async function decodePage(
  input: Uint8Array,
  options: SharpOptions,
  width: number,
  height: number,
  unequal: boolean,
): Promise<Raster> {
  const short = sheetWidth(width, height);
  const { default: sharp } = await import("sharp");
  let image = sharp(input, options).rotate().flatten({ background: "#fff" }).toColourspace("srgb");
  if (unequal || short < SHORTEST || short > LONGEST) {
    const scale = Math.min(SHORT_SIDE / Math.max(short, 1), 3);
    image = image.resize(Math.round(width * scale), Math.round(height * scale), { fit: "fill", kernel: "lanczos3" });
  }
  const { data, info } = await image.removeAlpha().raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  return greyIfColourless(data, info.width, info.height, info.channels);
}

/** From rows of pixels; a picture without colour becomes grey. */
export function greyIfColourless(data: Uint8Array, width: number, height: number, channels: number): Raster {
  if (channels === 1) return { width, height, channels: 1, data };
  let coloured = false;
  for (let at = 0; at + 2 < data.length && !coloured; at += channels) {
    coloured =
      Math.abs((data[at] as number) - (data[at + 1] as number)) > 12 ||
      Math.abs((data[at] as number) - (data[at + 2] as number)) > 12;
  }
  if (coloured && channels === 3) return { width, height, channels: 3, data };
  const kept = coloured ? 3 : 1;
  const out = new Uint8Array(width * height * kept);
  // Of a colour three samples from the first on, of grey the second of all.
  const first = coloured ? 0 : Math.min(1, channels - 1);
  for (let from = first, to = 0; to < out.length; from += channels)
    for (let c = 0; c < kept; c++) out[to++] = data[from + c] as number;
  return { width, height, channels: kept, data: out };
}

/**
 * What the decoder takes of a picture's bytes.
 * @throws TooLargeError, CorruptError of bitmaps, which it gets decoded
 */
export const decoderInput = (
  bytes: Uint8Array,
  encoding: ImageEncoding | null,
): { input: Uint8Array; options: SharpOptions } =>
  encoding === "bmp" ? bitmapInput(bytes) : { input: bytes, options: {} };

/** Windows bitmaps without compression, which the decoder does not take: 1, 4, 8, 24 or 32 bits a pixel. */
function bitmapInput(bytes: Uint8Array): { input: Uint8Array; options: SharpOptions } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const start = view.getUint32(10, true);
    const header = view.getUint32(14, true);
    const small = header === 12;
    const width = small ? view.getUint16(18, true) : view.getInt32(18, true);
    const signed = small ? view.getInt16(20, true) : view.getInt32(22, true);
    const height = Math.abs(signed);
    const bits = view.getUint16(small ? 24 : 28, true);
    const compression = small ? 0 : view.getUint32(30, true);
    if (width * height > LIMITS.imagePixels) throw new TooLargeError(TOO_LARGE);
    if (width < 1 || height < 1 || (compression !== 0 && compression !== 3) || ![1, 4, 8, 24, 32].includes(bits))
      throw new CorruptError(BROKEN);
    const stride = Math.ceil((width * bits) / 32) * 4;
    if (start + stride * height > bytes.length) throw new CorruptError(BROKEN);
    const palette = 14 + header;
    const entry = small ? 3 : 4;
    const out = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++) {
      const row = start + (signed < 0 ? y : height - 1 - y) * stride;
      for (let x = 0; x < width; x++) {
        let at = row + (x * bits) / 8;
        if (bits <= 8) {
          const byte = bytes[row + ((x * bits) >> 3)] as number;
          at = palette + entry * ((byte >> (8 - bits - ((x * bits) & 7))) & ((1 << bits) - 1));
        }
        const to = (y * width + x) * 3;
        out[to] = bytes[at + 2] ?? 0;
        out[to + 1] = bytes[at + 1] ?? 0;
        out[to + 2] = bytes[at] ?? 0;
      }
    }
    return { input: out, options: { raw: { width, height, channels: 3 } } };
  } catch (error) {
    if (error instanceof TooLargeError || error instanceof CorruptError) throw error;
    throw new CorruptError(BROKEN, { cause: error });
  }
}
