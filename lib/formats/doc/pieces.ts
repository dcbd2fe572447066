import { CorruptError } from "../errors.ts";
import type { Binary } from "../shared/binary.ts";

/** The piece table ([MS-DOC] 2.8.35, Clx): which bytes of the WordDocument stream are which characters. */

export interface Piece {
  /** First character and the one behind the last, counted over all stories. */
  readonly from: number;
  readonly to: number;
  /** Place of the first character in the WordDocument stream, and bytes a character. */
  readonly offset: number;
  readonly width: 1 | 2;
  /** Properties laid over the whole piece by a fast save. */
  readonly modifiers: PieceModifiers;
}

/** A single modifier by its short number, or a list of modifiers. */
type PieceModifiers =
  | { readonly kind: "none" }
  | { readonly kind: "one"; readonly number: number; readonly value: number }
  | { readonly kind: "list"; readonly list: Binary };

const NONE: PieceModifiers = { kind: "none" };
const PROPERTY_LIST = 1;
const PIECE_TABLE = 2;
const COMPRESSED = 0x40000000;

/** @throws CorruptError where a piece lies outside the stream or all together hold more than it does */
export function readPieces(clx: Binary, word: Binary): Piece[] {
  const lists: Binary[] = [];
  let at = 0;
  while (clx.u8(at) === PROPERTY_LIST) {
    const size = clx.u16(at + 1);
    lists.push(clx.part(at + 3, size));
    at += 3 + size;
  }
  if (clx.u8(at) !== PIECE_TABLE) throw new CorruptError();
  const table = clx.part(at + 5, clx.u32(at + 1));
  const count = Math.floor((table.length - 4) / 12);
  const pieces: Piece[] = [];
  let expected = 0;
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    const from = table.u32(4 * i);
    const to = table.u32(4 * i + 4);
    const descriptor = 4 * (count + 1) + 8 * i;
    const place = table.u32(descriptor + 2);
    const width = place & COMPRESSED ? 1 : 2;
    const offset = width === 1 ? (place & 0x3fffffff) >>> 1 : place & 0x3fffffff;
    bytes += (to - from) * width;
    if (from !== expected || to < from || offset + (to - from) * width > word.length || bytes > word.length)
      throw new CorruptError();
    pieces.push({ from, to, offset, width, modifiers: modifiersOf(table.u16(descriptor + 6), lists) });
    expected = to;
  }
  return pieces;
}

function modifiersOf(prm: number, lists: readonly Binary[]): PieceModifiers {
  if (prm & 1) {
    const list = lists[prm >> 1];
    return list ? { kind: "list", list } : NONE;
  }
  return prm === 0 ? NONE : { kind: "one", number: (prm >> 1) & 0x7f, value: prm >> 8 };
}

/** All characters of all stories: one UTF-16 unit a character position. */
export function textOf(pieces: readonly Piece[], word: Binary): string {
  const narrow = new TextDecoder("windows-1252");
  const wide = new TextDecoder("utf-16le", { ignoreBOM: true });
  return pieces
    .map((piece) => {
      const bytes = word.bytes.subarray(piece.offset, piece.offset + (piece.to - piece.from) * piece.width);
      return (piece.width === 1 ? narrow : wide).decode(bytes);
    })
    .join("");
}

/** The piece that holds a character. */
export function pieceAt(pieces: readonly Piece[], position: number): Piece | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle] as Piece;
    if (position < piece.from) high = middle - 1;
    else if (position >= piece.to) low = middle + 1;
    else return piece;
  }
  return undefined;
}
