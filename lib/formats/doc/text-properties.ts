import type { Colour } from "../../document/appearance.ts";
import type { Binary } from "../shared/binary.ts";
import { type Spacing, WORD_SIZE } from "../shared/word-look.ts";
import { colourAt, indexedColour, SHADING_SIZE, shading80At, shadingAt } from "./colours.ts";
import { eachModifier, SPRM } from "./modifiers.ts";

/**
 * What lists of modifiers say of characters and paragraphs ([MS-DOC] 2.6.1 and 2.6.2), as far as it decides what is
 * seen.
 */

/** Of characters; absent where nothing is said. Lengths in points. */
export interface TextChanges {
  readonly style?: number;
  readonly deleted?: boolean;
  readonly alwaysHidden?: boolean;
  /** Switches, see `toggled`. */
  readonly hidden?: number;
  readonly struck?: number;
  readonly doublyStruck?: number;
  readonly embossed?: number;
  readonly imprinted?: number;
  readonly rightToLeft?: number;
  readonly webHidden?: number;
  readonly script?: number;
  readonly shift?: number;
  readonly size?: number;
  /** Null where Word chooses it. */
  readonly colour?: Colour | null;
  readonly highlight?: Colour | null;
  readonly shading?: Colour | null;
  readonly scale?: number;
  readonly spacing?: number;
  readonly fitted?: number;
  /** Two lines in one, or turned. */
  readonly composed?: boolean;
  /** Numbers in the table of fonts: for Latin letters and digits, and for Han. */
  readonly font?: number;
  readonly hanFont?: number;
  readonly special?: boolean;
  readonly binaryData?: boolean;
  /** Place in the Data stream of the picture or binary data that stands here. */
  readonly location?: number;
  readonly symbol?: { readonly font: number; readonly code: number };
}

export const NO_CHANGES: TextChanges = {};

/** A switch as [MS-DOC] 2.9.327 (ToggleOperand) writes it: off, on, as the style has it, the opposite of the style. */
function toggled(operand: number, style: boolean): boolean {
  if (operand === 0x80) return style;
  return operand === 0x81 ? !style : operand !== 0;
}

const TWIPS = 20;
type Says<T> = Readonly<Record<number, (list: Binary, at: number, size: number) => T>>;

const OF_TEXT: Says<TextChanges> = {
  [SPRM.characterStyle]: (list, at) => ({ style: list.u16(at) }),
  [SPRM.deleted]: (list, at) => ({ deleted: (list.u8(at) & 1) === 1 }),
  [SPRM.alwaysHidden]: (list, at) => ({ alwaysHidden: (list.u8(at) & 1) === 1 }),
  [SPRM.hidden]: (list, at) => ({ hidden: list.u8(at) }),
  [SPRM.struck]: (list, at) => ({ struck: list.u8(at) }),
  [SPRM.doublyStruck]: (list, at) => ({ doublyStruck: list.u8(at) }),
  [SPRM.embossed]: (list, at) => ({ embossed: list.u8(at) }),
  [SPRM.imprinted]: (list, at) => ({ imprinted: list.u8(at) }),
  [SPRM.rightToLeft]: (list, at) => ({ rightToLeft: list.u8(at) }),
  [SPRM.webHidden]: (list, at) => ({ webHidden: list.u8(at) }),
  [SPRM.script]: (list, at) => ({ script: list.u8(at) }),
  [SPRM.shift]: (list, at) => ({ shift: list.i16(at) / 2 }),
  [SPRM.size]: (list, at) => ({ size: list.u16(at) / 2 }),
  [SPRM.colourIndex]: (list, at) => ({ colour: indexedColour(list.u8(at)) }),
  [SPRM.colour]: (list, at) => ({ colour: colourAt(list, at) }),
  [SPRM.highlight]: (list, at) => ({ highlight: indexedColour(list.u8(at)) }),
  [SPRM.shading80]: (list, at) => ({ shading: shading80At(list, at) }),
  [SPRM.shading]: (list, at, size) => (size < SHADING_SIZE ? {} : { shading: shadingAt(list, at) }),
  [SPRM.scale]: (list, at) => ({ scale: list.u16(at) / 100 }),
  [SPRM.spacing]: (list, at) => ({ spacing: list.i16(at) / TWIPS }),
  [SPRM.fitted]: (list, at, size) => (size < 4 || list.i32(at) === 0 ? {} : { fitted: list.i32(at) / TWIPS }),
  [SPRM.layout]: (list, at, size) => (size < 2 ? {} : { composed: (list.u16(at) & 7) !== 0 }),
  [SPRM.font]: (list, at) => ({ font: list.u16(at) }),
  [SPRM.hanFont]: (list, at) => ({ hanFont: list.u16(at) }),
  [SPRM.special]: (list, at) => ({ special: list.u8(at) === 1 }),
  [SPRM.binaryData]: (list, at) => ({ binaryData: list.u8(at) === 1 }),
  [SPRM.pictureLocation]: (list, at) => ({ location: list.u32(at), special: true }),
  [SPRM.symbol]: (list, at) => ({ symbol: { font: list.u16(at), code: list.u16(at + 2) }, special: true }),
};

