import type { Box, Document, Place } from "../../document/document.ts";
import { type PlacedFlaw, withFlaws } from "../../pages/flaws.ts";
import type { Glyph } from "../../pages/geometry.ts";
import type { PageView, Raster } from "../../recognition/engine.ts";
import { blocksOfSources, flatTextOfSources, type PageSource } from "../../recognition/merge.ts";
import { cropped } from "../../recognition/picture/raster.ts";
import { uprightPage } from "../../recognition/picture/shown-page.ts";
import { besideLayer } from "../../recognition/reading/text-layer.ts";
import type { ReaderError } from "../errors.ts";
import type { Reading, Recogniser } from "../format.ts";

/** What comes of recognising a document's pictures, whatever holds them. */

/** Pictures smaller than this (points) hold no table and no prose. */
const LEAST_WIDTH = 200;
const LEAST_HEIGHT = 36;
export const mayMatter = (width: number, height: number): boolean =>
  (width === 0 && height === 0) || (width >= LEAST_WIDTH && height >= LEAST_HEIGHT);

/** What is recognised as long as there is time; null where there is none left. */
export async function inTime<T>({ signal }: Pick<Recogniser, "signal">, work: () => Promise<T>): Promise<T | null> {
  if (signal?.aborted) return null;
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return null;
    throw error;
  }
}

/**
 * What becomes of each, in their order. While one waits for what the models read, which other threads do, the picture of
 * the next is prepared; more at a time would only take memory. Where one fails no other is begun, and none is in work
 * when that is told.
 */
export async function twoAtATime<T, U>(
  all: readonly T[],
  work: (one: T, index: number) => Promise<U>,
): Promise<readonly U[]> {
  const results = new Array<U>(all.length);
  let next = 0;
  const take = async () => {
    try {
      while (next < all.length) {
        const index = next++;
        results[index] = await work(all[index] as T, index);
      }
    } catch (error) {
      next = all.length;
      throw error;
    }
  };
  const [one, other] = await Promise.allSettled([take(), take()]);
  for (const end of [one, other]) if (end.status === "rejected") throw end.reason;
  return results;
}

/** Pixels; a box with a shorter side holds nothing that could be read. */
const LEAST_SIDE = 8;

/**
 * What stands in these boxes of a page.
 * @param width of the page, and boxes, in points
 * @param layer text that lies over a searchable scan; null where the page is none
 */
export async function recogniseBoxes(
  { number, raster, width }: { readonly number: number; readonly raster: Raster; readonly width: number },
  boxes: readonly Box[],
  layer: readonly Glyph[] | null,
  { engine, ...options }: Recogniser,
): Promise<PageSource["pictures"]> {
  const scale = raster.width / width;
  const results: PageSource["pictures"][number][] = [];
  for (const box of boxes) {
    const x0 = Math.max(0, Math.floor(box[0] * scale));
    const y0 = Math.max(0, Math.floor(box[1] * scale));
    const x1 = Math.min(raster.width, Math.ceil((box[0] + box[2]) * scale));
    const y1 = Math.min(raster.height, Math.ceil((box[1] + box[3]) * scale));
    if (x1 - x0 < LEAST_SIDE || y1 - y0 < LEAST_SIDE) continue;
    const all = x0 === 0 && y0 === 0 && x1 === raster.width && y1 === raster.height;
    const part = all ? raster : cropped(raster, { x0, y0, x1, y1 });
    const area: Box = [x0 / scale, y0 / scale, (x1 - x0) / scale, (y1 - y0) / scale];
    const recognised = await engine.recognise({ number, raster: part, area }, options);
    results.push({ box, recognised: layer ? await besideLayer(recognised, layer) : recognised });
  }
  return results;
}

/** Why time was up, if it was. */
export const lateness = ({ signal }: Pick<Recogniser, "signal">): Pick<Reading, "late"> =>
  signal?.aborted ? { late: signal.reason as ReaderError } : {};

/** What comes of pages and of the pictures recognised on them, now and whenever these are looked at again. */
export function readingOfSources(
  sources: readonly PageSource[],
  base: Omit<Document, "blocks">,
  rest: Pick<Reading, "recognised" | "late"> & { readonly view: PageView },
  flaws: readonly PlacedFlaw[] = [],
): Reading {
  return {
    ...rest,
    view: uprightView(sources, rest.view),
    document: { ...base, blocks: withFlaws(blocksOfSources(sources), flaws) },
    second: (native) => flatTextOfSources(sources, native),
    again: async (places) => readingOfSources(await lookedAgain(sources, places), base, rest, flaws),
  };
}

/** Pages that are one picture are shown as the recogniser saw them: upright and flat. */
function uprightView(sources: readonly PageSource[], view: PageView): PageView {
  return async (page) => {
    const shown = await view(page);
    const source = sources.find(({ number }) => number === page);
    const [picture, ...others] = source?.pictures ?? [];
    if (!shown || !picture || source?.native || others.length > 0) return shown;
    return uprightPage(shown, picture.recognised.sheets);
  };
}

/** The pages after further looks at the figures in these places. */
export async function lookedAgain(sources: readonly PageSource[], places: readonly Place[]): Promise<PageSource[]> {
  const looked: PageSource[] = [];
  for (const source of sources) {
    const boxes = places.flatMap((place) => ("page" in place && place.page === source.number ? [place.box] : []));
    const pictures: PageSource["pictures"][number][] = [];
    for (const { box, recognised } of source.pictures)
      pictures.push({ box, recognised: boxes.length > 0 ? await recognised.again(boxes) : recognised });
    looked.push({ ...source, pictures });
  }
  return looked;
}
