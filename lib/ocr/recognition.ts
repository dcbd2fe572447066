import { availableParallelism } from "node:os";
import { Tensor } from "onnxruntime-node";
import type { Models } from "./models.ts";
import type { Area, Grey } from "./raster.ts";

/** What the recognition model reads in one line of text. */
export interface Reading {
  readonly text: string;
  /** The least probability among its characters, 0 to 1; 1 where nothing was read. */
  readonly confidence: number;
  /** The mean probability of its characters; 0 where nothing was read. */
  readonly mean: number;
}

/** One line to read: which part of which picture, how much of the model's height it takes. */
export interface Crop {
  readonly grey: Grey;
  readonly area: Area;
  /** Least width of the canvas in model pixels, filled up with grey: a lone digit on a narrow canvas vanishes. */
  readonly canvas: number;
  /** Only these classes may be read; all where absent. */
  readonly allowed?: ReadonlySet<number>;
}

const HEIGHT = 48;
/** Longest line in model pixels. */
const LONGEST = 1600;
const BATCH = 8;
const RUNS = Math.min(2, availableParallelism());
/** Width of a batch in model pixels, which bounds the memory that a run takes. */
const WIDEST_BATCH = 2048;

const canvasWidth = ({ area, canvas }: Crop): number => {
  const width = ((area.x1 - area.x0) * HEIGHT) / Math.max(area.y1 - area.y0, 1);
  return Math.min(LONGEST, Math.ceil(Math.max(width, canvas) / 32) * 32);
};

/** Fills one line of the batch: the crop scaled to the model's height, v/127.5-1, the rest of the canvas 0. */
function fill({ grey, area }: Crop, target: Float32Array, offset: number, width: number): void {
  const { width: w, height: h, data } = grey;
  const scale = Math.max(area.y1 - area.y0, 1) / HEIGHT;
  const drawn = Math.min(width, Math.max(1, Math.round((area.x1 - area.x0) / scale)));
  const step = (area.x1 - area.x0) / drawn;
  const plane = HEIGHT * width;
  // Reducing takes the mean of several samples, enlarging interpolates.
  const samples = Math.max(1, Math.round(scale));
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < drawn; x++) {
      let sum = 0;
      for (let sy = 0; sy < samples; sy++) {
        for (let sx = 0; sx < samples; sx++) {
          const px = Math.min(Math.max(area.x0 + (x + (sx + 0.5) / samples) * step - 0.5, 0), w - 1);
          const py = Math.min(Math.max(area.y0 + (y + (sy + 0.5) / samples) * scale - 0.5, 0), h - 1);
          const left = Math.floor(px);
          const top = Math.floor(py);
          const right = Math.min(left + 1, w - 1);
          const below = Math.min(top + 1, h - 1);
          const fx = px - left;
          const fy = py - top;
          const a = (data[top * w + left] as number) * (1 - fx) + (data[top * w + right] as number) * fx;
          const b = (data[below * w + left] as number) * (1 - fx) + (data[below * w + right] as number) * fx;
          sum += a * (1 - fy) + b * fy;
        }
      }
      target[offset + y * width + x] = sum / (samples * samples) / 127.5 - 1;
    }
  }
  target.copyWithin(offset + plane, offset, offset + plane);
  target.copyWithin(offset + 2 * plane, offset, offset + plane);
}

/** Characters that look the same: that a model hesitates between them is no doubt about the figure. */
const TWINS = ["0Oo〇○口DQ", "1lIi|丨", "2Zz", "5Ss", "8B", "6b", "9gq"];

/** Per class its twins, itself included. */
type Twins = ReadonlyMap<number, readonly number[]>;

function twinsOf(characters: readonly string[]): Twins {
  return new Map(
    TWINS.flatMap((group) => {
      const classes = [...group].map((character) => characters.indexOf(character)).filter((index) => index > 0);
      return classes.map((index) => [index, classes] as const);
    }),
  );
}

