import sharp from "sharp";
import type { Raster } from "../../lib/recognition/engine.ts";
import type { Random } from "../../tools/fuzz/random.ts";
import { type DrawnPage, PAGE, pagesOf } from "./accounts-files.ts";
import { type AccountsLayout, type Texts, USUAL } from "./accounts-grids.ts";
import { escapeXml } from "./docx.ts";
import { damaged, dpiFor } from "./scanned/damage.ts";
import { pdfOfPictures } from "./scanned/file.ts";
import type { Damage } from "./scanned/variety.ts";

/** Final accounts as a scanner's PDF: a picture a page, drawn with a font of the machine. */

export interface AccountsScan {
  readonly damage: Damage;
  readonly font: string;
  /** Of JPEG, 1 to 100. */
  readonly quality: number;
}

/** Digits of a page's font are wider than half an em, for which columns have room. */
const DIGITS = 0.85;

async function drawn({ words, boxes }: DrawnPage, font: string, dpi: number): Promise<Raster> {
  const scale = dpi / 72;
  const right = Math.max(PAGE.width, ...boxes.map((box) => box[2] + PAGE.margin));
  const [width, height] = [Math.round(right * scale), Math.round(PAGE.height * scale)];
  const rules = boxes.map(([x0, y0, x1, y1]) => `M${x0} ${y0}H${x1}V${y1}H${x0}Z`).join("");
  const texts = words.map(
    ({ words: each, x, y, size }) =>
      `<text x="${x}" y="${y}" font-size="${/\p{Script=Han}/u.test(each) ? size : size * DIGITS}">${escapeXml(each)}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${right} ${PAGE.height}" font-family="${font}"><rect width="100%" height="100%" fill="#fff"/><path d="${rules}" stroke="#000" stroke-width="0.6" fill="none"/>${texts.join("")}</svg>`;
  const data = await sharp(Buffer.from(svg)).toColourspace("b-w").removeAlpha().raw().toBuffer();
  return { width, height, channels: 1, data };
}

export async function accountsScan(
  texts: Texts,
  layout: AccountsLayout = USUAL,
  { damage, font, quality }: AccountsScan,
  random: Random,
): Promise<Uint8Array> {
  const dpi = dpiFor(damage, random);
  const pages: Raster[] = [];
  for (const page of pagesOf(texts, layout)) pages.push(await damaged(await drawn(page, font, dpi), damage, random));
  return pdfOfPictures(pages, quality);
}
