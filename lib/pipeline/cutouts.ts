import sharp from "sharp";
import type { Box } from "../document/document.ts";
import type { Raster } from "../ocr/engine.ts";
import { cropped } from "../ocr/raster.ts";
import type { Report } from "../outputs/report-schema.ts";

/** Cut-outs of the pages beside what is uncertain, so that a clerk decides at a glance. */

/** A whole page of doubts is looked up in the original, not in a hundred pictures. */
const MOST = 60;
/** What is shown around a cell, in points: its neighbours tell which one it is. */
const BESIDE = 60;
const ABOVE = 8;
const WIDEST = 360;

/** Gives the picture of a page and where it stands on the page, in points; null for pages that were not recognised. */
export type PageView = (page: number) => Promise<{ readonly raster: Raster; readonly area: Box } | null>;

/** Full name of an uncertain figure -> a JPEG as a data URI. */
export async function cutoutsOf(report: Report, view: PageView): Promise<ReadonlyMap<string, string>> {
  const cutouts = new Map<string, string>();
  const wanted = report.uncertain
    .flatMap((name) => {
      const where = (report.figures[name] ?? report.blanks[name])?.where;
      return where && "page" in where ? [{ name, page: where.page, box: where.box as Box }] : [];
    })
    .slice(0, MOST)
    .sort((a, b) => a.page - b.page);
  let page = 0;
  let shown: Awaited<ReturnType<PageView>> = null;
  for (const { name, page: next, box } of wanted) {
    if (next !== page) shown = await view(next);
    page = next;
    if (shown) cutouts.set(name, await cutout(shown.raster, shown.area, box));
  }
  return cutouts;
}

async function cutout(raster: Raster, area: Box, box: Box): Promise<string> {
  const scale = raster.width / area[2];
  const beside = Math.max(0, Math.min(BESIDE, (WIDEST - box[2]) / 2));
  const clamp = (value: number, most: number) => Math.min(Math.max(0, Math.round(value)), most);
  const x0 = clamp((box[0] - area[0] - beside) * scale, raster.width - 1);
  const y0 = clamp((box[1] - area[1] - ABOVE) * scale, raster.height - 1);
  const x1 = Math.max(x0 + 1, clamp((box[0] - area[0] + box[2] + beside) * scale, raster.width));
  const y1 = Math.max(y0 + 1, clamp((box[1] - area[1] + box[3] + ABOVE) * scale, raster.height));
  const part = cropped(raster, { x0, y0, x1, y1 });
  // The cell itself is framed.
  const [left, top] = [(box[0] - area[0]) * scale - x0, (box[1] - area[1]) * scale - y0];
  const frame = `<svg xmlns="http://www.w3.org/2000/svg" width="${part.width}" height="${part.height}"><rect x="${left}" y="${top}" width="${box[2] * scale}" height="${box[3] * scale}" fill="none" stroke="#c60" stroke-width="3"/></svg>`;
  const jpeg = await sharp(part.data, { raw: { width: part.width, height: part.height, channels: part.channels } })
    .toColourspace("srgb")
    .composite([{ input: Buffer.from(frame) }])
    .jpeg({ quality: 60 })
    .toBuffer();
  return `data:image/jpeg;base64,${jpeg.toString("base64")}`;
}
