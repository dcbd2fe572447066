import { type Box, type Document, isTable, type Place } from "../../document/document.ts";
import type { Reading } from "../../formats/format.ts";
import { boxAround } from "../../pages/geometry.ts";
import type { PageView, Raster, ShownPage } from "../../recognition/engine.ts";
import { cropped } from "../../recognition/picture/raster.ts";
import type { Report } from "../schema.ts";
import { doubtsOf } from "./doubts.ts";
import { type Mark, marksOf, problemsOf } from "./marks.ts";
import type { ReportPictures } from "./pictures.ts";

/**
 * What is shown of the pages that were recognised or doubted: cut-outs beside what is in doubt, the pages with the cells
 * in question framed, and pages from which no figure came with all that was found on them.
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
const FOUND = { colour: "#0b6b3a", width: 0.6 } as const;

interface Frame {
  readonly page: number;
  readonly box: Box;
  /** Of the line in points. */
  readonly style: { readonly colour: string; readonly width: number };
}

type OnPage = Extract<Place, { readonly page: number }>;
const isOnPage = (place: Place): place is OnPage => "page" in place;

/** What is shown of a document, and where its figures stand there. */
interface Shown extends ReportPictures {
  readonly places: NonNullable<Report["source"]["shownPlaces"]>;
}

/** Everything in question on its page, and pages that were not understood, each drawn once. */
export async function picturesOf(
  report: Report,
  document: Document,
  { view, inPicture = (place) => place }: Pick<Reading, "inPicture"> & { readonly view: PageView },
): Promise<Shown> {
  const placeOf = (name: string): OnPage | null => {
    const where: Place | undefined = (report.figures[name] ?? report.blanks[name])?.where;
    const place = where && inPicture(where);
    return place && isOnPage(place) ? place : null;
  };
  const doubts = doubtsOf(report).flatMap(({ name, figures }) => {
    const places = figures.map(placeOf).filter((place) => place !== null);
    const [first] = places;
    return first && places.every(({ page }) => page === first.page)
      ? [{ name, page: first.page, box: boxAround(places.map(({ box }) => box)) }]
      : [];
  });
  const marked = [...marksOf(report, problemsOf(report))].flatMap(([name, mark]) => {
    const place = placeOf(name);
    const style = styleOf(mark);
    return place && style ? [{ ...place, style }] : [];
  });
  const found = foundWithoutFigures(report, document, placeOf, inPicture);
  const frames = [...marked, ...found];
  const cutouts = new Map<string, Uint8Array>();
  const pages = new Map<number, Uint8Array>();
  const places: Record<string, Shown["places"][string]> = {};
  const names = [...Object.keys(report.figures), ...Object.keys(report.blanks)];
  for (const page of [...new Set(frames.map((frame) => frame.page))].slice(0, MOST_PAGES).sort((a, b) => a - b)) {
    const shown = await view(page);
    if (!shown) continue;
    for (const doubt of doubts.filter((candidate) => candidate.page === page).slice(0, MOST_CUTOUTS - cutouts.size))
      cutouts.set(doubt.name, await cutout(shown, doubt.box));
    const own = frames.filter((frame) => frame.page === page);
    pages.set(page, await framed(shown, Math.min(PAGE_WIDTH, shown.raster.width), own));
    for (const name of names) {
      const place = placeOf(name);
      if (place?.page === page) places[name] = { page, box: sharesOf(shown, place.box) };
    }
  }
  return { cutouts, pages, places };
}

/** Where a box of a page stands on its picture, as shares of the picture's width and height. */
function sharesOf(
  { area: [left, top, width, height], onPicture }: ShownPage,
  box: Box,
): [number, number, number, number] {
  const [x, y, w, h] = onPicture(box);
  const share = (length: number, whole: number): number => Math.round((length / whole) * 1e4) / 1e4;
  return [share(x - left, width), share(y - top, height), share(w, width), share(h, height)];
}

/**
 * Where nothing was understood of a whole table, or of the document, what was found on the recognised pages from which
 * no figure came: on those with tables, or that can hardly be read, if there are such.
 */
