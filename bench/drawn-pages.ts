import Table from "cli-table3";
import { figureCells } from "../lib/formats/pdf/figure-cells.ts";
import { unprovenIn } from "../lib/formats/pdf/proof.ts";
import { withPdf } from "../lib/formats/shared/pdfium/open.ts";
import { readPdfContents } from "../test/make/readings.ts";
import { pdfReport } from "./reports.ts";

/**
 * What it costs to hold the figures of PDFs against their drawn pages where nothing is wrong, beside reading the same
 * pages, in one run.
 */

const WARM = 10;
const MEASURED = 60;

let reading = 0;
let proving = 0;
let pages = 0;
for (let n = 0; n < WARM + MEASURED; n++) {
  const bytes = pdfReport(n);
  const started = performance.now();
  const contents = await readPdfContents(bytes);
  const whole = performance.now() - started;
  const proof = await withPdf(bytes, (pdf) => {
    const before = performance.now();
    const cells = figureCells(contents.pages, contents.blocks);
    const unproven = pdf.run((pdfium, document) => unprovenIn(pdfium, document, cells));
    if (unproven.length > 0) throw new Error(`${unproven.length} cells of a sound report are not borne out`);
    return performance.now() - before;
  });
  if (n < WARM) continue;
  reading += whole - proof;
  proving += proof;
  pages += contents.pages.length;
}
const table = new Table({ head: ["PDF", "ms a page"] });
table.push(
  ["reading", (reading / pages).toFixed(1)],
  ["drawing and proving", (proving / pages).toFixed(1)],
  ["share", `${((100 * proving) / reading).toFixed(0)} %`],
);
console.log(table.toString());
