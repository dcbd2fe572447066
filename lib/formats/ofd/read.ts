import type { Document } from "../../document/document.ts";
import { withFlaws } from "../../pages/flaws.ts";
import { blocksOf } from "../../pages/layout.ts";
import { type PageContent, pageOf, readableOf } from "../shared/page-kind.ts";
import { Fonts } from "./fonts.ts";
import { laidOverOf } from "./laid-over.ts";
import { OfdPackage } from "./package.ts";
import { type Reading, readPage, type Source } from "./page.ts";
import { Pictures } from "./picture-shades.ts";
import { NO_RESOURCES, resourcesOf } from "./resources.ts";

/** What the pages of a file show, before it is put in order. */
export interface OfdContents {
  readonly title: string | null;
  readonly pages: readonly PageContent[];
}

/**
 * Reads what the pages of all documents of an OFD file (GB/T 33190) show, one after the other.
 * Seals and stamps are pictures, invisible objects are left out; a typed remark is no text, and is told where it lies
 * on text or in a cell.
 * @throws CorruptError, EncryptedError, TooLargeError, UnsupportedError
 */
export async function readOfdContents(bytes: Uint8Array): Promise<OfdContents> {
  const ofd = new OfdPackage(bytes);
  const reading: Reading = { ofd, pictures: new Pictures(ofd), fonts: new Fonts(ofd) };
  const sources = ofd.documents
    .flatMap((document) => {
      const shared = resourcesOf(ofd, document.resources, NO_RESOURCES);
      const laidOver = laidOverOf(ofd, document);
      return document.pages.map(({ id, path }) => ({ document, path, shared, laid: laidOver(id) }));
    })
    .map((page, index): Source => ({ ...page, number: index + 1 }));
  const pages: PageContent[] = [];
  for (const source of sources) pages.push(await readPage(reading, source));
  return { title: ofd.documents.find((document) => document.title !== null)?.title ?? null, pages };
}

/**
 * Reads an OFD file: text and tables as its pages show them, places in points from the top left of the page.
 * @throws as `readOfdContents`
 */
export async function readOfd(bytes: Uint8Array): Promise<Document> {
  const { title, pages } = await readOfdContents(bytes);
  return {
    format: "ofd",
    title,
    pages: pages.map(pageOf),
    blocks: withFlaws(
      blocksOf(pages.map(readableOf)),
      pages.flatMap(({ flaws }) => flaws),
    ),
  };
}
