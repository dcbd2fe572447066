import type { Box, Document, FlatText, Page, PageKind, Place } from "../document/document.ts";
import { LIMITS } from "../limits.ts";
import type { OcrEngine, RecognisedPage, RecogniseOptions } from "../ocr/engine.ts";
import { blocksOfSources, flatTextOfSources, type PageSource } from "../ocr/merge.ts";
import { cropped } from "../ocr/raster.ts";
import { besideLayer } from "../ocr/text-layer.ts";
import { ReaderError, TooLargeError } from "../readers/errors.ts";
import { imagePages } from "../readers/image.ts";
import { kindOf, pageOf } from "../readers/page-kind.ts";
import { documentOfContents, type PdfContents, readPdfContents } from "../readers/pdf/pdf.ts";
import { renderPage } from "../readers/pdf/render.ts";
import { type ImageKind, isImageKind, type Kind } from "../readers/sniff.ts";
import type { Glyph } from "../tables/geometry.ts";
import type { PageView } from "./cutouts.ts";
import { recogniseDocx } from "./recognise-docx.ts";

/** Documents that are pictures, wholly or in part: what an engine recognises takes the place of the pictures. */

export interface Recognition {
  readonly document: Document;
  /** The second reading of the whole document, given that of the file itself. */
  readonly second: (native: FlatText | null) => FlatText | null;
  /** Pages that were recognised, counted from 1. */
  readonly pages: readonly number[];
  /** Pictures of the pages recognised, for cut-outs. */
  readonly view?: PageView;
  /** The same after further looks at the figures in these places, as far as they were recognised. */
  readonly again: (places: readonly Place[]) => Promise<Recognition>;
}

export interface RecognitionOptions extends RecogniseOptions {
  readonly engine: OcrEngine;
  /** Told how many pages will be recognised before the first one is. */
  readonly onPages: (count: number) => void;
}

/** Pictures smaller than this (points) hold no table and no prose. */
const LEAST_WIDTH = 200;
const LEAST_HEIGHT = 36;
const mayMatter = (width: number, height: number): boolean => (width === 0 && height === 0) || (width >= LEAST_WIDTH && height >= LEAST_HEIGHT);

const WHOLE: ReadonlySet<PageKind> = new Set<PageKind>(["picture", "searchable-scan", "garbled"]);

function bounded(count: number, { onPages }: RecognitionOptions): void {
  if (count > LIMITS.recognisedPages)
    throw new TooLargeError(`文件有${count}页扫描件或图片，超出上限${LIMITS.recognisedPages}页，请拆分后重新提交。`);
  if (count > 0) onPages(count);
}

/**
 * What a document of this kind says once its pictures are recognised; null for kinds whose pictures nobody looks into.
 * The time for it is bounded by the number of pages and ends between two runs of a model.
 * @throws ReaderError, also TIMEOUT and TOO_LARGE
 */
export async function recognise(kind: Kind, bytes: Uint8Array, options: RecognitionOptions): Promise<Recognition | null> {
  const controller = new AbortController();
  const onPages = (count: number) => {
    options.onPages(count);
    const seconds = count * LIMITS.recognisedPageSeconds;
    const late = new ReaderError("TIMEOUT", `识别${count}页扫描件或图片超过${seconds}秒仍未完成，已停止，请拆分后重新提交。`);
    // Further looks fall under the same bound.
    setTimeout(() => controller.abort(late), seconds * 1000).unref();
  };
  const timed: RecognitionOptions = { ...options, onPages, signal: controller.signal };
  if (kind === "pdf") return recognisePdf(bytes, await readPdfContents(bytes), timed);
  if (isImageKind(kind)) return recogniseImage(bytes, kind, timed);
  if (kind === "docx") return recogniseDocx(bytes, timed, mayMatter, (count) => bounded(count, timed));
  return null;
}

/** A document without pictures that matter: there is nothing to look at again. */
export function unpictured(document: Document, second: Recognition["second"]): Recognition {
  const recognition: Recognition = { document, second, pages: [], again: async () => recognition };
  return recognition;
}

