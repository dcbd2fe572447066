/** Writes small Word 97–2003 files ([MS-DOC]) for tests: one piece table, paragraphs with properties, hidden runs. */
import * as CFB from "cfb";

/** Characters with modifiers of their own, as bytes. */
export interface MadeRun {
  readonly text: string;
  readonly modifiers: readonly number[];
}

export interface MadeParagraph {
  /** Its mark: 0x0D, 0x07 or 0x0C. */
  readonly mark: number;
  readonly text: string;
  /** Instead of `text`. */
  readonly runs?: readonly MadeRun[];
  /** Number of its style. */
  readonly style?: number;
  /** What is laid over its piece: the short number of a modifier and its value. */
  readonly piece?: readonly [number: number, value: number];
  /** Modifiers of the paragraph as bytes. */
  readonly modifiers?: readonly number[];
  /** Hides the text, its mark, or both. */
  readonly hides?: "text" | "mark" | "all";
}

export interface MadeCell {
  readonly text: string;
  /** Instead of `text`: its paragraphs, whose marks are as they have to be. */
  readonly content?: readonly Omit<MadeParagraph, "mark">[];
  /** Right edge in twips. */
  readonly right: number;
  readonly horizontal?: 0 | 1 | 2;
  readonly vertical?: "single" | "first" | "continued";
}

const PAGE = 512;
const TEXT = 0x800;
export const u16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
export const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];

const IN_TABLE = [...u16(0x2416), 1];
const ROW_END = [...IN_TABLE, ...u16(0x2417), 1];
const VERTICAL = { single: 0, first: 0x60, continued: 0x20 } as const;

/** The paragraphs of one table row, the last one with the row's definition and what more is said of the row. */
export function row(cells: readonly MadeCell[], left = 0, more: readonly number[] = []): MadeParagraph[] {
  const edges = [left, ...cells.map((cell) => cell.right)].flatMap(u16);
  const shapes = cells.flatMap((cell) => [
    ...u16((cell.horizontal ?? 0) | VERTICAL[cell.vertical ?? "single"]),
    ...new Array<number>(18).fill(0),
  ]);
  const definition = [cells.length, ...edges, ...shapes];
  return [
    ...cells.flatMap(({ text, content = [{ text }] }) =>
      content.map((paragraph, i): MadeParagraph => {
        const modifiers = [...IN_TABLE, ...(paragraph.modifiers ?? [])];
        return { ...paragraph, mark: i === content.length - 1 ? 7 : 13, modifiers };
      }),
    ),
    {
      mark: 7,
      text: "",
      modifiers: [...ROW_END, ...u16(0xd608), ...u16(definition.length + 1), ...definition, ...more],
    },
  ];
}

/** A style: of paragraphs, characters or tables. */
export interface MadeStyle {
  readonly kind: "paragraph" | "character" | "table";
  /** Number of the style it is based on. */
  readonly base?: number;
  /** What it says of text, and of paragraphs. */
  readonly text?: readonly number[];
  readonly paragraph?: readonly number[];
}

export interface MadeOptions {
  /**
   * Order in which the paragraphs' texts are stored; each becomes a piece of its own, every second one in one byte a
   * character where it can.
   */
  readonly shuffled?: boolean;
  readonly magic?: number;
  readonly flags?: number;
  /** The Data stream, for modifiers too large for their paragraph. */
  readonly data?: readonly number[];
  readonly styles?: readonly MadeStyle[];
  /** Names of fonts. */
  readonly fonts?: readonly string[];
  /** Further stories behind the main one: the headers and the text boxes. */
  readonly headers?: readonly MadeParagraph[];
  readonly textBoxes?: readonly MadeParagraph[];
  /** Further structures of the table stream by their number in the file's information block. */
  readonly structures?: Readonly<Record<number, readonly number[]>>;
  /** What stands behind a structure, outside its declared size. */
  readonly behind?: Readonly<Record<number, readonly number[]>>;
  /** What stands in the text's stream from a place behind all of it on. */
  readonly tail?: readonly [at: number, bytes: Uint8Array];
  /** Names of the streams in capitals. */
  readonly capitals?: boolean;
}