/** Greedy CTC over the allowed classes; the probability of a character is that of all that look the same. */
function decode(
  output: Float32Array,
  from: number,
  steps: number,
  classes: number,
  characters: readonly string[],
  twins: Twins,
  allowed?: ReadonlySet<number>,
): Reading {
  let text = "";
  let least = 1;
  let sum = 0;
  let count = 0;
  let last = 0;
  let peak = 0;
  const close = () => {
    if (last === 0) return;
    text += characters[last] ?? "";
    least = Math.min(least, peak);
    sum += peak;
    count++;
  };
  const likelihood = (at: number, index: number): number => {
    const group = twins.get(index);
    return group ? group.reduce((total, twin) => total + (output[at + twin] as number), 0) : (output[at + index] as number);
  };
  for (let step = 0; step < steps; step++) {
    const at = from + step * classes;
    let best = 0;
    let most = output[at] as number;
    if (allowed) {
      for (const index of allowed) {
        const value = likelihood(at, index);
        if (value > most) {
          most = value;
          best = index;
        }
      }
    } else {
      for (let index = 1; index < classes; index++) {
        const value = output[at + index] as number;
        if (value > most) {
          most = value;
          best = index;
        }
      }
      if (best > 0) most = likelihood(at, best);
    }
    if (best === last) peak = Math.max(peak, most);
    else {
      close();
      last = best;
      peak = most;
    }
  }
  close();
  // The model knows a rare radical better than the comma of lists.
  return { text: text.trim().replaceAll("丶", "、"), confidence: Math.min(1, least), mean: count === 0 ? 0 : Math.min(1, sum / count) };
}

/** Reads lines with the recognition model of PP-OCR: input [N,3,48,W], output [N,W/8,classes]. */
export class Recogniser {
  readonly #models: Models;
  readonly #twins: Twins;
  readonly #signal: AbortSignal | undefined;
  constructor(models: Models, signal?: AbortSignal) {
    this.#models = models;
    this.#twins = twinsOf(models.characters);
    this.#signal = signal;
  }

  /** The classes of these characters. */
  classesOf(characters: string): ReadonlySet<number> {
    return new Set([...characters].map((character) => this.#models.characters.indexOf(character)).filter((index) => index > 0));
  }

  /** The readings of the crops, in their order. Crops of like width are read together. */
  async read(crops: readonly Crop[]): Promise<Reading[]> {
    const readings = new Array<Reading>(crops.length);
    const order = crops.map((crop, index) => ({ crop, index, width: canvasWidth(crop) })).sort((a, b) => a.width - b.width);
    const batches: (typeof order)[] = [];
    for (let start = 0; start < order.length; ) {
      let end = start + 1;
      const first = order[start]?.width ?? 0;
      const fits = (width: number) => end - start < BATCH && width * (end - start + 1) <= WIDEST_BATCH && width <= first * 1.15 + 16;
      while (end < order.length && fits(order[end]?.width ?? 0)) end++;
      batches.push(order.slice(start, end));
      start = end;
    }
    // Runs of one thread side by side waste less than one run on several threads.
    await Promise.all(
      Array.from({ length: RUNS }, async () => {
        for (let batch = batches.pop(); batch; batch = batches.pop()) await this.#readBatch(batch, readings);
      }),
    );
    return readings;
  }

  async #readBatch(batch: readonly { readonly crop: Crop; readonly index: number; readonly width: number }[], readings: Reading[]): Promise<void> {
    this.#signal?.throwIfAborted();
    const width = batch.at(-1)?.width ?? 0;
    const input = new Float32Array(batch.length * 3 * HEIGHT * width);
    batch.forEach(({ crop }, n) => {
      fill(crop, input, n * 3 * HEIGHT * width, width);
    });
    const { recognition, characters } = this.#models;
    const results = await recognition.run({
      [recognition.inputNames[0] as string]: new Tensor("float32", input, [batch.length, 3, HEIGHT, width]),
    });
    const output = results[recognition.outputNames[0] as string] as Tensor;
    const [, steps = 0, classes = 0] = output.dims;
    const data = output.data as Float32Array;
    batch.forEach(({ crop, index }, n) => {
      readings[index] = decode(data, n * steps * classes, steps, classes, characters, this.#twins, crop.allowed);
    });
    output.dispose();
  }
}
