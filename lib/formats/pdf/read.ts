import type { PlacedFlaw } from "../../pages/flaws.ts";
import type { FirstReading } from "../format.ts";
import { documentOfContents, openContents, type PdfContents } from "./contents.ts";
import { pagesToLookAt } from "./look-at-cells.ts";
import { picturesIn } from "./pictures.ts";
import { flawOfUnproven } from "./proof.ts";
import { viewOf } from "./view.ts";

/**
 * What the pages and their drawing tell where no recogniser is asked. Ink beside a figure may be a seal or an
 * underline: where it is to look, only it can tell.
 */
function flawsOf({ pages, unproven }: PdfContents): PlacedFlaw[] {
  const settled = pagesToLookAt(unproven).length === 0 ? unproven : unproven.filter(({ why }) => why !== "ink");
  return [...pages.flatMap(({ flaws }) => flaws), ...settled.map((cell) => flawOfUnproven(cell))];
}

/**
 * Reads a PDF: text and tables as its pages show them, places in points from the top left of the page.
 * Pages that are pictures, or whose characters can't be told, say so in their `kind` and must be recognised.
 * @throws as `openContents`
 */
export async function readPdf(bytes: Uint8Array): Promise<FirstReading> {
  const { pdf, contents } = await openContents(bytes);
  const flaws = flawsOf(contents);
  return {
    document: documentOfContents(contents, flaws),
    second: (native) => native,
    recognised: [],
    view: viewOf(pdf, contents, new Set(flaws.map(({ page }) => page))),
    pictures: picturesIn(pdf, contents),
    close: pdf.close,
  };
}