/** What comes of pages and of the pictures recognised on them, now and whenever these are looked at again. */
function recognitionOf(sources: readonly PageSource[], base: Omit<Document, "blocks">, rest: Pick<Recognition, "pages" | "view">): Recognition {
  return {
    ...rest,
    document: { ...base, blocks: blocksOfSources(sources) },
    second: (native) => flatTextOfSources(sources, native),
    again: async (places) => recognitionOf(await lookedAgain(sources, places), base, rest),
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

/** A long picture may be many sheets put together. */
const sheetsIn = ([, , width, height]: Box): number => Math.max(1, Math.round(Math.max(width, height) / (Math.min(width, height) * 1.6)));

async function recogniseImage(bytes: Uint8Array, kind: ImageKind, options: RecognitionOptions): Promise<Recognition> {
  const images = await imagePages(bytes, kind);
  bounded(
    images.reduce((sum, { area }) => sum + sheetsIn(area), 0),
    options,
  );
  const sources: PageSource[] = [];
  const pages: Page[] = [];
  for (const [index, { area, decode }] of images.entries()) {
    const number = index + 1;
    const recognised = await options.engine.recognise({ number, raster: await decode(), area }, options);
    sources.push({ number, native: null, pictures: [{ box: area, recognised }] });
    pages.push({ number, kind: "picture", width: area[2], height: area[3], recognised: recognised.legible });
  }
  const base = { format: "image", title: null, pages } as const;
  return recognitionOf(sources, base, {
    pages: pages.map((page) => page.number),
    view: async (page) => {
      const image = images[page - 1];
      return image ? { raster: await image.decode(), area: image.area } : null;
    },
  });
}

async function recognisePdf(bytes: Uint8Array, contents: PdfContents, options: RecognitionOptions): Promise<Recognition> {
  const wanted = contents.pages.map((content) => {
    const kind = kindOf(content);
    const { width, height, pictures } = content.geometry;
    if (WHOLE.has(kind)) return [[0, 0, width, height] as Box];
    return kind === "mixed" ? pictures.filter((box) => mayMatter(box[2], box[3])) : [];
  });
  const count = wanted.filter((boxes) => boxes.length > 0).length;
  if (count === 0) return unpictured(documentOfContents(contents), (native) => native);
  bounded(count, options);
  const sources: PageSource[] = [];
  const pages: Page[] = [];
  const numbers: number[] = [];
  for (const [index, content] of contents.pages.entries()) {
    const boxes = wanted[index] ?? [];
    const { number } = content.geometry;
    const page = pageOf(content);
    const whole = WHOLE.has(page.kind);
    const seen = boxes.length === 0 ? [] : await recognisePage(bytes, content.geometry.width, number, boxes, options);
    const found = page.kind === "searchable-scan" ? await Promise.all(seen.map((one) => besideLayerOf(one, content.hidden))) : seen;
    const legible = found.length > 0 && found.every(({ recognised }) => recognised.legible);
    sources.push({ number, native: whole ? null : content.geometry, pictures: found });
    pages.push(found.length === 0 ? page : { ...page, recognised: legible });
    if (found.some(({ recognised }) => recognised.sheets.length > 0)) numbers.push(number);
  }
  return recognitionOf(
    sources,
    { format: "pdf", title: contents.title, pages },
    {
      pages: numbers,
      view: async (page) => {
        const content = contents.pages[page - 1];
        if (!content || !numbers.includes(page)) return null;
        return { raster: await renderPage(bytes, page), area: [0, 0, content.geometry.width, content.geometry.height] };
      },
    },
  );
}

const besideLayerOf = async ({ box, recognised }: PageSource["pictures"][number], layer: readonly Glyph[]) => ({
  box,
  recognised: await besideLayer(recognised, layer),
});

async function recognisePage(
  bytes: Uint8Array,
  width: number,
  number: number,
  boxes: readonly Box[],
  { engine, ...options }: RecognitionOptions,
): Promise<{ box: Box; recognised: RecognisedPage }[]> {
  const raster = await renderPage(bytes, number);
  const scale = raster.width / width;
  const results: { box: Box; recognised: RecognisedPage }[] = [];
  for (const box of boxes) {
    const x0 = Math.max(0, Math.floor(box[0] * scale));
    const y0 = Math.max(0, Math.floor(box[1] * scale));
    const x1 = Math.min(raster.width, Math.ceil((box[0] + box[2]) * scale));
    const y1 = Math.min(raster.height, Math.ceil((box[1] + box[3]) * scale));
    if (x1 - x0 < 8 || y1 - y0 < 8) continue;
    const all = x0 === 0 && y0 === 0 && x1 === raster.width && y1 === raster.height;
    const part = all ? raster : cropped(raster, { x0, y0, x1, y1 });
    const area: Box = [x0 / scale, y0 / scale, (x1 - x0) / scale, (y1 - y0) / scale];
    results.push({ box, recognised: await engine.recognise({ number, raster: part, area }, options) });
  }
  return results;
}
