import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import Table from "cli-table3";
import sharp from "sharp";
import type { Box } from "../lib/document/document.ts";
import { VOCABULARY } from "../lib/profiles/profiles.ts";
import type { Raster } from "../lib/recognition/engine.ts";
import { embeddedEngine } from "../lib/recognition/engines/embedded.ts";
import { threadedModels } from "../lib/recognition/models/threads.ts";
import { detectLines } from "../lib/recognition/reading/detection.ts";
import { Recogniser } from "../lib/recognition/reading/recogniser.ts";

/**
 * What a scanned page costs, beside a run of the same models over the whole page: detection of lines, recognition of
 * each. Both take turns in one process on the same pages; for the peak of memory each has a process of its own. Needs a
 * Chinese font on the machine.
 */

const ROUNDS = 3;
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
  "a table of 28 x 7 figures": {
    drawing: tableDrawing(),
    words: Array.from({ length: ROWS * COLUMNS }, (_, at) => figure(Math.floor(at / COLUMNS), at % COLUMNS)),
  },
  "34 lines of prose": { drawing: proseDrawing(), words: Array.from({ length: 34 }, (_, line) => proseLine(line)) },
} as const;

const models = threadedModels(new URL("../dist/model-thread.js", import.meta.url));
const engine = embeddedEngine(models, VOCABULARY);

const WAYS = {
  Tabularium: async (raster: Raster): Promise<string[]> => {
    const { sheets } = await engine.recognise({ number: 1, raster, area: AREA }, {});
    return sheets.flatMap(({ second }) => second.map(({ text }) => text));
  },
  "detection and recognition of the whole page": async (raster: Raster): Promise<string[]> => {
    const grey = { width: raster.width, height: raster.height, data: raster.data };
    const lines = await detectLines(models, grey);
    const readings = await new Recogniser(models).read(lines.map((area) => ({ grey, area, canvas: 160 })));
    return readings.map(({ text }) => text);
  },
} as const;
type Way = keyof typeof WAYS;
type PageName = keyof typeof PAGES;

/** How many of the words printed were read, each as often as it is printed. */
function found(words: readonly string[], read: readonly string[]): number {
  const left = [...read];
  return words.filter((printed) => {
    const at = left.indexOf(printed);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}

/** Seconds by the clock, and of all processors. */
async function spentOn(work: () => Promise<unknown>): Promise<readonly [clock: number, processors: number]> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return [(performance.now() - start) / 1000, (user + system) / 1e6];
}

async function compare(): Promise<void> {
  const [start] = await spentOn(() => models.read([{ width: 160, pixels: new Uint8Array(160 * 48) }]));
  const table = new Table({
    head: ["", "s a page", "CPU s", "read right", "peak MB"],
    style: { head: [], border: [] },
  });
  for (const name of Object.keys(PAGES) as PageName[]) {
    const { drawing, words } = PAGES[name];
    const raster = await pageOf(drawing);
    const spent = new Map<Way, readonly [number, number]>();
    const right = new Map<Way, number>();
    for (let round = 0; round <= ROUNDS; round++) {
      for (const way of Object.keys(WAYS) as Way[]) {
        const [clock, processors] = await spentOn(async () => right.set(way, found(words, await WAYS[way](raster))));
        const [clocks, all] = spent.get(way) ?? [0, 0];
        // The first round warms up.
        if (round > 0) spent.set(way, [clocks + clock / ROUNDS, all + processors / ROUNDS]);
      }
    }
    for (const way of Object.keys(WAYS) as Way[]) {
      const megabytes = execFileSync(process.execPath, ["--import", "tsx", self, way, name], { encoding: "utf8" });
      table.push([
        `${name}: ${way}`,
        ...(spent.get(way) ?? []).map((value) => value.toFixed(2)),
        `${right.get(way)} of ${words.length}`,
        megabytes.trim(),
      ]);
    }
  }
  console.log(table.toString());
  console.log(`start of the models: ${start.toFixed(2)} s`);
}

const self = fileURLToPath(import.meta.url);
const [way, page] = process.argv.slice(2) as [Way?, PageName?];
if (way && page) {
  const raster = await pageOf(PAGES[page].drawing);
  for (let round = 0; round < 2; round++) await WAYS[way](raster);
  console.log((process.resourceUsage().maxRSS / 1024).toFixed(0));
} else await compare();