function saidBy<T extends object>(list: Binary, says: Says<T>): T {
  const changes = {} as T;
  eachModifier(list, (name, at, size) => Object.assign(changes, says[name]?.(list, at, size)));
  return changes;
}

export const textChanges = (list: Binary): TextChanges => saidBy(list, OF_TEXT);

/** What a table's style says of the text in some of its cells, by bits (2.9.45, CNFOperand). */
export interface ConditionalText {
  readonly cells: number;
  readonly text: TextChanges;
}

export function conditionalText(list: Binary): ConditionalText[] {
  const found: ConditionalText[] = [];
  eachModifier(list, (name, at, size) => {
    if (name === SPRM.conditional && size > 2)
      found.push({ cells: list.u16(at), text: textChanges(list.part(at + 2, size - 2)) });
  });
  return found;
}

type Switch = "hidden" | "struck" | "doublyStruck" | "embossed" | "imprinted" | "rightToLeft" | "webHidden";
const SWITCHES: readonly Switch[] = [
  "hidden",
  "struck",
  "doublyStruck",
  "embossed",
  "imprinted",
  "rightToLeft",
  "webHidden",
];

/** What a style says together with the one it is based on: its switches are on (1) or off (0). */
export function based(base: TextChanges, own: TextChanges): TextChanges {
  const switches = SWITCHES.flatMap((name) =>
    own[name] === undefined ? [] : [[name, Number(toggled(own[name], base[name] === 1))] as const],
  );
  return { ...base, ...own, ...Object.fromEntries(switches) };
}

/** What styles say of a text. */
export interface StyledBy {
  readonly paragraph: TextChanges;
  /** The style of the characters themselves. */
  readonly character: TextChanges | undefined;
  readonly table: TextChanges;
}

/** Whether a switch is on: said directly, else on if an odd number of styles says so. */
export function isOn(name: Switch, own: TextChanges, { paragraph, character, table }: StyledBy): boolean {
  const said = own[name];
  if (said !== undefined) return toggled(said, paragraph[name] === 1);
  return [paragraph, character, table].filter((changes) => changes?.[name] === 1).length % 2 === 1;
}

export type TextProperties = TextChanges & Required<Pick<TextChanges, "size" | "scale" | "spacing" | "shift">>;
const DEFAULTS = { size: WORD_SIZE, scale: 1, spacing: 0, shift: 0 };

/** All that holds for a text, but for its switches. */
export const resolved = (own: TextChanges, { paragraph, character, table }: StyledBy): TextProperties => ({
  ...DEFAULTS,
  ...table,
  ...paragraph,
  ...character,
  ...own,
});

/** Of paragraphs; absent where nothing is said. Lengths in points. */
export interface ParagraphChanges {
  readonly rightToLeft?: boolean;
  readonly shading?: Colour | null;
  readonly line?: Spacing;
  readonly before?: number;
  readonly after?: number;
  readonly indent?: number;
  readonly firstIndent?: number;
  /** The same in characters, which count before lengths. */
  readonly indentChars?: number;
  readonly firstIndentChars?: number;
  /** It stands in a frame at a place of its own. */
  readonly framed?: boolean;
}

function spacingAt(list: Binary, at: number): Spacing {
  const value = list.i16(at);
  if (list.i16(at + 2) === 1) return { rule: "multiple", value: value / 240 };
  return { rule: value < 0 ? "exact" : "atLeast", value: value / TWIPS };
}

const OF_PARAGRAPHS: Says<ParagraphChanges> = {
  [SPRM.paragraphRightToLeft]: (list, at) => ({ rightToLeft: list.u8(at) === 1 }),
  [SPRM.paragraphShading80]: (list, at) => ({ shading: shading80At(list, at) }),
  [SPRM.paragraphShading]: (list, at, size) => (size < SHADING_SIZE ? {} : { shading: shadingAt(list, at) }),
  [SPRM.lineSpacing]: (list, at) => ({ line: spacingAt(list, at) }),
  [SPRM.spaceBefore]: (list, at) => ({ before: list.u16(at) / TWIPS }),
  [SPRM.spaceAfter]: (list, at) => ({ after: list.u16(at) / TWIPS }),
  [SPRM.indent]: (list, at) => ({ indent: list.i16(at) / TWIPS }),
  [SPRM.indent80]: (list, at) => ({ indent: list.i16(at) / TWIPS }),
  [SPRM.firstIndent]: (list, at) => ({ firstIndent: list.i16(at) / TWIPS }),
  [SPRM.firstIndent80]: (list, at) => ({ firstIndent: list.i16(at) / TWIPS }),
  [SPRM.indentChars]: (list, at) => ({ indentChars: list.i16(at) / 100 }),
  [SPRM.firstIndentChars]: (list, at) => ({ firstIndentChars: list.i16(at) / 100 }),
  [SPRM.frameX]: (list, at) => (list.i16(at) === 0 ? {} : { framed: true }),
  [SPRM.frameY]: (list, at) => (list.i16(at) === 0 ? {} : { framed: true }),
};

export const paragraphChanges = (list: Binary): ParagraphChanges => saidBy(list, OF_PARAGRAPHS);
