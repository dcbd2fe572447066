import { availableParallelism } from "node:os";
import type { Area, Grey } from "../picture/raster.ts";

/**
 * The port to the models: what they are asked and what they answer, wherever they run. The pictures given are theirs.
 */
export interface Models {
  /** Boxes around the lines of text in a picture whose sides are multiples of 32, in its pixels. */
  readonly detect: (picture: Grey) => Promise<Area[]>;
  /** What is read in each of the lines. */
  readonly read: (lines: readonly LinePicture[]) => Promise<Transcription[]>;
}

/**
 * How many questions are answered at a time. One document puts no more than two processors to use: others are in work
 * beside it, and each thread takes memory.
 */
export const THREADS = Math.min(2, availableParallelism());

/**
 * How many questions a thread is given at a time, so that it does not stand still while the one that asks has its hands
 * full for some tenths of a second, as with the picture of the next page.
 */
export const AHEAD = 6;

/** Height of the recognition model's lines in pixels. */
export const LINE_HEIGHT = 48;

/** One line of text as the recognition model takes it. */
export interface LinePicture {
  /** A multiple of 32. */
  readonly width: number;
  /** Rows from the top, LINE_HEIGHT of them; 0 black, 255 white. */
  readonly pixels: Uint8Array;
  /** Only these characters may be read; all where absent. */
  readonly alphabet?: string;
}

/** What the recognition model reads in one line of text. */
export interface Transcription {
  readonly text: string;
  /** The least probability among its characters, 0 to 1; 1 where nothing was read. */
  readonly confidence: number;
  /** The mean probability of its characters; 0 where nothing was read. */
  readonly mean: number;
  /** Where the middle of each character stands, as a share of the picture's width. */
  readonly centres: readonly number[];
}

/** A dictionary of another model: every character read would be another one. */
export class DictionaryError extends Error {
  static readonly words = "识别模型与字典不是一套";
  /** @param known characters of the dictionary, with the blank and the space that belong to every one */
  constructor(known: number, classes: number) {
    super(`${DictionaryError.words}：字典应有${classes - 2}个字，实有${known - 2}个。`);
    this.name = "DictionaryError";
  }
}

/** The models can't be loaded or run: no property of a document. */
export class ModelsError extends Error {
  /** For whoever uses them; null where there is nothing to say but that they don't run. */
  readonly advice: string | null;
  constructor(cause: unknown) {
    super("the recognition models can't be run", { cause });
    this.name = "ModelsError";
    // An error loses its class and its name on its way out of a thread.
    this.advice = cause instanceof Error && cause.message.startsWith(DictionaryError.words) ? cause.message : null;
  }
}
