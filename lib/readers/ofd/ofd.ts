import type { Document } from "../../document/document.ts";
import { withFlaws } from "../../tables/flaws.ts";
import { blocksOf } from "../../tables/layout.ts";
import { type PageContent, pageOf, readableOf } from "../page-kind.ts";
import { Fonts } from "./fonts.ts";
import { laidOverOf } from "./laid-over.ts";
import { OfdPackage } from "./package.ts";
import { type Reading, readPage, type Source } from "./page.ts";
import { Pictures } from "./pictures.ts";
import { NO_RESOURCES, resourcesOf } from "./resources.ts";

/**
 * Reads an OFD file (GB/T 33190): all its documents one after the other, text and tables as the pages show them, places in points.
 * Seals and stamps are pictures, invisible objects are left out; a typed remark is no text, and is told where it lies on text or in a cell.
 * @throws CorruptError, EncryptedError, TooLargeError, UnsupportedError
 */
export async function readOfd(bytes: Uint8Array): Promise<Document> {
  const ofd = new OfdPackage(bytes);
  const reading: Reading = { ofd, pictures: new Pictures(ofd), fonts: new Fonts(ofd) };
  const sources = ofd.documents
    .flatMap((document) => {
      const shared = resourcesOf(ofd, document.resources, NO_RESOURCES);
      const laidOver = laidOverOf(ofd, document);
      return document.pages.map(({ id, path }) => ({ document, path, shared, laid: laidOver(id) }));
    })
    .map((page, index): Source => ({ ...page, number: index + 1 }));
  const contents: PageContent[] = [];
  for (const source of sources) contents.push(await readPage(reading, source));
  return {
    format: "ofd",
    title: ofd.documents.find((document) => document.title !== null)?.title ?? null,
    pages: contents.map(pageOf),
    blocks: withFlaws(
      blocksOf(contents.map(readableOf)),
      contents.flatMap(({ flaws }) => flaws),
    ),
  };
}