function foundWithoutFigures(
  report: Report,
  { blocks, pages }: Document,
  placeOf: (name: string) => OnPage | null,
  inPicture: (place: Place) => Place | null,
): Frame[] {
  const names = [...Object.keys(report.figures), ...Object.keys(report.blanks)];
  const lacking = Object.keys(report.tables ?? { all: null }).some(
    (table) => !names.some((name) => name.startsWith(`${table}.`)),
  );
  if (!lacking) return [];
  const understood = new Set(names.map((name) => placeOf(name)?.page));
  const rest = (report.source.ocr?.pages ?? []).filter((page) => !understood.has(page));
  const tables = blocks
    .filter(isTable)
    .flatMap((table) => table.cells.map(({ place }) => inPicture(place)).filter((place) => place !== null))
    .filter(isOnPage);
  const onTables = new Set(tables.map(({ page }) => page));
  const likely = rest.filter((page) => onTables.has(page) || pages[page - 1]?.recognised === false);
  const shown = new Set(likely.length > 0 ? likely : rest);
  const lines = blocks.flatMap(({ kind, place }) => (kind === "paragraph" && isOnPage(place) ? [place] : []));
  const whole = rest.map((page): OnPage => {
    const { width = 0, height = 0 } = pages[page - 1] ?? {};
    return { page, box: [0, 0, width, height] };
  });
  return [...whole, ...tables, ...lines]
    .filter(({ page }) => shown.has(page))
    .map((place) => ({ ...place, style: FOUND }));
}

function styleOf(mark: Mark): Frame["style"] | null {
  if (mark.uncertain) return DOUBTFUL;
  if (!mark.problems.some(({ finding }) => finding.severity === "error")) return null;
  return mark.exact ? FAULTY : INVOLVED;
}

function cutout({ raster, area, onPicture }: ShownPage, boxOnPage: Box): Promise<Uint8Array> {
  const box = onPicture(boxOnPage);
  const scale = raster.width / area[2];
  const beside = Math.max(0, Math.min(BESIDE, (WIDEST - box[2]) / 2));
  const clamp = (value: number, most: number) => Math.min(Math.max(0, Math.round(value)), most);
  const x0 = clamp((box[0] - area[0] - beside) * scale, raster.width - 1);
  const y0 = clamp((box[1] - area[1] - ABOVE) * scale, raster.height - 1);
  const x1 = Math.max(x0 + 1, clamp((box[0] - area[0] + box[2] + beside) * scale, raster.width));
  const y1 = Math.max(y0 + 1, clamp((box[1] - area[1] + box[3] + ABOVE) * scale, raster.height));
  const part = cropped(raster, { x0, y0, x1, y1 });
  const shown: Box = [area[0] + x0 / scale, area[1] + y0 / scale, part.width / scale, part.height / scale];
  return framed({ raster: part, area: shown, onPicture }, part.width, [{ box: boxOnPage, style: DOUBTFUL }]);
}

/** A picture with cells framed, as a JPEG. */
async function framed(
  { raster, area, onPicture }: ShownPage,
  shownWidth: number,
  frames: readonly Omit<Frame, "page">[],
): Promise<Uint8Array> {
  const { width, height, channels, data }: Raster = raster;
  const shownHeight = Math.max(1, Math.round((height * shownWidth) / width));
  const rectangles = frames.map(({ box, style: { colour, width: line } }) => {
    const [x, y, w, h] = onPicture(box);
    return `<rect x="${x - area[0]}" y="${y - area[1]}" width="${w}" height="${h}" fill="none" stroke="${colour}" stroke-width="${line}"/>`;
  });
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${shownWidth}" height="${shownHeight}" viewBox="0 0 ${area[2]} ${area[3]}" preserveAspectRatio="none">${rectangles.join("")}</svg>`;
  const { default: sharp } = await import("sharp");
  return sharp(data, { raw: { width, height, channels } })
    .resize(shownWidth, shownHeight)
    .toColourspace("srgb")
    .composite([{ input: Buffer.from(overlay) }])
    .jpeg({ quality: 60 })
    .toBuffer();
}
