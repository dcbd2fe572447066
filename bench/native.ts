import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Table from "cli-table3";
import mammoth from "mammoth";
import WordExtractor from "word-extractor";
import { salvageTextOfPdf } from "../lib/formats/pdf/salvage.ts";
import { withPdf } from "../lib/formats/shared/pdfium/open.ts";
import { reportHtml } from "../lib/report/html/report-page.ts";
import { processed, secondReading } from "../test/make/readings.ts";
import { docReport, docxReport, htmlReport, ofdReport, pdfReport, textReport } from "./reports.ts";

/**
 * What a report costs, beside mammoth's bare conversion, in one run on generated documents. Each row is measured in a
 * process of its own, since only a process has a peak of memory; the first documents warm it up and do not count.
 */

const WARM = 30;
const MEASURED = 100;
const MANY = 1000;

interface Measure {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const REPORTS = {
  docx: docxReport,
  doc: docReport,
  html: htmlReport,
  text: textReport,
  pdf: pdfReport,
  ofd: ofdReport,
} as const;
type Native = keyof typeof REPORTS;

const whole = (kind: Native) => async (bytes: Uint8Array) => {
  const { report } = await processed("a", bytes);
  if (report.status !== "valid") throw new Error(`${kind}: ${report.status}`);
  reportHtml(report);
};
const second = (kind: Native) => async (bytes: Uint8Array) => void (await secondReading(bytes, kind, "flatText"));

const ROWS: Readonly<Record<string, readonly [Native, (bytes: Uint8Array) => Promise<void>]>> = {
  "mammoth, conversion alone": [
    "docx",
    async (bytes) => void (await mammoth.convertToHtml({ buffer: Buffer.from(bytes) })),
  ],
  "word-extractor, text alone": ["doc", async (bytes) => void (await new WordExtractor().extract(Buffer.from(bytes)))],
  "pdf-parse, text alone": ["pdf", async (bytes) => void (await salvageTextOfPdf(bytes))],
  "PDFium, text alone": ["pdf", async (bytes) => void (await textOfPdfium(bytes))],
  ...Object.fromEntries(
    (Object.keys(REPORTS) as Native[]).flatMap((kind) => [
      [`${kind}, all`, [kind, whole(kind)] as const],
      [`${kind}, second reading alone`, [kind, second(kind)] as const],
    ]),
  ),
};

/** The characters of every page as PDFium itself gives them. */
function textOfPdfium(bytes: Uint8Array): Promise<number> {
  return withPdf(bytes, ({ run }) =>
    run(({ api }, document) => {
      let characters = 0;
      for (let index = 0; index < api.FPDF_GetPageCount(document); index++) {
        const page = api.FPDF_LoadPage(document, index);
        const text = api.FPDFText_LoadPage(page);
        const count = api.FPDFText_CountChars(text);
        const buffer = api.pdfium.wasmExports.malloc(2 * count + 2);
        characters += api.FPDFText_GetText(text, 0, count, buffer);
        api.pdfium.wasmExports.free(buffer);
        api.FPDFText_ClosePage(text);
        api.FPDF_ClosePage(page);
      }
      return characters;
    }),
  );
}

async function measure(name: string): Promise<Measure> {
  const [kind, work] = ROWS[name] ?? [];
  if (!kind || !work) throw new Error(name);
  const documents = Array.from({ length: WARM + MEASURED }, (_, i) => REPORTS[kind](i));
  let start = 0;
  for (const [i, bytes] of documents.entries()) {
    if (i === WARM) start = performance.now();
    await work(bytes);
  }
  return { milliseconds: (performance.now() - start) / MEASURED, megabytes: process.resourceUsage().maxRSS / 1024 };
}

/** A process and those it has started. */
const family = (pid: number | undefined): number[] => [
  Number(pid),
  ...readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number).flatMap(family),
];

/** Megabytes that they hold together, what they share counted once. */
function memoryOf(pid: number | undefined): number {
  try {
    return family(pid).reduce(
      (sum, each) =>
        sum + Number(/^Pss:\s+(\d+)/mu.exec(readFileSync(`/proc/${each}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024,
      0,
    );
  } catch {
    // One of them has just ended.
    return 0;
  }
}

/**
 * The command itself on many documents: seconds, and its memory after the first tenth and at its peak (from /proc, so
 * on Linux alone).
 */
async function runOfMany(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tabularium-bench-"));
  try {
    for (let i = 0; i < MANY; i++) writeFileSync(join(folder, `${i}.docx`), docxReport(i));
    const start = performance.now();
    const program = fileURLToPath(new URL("../dist/tabularium.js", import.meta.url));
    const child = spawn(
      process.execPath,
      ["--max-semi-space-size=4", program, "process", folder, "--out", join(folder, "out")],
      {
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    let done = 0;
    let early = 0;
    let peak = 0;
    for await (const chunk of child.stderr) {
      done += String(chunk).split("\n").length - 1;
      if (done < MANY) peak = Math.max(peak, memoryOf(child.pid));
      if (early === 0 && done >= MANY / 10) early = peak;
    }
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${MANY} documents (.docx) with all outputs: ${seconds.toFixed(1)} s; peak of memory after ${MANY / 10}: ${early.toFixed(0)} MB, at the end ${peak.toFixed(0)} MB`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const self = fileURLToPath(import.meta.url);
const [row] = process.argv.slice(2);
if (row === "many") await runOfMany();
else if (row !== undefined) console.log(JSON.stringify(await measure(row)));
else {
  const child = (name: string) => execFileSync(process.execPath, ["--import", "tsx", self, name], { encoding: "utf8" });
  const table = new Table({ head: ["", "ms a document", "peak MB"], style: { head: [], border: [] } });
  for (const name of Object.keys(ROWS)) {
    const { milliseconds, megabytes } = JSON.parse(child(name)) as Measure;
    table.push([name, milliseconds.toFixed(1), megabytes.toFixed(0)]);
  }
  console.log(table.toString());
  console.log(child("many").trim());
}
