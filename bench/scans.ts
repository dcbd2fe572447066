import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Table from "cli-table3";
import sharp from "sharp";
import type { Box } from "../lib/document/document.ts";
import { twoAtATime } from "../lib/formats/shared/recognition.ts";
import { LIMITS } from "../lib/limits.ts";
import { VOCABULARY } from "../lib/profiles/profiles.ts";
import type { Raster } from "../lib/recognition/engine.ts";
import { embeddedEngine } from "../lib/recognition/engines/embedded.ts";
import { modelsFolder, modelsFrom } from "../lib/recognition/models/files.ts";
import { threadedModels } from "../lib/recognition/models/threads.ts";
import { detectLines } from "../lib/recognition/reading/detection.ts";
import { Recogniser } from "../lib/recognition/reading/recogniser.ts";
import { ALLOCATION, optionsOf } from "../lib/work/worker-process.ts";

/**
 * What a scanned page costs and how much of it is read, with each set of models there is, beside other ways of reading
 * the same pages in the same run, as workers do: detection and recognition over the whole page by the same models, and RapidOCR where
 * Python has it (PYTHON names the interpreter). All take turns; each turn is a process of its own, which reads the page
 * once before it is measured. Needs a Chinese font on the machine.
 */

const ROUNDS = 2;
/** Pages of a document of several. */
const TOGETHER = 4;
/** A4 at 200 dpi. */
const WIDTH = 1654;
const HEIGHT = 2339;
const AREA: Box = [0, 0, 595.3, 841.9];

