import pLimit from "p-limit";
import { AHEAD, LINE_HEIGHT, type LinePicture, type Models, THREADS, type Transcription } from "../models/models.ts";
import type { Trust } from "../models/trust.ts";
import type { Area, Grey } from "../picture/raster.ts";
import { type Ink, inked } from "./inks.ts";

export type { Transcription } from "../models/models.ts";

/** Where the middle of each character of a line stands in the picture that the line was cut out of. */
export function middlesOf(crop: Crop, { centres }: Transcription): number[] {
  const { area } = crop;
  const width = canvasWidth(crop);
  const step = (area.x1 - area.x0) / drawnWidth(crop, width);
  return centres.map((centre) => area.x0 + centre * width * step);
}

/** One line to read: which part of which picture, how much of the model's height it takes. */
export interface Crop {
  readonly grey: Grey;
  readonly area: Area;
  readonly ink: Ink;
  /** Least width of the canvas in model pixels, filled up with grey: a lone digit on a narrow canvas vanishes. */
  readonly canvas: number;
  /** How wide its characters are made, of what they are on the page; as they are where absent. */
  readonly narrowed?: number;
  /** Only these characters may be read; all where absent. */
  readonly alphabet?: string;
}

/** Width of a line at the model's height, in model pixels. */
const widthOf = ({ area: { x0, x1, y0, y1 }, narrowed = 1 }: Crop): number =>
  ((x1 - x0) * LINE_HEIGHT * narrowed) / Math.max(y1 - y0, 1);

/** Longest line in model pixels. */
const LONGEST = 1600;
/** Width of what is asked at once, in model pixels: some dozens of milliseconds. */
const PORTION = 1000;
/** Questions that are open at a time. */
const OPEN = THREADS * AHEAD;
/** What the canvas beside a line is filled with. */
const BESIDE = 128;

const canvasWidth = (crop: Crop): number =>
  Math.min(LONGEST, Math.ceil(Math.max(widthOf(crop), crop.canvas) / 32) * 32);

/** How much of the canvas the line itself takes, in model pixels. */
const drawnWidth = (crop: Crop, canvas: number): number => Math.min(canvas, Math.max(1, Math.round(widthOf(crop))));

/**
 * Places at which a side of a picture is sampled: the pixel before each and the next one, and the share of that one.
 * @param step pixels of the picture to one that is drawn
 * @param samples for each that is drawn
 * @param side of the picture, in pixels
 */
function samplesAlong(from: number, step: number, drawn: number, samples: number, side: number) {
  const first = new Int32Array(drawn * samples);
  const next = new Int32Array(drawn * samples);
  const share = new Float64Array(drawn * samples);
  for (let at = 0; at < drawn; at++) {
    for (let sample = 0; sample < samples; sample++) {
      const place = Math.min(Math.max(from + (at + (sample + 0.5) / samples) * step - 0.5, 0), side - 1);
      const index = at * samples + sample;
      first[index] = Math.floor(place);
      next[index] = Math.min(Math.floor(place) + 1, side - 1);
      share[index] = place - Math.floor(place);
    }
  }
  return { first, next, share };
}

type Samples = ReturnType<typeof samplesAlong>;

/** A row of a picture at the places that are sampled across it. */
interface SeenRow {
  y: number;
  readonly levels: Float64Array;
}

const rowSeen = ({ share }: Samples): SeenRow => ({ y: -1, levels: new Float64Array(share.length) });

function see(row: SeenRow, y: number, data: Uint8Array, width: number, { first, next, share }: Samples): void {
  if (row.y === y) return;
  row.y = y;
  const from = y * width;
  for (let at = 0; at < share.length; at++) {
    const fx = share[at] as number;
    row.levels[at] =
      (data[from + (first[at] as number)] as number) * (1 - fx) + (data[from + (next[at] as number)] as number) * fx;
  }
}

/** The crop scaled to the model's height. */
function pictureOf(crop: Crop): LinePicture {
  const { grey, area } = inked(crop.grey, crop.area, crop.ink);
  const { width: w, height: h, data } = grey;
  const { alphabet } = crop;
  const width = canvasWidth(crop);
  const pixels = new Uint8Array(LINE_HEIGHT * width).fill(BESIDE);
  const scale = Math.max(area.y1 - area.y0, 1) / LINE_HEIGHT;
  const drawn = drawnWidth(crop, width);
  const step = (area.x1 - area.x0) / drawn;
  // Reducing takes the mean of several samples, enlarging interpolates.
  const samples = Math.max(1, Math.round(scale));
  const across = samplesAlong(area.x0, step, drawn, samples, w);
  const down = samplesAlong(area.y0, scale, LINE_HEIGHT, samples, h);
  // Most rows that are drawn lie between the same two of the picture as the row before them.
  let [above, below] = [rowSeen(across), rowSeen(across)];
  const sums = new Float64Array(drawn);
  for (let y = 0; y < LINE_HEIGHT; y++) {
    sums.fill(0);
    for (let row = y * samples; row < (y + 1) * samples; row++) {
      const [top, bottom, fy] = [down.first[row] as number, down.next[row] as number, down.share[row] as number];
      if (below.y === top) [above, below] = [below, above];
      see(above, top, data, w, across);
      see(below, bottom, data, w, across);
      for (let x = 0, column = 0; x < drawn; x++)
        for (const end = column + samples; column < end; column++)
          (sums[x] as number) += (above.levels[column] as number) * (1 - fy) + (below.levels[column] as number) * fy;
    }
    for (let x = 0; x < drawn; x++) pixels[y * width + x] = Math.round((sums[x] as number) / (samples * samples));
  }
  return { width, pixels, ...(alphabet !== undefined && { alphabet }) };
}

/** Reads lines with a recognition model, wherever it runs. */
export class Recogniser {
  readonly #models: Models;
  readonly #signal: AbortSignal | undefined;
  /** How far what it reads is believed. */
  readonly trust: Trust;
  constructor(models: Models, trust: Trust, signal?: AbortSignal) {
    this.#models = models;
    this.trust = trust;
    this.#signal = signal;
  }

  /** The readings of the crops, in their order. */
  async read(crops: readonly Crop[]): Promise<Transcription[]> {
    const limit = pLimit(OPEN);
    const portions = await Promise.all(
      portionsOf(crops).map((portion) =>
        limit(async () => {
          this.#signal?.throwIfAborted();
          const answers = await this.#models.read(portion.map(({ crop }) => pictureOf(crop)));
          return portion.map(({ index }, n) => ({ index, reading: answers[n] as Transcription }));
        }),
      ),
    );
    const readings = new Array<Transcription>(crops.length);
    for (const { index, reading } of portions.flat()) readings[index] = reading;
    return readings;
  }
}

interface Placed {
  readonly crop: Crop;
  readonly index: number;
}

/** The longest lines first, so that all processors end at about the same time. */
function portionsOf(crops: readonly Crop[]): Placed[][] {
  const order = crops
    .map((crop, index) => ({ crop, index, width: canvasWidth(crop) }))
    .sort((a, b) => b.width - a.width);
  const portions: Placed[][] = [];
  let room = 0;
  for (const each of order) {
    if (each.width > room) {
      portions.push([]);
      room = PORTION;
    }
    portions.at(-1)?.push(each);
    room -= each.width;
  }
  return portions;
}
