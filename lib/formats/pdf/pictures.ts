import type { Box, Page, PageKind } from "../../document/document.ts";
import type { PageSource } from "../../recognition/merge.ts";
import type { Pictures, Reading, Recogniser } from "../format.ts";
import { kindOf, type PageContent, pageOf, readableOf } from "../shared/page-kind.ts";
import type { OpenPdf } from "../shared/pdfium/open.ts";
import { renderPage } from "../shared/pdfium/render.ts";
import { inTime, lateness, mayMatter, readingOfSources, recogniseBoxes, twoAtATime } from "../shared/recognition.ts";
import { documentOfContents, type PdfContents } from "./contents.ts";
import { lookedAt, pagesToLookAt } from "./look-at-cells.ts";
import { viewOf } from "./view.ts";

/** Pages that are pictures, wholly or in part: what is recognised takes the place of the pictures. */

const WHOLE: ReadonlySet<PageKind> = new Set<PageKind>(["picture", "searchable-scan", "garbled"]);

/** What of a page is to be recognised. */
function wantedOf(content: PageContent): readonly Box[] {
  const kind = kindOf(content);
  const { width, height, pictures } = content.geometry;
  if (WHOLE.has(kind)) return [[0, 0, width, height]];
  return kind === "mixed" ? pictures.filter((box) => mayMatter(box[2], box[3])) : [];
}

/** What an engine must read of these pages; null where it need not. */
export function picturesIn(pdf: OpenPdf, contents: PdfContents): Pictures | null {
  const wanted = contents.pages.map(wantedOf);
  const pages = wanted.filter((boxes) => boxes.length > 0).length;
  const cells = pagesToLookAt(contents.unproven).length;
  if (pages + cells === 0) return null;
  return { pages, cells, recognise: (recogniser) => recognised(pdf, contents, wanted, recogniser) };
}

async function recognised(
  pdf: OpenPdf,
  contents: PdfContents,
  wanted: readonly (readonly Box[])[],
  recogniser: Recogniser,
): Promise<Reading> {
  const widthOf = (page: number) => contents.pages[page - 1]?.geometry.width ?? 1;
  // Of a page that is recognised as a whole, the file's own characters are not what is read.
  const flaws = contents.pages.flatMap((content) => (WHOLE.has(kindOf(content)) ? [] : content.flaws));
  flaws.push(...(await lookedAt(pdf, contents.unproven, widthOf, recogniser)));
  const doubtful = flaws.map(({ page }) => page);
  if (wanted.every((boxes) => boxes.length === 0)) {
    const document = documentOfContents(contents, flaws);
    return { document, second: (native) => native, recognised: [], view: viewOf(pdf, contents, new Set(doubtful)) };
  }
  const numbers: number[] = [];
  const sources: PageSource[] = [];
  const pages: Page[] = [];
  const all = await twoAtATime(contents.pages, async (content, index) => {
    const boxes = wanted[index] ?? [];
    const { number, width } = content.geometry;
    const layer = kindOf(content) === "searchable-scan" ? content.hidden : null;
    const recognise = () =>
      recogniseBoxes({ number, raster: renderPage(pdf, number), width }, boxes, layer, recogniser);
    return boxes.length === 0 ? [] : inTime(recogniser, recognise);
  });
  for (const [index, content] of contents.pages.entries()) {
    const { number } = content.geometry;
    const page = pageOf(content);
    const whole = WHOLE.has(page.kind);
    const found = all[index] ?? null;
    if (found === null) {
      sources.push({ number, native: readableOf(content), pictures: [] });
      pages.push(page);
      continue;
    }
    const legible = found.length > 0 && found.every(({ recognised: { legible: ok } }) => ok);
    sources.push({ number, native: whole ? null : content.geometry, pictures: found });
    pages.push(found.length === 0 ? page : { ...page, recognised: legible });
    if (found.some(({ recognised: { sheets } }) => sheets.length > 0)) numbers.push(number);
  }
  const view = viewOf(pdf, contents, new Set([...doubtful, ...numbers]));
  const base = { format: "pdf", title: contents.title, pages } as const;
  return readingOfSources(sources, base, { recognised: numbers, view, ...lateness(recogniser) }, flaws);
}
