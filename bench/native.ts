import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Table from "cli-table3";
import mammoth from "mammoth";
import WordExtractor from "word-extractor";
import { salvageTextOfPdf } from "../lib/formats/pdf/salvage.ts";
import { reportHtml } from "../lib/report/html/report-page.ts";
import { processDocument, type SecondReading } from "../lib/work/process-document.ts";
import type readText from "../lib/work/second-reading.ts";
import { passOfCompoundFile, passOfHtml, passOfPackage, passOfPdfium } from "./floors.ts";
import { keepRun } from "./history.ts";
import { docReport, docxReport, htmlReport, ofdReport, pdfReport, textReport } from "./reports.ts";

/**
 * What a report costs, beside what nobody who reads its format can do without and beside bare conversions, in one run on
 * generated documents. Each row is measured in a process of its own, since only a process has a peak of memory; the
 * first documents warm it up and do not count. What is measured is work: on a busy machine the clock tells nothing. The
 * run is added to docs/performance.md.
 */

const WARM = 30;
const MEASURED = 100;
const MANY = 1000;
/** A look at what processes hold goes through all their pages: one after each document took a tenth of the whole run. */
const LOOKS_EVERY_MS = 1000;

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

/** The built one: pdf.js keeps its tables there (tools/kept-cmaps.ts). */
const secondReading: SecondReading = async (bytes, format, way) => {
  const built = (await import(new URL("../dist/second-reading.js", import.meta.url).href)) as {
    default: typeof readText;
  };
  return built.default({ bytes, format, way });
};

const whole = (kind: Native) => async (bytes: Uint8Array) => {
  const outcome = await processDocument({ name: "a", bytes, secondReading, pictures: "leave" });
  if (outcome.kind === "deferred") throw new Error(kind);
  const { report } = outcome;
  if (report.status !== "valid") throw new Error(`${kind}: ${report.status}`);
  reportHtml(report);
};
const second = (kind: Native) => async (bytes: Uint8Array) => void (await secondReading(bytes, kind, "flatText"));

/** See bench/floors.ts. */
const FLOORS: Readonly<Record<Native, (bytes: Uint8Array) => unknown>> = {
  docx: passOfPackage,
  ofd: passOfPackage,
  doc: passOfCompoundFile,
  html: passOfHtml,
  text: (bytes) => new TextDecoder().decode(bytes),
  pdf: passOfPdfium,
};

const ROWS: Readonly<Record<string, readonly [Native, (bytes: Uint8Array) => Promise<void>]>> = {
  "mammoth, conversion alone": [
    "docx",
    async (bytes) => void (await mammoth.convertToHtml({ buffer: Buffer.from(bytes) })),
  ],
  "word-extractor, text alone": ["doc", async (bytes) => void (await new WordExtractor().extract(Buffer.from(bytes)))],
  "pdf-parse, text alone": ["pdf", async (bytes) => void (await salvageTextOfPdf(bytes))],
  ...Object.fromEntries(
    (Object.keys(REPORTS) as Native[]).flatMap((kind) => [
      [`${kind}, floor`, [kind, async (bytes: Uint8Array) => void (await FLOORS[kind](bytes))] as const],
      [`${kind}, all`, [kind, whole(kind)] as const],
      [`${kind}, second reading alone`, [kind, second(kind)] as const],
    ]),
  ),
};

/** A processor's work of this process and all its threads, in milliseconds. */
function workDone(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function measure(name: string): Promise<Measure> {
  const [kind, work] = ROWS[name] ?? [];
  if (!kind || !work) throw new Error(name);
  const documents = Array.from({ length: WARM + MEASURED }, (_, i) => REPORTS[kind](i));
  let start = 0;
  for (const [i, bytes] of documents.entries()) {
    if (i === WARM) start = workDone();
    await work(bytes);
  }
  return { milliseconds: (workDone() - start) / MEASURED, megabytes: process.resourceUsage().maxRSS / 1024 };
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

const PROGRAM = fileURLToPath(new URL("../dist/tabularium.js", import.meta.url));

/** A folder of so many reports, gone afterwards. */
async function withReports<T>(kind: Native, count: number, use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "tabularium-bench-"));
  try {
    for (let i = 0; i < count; i++)
      writeFileSync(join(folder, `${i}.${kind === "text" ? "txt" : kind}`), REPORTS[kind](i));
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Work of all processes that this one has started and that have ended, in milliseconds (from /proc, in ticks of 10). */
function workOfChildren(): number {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ") ?? [];
  return 10 * (Number(fields[13]) + Number(fields[14]));
}

/** The command itself with one worker, all outputs written: milliseconds of work a document. */
const commandOn = (kind: Native): Promise<number> =>
  withReports(kind, MEASURED, (folder) => {
    const before = workOfChildren();
    execFileSync(process.execPath, [PROGRAM, "process", folder, "--out", join(folder, "out"), "--jobs", "1"], {
      stdio: "ignore",
    });
    return (workOfChildren() - before) / MEASURED;
  });

/**
 * The command itself on many documents: seconds, and its memory after the first tenth and at its peak (from /proc, so
 * on Linux alone).
 */
const runOfMany = (): Promise<void> =>
  withReports("docx", MANY, async (folder) => {
    const start = performance.now();
    const child = spawn(
      process.execPath,
      ["--max-semi-space-size=4", PROGRAM, "process", folder, "--out", join(folder, "out")],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    let done = 0;
    let early = 0;
    let peak = 0;
    const looking = setInterval(() => {
      peak = Math.max(peak, memoryOf(child.pid));
    }, LOOKS_EVERY_MS);
    for await (const chunk of child.stderr) {
      done += String(chunk).split("\n").length - 1;
      if (early === 0 && done >= MANY / 10) early = peak;
    }
    const seconds = (performance.now() - start) / 1000;
    clearInterval(looking);
    console.log(
      `${MANY} documents (.docx) with all outputs: ${seconds.toFixed(1)} s; peak of memory after ${MANY / 10}: ${early.toFixed(0)} MB, at the end ${peak.toFixed(0)} MB`,
    );
  });

const self = fileURLToPath(import.meta.url);
const [row] = process.argv.slice(2);
if (row === "many") await runOfMany();
else if (row !== undefined) console.log(JSON.stringify(await measure(row)));
else {
  const child = (name: string) => execFileSync(process.execPath, ["--import", "tsx", self, name], { encoding: "utf8" });
  const table = new Table({ head: ["", "ms of work", "peak MB"], style: { head: [], border: [] } });
  const measures = new Map<string, Measure>();
  for (const name of Object.keys(ROWS)) {
    const found = JSON.parse(child(name)) as Measure;
    measures.set(name, found);
    table.push([name, found.milliseconds.toFixed(1), found.megabytes.toFixed(0)]);
  }
  console.log(table.toString());
  const head = ["", "floor", "warm", "share", "command"];
  const rows: string[][] = [];
  for (const kind of Object.keys(REPORTS) as Native[]) {
    const [floor, warm] = ["floor", "all"].map((part) => measures.get(`${kind}, ${part}`)?.milliseconds ?? 0) as [
      number,
      number,
    ];
    const command = await commandOn(kind);
    rows.push([kind, floor.toFixed(1), warm.toFixed(1), `${Math.round((100 * floor) / warm)}%`, command.toFixed(0)]);
  }
  keepRun(head, rows);
  console.log(rows.map((row) => row.join("\t")).join("\n"));
  console.log(child("many").trim());
}
