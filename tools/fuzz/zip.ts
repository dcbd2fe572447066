import { unzipSync, type Zippable, zipSync } from "fflate";
import { markupMutations } from "./markup.ts";
import { copyOf, EXTREMES, type Mutation } from "./mutation.ts";
import type { Random } from "./random.ts";

/** Damage to zip files: their records, their parts, and what stands in a part. */

const LOCAL = Buffer.from("PK\x03\x04", "latin1");
const CENTRAL = Buffer.from("PK\x01\x02", "latin1");
const END = Buffer.from("PK\x05\x06", "latin1");

function placesOf(bytes: Uint8Array, mark: Buffer): number[] {
  const buffer = copyOf(bytes);
  const places: number[] = [];
  for (let at = buffer.indexOf(mark); at >= 0; at = buffer.indexOf(mark, at + 4)) places.push(at);
  return places;
}

/** Fields of records that readers rely on: offset within the record and size in bytes. */
const FIELDS: readonly (readonly [mark: Buffer, fields: readonly (readonly [at: number, size: 2 | 4])[]])[] = [
  [
    LOCAL,
    [
      [6, 2],
      [8, 2],
      [14, 4],
      [18, 4],
      [22, 4],
      [26, 2],
      [28, 2],
    ],
  ],
  [
    CENTRAL,
    [
      [8, 2],
      [10, 2],
      [16, 4],
      [20, 4],
      [24, 4],
      [28, 2],
      [30, 2],
      [32, 2],
      [34, 2],
      [42, 4],
    ],
  ],
  [
    END,
    [
      [4, 2],
      [8, 2],
      [10, 2],
      [12, 4],
      [16, 4],
      [20, 2],
    ],
  ],
];

const record: Mutation = {
  name: "zip record",
  container: true,
  apply: (bytes, random) => {
    const out = copyOf(bytes);
    for (let n = random.pick([1, 1, 1, 3]); n > 0; n--) {
      const [mark, fields] = random.pick(FIELDS);
      const places = placesOf(bytes, mark);
      if (places.length === 0) return null;
      const [offset, size] = random.pick(fields);
      const at = random.pick(places) + offset;
      if (at + size > out.length) continue;
      const value = random.chance(0.5) ? random.pick(EXTREMES) >>> 0 : random.below(2 ** 16);
      if (size === 2) out.writeUInt16LE(value & 0xffff, at);
      else out.writeUInt32LE(value, at);
    }
    return out;
  },
};

type Parts = Record<string, Uint8Array>;

function remade(
  bytes: Uint8Array,
  change: (parts: Parts, name: string) => Zippable | null,
  random: Random,
): Uint8Array | null {
  let parts: Parts;
  try {
    parts = unzipSync(bytes);
  } catch {
    return null;
  }
  const names = Object.keys(parts).filter((name) => !name.endsWith("/"));
  if (names.length === 0) return null;
  const changed = change(parts, random.pick(names));
  return changed && zipSync(changed, { level: random.pick([0, 6]) });
}

const without = (parts: Parts, name: string): Parts =>
  Object.fromEntries(Object.entries(parts).filter(([other]) => other !== name));

const NAMES = [
  "../x.xml",
  "/etc/x",
  "C:\\x",
  "a\u0000b",
  "x".repeat(5000),
  "",
  ".",
  "con.xml",
  "\u202e.xml",
  "word\\document.xml",
];

export const zipMutations: readonly Mutation[] = [
  record,
  { name: "zip repacked", container: true, apply: (bytes, random) => remade(bytes, (parts) => parts, random) },
  {
    name: "zip order",
    container: true,
    apply: (bytes, random) =>
      remade(bytes, (parts) => Object.fromEntries(Object.entries(parts).sort(() => random.below(3) - 1)), random),
  },
  {
    name: "zip prefixed",
    container: true,
    apply: (bytes, random) => Buffer.concat([Buffer.alloc(random.below(300), 0x41), bytes]),
  },
  // A part that is gone takes its styles, numbers or pages along, which shows.
  { name: "zip part gone", container: false, apply: (bytes, random) => remade(bytes, without, random) },
  {
    name: "zip part renamed",
    container: false,
    apply: (bytes, random) =>
      remade(
        bytes,
        (parts, name) => ({ ...without(parts, name), [random.pick(NAMES)]: parts[name] ?? new Uint8Array() }),
        random,
      ),
  },
  {
    name: "zip part added",
    container: true,
    apply: (bytes, random) =>
      remade(bytes, (parts, name) => ({ ...parts, [random.pick(NAMES)]: parts[name] ?? new Uint8Array() }), random),
  },
  {
    name: "zip part exchanged",
    container: false,
    apply: (bytes, random) =>
      remade(
        bytes,
        (parts, name) => ({ ...parts, [name]: parts[random.pick(Object.keys(parts))] ?? new Uint8Array() }),
        random,
      ),
  },
  {
    name: "zip bomb",
    container: true,
    apply: (bytes, random) =>
      remade(bytes, (parts) => ({ ...parts, "media/white.bin": [new Uint8Array(40e6), { level: 9 }] }), random),
  },
  ...markupMutations.map(
    (inner): Mutation => ({
      ...inner,
      name: `part ${inner.name}`,
      apply: (bytes, random) => {
        let changed = false;
        const out = remade(
          bytes,
          (parts, name) => {
            const content = inner.apply(parts[name] ?? new Uint8Array(), random);
            changed = content !== null;
            return content && { ...parts, [name]: content };
          },
          random,
        );
        return changed ? out : null;
      },
    }),
  ),
];
