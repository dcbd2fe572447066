import type { Document } from "../../document/document.ts";
import { withFlaws } from "../../pages/flaws.ts";
import { blocksOf } from "../../pages/layout.ts";
import { type FirstReading, readAsItIs } from "../format.ts";
import { pageOf, readableOf } from "../shared/page-kind.ts";
import { readOfdContents } from "./contents.ts";
import { picturesIn } from "./pictures.ts";

/**
 * Reads an OFD file: text and tables as its pages show them, places in points from the top left of the page. Pages that
 * are pictures say so in their `kind` and must be recognised.
 * @throws as `readOfdContents`
 */
export async function readOfd(bytes: Uint8Array): Promise<FirstReading> {
  const contents = await readOfdContents(bytes);
  const { title, pages } = contents;
  const document: Document = {
    format: "ofd",
    title,
    pages: pages.map(pageOf),
    blocks: withFlaws(
      blocksOf(pages.map(readableOf)),
      pages.flatMap(({ flaws }) => flaws),
    ),
  };
  return { ...readAsItIs(document), pictures: picturesIn(contents) };
}
