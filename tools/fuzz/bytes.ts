import { copyOf, EXTREMES, type Mutation, splice } from "./mutation.ts";
import type { Random } from "./random.ts";

/** Damage that knows nothing of the format. */

const some = (random: Random, bytes: Uint8Array): { from: number; to: number } => {
  const from = random.below(bytes.length);
  return { from, to: Math.min(bytes.length, from + 1 + random.below(random.pick([4, 64, 512, 4096]))) };
};

/**
 * @param container whether a changed byte is caught by the container's checksums
 * In one piece: a list.
 */
export const byteMutations = (container: boolean): Mutation[] => [
  {
    name: "bits",
    container,
    apply: (bytes, random) => {
      const out = copyOf(bytes);
      for (let n = random.pick([1, 1, 2, 8, 64]); n > 0; n--) {
        const at = random.below(out.length);
        out[at] = (out[at] as number) ^ (1 << random.below(8));
      }
      return out;
    },
  },
  {
    name: "overwritten",
    container,
    apply: (bytes, random) => {
      const { from, to } = some(random, bytes);
      return copyOf(bytes).fill(random.pick([0, 0xff, 0x20, random.below(256)]), from, to);
    },
  },
  {
    name: "extreme",
    container,
    apply: (bytes, random) => {
      if (bytes.length < 8) return null;
      const out = copyOf(bytes);
      const at = random.below(out.length - 4);
      const value = random.pick(EXTREMES) >>> 0;
      if (random.chance(0.5)) out.writeUInt32LE(value, at);
      else out.writeUInt32BE(value, at);
      return out;
    },
  },
  { name: "cut", container, apply: (bytes, random) => bytes.slice(0, random.below(bytes.length)) },
  { name: "headless", container, apply: (bytes, random) => bytes.slice(random.below(Math.min(bytes.length, 4096))) },
  {
    name: "hole",
    container,
    apply: (bytes, random) => {
      const { from, to } = some(random, bytes);
      return splice(bytes, from, to);
    },
  },
  {
    name: "twice",
    container,
    apply: (bytes, random) => {
      const { from, to } = some(random, bytes);
      return splice(bytes, to, to, bytes.subarray(from, to));
    },
  },
  {
    name: "swapped",
    container,
    apply: (bytes, random) => {
      const size = random.pick([16, 512, 4096]);
      if (bytes.length < 3 * size) return null;
      const out = copyOf(bytes);
      const [a, b] = [random.below(bytes.length / size - 1) * size, random.below(bytes.length / size - 1) * size];
      out.set(bytes.subarray(a, a + size), b);
      out.set(bytes.subarray(b, b + size), a);
      return out;
    },
  },
  {
    name: "padded",
    container: true,
    apply: (bytes, random) =>
      Buffer.concat([bytes, Buffer.alloc(1 + random.below(5000), random.pick([0, 0x20, 0x0a]))]),
  },
];
