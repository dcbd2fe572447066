import type { Box, Document, Page, PageKind } from "../document/document.ts";
import { LIMITS } from "../limits.ts";
import { type PlacedFlaw, withFlaws } from "../pages/flaws.ts";
import type { Glyph } from "../pages/geometry.ts";
import type { RecognisedPage } from "../recognition/engine.ts";
import { blocksOfSources, flatTextOfSources, type PageSource } from "../recognition/merge.ts";
import { cropped } from "../recognition/picture/raster.ts";
import { besideLayer } from "../recognition/reading/text-layer.ts";
import type { PageView } from "../report/html/cutouts.ts";
import { afterWork } from "../work/work-time.ts";
import { recogniseDocx } from "./docx/pictures.ts";
import { ReaderError } from "./errors.ts";
import { imagePages } from "./image/read.ts";
import { lookedAt, pagesToLookAt } from "./pdf/look-at-cells.ts";
import { documentOfContents, type PdfContents, readPdfContents } from "./pdf/read.ts";
import { renderPage } from "./pdf/render.ts";
import { kindOf, pageOf, readableOf } from "./shared/page-kind.ts";
import {
  bounded,
  inTime,
  lateness,
  lookedAgain,
  mayMatter,
  type Recognition,
  type RecognitionOptions,
  unpictured,
} from "./shared/recognition.ts";
import { type ImageKind, isImageKind, type Kind } from "./sniff.ts";

/** Documents that are pictures, wholly or in part: what an engine recognises takes the place of the pictures. */

const WHOLE: ReadonlySet<PageKind> = new Set<PageKind>(["picture", "searchable-scan", "garbled"]);

/**
 * What a document of this kind says once its pictures are recognised; null for kinds whose pictures nobody looks into.
 * The work on it is bounded by the number of pages and ends between two runs of a model; then the pictures left stay
 * unread.
 * @throws ReaderError, also TOO_LARGE; TIMEOUT where further looks take too long
 */
export async function recognise(
  kind: Kind,
  bytes: Uint8Array,
  options: RecognitionOptions,
): Promise<Recognition | null> {
  const controller = new AbortController();
  const onPages = (count: number) => {
    options.onPages(count);
    const seconds = count * LIMITS.recognisedPageSeconds;
    const advice = count === 1 ? "请降低扫描分辨率后重新提交" : "请拆分后重新提交";
    const late = new ReaderError(
      "TIMEOUT",
      `识别${count}页扫描件或图片，处理了${seconds}秒仍未完成，已停止；${advice}。`,
    );
    // Further looks fall under the same bound.
    const { signal } = afterWork(seconds, late);
    signal.addEventListener("abort", () => controller.abort(signal.reason));
  };
  const timed: RecognitionOptions = { ...options, onPages, signal: controller.signal };
  if (kind === "pdf") return recognisePdf(bytes, await readPdfContents(bytes), timed);
  if (isImageKind(kind)) return recogniseImage(bytes, kind, timed);
  if (kind === "docx") return recogniseDocx(bytes, timed);
  return null;
}

/** What comes of pages and of the pictures recognised on them, now and whenever these are looked at again. */
function recognitionOf(
  sources: readonly PageSource[],
  base: Omit<Document, "blocks">,
  rest: Pick<Recognition, "pages" | "view" | "late">,
  flaws: readonly PlacedFlaw[] = [],
): Recognition {
  return {
    ...rest,
    document: { ...base, blocks: withFlaws(blocksOfSources(sources), flaws) },
    second: (native) => flatTextOfSources(sources, native),
    again: async (places) => recognitionOf(await lookedAgain(sources, places), base, rest, flaws),
  };
}

/** A long picture may be many sheets put together. */
const sheetsIn = ([, , width, height]: Box): number =>
  Math.max(1, Math.round(Math.max(width, height) / (Math.min(width, height) * 1.6)));

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
    const recognised = await inTime(options, async () =>
      options.engine.recognise({ number, raster: await decode(), area }, options),
    );
    sources.push({ number, native: null, pictures: recognised ? [{ box: area, recognised }] : [] });
    pages.push({
      number,
      kind: "picture",
      width: area[2],
      height: area[3],
      ...(recognised && { recognised: recognised.legible }),
    });
  }
  const base = { format: "image", title: null, pages } as const;
  return recognitionOf(sources, base, {
    pages: pages.filter((page) => page.recognised !== undefined).map((page) => page.number),
    ...lateness(options),
    view: async (page) => {
      const image = images[page - 1];
      return image ? { raster: await image.decode(), area: image.area } : null;
    },
  });
}

async function recognisePdf(
  bytes: Uint8Array,
  contents: PdfContents,
  options: RecognitionOptions,
): Promise<Recognition> {
  const wanted = contents.pages.map((content) => {
    const kind = kindOf(content);
    const { width, height, pictures } = content.geometry;
    if (WHOLE.has(kind)) return [[0, 0, width, height] as Box];
    return kind === "mixed" ? pictures.filter((box) => mayMatter(box[2], box[3])) : [];
  });
  const count = wanted.filter((boxes) => boxes.length > 0).length;
  const { unproven } = contents;
  bounded(count, options, pagesToLookAt(unproven).length);
  const widthOf = (page: number) => contents.pages[page - 1]?.geometry.width ?? 1;
  // Of a page that is recognised as a whole, the file's own characters are not what is read.
  const flaws = contents.pages.flatMap((content) => (WHOLE.has(kindOf(content)) ? [] : content.flaws));
  flaws.push(...(await lookedAt(bytes, unproven, widthOf, options)));
  const doubtful = new Set(flaws.map(({ page }) => page));
  const numbers: number[] = [];
  const view: PageView = async (page) => {
    const content = contents.pages[page - 1];
    if (!content || !(doubtful.has(page) || numbers.includes(page))) return null;
    return { raster: await renderPage(bytes, page), area: [0, 0, content.geometry.width, content.geometry.height] };
  };
  if (count === 0) return unpictured(documentOfContents(contents, flaws), (native) => native, view);
  const sources: PageSource[] = [];
  const pages: Page[] = [];
  for (const [index, content] of contents.pages.entries()) {
    const boxes = wanted[index] ?? [];
    const { number } = content.geometry;
    const page = pageOf(content);
    const whole = WHOLE.has(page.kind);
    const seen =
      boxes.length === 0
        ? []
        : await inTime(options, () => recognisePage(bytes, content.geometry.width, number, boxes, options));
    if (seen === null) {
      sources.push({ number, native: readableOf(content), pictures: [] });
      pages.push(page);
      continue;
    }
    const found =
      page.kind === "searchable-scan" ? await Promise.all(seen.map((one) => besideLayerOf(one, content.hidden))) : seen;
    const legible = found.length > 0 && found.every(({ recognised }) => recognised.legible);
    sources.push({ number, native: whole ? null : content.geometry, pictures: found });
    pages.push(found.length === 0 ? page : { ...page, recognised: legible });
    if (found.some(({ recognised }) => recognised.sheets.length > 0)) numbers.push(number);
  }
  return recognitionOf(
    sources,
    { format: "pdf", title: contents.title, pages },
    { pages: numbers, view, ...lateness(options) },
    flaws,
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
