/** Writes small Word 97–2003 files ([MS-DOC]) for tests: one piece table, paragraphs with properties, hidden runs. */
import * as CFB from "cfb";

export interface MadeParagraph {
  /** Its mark: 0x0D, 0x07 or 0x0C. */
  readonly mark: number;
  readonly text: string;
  /** Modifiers of the paragraph as bytes. */
  readonly modifiers?: readonly number[];
  /** Hides the text, its mark, or both. */
  readonly hides?: "text" | "mark" | "all";
}

export interface MadeCell {
  readonly text: string;
  /** Right edge in twips. */
  readonly right: number;
  readonly horizontal?: 0 | 1 | 2;
  readonly vertical?: "single" | "first" | "continued";
}

const PAGE = 512;
const TEXT = 0x800;
const u16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];

const IN_TABLE = [...u16(0x2416), 1];
const ROW_END = [...IN_TABLE, ...u16(0x2417), 1];
const VERTICAL = { single: 0, first: 0x60, continued: 0x20 } as const;

/** The paragraphs of one table row, the last one with the row's definition. */
export function row(cells: readonly MadeCell[], left = 0): MadeParagraph[] {
  const edges = [left, ...cells.map((cell) => cell.right)].flatMap(u16);
  const shapes = cells.flatMap((cell) => [...u16((cell.horizontal ?? 0) | VERTICAL[cell.vertical ?? "single"]), ...new Array<number>(18).fill(0)]);
  const definition = [cells.length, ...edges, ...shapes];
  return [
    ...cells.map((cell): MadeParagraph => ({ mark: 7, text: cell.text, modifiers: IN_TABLE })),
    { mark: 7, text: "", modifiers: [...ROW_END, ...u16(0xd608), ...u16(definition.length + 1), ...definition] },
  ];
}

export interface MadeOptions {
  /** Order in which the paragraphs' texts are stored; each becomes a piece of its own, every second one in one byte a character where it can. */
  readonly shuffled?: boolean;
  readonly magic?: number;
  readonly flags?: number;
  /** The Data stream, for modifiers too large for their paragraph. */
  readonly data?: readonly number[];
}

/** A whole file. */
export function makeDoc(paragraphs: readonly MadeParagraph[], { shuffled = false, magic = 0xa5ec, flags = 0, data }: MadeOptions = {}): Uint8Array {
  const count = paragraphs.length;
  const order = paragraphs.map((_, i) => i);
  if (shuffled) order.reverse();
  const contents = paragraphs.map(({ text, mark }, i) => {
    const whole = text + String.fromCharCode(mark);
    const narrow = shuffled && i % 2 === 0 && [...whole].every((letter) => letter.charCodeAt(0) < 0x80);
    return { narrow, letters: whole.length, bytes: narrow ? [...Buffer.from(whole, "latin1")] : [...Buffer.from(whole, "utf16le")] };
  });
  const offsets = new Array<number>(count).fill(0);
  let end = TEXT;
  for (const i of order) {
    offsets[i] = end;
    end += contents[i]?.bytes.length ?? 0;
    end += end & 1;
  }
  const pages = Math.ceil(end / PAGE);
  const word = Buffer.alloc((pages + 2 * count) * PAGE);
  contents.forEach(({ bytes }, i) => {
    word.set(bytes, offsets[i]);
  });

  // One page of paragraph properties and one of character properties for each paragraph.
  paragraphs.forEach(({ modifiers = [], hides }, i) => {
    const from = offsets[i] ?? 0;
    const { bytes, narrow } = contents[i] ?? { bytes: [], narrow: false };
    const to = from + bytes.length;
    const paragraph = word.subarray((pages + 2 * i) * PAGE, (pages + 2 * i + 1) * PAGE);
    const properties = [0, 0, ...modifiers];
    if (properties.length % 2 === 1) properties.push(0);
    paragraph.set([...u32(from), ...u32(to), 11], 0);
    paragraph.set([0, properties.length / 2, ...properties], 22);
    paragraph[PAGE - 1] = 1;
    const characters = word.subarray((pages + 2 * i + 1) * PAGE, (pages + 2 * i + 2) * PAGE);
    const mark = to - (narrow ? 1 : 2);
    const shown = { text: [0, 1], mark: [1, 0], all: [0, 0], none: [1, 1] }[hides ?? "none"];
    characters.set([...u32(from), ...u32(mark), ...u32(to), ...shown.map((one) => (one ? 0 : 10))], 0);
    characters.set([3, ...u16(0x083c), 1], 20);
    characters[PAGE - 1] = 2;
  });

  const positions = [0];
  for (const { letters } of contents) positions.push((positions.at(-1) ?? 0) + letters);
  const descriptors = contents.flatMap(({ narrow }, i) => [
    0,
    0,
    ...u32(narrow ? (((offsets[i] ?? 0) * 2) | 0x40000000) >>> 0 : (offsets[i] ?? 0)),
    0,
    0,
  ]);
  const pieces = [...positions.flatMap(u32), ...descriptors];
  const clx = [2, ...u32(pieces.length), ...pieces];
  const list = (first: number): number[] => [
    ...Array.from({ length: count + 1 }, (_, i) => u32(i)).flat(),
    ...Array.from({ length: count }, (_, i) => u32(pages + 2 * i + first)).flat(),
  ];
  const parts = { 33: clx, 13: list(0), 12: list(1) };
  const tables: number[] = [];
  word.set([...u16(magic), ...u16(0xc1)], 0);
  word.set(u16(flags), 10);
  word.set([...u16(14)], 32);
  word.set([...u16(22)], 62);
  word.set(u32(positions.at(-1) ?? 0), 0x4c);
  word.set(u16(0x5d), 152);
  for (const [index, bytes] of Object.entries(parts)) {
    word.set([...u32(tables.length), ...u32(bytes.length)], 154 + 8 * Number(index));
    tables.push(...bytes);
  }
  return container({ WordDocument: word, "0Table": Buffer.from(tables), ...(data ? { Data: Buffer.from(data) } : {}) });
}

/** An OLE compound file with these streams. */
export function container(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const file = CFB.utils.cfb_new();
  for (const [name, bytes] of Object.entries(streams)) CFB.utils.cfb_add(file, `/${name}`, Buffer.from(bytes));
  return new Uint8Array(CFB.write(file, { type: "buffer" }) as Buffer);
}