const KIND = { paragraph: 1, character: 2, table: 3 } as const;
const NO_BASE = 0xfff;

function styleSheet(styles: readonly MadeStyle[]): number[] {
  const even = (bytes: readonly number[]) => (bytes.length % 2 === 0 ? [...bytes] : [...bytes, 0]);
  const sized = (bytes: readonly number[]) => [...u16(bytes.length), ...even(bytes)];
  const made = styles.flatMap(({ kind, base = NO_BASE, text = [], paragraph = [] }) => {
    const parts = {
      paragraph: [[0, 0, ...paragraph], text],
      character: [text],
      table: [[], [0, 0, ...paragraph], text],
    }[kind];
    const head = [...u16(0xffe), ...u16(KIND[kind] | (base << 4)), ...u16(parts.length), 0, 0, 0, 0];
    return sized([...head, ...u16(0), 0, 0, ...parts.flatMap(sized)]);
  });
  return [...u16(18), ...u16(styles.length), ...u16(10), ...new Array<number>(14).fill(0), ...made];
}

function fontTable(names: readonly string[]): number[] {
  const made = names.flatMap((name) => {
    const bytes = [...new Array<number>(39).fill(0), ...Buffer.from(`${name}\0`, "utf16le")];
    return [bytes.length, ...bytes];
  });
  return [...u16(names.length), 0, 0, ...made];
}

