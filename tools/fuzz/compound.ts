import { copyOf, EXTREMES, type Mutation } from "./mutation.ts";

/**
 * Damage to the sectors of an OLE compound file: its header, its chains and its directory; the streams keep their
 * bytes.
 */

const SECTOR = 512;
const fatPlaces = (bytes: Buffer): number[] =>
  Array.from({ length: 109 }, (_, i) => bytes.readUInt32LE(76 + 4 * i))
    .filter((sector) => (sector + 2) * SECTOR <= bytes.length)
    .map((sector) => (sector + 1) * SECTOR);

const writing = (name: string, place: (bytes: Buffer, below: (end: number) => number) => number | null): Mutation => ({
  name: `ole ${name}`,
  container: true,
  apply: (bytes, random) => {
    if (bytes.length < 3 * SECTOR) return null;
    const out = copyOf(bytes);
    for (let n = random.pick([1, 1, 4]); n > 0; n--) {
      const at = place(out, random.below);
      if (at === null || at + 4 > out.length) return null;
      out.writeUInt32LE(random.chance(0.5) ? random.pick(EXTREMES) >>> 0 : random.below(out.length / SECTOR), at);
    }
    return out;
  },
});

export const compoundMutations: readonly Mutation[] = [
  writing("header", (_, below) => 24 + 4 * below(122)),
  writing("chain", (bytes, below) => {
    const places = fatPlaces(bytes);
    const fat = places[below(Math.max(1, places.length))];
    return fat === undefined ? null : fat + 4 * below(SECTOR / 4);
  }),
  writing("directory", (bytes, below) => {
    const directory = (bytes.readUInt32LE(48) + 1) * SECTOR;
    // Type, neighbours, child, start and size of one of the first entries.
    return directory + 128 * below(4) + ([66, 68, 72, 76, 116, 120][below(6)] ?? 66);
  }),
];
