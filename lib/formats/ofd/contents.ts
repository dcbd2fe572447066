import { Fonts } from "./fonts.ts";
import { laidOverOf } from "./laid-over.ts";
import { OfdPackage } from "./package.ts";
import { type PageShown, type Reading, readPage, type Source } from "./page.ts";
import { Pictures } from "./picture-shades.ts";
import { NO_RESOURCES, resourcesOf } from "./resources.ts";

/** What the pages of a file show, before it is put in order. */
export interface OfdContents {
  readonly title: string | null;
  readonly pages: readonly PageShown[];
  readonly ofd: OfdPackage;
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
  const pages: PageShown[] = [];
  for (const source of sources) pages.push(await readPage(reading, source));
  return { title: ofd.documents.find((document) => document.title !== null)?.title ?? null, pages, ofd };
}
