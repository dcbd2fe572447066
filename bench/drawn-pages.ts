import Table from "cli-table3";
import { withPdfium } from "../lib/formats/pdf/engine.ts";
import { figureCells } from "../lib/formats/pdf/figure-cells.ts";
import { unprovenIn } from "../lib/formats/pdf/proof.ts";
import { readPdfContents } from "../lib/formats/pdf/read.ts";
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
  const proof = await withPdfium((pdfium) => {
    const { api } = pdfium;
    const { malloc, free } = api.pdfium.wasmExports;
    const data = malloc(bytes.length);
    pdfium.bytes().set(bytes, data);
    const document = api.FPDF_LoadMemDocument64(data, bytes.length, "");
    const before = performance.now();
    const unproven = unprovenIn(pdfium, document, figureCells(contents.pages, contents.blocks));
    const milliseconds = performance.now() - before;
    api.FPDF_CloseDocument(document);
    free(data);
    if (unproven.length > 0) throw new Error(`${unproven.length} cells of a sound report are not borne out`);
    return milliseconds;
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
