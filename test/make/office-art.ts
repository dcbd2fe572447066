import { u16, u32 } from "./doc.ts";

/** Pictures as Office's binary files keep them ([MS-ODRAW]). */

const bytes = (count: number): number[] => new Array<number>(count).fill(0);
export const record = (type: number, content: readonly number[], head = 0): number[] => [
  ...u16(head),
  ...u16(type),
  ...u32(content.length),
  ...content,
];
const holding = (type: number, ...records: readonly (readonly number[])[]): number[] =>
  record(type, records.flat(), 15);

/** PNG, JPEG or metafile, by the record's type. */
export const blip = (content: Uint8Array, type = 0xf01e, hashes: 1 | 2 = 1): number[] =>
  record(type, [...bytes(16 * hashes + 1), ...content], 0x6e00 + ((hashes - 1) << 4));
/** A bitmap without the head of its file. */
export const bitmapBlip = (bitmap: Uint8Array): number[] => blip(bitmap.subarray(14), 0xf01f);

/** An entry of the store that holds the picture itself, and one that tells where it stands in another stream. */
export const entry = (held: readonly number[]): number[] => record(0xf007, [...bytes(36), ...held], 0x62);
export const pointer = (at: number): number[] => record(0xf007, [...bytes(28), ...u32(at), ...bytes(4)], 0x62);

/** A shape with that picture of those at hand, and shares of it cut off. */
const shape = (number: number, picture: number, cut: Cut = {}): number[] => {
  const options = [
    [0x4104, picture],
    ...Object.entries(cut).map(([side, share]) => [CUTS[side as keyof Cut], share * 0x1_0000] as const),
  ] as const;
  return holding(
    0xf004,
    record(0xf00a, [...u32(number), ...bytes(4)], 0x4b2),
    record(
      0xf00b,
      options.flatMap(([name, value]) => [...u16(name as number), ...u32(value as number)]),
      options.length << 4,
    ),
  );
};
export interface Cut {
  readonly top?: number;
  readonly bottom?: number;
  readonly hidden?: number;
}
/** Whether it is hidden is a switch, given as a share of 0x10000. */
const CUTS = { top: 0x100, bottom: 0x101, hidden: 0x3bf } as const;

/** The Data stream of one picture in the line, of that size in points. */
export const inlineData = (
  entries: readonly (readonly number[])[],
  [width, height]: readonly [number, number],
  { picture = 1, cut = {} }: { readonly picture?: number; readonly cut?: Cut } = {},
): number[] => {
  const head = [...u16(0x44), ...u16(0x64), ...bytes(20), ...[width * 20, height * 20, 1000, 1000].flatMap(u16)];
  const content = [...head, ...bytes(0x40 - head.length), ...shape(1, picture, cut), ...entries.flat()];
  return [...u32(content.length + 4), ...content];
};

/** What modifies the character (0x01) of a picture in the line. */
export const PICTURE_AT = (location: number): number[] => [...u16(0x6a03), ...u32(location), ...u16(0x0855), 1];
export const DRAWING = [...u16(0x0855), 1];

/** The structures of a drawing (0x08) at a position of the text: where it is, its shape, and the store of pictures. */
export const floating = (
  position: number,
  [width, height]: readonly [number, number],
  entries: readonly (readonly number[])[],
  cut: Cut = {},
  { y = 0, flags = 0, picture = 1 }: { readonly y?: number; readonly flags?: number; readonly picture?: number } = {},
): Readonly<Record<number, readonly number[]>> => ({
  40: [
    ...[position, position + 1].flatMap(u32),
    ...[1026, 0, y * 20, width * 20, (y + height) * 20].flatMap(u32),
    ...[...u16(flags), ...bytes(4)],
  ],
  50: [
    ...holding(0xf000, holding(0xf001, ...entries)),
    0,
    ...holding(0xf002, holding(0xf003, shape(1025, 0), shape(1026, picture, cut))),
  ],
});