/** Black strokes and words on paper with the grain of a scan. */
async function pageOf(drawing: string): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="Noto Serif CJK SC, Noto Sans CJK SC, Songti SC, SimSun, serif" font-size="31">
    <rect width="100%" height="100%" fill="#fff"/>${drawing}</svg>`;
  const { data } = await sharp(Buffer.from(svg))
    .toColourspace("b-w")
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let seed = 1;
  const grain = () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return ((seed >> 16) % 25) - 12;
  };
  return {
    width: WIDTH,
    height: HEIGHT,
    channels: 1,
    data: data.map((value) => Math.min(255, Math.max(0, value + grain()))),
  };
}

const word = (text: string, x: number, y: number): string => `<text x="${x}" y="${y}">${text}</text>`;

const ROWS = 28;
const COLUMNS = 7;
const figure = (row: number, column: number): string =>
  String((row * 7 + column * 13) % 5 === 0 ? (row * 37 + column * 11) % 240 : 0);

function tableDrawing(): string {
  const [left, top, height, labels, width] = [120, 250, 66, 520, 128];
  const x = (column: number) => left + labels + column * width;
  const rules = [
    ...Array.from({ length: ROWS + 1 }, (_, row) => `M${left} ${top + row * height}H${x(COLUMNS)}`),
    ...[left, ...Array.from({ length: COLUMNS + 1 }, (_, column) => x(column))].map(
      (at) => `M${at} ${top}V${top + ROWS * height}`,
    ),
  ];
  const words = Array.from({ length: ROWS }, (_, row) => [
    word(VOCABULARY.labels[row % VOCABULARY.labels.length]?.slice(0, 15) ?? "", left + 14, top + row * height + 44),
    ...Array.from({ length: COLUMNS }, (_, column) =>
      word(figure(row, column), x(column) + 46, top + row * height + 44),
    ),
  ]).flat();
  return `<path d="${rules.join("")}" stroke="#000" stroke-width="2" fill="none"/>${words.join("")}`;
}

const SENTENCE =
  "全年通过门户网站、政务新媒体和公开栏发布各类信息，组织业务培训，对重点领域信息逐条审核，群众知晓率稳步提高。";
const proseLine = (line: number): string =>
  SENTENCE.repeat(2)
    .slice((line * 7) % SENTENCE.length)
    .slice(0, 42);
const proseDrawing = (): string =>
  Array.from({ length: 34 }, (_, line) => word(proseLine(line), 170, 240 + line * 58)).join("");

const PAGES = {
  table: {
    name: `a table of ${ROWS} x ${COLUMNS} figures`,
    draw: tableDrawing,
    words: Array.from({ length: ROWS * COLUMNS }, (_, at) => figure(Math.floor(at / COLUMNS), at % COLUMNS)),
  },
  prose: {
    name: "34 lines of prose",
    draw: proseDrawing,
    words: Array.from({ length: 34 }, (_, line) => proseLine(line)),
  },
} as const;
type PageName = keyof typeof PAGES;

/**
 * One turn: texts in reading order, seconds of a page by the clock, alone and (none where it can't be) as one of several
 * of a document, seconds of all processors for the one alone, the process's peak of memory.
 */
interface Turn {
  readonly texts: readonly string[];
  readonly clock: number;
  readonly together?: number;
  readonly processors: number;
  readonly megabytes: number;
}

/** In the turn's own process. */
async function turnOf(way: "tabularium" | "whole", page: PageName): Promise<Turn> {
  const models = threadedModels(new URL("../dist/model-thread.js", import.meta.url));
  const set = modelsFrom(process.env);
  const raster = await pageOf(PAGES[page].draw());
  const read = async (): Promise<string[]> => {
    if (way === "tabularium") {
      const { sheets } = await embeddedEngine(models, set, VOCABULARY).recognise({ number: 1, raster, area: AREA }, {});
      return sheets.flatMap(({ second }) => second.map(({ text }) => text));
    }
    const grey = { width: raster.width, height: raster.height, data: raster.data };
    const lines = await detectLines(models, grey);
    const readings = await new Recogniser(models, set.trust).read(
      lines.map((area) => ({ grey, area, ink: "plain", canvas: 160 })),
    );
    return readings.map(({ text }) => text);
  };
  await read();
  const [start, before] = [performance.now(), process.cpuUsage()];
  const texts = await read();
  const clock = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const since = performance.now();
  await twoAtATime(Array.from({ length: TOGETHER }), read);
  return {
    texts,
    clock,
    together: (performance.now() - since) / 1000 / TOGETHER,
    processors: (user + system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
}

const RAPIDOCR = `
import json, os, resource, sys, time
from rapidocr import RapidOCR
threads = {"EngineConfig.onnxruntime.intra_op_num_threads": 2, "Global.log_level": "critical"}
ocr = RapidOCR(params=threads)
ocr(sys.argv[1])
start, before = time.perf_counter(), os.times()
read = ocr(sys.argv[1])
clock, after = time.perf_counter() - start, os.times()
print(json.dumps({"texts": list(read.txts or []), "clock": clock, "processors": after[0] + after[1] - before[0] - before[1],
  "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))`;
const PYTHON = process.env.PYTHON || "python3";

type Ways = ReadonlyMap<string, (page: PageName, picture: string) => Turn>;

/** The ways that this machine has. */
function waysOf(): Ways {
  const self = fileURLToPath(import.meta.url);
  const own = (way: string, environment: Readonly<Record<string, string>>) => (page: PageName) =>
    JSON.parse(
      execFileSync(process.execPath, [...optionsOf(LIMITS.heapMebibytes), "--import", "tsx", self, way, page], {
        env: { ...process.env, ...ALLOCATION, ...environment },
        encoding: "utf8",
      }),
    ) as Turn;
  const packaged = { TABULARIUM_MODELS: join(self, "none"), TABULARIUM_OCR_RECOGNITION: "" };
  const ways = new Map<string, (page: PageName, picture: string) => Turn>([
    ["Tabularium, PP-OCRv4", own("tabularium", packaged)],
    ["PP-OCRv4 over the whole page", own("whole", packaged)],
  ]);
  const added = modelsFrom(process.env).name;
  if (added !== modelsFrom(packaged).name) ways.set(`Tabularium, ${added}`, own("tabularium", {}));
  else console.log(`no other models in ${modelsFolder(process.env)}: see docs/recognition.md`);
  try {
    execFileSync(PYTHON, ["-c", "import rapidocr, onnxruntime"], { stdio: "ignore" });
    ways.set("RapidOCR", (_, picture) => {
      const printed = execFileSync(PYTHON, ["-c", RAPIDOCR, picture], { encoding: "utf8" });
      return JSON.parse(printed.trim().split("\n").at(-1) ?? "") as Turn;
    });
  } catch {
    console.log(`${PYTHON} has no rapidocr (pip install rapidocr onnxruntime): measured without it`);
  }
  return ways;
}

/** How many of the words printed were read, each as often as it is printed. */
function found(words: readonly string[], read: readonly string[]): number {
  const left = [...read];
  return words.filter((printed) => {
    const at = left.indexOf(printed);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}

/** How many characters must be changed, put in or taken out to make one text of the other (Levenshtein). */
function distance(printed: string, read: string): number {
  let row = Array.from({ length: read.length + 1 }, (_, at) => at);
  for (let y = 1; y <= printed.length; y++) {
    const next = [y];
    for (let x = 1; x <= read.length; x++)
      next[x] = Math.min(
        (row[x] as number) + 1,
        (next[x - 1] as number) + 1,
        (row[x - 1] as number) + (printed[y - 1] === read[x - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[read.length] as number;
}

function accuracy(page: PageName, texts: readonly string[]): string {
  const { words } = PAGES[page];
  if (page === "table") return `${found(words, texts)} of ${words.length} figures`;
  const printed = words.join("");
  return `${((100 * distance(printed, texts.join(""))) / printed.length).toFixed(2)} % of characters wrong`;
}

async function compare(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tabularium-bench-"));
  const ways = waysOf();
  const table = new Table({
    head: ["", "s a page", "s, of several", "CPU s", "read", "peak MB"],
    style: { head: [], border: [] },
  });
  for (const page of Object.keys(PAGES) as PageName[]) {
    const { width, height, data } = await pageOf(PAGES[page].draw());
    const picture = join(folder, `${page}.png`);
    await sharp(data, { raw: { width, height, channels: 1 } }).toFile(picture);
    const turns = new Map<string, Turn[]>();
    for (let round = 0; round < ROUNDS; round++)
      for (const [way, turn] of ways) turns.set(way, [...(turns.get(way) ?? []), turn(page, picture)]);
    for (const [way, all] of turns) {
      const least = (of: (turn: Turn) => number) => Math.min(...all.map(of));
      table.push([
        `${PAGES[page].name}: ${way}`,
        least(({ clock }) => clock).toFixed(2),
        all[0]?.together === undefined ? "" : least(({ together = 0 }) => together).toFixed(2),
        least(({ processors }) => processors).toFixed(2),
        accuracy(page, all[0]?.texts ?? []),
        least(({ megabytes }) => megabytes).toFixed(0),
      ]);
    }
  }
  await rm(folder, { recursive: true });
  console.log(table.toString());
}

const [way, page] = process.argv.slice(2) as ["tabularium" | "whole" | undefined, PageName | undefined];
if (way && page) {
  console.log(JSON.stringify(await turnOf(way, page)));
  process.exit(0);
} else await compare();
