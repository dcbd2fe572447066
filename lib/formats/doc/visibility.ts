import { isShifted } from "../../document/appearance.ts";
import type { Binary } from "../shared/binary.ts";
import { WORD_SIZE } from "../shared/word-look.ts";
import { symbol } from "../shared/word-symbols.ts";
import type { Font } from "./fonts.ts";
import { eachModifier, SPRM } from "./modifiers.ts";
import type { Piece } from "./pieces.ts";
import { type Run, runsOfPiece } from "./runs.ts";
import type { Style } from "./styles.ts";

/**
 * For the second reading: what of the characters is hidden, deleted, struck, raised or lowered, by the modifiers
 * themselves.
 */

/** Per character: as its paragraph's style has it, on, off, or the opposite of the style. */
const STATE = { asStyle: 0, on: 1, off: 2, notAsStyle: 3 } as const;
const SCRIPT = { asStyle: 0, raised: 1, lowered: 2, onLine: 3 } as const;

export interface CharacterMarks {
  readonly hidden: Uint8Array;
  readonly struck: Uint8Array;
  readonly script: Uint8Array;
  /** What letters show that stand for something else: a symbol, or nothing. */
  readonly symbols: ReadonlyMap<number, string>;
  /** Where binary data of a form's field, or a picture, is kept, by the character that stands for it. */
  readonly data: ReadonlyMap<number, number>;
  readonly pictures: ReadonlyMap<number, number>;
}

const isOn = (state: number | undefined, style: boolean): boolean =>
  state === STATE.on || (state === STATE.asStyle && style) || (state === STATE.notAsStyle && !style);

/** Whether a character of a paragraph in that style is hidden, deleted or struck, and so none of its text. */
export const isLeftOut = ({ hidden, struck }: CharacterMarks, at: number, { text }: Style): boolean =>
  isOn(hidden[at], text.hidden === 1) || isOn(struck[at], text.struck === 1 || text.doublyStruck === 1);

/** Whether a character is raised or lowered. */
export function scriptAt({ script }: CharacterMarks, at: number, { text }: Style): "raised" | "lowered" | null {
  const own = script[at] === SCRIPT.asStyle ? text.script : script[at];
  return own === SCRIPT.raised ? "raised" : own === SCRIPT.lowered ? "lowered" : null;
}

interface Said {
  readonly hidden: number;
  readonly struck: number;
  readonly script: number;
  readonly symbol: string | null;
  readonly data: number | null;
  readonly picture: number | null;
}

const NOTHING: Said = {
  hidden: STATE.asStyle,
  struck: STATE.asStyle,
  script: SCRIPT.asStyle,
  symbol: null,
  data: null,
  picture: null,
};
/** Short numbers of a piece's single modifier ([MS-DOC] 2.9.215, Prm0). */
const SHORT = { deleted: 0x41, struck: 0x57, hidden: 0x5c, script: 0x68 } as const;

interface Marked {
  readonly length: number;
  readonly pieces: readonly Piece[];
  readonly characterRuns: readonly Run[];
  readonly style: (index: number) => Style;
}

export function readCharacterMarks(
  { length, pieces, characterRuns: runs, style }: Marked,
  fonts: readonly Font[],
): CharacterMarks {
  const marks = { hidden: new Uint8Array(length), struck: new Uint8Array(length), script: new Uint8Array(length) };
  const symbols = new Map<number, string>();
  const data = new Map<number, number>();
  const pictures = new Map<number, number>();
  const known = new Map<Binary, Said>();
  const saidBy = (list: Binary): Said => {
    let said = list.length === 0 ? NOTHING : known.get(list);
    if (!said) {
      said = parse(list, style, fonts);
      known.set(list, said);
    }
    return said;
  };
  const apply = ({ hidden, struck, script }: Said, from: number, to: number): void => {
    if (hidden !== STATE.asStyle) marks.hidden.fill(hidden, from, to);
    if (struck !== STATE.asStyle) marks.struck.fill(struck, from, to);
    if (script !== SCRIPT.asStyle) marks.script.fill(script, from, to);
  };
  for (const piece of pieces) {
    for (const { run, first, last } of runsOfPiece(runs, piece)) {
      const said = saidBy(run.modifiers);
      if (said === NOTHING) continue;
      apply(said, first, last);
      if (said.symbol !== null) for (let at = first; at < last; at++) symbols.set(at, said.symbol);
      if (said.data !== null) data.set(first, said.data);
      if (said.picture !== null) pictures.set(first, said.picture);
    }
    const { modifiers } = piece;
    if (modifiers.kind === "list") apply(saidBy(modifiers.list), piece.from, piece.to);
    else if (modifiers.kind === "one") apply(saidShortly(modifiers.number, modifiers.value), piece.from, piece.to);
  }
  return { ...marks, symbols, data, pictures };
}

function saidShortly(name: number, value: number): Said {
  if (value !== 0 && (name === SHORT.deleted || name === SHORT.hidden)) return { ...NOTHING, hidden: STATE.on };
  if (name === SHORT.struck) return { ...NOTHING, struck: stateOf(value) };
  return name === SHORT.script ? { ...NOTHING, script: value || SCRIPT.onLine } : NOTHING;
}

/** Of a switch's operand, see `toggled`. */
function stateOf(operand: number): number {
  if (operand === 0x80) return STATE.asStyle;
  if (operand === 0x81) return STATE.notAsStyle;
  return operand === 0 ? STATE.off : STATE.on;
}

function parse(list: Binary, style: (index: number) => Style, fonts: readonly Font[]): Said {
  let { hidden, struck, script, symbol: own } = NOTHING as { -readonly [K in keyof Said]: Said[K] };
  let deleted = false;
  let binary = false;
  let place: number | null = null;
  let shift = 0;
  let size = WORD_SIZE;
  eachModifier(list, (name, at) => {
    switch (name) {
      case SPRM.characterStyle: {
        const { text } = style(list.u16(at));
        if (text.hidden === 1) hidden = STATE.notAsStyle;
        if (text.struck === 1) struck = STATE.notAsStyle;
        if (text.doublyStruck === 1) struck = STATE.on;
        if (text.script !== undefined) script = text.script || SCRIPT.onLine;
        break;
      }
      case SPRM.hidden:
        hidden = stateOf(list.u8(at));
        break;
      case SPRM.struck:
      case SPRM.doublyStruck:
        if (struck !== STATE.on) struck = stateOf(list.u8(at));
        break;
      case SPRM.script:
        script = list.u8(at) || SCRIPT.onLine;
        break;
      case SPRM.shift:
        shift = list.i16(at) / 2;
        break;
      case SPRM.size:
        size = list.u16(at) / 2;
        break;
      case SPRM.alwaysHidden:
      case SPRM.deleted:
        deleted ||= (list.u8(at) & 1) === 1;
        break;
      case SPRM.binaryData:
        binary = list.u8(at) === 1;
        break;
      case SPRM.pictureLocation:
        place = list.u32(at);
        break;
      case SPRM.special:
        if (list.u8(at) === 1) own ??= "";
        break;
      case SPRM.symbol:
        own = symbol(fonts[list.u16(at)]?.name, list.u16(at + 2).toString(16));
        break;
    }
  });
  if (deleted) hidden = STATE.on;
  if (script === SCRIPT.asStyle && isShifted(shift, size)) script = shift > 0 ? SCRIPT.raised : SCRIPT.lowered;
  return { hidden, struck, script, symbol: own, data: binary ? place : null, picture: binary ? null : place };
}
