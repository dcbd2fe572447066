/** What of the characters is shown: hidden and deleted text, codes of fields, and marks that stand for pictures or symbols. */
import type { Binary } from "./binary.ts";
import { eachModifier, SPRM } from "./modifiers.ts";
import type { Piece } from "./pieces.ts";
import { type Run, runIndex } from "./runs.ts";
import { type Style, toggled } from "./styles.ts";

/** Per character: as its paragraph's style has it, never, always, or the opposite of the style. */
const SHOW = { asStyle: 0, never: 1, always: 2, notAsStyle: 3 } as const;

export interface CharacterMarks {
  readonly show: Uint8Array;
  /** Place in the Data stream of the picture that stands at a character. */
  readonly pictures: ReadonlyMap<number, number>;
  /** The character of a symbol font that stands at a character. */
  readonly symbols: ReadonlyMap<number, string>;
}

/** Whether a character of a paragraph in that style is hidden or deleted. */
export function isHidden({ show }: CharacterMarks, at: number, style: Style): boolean {
  return show[at] === SHOW.never || (show[at] === SHOW.asStyle && style.hidden) || (show[at] === SHOW.notAsStyle && !style.hidden);
}

interface CharacterProperties {
  readonly show: number;
  readonly picture: number | null;
  readonly symbol: string | null;
}

const PLAIN: CharacterProperties = { show: SHOW.asStyle, picture: null, symbol: null };
/** Short numbers of a piece's single modifier ([MS-DOC] 2.9.215, Prm0). */
const SHORT = { deleted: 0x41, hidden: 0x5c } as const;

export function readCharacterMarks(length: number, pieces: readonly Piece[], runs: readonly Run[], style: (index: number) => Style): CharacterMarks {
  const show = new Uint8Array(length);
  const pictures = new Map<number, number>();
  const symbols = new Map<number, string>();
  const known = new Map<Run, CharacterProperties>();
  const lists = new Map<Binary, CharacterProperties>();
  const propertiesOf = (run: Run): CharacterProperties => {
    let properties = known.get(run);
    if (!properties) {
      properties = run.modifiers.length === 0 ? PLAIN : parse(run.modifiers, style);
      known.set(run, properties);
    }
    return properties;
  };
  for (const piece of pieces) {
    const end = piece.offset + (piece.to - piece.from) * piece.width;
    for (let i = Math.max(0, runIndex(runs, piece.offset)); i < runs.length; i++) {
      const run = runs[i] as Run;
      if (run.from >= end) break;
      const from = Math.max(run.from, piece.offset);
      const to = Math.min(run.to, end);
      if (to <= from) continue;
      const properties = propertiesOf(run);
      if (properties === PLAIN) continue;
      const first = piece.from + Math.ceil((from - piece.offset) / piece.width);
      const last = piece.from + Math.ceil((to - piece.offset) / piece.width);
      show.fill(properties.show, first, last);
      if (properties.picture !== null) pictures.set(first, properties.picture);
      if (properties.symbol !== null) for (let at = first; at < last; at++) symbols.set(at, properties.symbol);
    }
    const whole = pieceShow(piece, lists, style);
    if (whole !== null) show.fill(whole, piece.from, piece.to);
  }
  return { show, pictures, symbols };
}

function pieceShow({ modifiers }: Piece, known: Map<Binary, CharacterProperties>, style: (index: number) => Style): number | null {
  if (modifiers.kind === "list") {
    const properties = known.get(modifiers.list) ?? parse(modifiers.list, style);
    known.set(modifiers.list, properties);
    return properties.show === SHOW.asStyle ? null : properties.show;
  }
  if (modifiers.kind === "one" && modifiers.value !== 0 && (modifiers.number === SHORT.deleted || modifiers.number === SHORT.hidden))
    return SHOW.never;
  return null;
}

function parse(list: Binary, style: (index: number) => Style): CharacterProperties {
  let show: number = SHOW.asStyle;
  let deleted = false;
  let special = false;
  let data = false;
  let picture: number | null = null;
  let symbol: string | null = null;
  eachModifier(list, (name, at) => {
    switch (name) {
      case SPRM.characterStyle:
        if (style(list.u16(at)).hidden) show = SHOW.never;
        break;
      case SPRM.hidden: {
        const operand = list.u8(at);
        show = operand === 0x80 ? SHOW.asStyle : operand === 0x81 ? SHOW.notAsStyle : toggled(operand, false) ? SHOW.never : SHOW.always;
        break;
      }
      case SPRM.alwaysHidden:
      case SPRM.deleted:
        deleted ||= (list.u8(at) & 1) === 1;
        break;
      case SPRM.special:
        special = list.u8(at) === 1;
        break;
      case SPRM.binaryData:
        data = list.u8(at) === 1;
        break;
      case SPRM.pictureLocation:
        picture = list.u32(at);
        special = true;
        break;
      case SPRM.symbol:
        symbol = String.fromCharCode(list.u16(at + 2));
        special = true;
        break;
    }
  });
  if (deleted) show = SHOW.never;
  return { show, picture: special && !data ? picture : null, symbol: special ? symbol : null };
}
