import type { Random } from "./random.ts";

/** One way to damage a file. */
export interface Mutation {
  readonly name: string;
  /**
   * Whether it touches only the container: what the page says is the same, or can't be reached any more. Where the
   * content itself is touched, a figure may rightly differ, since the page shows it.
   */
  readonly container: boolean;
  /** Null where the file has nothing of the kind. */
  readonly apply: (bytes: Uint8Array, random: Random) => Uint8Array | null;
}

/** Values at which arithmetic goes wrong. */
export const EXTREMES = [
  0, 1, -1, 2, 255, 256, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
] as const;

export const copyOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
export const fromLatin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
/** The middle part left out, put twice or replaced. */
export const splice = (bytes: Uint8Array, from: number, to: number, ...put: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat([bytes.subarray(0, from), ...put, bytes.subarray(to)]);

/** What comes instead of one of all the texts that were found. */
export type Put = (found: string, random: Random, all: readonly string[]) => string;
/** Of so many found texts one is taken; others are as good. */
const MOST_FOUND = 20_000;

/**
 * Puts something else in the place of one text that a pattern (global) finds; bytes that are no text stay as they are.
 */
export const replacing = (name: string, container: boolean, pattern: RegExp, put: Put): Mutation => ({
  name,
  container,
  apply: (bytes, random) => {
    const text = latin1(bytes);
    const found: RegExpExecArray[] = [];
    for (const match of text.matchAll(pattern)) if (found.push(match) > MOST_FOUND) break;
    if (found.length === 0) return null;
    const { 0: one, index } = random.pick(found);
    const all = found.map(([each]) => each);
    return fromLatin1(text.slice(0, index) + put(one, random, all) + text.slice(index + one.length));
  },
});
