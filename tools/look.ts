import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { type Document, type FlatText, isTable } from "../lib/document/document.ts";
import { readerOf } from "../lib/formats/formats.ts";
import { type Kind, sniff } from "../lib/formats/sniff.ts";
import { VOCABULARY } from "../lib/profiles/profiles.ts";
import type { OcrEngine, RecognisedPage } from "../lib/recognition/engine.ts";
import { embeddedEngine } from "../lib/recognition/engines/embedded.ts";
import { threadedModels } from "../lib/recognition/models/threads.ts";
import type { Report } from "../lib/report/schema.ts";
import { processDocument } from "../lib/work/process-document.ts";
import { overlaidPage } from "./look/overlay.ts";
import { pageShown } from "./look/page.ts";

/**
 * Shows what is made of a file. Of a page (PDF, OFD, pictures) it draws a picture: rulings red, characters grey,
 * paragraphs blue, cells green with their row and column, what is not plain orange, figures in doubt magenta. Of any
 * file it prints what each reading has of every figure.
 *
 *     npm run look -- FILE [PAGE] [--out PICTURE.png]
 */

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: "string" } } });
const [file, page = "1"] = positionals;
if (file === undefined) throw new Error("usage: npm run look -- FILE [PAGE] [--out PICTURE.png]");

const recognised: RecognisedPage[] = [];
const embedded = embeddedEngine(threadedModels(new URL("../dist/model-thread.js", import.meta.url)), VOCABULARY);
/** The engine, and what it recognised. */
const engine: OcrEngine = {
  ...embedded,
  recognise: async (...picture) => {
    const found = await embedded.recognise(...picture);
    recognised.push(found);
    return found;
  },
};

const bytes = await readFile(file);
const kind = sniff(bytes);
const flat: FlatText[] = [];
const secondReading = async (again: Uint8Array, of: Kind): Promise<FlatText> => {
  const text = await readerOf(of).flatText(again);
  flat.push(text);
  return text;
};
const { report, document } = await processDocument(basename(file), bytes, secondReading, { engine, onPages: () => {} });
if (document) {
  const shown = await pageShown(kind, bytes, Number(page), recognised);
  if (shown) {
    const out = values.out ?? `${basename(file)}.${page}.png`;
    await overlaidPage(shown, document, report, out);
    console.log(`page ${page}: ${out}`);
  } else printCells(document);
}
if (report.tables) printFigures(report);
else flat.forEach(printPieces);
console.log(`${report.status}: ${report.findings.map(({ code }) => code).join(", ")}`);
process.exit();

/** Formats without pages: the grid as the first reading has it. */
function printCells({ blocks }: Document): void {
  blocks.filter(isTable).forEach((block, index) => {
    const table = new Table({ head: [`table ${index}`, "column", "spans", "text", "not plain"] });
    for (const { row, column, rowSpan, columnSpan, text, flaws = [] } of block.cells)
      table.push([
        row,
        column,
        `${rowSpan}×${columnSpan}`,
        text,
        flaws.map(({ kind: of, text: what }) => `${of} ${what}`).join("\n"),
      ]);
    console.log(table.toString());
  });
}

function printFigures({ figures, blanks, uncertain }: Report): void {
  const doubtful = new Set<string>(uncertain);
  const table = new Table({ head: ["figure", "first reading", "second reading", "in doubt"] });
  for (const [name, { text, other, seen }] of [...Object.entries(figures), ...Object.entries(blanks)])
    table.push([name, text, other ?? text, doubtful.has(name) ? (seen ?? "yes") : ""]);
  console.log(table.toString());
}

function printPieces({ pieces }: FlatText): void {
  for (const piece of pieces) console.log(`| ${piece}`);
}
