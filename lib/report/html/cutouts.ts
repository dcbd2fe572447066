import type { Box } from "../../document/document.ts";
import { boxAround } from "../../pages/geometry.ts";
import type { PageView, PlacedPicture, Raster } from "../../recognition/engine.ts";
import { cropped } from "../../recognition/picture/raster.ts";
import type { Report } from "../schema.ts";
import { doubtsOf } from "./doubts.ts";
import { type Mark, marksOf, problemsOf } from "./marks.ts";
import type { ReportPictures } from "./pictures.ts";

/**
 * What is shown of the pages that were recognised or doubted: cut-outs beside what is in doubt, and the pages with the
 * cells in question framed.
 */

/** A whole page of doubts is looked up in the original, not in a hundred pictures. */
const MOST_CUTOUTS = 60;
/** The tables of a report stand on a few pages. */
const MOST_PAGES = 8;
/** What is shown around a cell, in points: its neighbours tell which one it is. */
const BESIDE = 60;
const ABOVE = 8;
const WIDEST = 360;
/** Width of a page on the screen, in pixels. */
const PAGE_WIDTH = 1100;

/** As the report marks its own cells. */
const DOUBTFUL = { colour: "#0b4f8a", width: 1.5 } as const;
const FAULTY = { colour: "#a3161d", width: 2.5 } as const;
const INVOLVED = { colour: "#a3161d", width: 0.8 } as const;

interface Frame {
  readonly box: Box;
  /** Of the line in points. */
  readonly style: { readonly colour: string; readonly width: number };
}

/** Everything in question on its page, each page drawn once. */
export async function picturesOf(report: Report, view: PageView): Promise<ReportPictures> {
  const placeOf = (name: string): { page: number; box: Box } | null => {
    const where = (report.figures[name] ?? report.blanks[name])?.where;
    return where && "page" in where ? { page: where.page, box: where.box as Box } : null;
  };
  const doubts = doubtsOf(report).flatMap(({ name, figures }) => {
    const places = figures.map(placeOf).filter((place) => place !== null);
    const [first] = places;
    return first && places.every(({ page }) => page === first.page)
      ? [{ name, page: first.page, box: boxAround(places.map(({ box }) => box)) }]
      : [];
  });
  const frames = [...marksOf(report, problemsOf(report))].flatMap(([name, mark]) => {
    const place = placeOf(name);
    const style = styleOf(mark);
    return place && style ? [{ page: place.page, box: place.box, style }] : [];
  });
  const cutouts = new Map<string, string>();
  const pages = new Map<number, string>();
  for (const page of [...new Set(frames.map((frame) => frame.page))].sort((a, b) => a - b).slice(0, MOST_PAGES)) {
    const shown = await view(page);
    if (!shown) continue;
    for (const doubt of doubts.filter((candidate) => candidate.page === page).slice(0, MOST_CUTOUTS - cutouts.size))
      cutouts.set(doubt.name, await cutout(shown, doubt.box));
    pages.set(
      page,
      await framedPage(
        shown,
        frames.filter((frame) => frame.page === page),
      ),
    );
  }
  return { cutouts, pages };
}

function styleOf(mark: Mark): Frame["style"] | null {
  if (mark.uncertain) return DOUBTFUL;
  if (!mark.problems.some(({ finding }) => finding.severity === "error")) return null;
  return mark.exact ? FAULTY : INVOLVED;
}

function cutout({ raster, area }: PlacedPicture, box: Box): Promise<string> {
  const scale = raster.width / area[2];
  const beside = Math.max(0, Math.min(BESIDE, (WIDEST - box[2]) / 2));
  const clamp = (value: number, most: number) => Math.min(Math.max(0, Math.round(value)), most);
  const x0 = clamp((box[0] - area[0] - beside) * scale, raster.width - 1);
  const y0 = clamp((box[1] - area[1] - ABOVE) * scale, raster.height - 1);
  const x1 = Math.max(x0 + 1, clamp((box[0] - area[0] + box[2] + beside) * scale, raster.width));
  const y1 = Math.max(y0 + 1, clamp((box[1] - area[1] + box[3] + ABOVE) * scale, raster.height));
  const part = cropped(raster, { x0, y0, x1, y1 });
  const shown: Box = [area[0] + x0 / scale, area[1] + y0 / scale, part.width / scale, part.height / scale];
  return framed(part, shown, part.width, [{ box, style: DOUBTFUL }]);
}

const framedPage = ({ raster, area }: PlacedPicture, frames: readonly Frame[]): Promise<string> =>
  framed(raster, area, Math.min(PAGE_WIDTH, raster.width), frames);

/** A picture with cells framed, as a JPEG. */
async function framed(
  { width, height, channels, data }: Raster,
  area: Box,
  shownWidth: number,
  frames: readonly Frame[],
): Promise<string> {
  const shownHeight = Math.max(1, Math.round((height * shownWidth) / width));
  const rectangles = frames.map(
    ({ box: [x, y, w, h], style: { colour, width: line } }) =>
      `<rect x="${x - area[0]}" y="${y - area[1]}" width="${w}" height="${h}" fill="none" stroke="${colour}" stroke-width="${line}"/>`,
  );
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${shownWidth}" height="${shownHeight}" viewBox="0 0 ${area[2]} ${area[3]}" preserveAspectRatio="none">${rectangles.join("")}</svg>`;
  const { default: sharp } = await import("sharp");
  const jpeg = await sharp(data, { raw: { width, height, channels } })
    .resize(shownWidth, shownHeight)
    .toColourspace("srgb")
    .composite([{ input: Buffer.from(overlay) }])
    .jpeg({ quality: 60 })
    .toBuffer();
  return `data:image/jpeg;base64,${jpeg.toString("base64")}`;
}
