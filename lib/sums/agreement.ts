import type { Document, FlatText, Table } from "../document/document.ts";
import { halfWidth, squash } from "../document/text.ts";

/**
 * Whether two readings agree on each cell: the second has what the first has, about where it should be. It knows no
 * cells: numbers are looked for one by one, words in the text around.
 */

/** Pieces of the second reading in which a cell's text must be found, before and behind where the last one was. */
const AROUND = 200;

const plain = (text: string): string => halfWidth(squash(text)).replaceAll("，", ",");

/** Where in a second reading texts stand. */
interface Flat {
  readonly pieces: readonly string[];
  /** Numbers of the pieces that are a text, ascending. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** Numbers of the pieces that hold a token, ascending, once for each time. */
  readonly tokens: ReadonlyMap<string, number[]>;
}

function flatOf({ pieces }: FlatText): Flat {
  const [places, tokens] = [new Map<string, number[]>(), new Map<string, number[]>()];
  const texts = pieces.map(plain);
  for (const [at, piece] of pieces.entries()) {
    add(places, texts[at] ?? "", at);
    for (const token of tokensIn(piece)) add(tokens, token, at);
  }
  return { pieces: texts, places, tokens };
}

function add(to: Map<string, number[]>, key: string, at: number): void {
  const known = to.get(key);
  if (known) known.push(at);
  else to.set(key, [at]);
}

/** What stands between blanks, and numbers that are drawn against words. */
const tokensIn = (text: string): readonly string[] =>
  halfWidth(text)
    .replaceAll("，", ",")
    .replace(/[+\-−–]?\d[\d,.]*%?/gu, " $& ")
    .split(/\s+/u)
    .filter((token) => token !== "");

/** The first of ascending numbers that is at least as great. */
function indexFrom(ascending: readonly number[], least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The tables with the word of both readings on each cell. Without a second reading no cell has it. */
export function withAgreement({ blocks, ...document }: Document, second: FlatText | null): Document {
  const flat = second && flatOf(second);
  let at = 0;
  const agrees = (text: string): boolean => {
    if (!flat) return false;
    if (text.trim() === "") return true;
    const tokens = tokensIn(text);
    const places = tokens.map((token) => {
      const known = flat.tokens.get(token) ?? [];
      const index = indexFrom(known, at - AROUND);
      const place = known[index];
      return place === undefined || place > at + AROUND ? null : { known, index, place };
    });
    if (places.every((place) => place !== null)) {
      // Each number stands for one cell.
      for (const { known, index } of places) if (/\d/u.test(text)) known.splice(index, 1);
      at = Math.max(at, ...places.map(({ place }) => place));
      return true;
    }
    const around = flat.pieces.slice(Math.max(0, at - AROUND), at + AROUND).join("");
    return !/^[\d.,%+\-−–]+$/u.test(plain(text)) && around.includes(plain(text));
  };
  const told = (table: Table): Table => {
    if (flat) at = beginOf(flat, table, at);
    return { ...table, cells: table.cells.map((cell) => ({ ...cell, agrees: agrees(cell.text) })) };
  };
  return {
    ...document,
    blocks: blocks.map((block) => {
      if (block.kind === "table") return told(block);
      if (flat && block.kind === "paragraph") at = follow(flat, block.text, at);
      return block;
    }),
  };
}

/** Where a table begins whose first words stand nowhere around: of tables side by side the second reading has row after row. */
function beginOf(flat: Flat, { cells }: Table, at: number): number {
  const places = flat.places.get(plain(cells.find(({ text }) => /\p{L}/u.test(text))?.text ?? "")) ?? [];
  const next = indexFrom(places, at);
  const away = (place: number) => Math.abs(place - at);
  const [nearest = at] = places.slice(Math.max(0, next - 1), next + 1).toSorted((a, b) => away(a) - away(b));
  return away(nearest) > AROUND ? nearest : at;
}

/** Where the second reading goes on behind a paragraph: tables far apart are looked for each where it stands. */
function follow(flat: Flat, text: string, at: number): number {
  const wanted = plain(text.split("\n").find((line) => line.trim() !== "") ?? "");
  if (wanted === "") return at;
  for (let place = at; place < Math.min(flat.pieces.length, at + AROUND); place++)
    if (flat.pieces[place]?.includes(wanted)) return place;
  return at;
}
