import { foldIdeographs } from "../../document/text.ts";
import type { Transcription } from "./models.ts";

/** Characters that look the same: that a model hesitates between them is no doubt about the figure. */
const TWINS = ["0Oo〇○口DQ。°", "1lIi|丨", "2Zz", "5Ss", "8B", "6b", "9gq"];

/**
 * Greedy decoding of what a recognition model says (CTC); the probability of a character is that of all that look the
 * same.
 */
export class Decoder {
  readonly #characters: readonly string[];
  /** Per class its twins, itself included. */
  readonly #twins: ReadonlyMap<number, readonly number[]>;
  readonly #alphabets = new Map<string, readonly number[]>();

  /** @param characters of each class: class 0 is the blank of CTC */
  constructor(characters: readonly string[]) {
    this.#characters = characters;
    this.#twins = new Map(
      TWINS.flatMap((group) => {
        const classes = this.#classesOf(group);
        return classes.map((index) => [index, classes] as const);
      }),
    );
  }

  #classesOf(characters: string): number[] {
    return [...characters].map((character) => this.#characters.indexOf(character)).filter((index) => index > 0);
  }

  #allowed(alphabet: string): readonly number[] {
    const known = this.#alphabets.get(alphabet);
    if (known) return known;
    const classes = this.#classesOf(alphabet);
    this.#alphabets.set(alphabet, classes);
    return classes;
  }

  /** Of a class and its twins. @param at where the step begins */
  #likelihood(output: Float32Array, at: number, index: number): number {
    const group = this.#twins.get(index);
    return group
      ? group.reduce((total, twin) => total + (output[at + twin] as number), 0)
      : (output[at + index] as number);
  }

  /** The likeliest class of a step, 0 for none, and how likely it is. */
  #likeliest(output: Float32Array, at: number, classes: number, allowed: readonly number[] | null) {
    let best = 0;
    let most = output[at] as number;
    if (allowed) {
      for (const index of allowed) {
        const value = this.#likelihood(output, at, index);
        if (value > most) {
          most = value;
          best = index;
        }
      }
      return { best, most };
    }
    for (let index = 1; index < classes; index++) {
      const value = output[at + index] as number;
      if (value > most) {
        most = value;
        best = index;
      }
    }
    return { best, most: best > 0 ? this.#likelihood(output, at, best) : most };
  }

  /**
   * @param output probabilities, those of all classes for each step
   * @param alphabet the characters that may be read; all where absent
   */
  decode(output: Float32Array, classes: number, alphabet?: string): Transcription {
    const allowed = alphabet === undefined ? null : this.#allowed(alphabet);
    let text = "";
    let least = 1;
    let sum = 0;
    let count = 0;
    let last = 0;
    let peak = 0;
    let since = 0;
    const centres: number[] = [];
    const steps = output.length / classes;
    /** @param until the step at which the character is no longer read */
    const close = (until: number) => {
      if (last === 0) return;
      const character = this.#characters[last] ?? "";
      text += character;
      for (const _ of character) centres.push((since + until) / 2 / steps);
      least = Math.min(least, peak);
      sum += peak;
      count++;
    };
    for (let at = 0; at < output.length; at += classes) {
      const { best, most } = this.#likeliest(output, at, classes, allowed);
      if (best === last) peak = Math.max(peak, most);
      else {
        close(at / classes);
        since = at / classes;
        last = best;
        peak = most;
      }
    }
    close(steps);
    const leading = [...text].findIndex((character) => character.trim() !== "");
    // The model knows a rare radical better than the comma of lists.
    const read = foldIdeographs(text.trim()).replaceAll("丶", "、");
    return {
      text: read,
      centres: centres.slice(Math.max(0, leading), Math.max(0, leading) + [...read].length),
      confidence: Math.min(1, least),
      mean: count === 0 ? 0 : Math.min(1, sum / count),
    };
  }
}