/** A whole file. */
export function makeDoc(main: readonly MadeParagraph[], options: MadeOptions = {}): Uint8Array {
  const {
    shuffled = false,
    magic = 0xa5ec,
    flags = 0,
    data,
    styles,
    fonts,
    headers = [],
    textBoxes = [],
    structures = {},
    behind = {},
    tail,
    capitals,
  } = options;
  const paragraphs = [...main, ...headers, ...textBoxes].map((one) =>
    one.runs ? { ...one, text: one.runs.map(({ text }) => text).join("") } : one,
  );
  const count = paragraphs.length;
  const order = paragraphs.map((_, i) => i);
  if (shuffled) order.reverse();
  const contents = paragraphs.map(({ text, mark }, i) => {
    const whole = text + String.fromCharCode(mark);
    const narrow = shuffled && i % 2 === 0 && [...whole].every((letter) => letter.charCodeAt(0) < 0x80);
    return {
      narrow,
      letters: whole.length,
      bytes: narrow ? [...Buffer.from(whole, "latin1")] : [...Buffer.from(whole, "utf16le")],
    };
  });
  const offsets = new Array<number>(count).fill(0);
  let end = TEXT;
  for (const i of order) {
    offsets[i] = end;
    end += contents[i]?.bytes.length ?? 0;
    end += end & 1;
  }
  const pages = Math.ceil(end / PAGE);
  const word = Buffer.alloc(tail ? tail[0] + tail[1].length : (pages + 2 * count) * PAGE);
  if (tail) word.set(tail[1], tail[0]);
  contents.forEach(({ bytes }, i) => {
    word.set(bytes, offsets[i]);
  });

  const texts = paragraphs.map(({ text }) => text);
  // One page of paragraph properties and one of character properties for each paragraph.
  paragraphs.forEach(({ modifiers = [], hides, runs, style = 0 }, i) => {
    const from = offsets[i] ?? 0;
    const { bytes, narrow } = contents[i] ?? { bytes: [], narrow: false };
    const to = from + bytes.length;
    const paragraph = word.subarray((pages + 2 * i) * PAGE, (pages + 2 * i + 1) * PAGE);
    const properties = [...u16(style), ...modifiers];
    if (properties.length % 2 === 1) properties.push(0);
    paragraph.set([...u32(from), ...u32(to), 11], 0);
    paragraph.set([0, properties.length / 2, ...properties], 22);
    paragraph[PAGE - 1] = 1;
    const characters = word.subarray((pages + 2 * i + 1) * PAGE, (pages + 2 * i + 2) * PAGE);
    const shown = { text: [0, 1], mark: [1, 0], all: [0, 0], none: [1, 1] }[hides ?? "none"];
    const hidden = [...u16(0x083c), 1];
    const letter = narrow ? 1 : 2;
    const parts = [
      ...(runs ?? [{ text: texts[i] ?? "", modifiers: shown[0] ? [] : hidden }]),
      { text: "\r", modifiers: shown[1] ? [] : hidden },
    ];
    const bounds = [from];
    const places: number[] = [];
    let at = 4 * (parts.length + 1) + parts.length;
    for (const part of parts) {
      bounds.push((bounds.at(-1) ?? 0) + part.text.length * letter);
      at += at & 1;
      places.push(part.modifiers.length === 0 ? 0 : at / 2);
      if (part.modifiers.length === 0) continue;
      characters.set([part.modifiers.length, ...part.modifiers], at);
      at += 1 + part.modifiers.length;
    }
    if (at >= PAGE) throw new RangeError("More runs than a page holds");
    characters.set([...bounds.flatMap(u32), ...places], 0);
    characters[PAGE - 1] = parts.length;
  });

  const positions = [0];
  for (const { letters } of contents) positions.push((positions.at(-1) ?? 0) + letters);
  const descriptors = contents.flatMap(({ narrow }, i) => {
    const [number, value] = paragraphs[i]?.piece ?? [0, 0];
    return [
      0,
      0,
      ...u32(narrow ? (((offsets[i] ?? 0) * 2) | 0x40000000) >>> 0 : (offsets[i] ?? 0)),
      ...u16((number << 1) | (value << 8)),
    ];
  });
  const pieces = [...positions.flatMap(u32), ...descriptors];
  const clx = [2, ...u32(pieces.length), ...pieces];
  const list = (first: number): number[] => [
    ...Array.from({ length: count + 1 }, (_, i) => u32(i)).flat(),
    ...Array.from({ length: count }, (_, i) => u32(pages + 2 * i + first)).flat(),
  ];
  const parts: Readonly<Record<number, readonly number[]>> = {
    ...structures,
    33: clx,
    13: list(0),
    12: list(1),
    1: styles ? styleSheet(styles) : [],
    15: fonts ? fontTable(fonts) : [],
  };
  const tables: number[] = [];
  word.set([...u16(magic), ...u16(0xc1)], 0);
  word.set(u16(flags), 10);
  word.set([...u16(14)], 32);
  word.set([...u16(22)], 62);
  const lengthOf = (story: readonly MadeParagraph[]) =>
    story.reduce((sum, { text, runs }) => sum + (runs ?? [{ text }]).reduce((n, one) => n + one.text.length, 1), 0);
  word.set(u32(lengthOf(main)), 0x4c);
  word.set(u32(lengthOf(headers)), 0x54);
  word.set(u32(lengthOf(textBoxes)), 0x64);
  word.set(u16(0x5d), 152);
  for (const [index, bytes] of Object.entries(parts)) {
    word.set([...u32(tables.length), ...u32(bytes.length)], 154 + 8 * Number(index));
    for (const byte of [...bytes, ...(behind[Number(index)] ?? [])]) tables.push(byte);
  }
  const streams = { WordDocument: word, "0Table": Buffer.from(tables), ...(data ? { Data: Buffer.from(data) } : {}) };
  return container(
    capitals
      ? Object.fromEntries(Object.entries(streams).map(([name, bytes]) => [name.toUpperCase(), bytes]))
      : streams,
  );
}

/** An OLE compound file with these streams. */
export function container(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const file = CFB.utils.cfb_new();
  for (const [name, bytes] of Object.entries(streams)) CFB.utils.cfb_add(file, `/${name}`, Buffer.from(bytes));
  return new Uint8Array(CFB.write(file, { type: "buffer" }) as Buffer);
}
