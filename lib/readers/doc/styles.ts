/** The style sheet ([MS-DOC] 2.9.271, STSH), as far as it decides what is shown: hiding, numbering and what a heading is. */
import { LIMITS } from "../../limits.ts";
import type { Binary } from "./binary.ts";
import { eachModifier, SPRM } from "./modifiers.ts";

export interface Style {
  /** Number of a style that Word itself knows (1–9 headings, 19–27 table of contents); 4094 for the author's own. */
  readonly builtIn: number;
  readonly hidden: boolean;
  /** Null where the style says nothing about numbering. */
  readonly list: number | null;
  readonly listLevel: number | null;
  /** 0–8; 9 is body text. */
  readonly outlineLevel: number;
}

interface RawStyle {
  readonly builtIn: number;
  readonly base: number;
  readonly paragraph: Binary | null;
  readonly character: Binary | null;
}

const PARAGRAPH_STYLE = 1;
const CHARACTER_STYLE = 2;
const NO_STYLE: Style = { builtIn: 0xffe, hidden: false, list: null, listLevel: null, outlineLevel: 9 };

/** Gives a style by its number with everything it inherits; an unknown number is plain text. */
export function readStyles(sheet: Binary | null): (index: number) => Style {
  const raw = sheet ? rawStyles(sheet) : [];
  const resolved = new Map<number, Style>();
  const resolve = (index: number, depth: number): Style => {
    const known = resolved.get(index);
    if (known) return known;
    const style = raw[index];
    if (!style || depth > LIMITS.docStyleDepth) return NO_STYLE;
    const result = derive(resolve(style.base, depth + 1), style);
    resolved.set(index, result);
    return result;
  };
  return (index) => resolve(index, 0);
}

function derive(base: Style, style: RawStyle): Style {
  let { hidden, list, listLevel, outlineLevel } = base;
  if (style.builtIn >= 1 && style.builtIn <= 9) outlineLevel = style.builtIn - 1;
  const { paragraph, character } = style;
  if (paragraph) {
    eachModifier(paragraph, (name, at) => {
      if (name === SPRM.list) list = paragraph.u16(at);
      else if (name === SPRM.listLevel) listLevel = paragraph.u8(at);
      else if (name === SPRM.outlineLevel) outlineLevel = paragraph.u8(at);
    });
  }
  if (character) {
    eachModifier(character, (name, at) => {
      if (name === SPRM.hidden) hidden = toggled(character.u8(at), hidden);
      else if (name === SPRM.alwaysHidden && character.u8(at) === 1) hidden = true;
    });
  }
  return { builtIn: style.builtIn, hidden, list, listLevel, outlineLevel };
}

/** A switch as [MS-DOC] 2.9.327 (ToggleOperand) writes it: off, on, as the style has it, the opposite of the style. */
export function toggled(operand: number, style: boolean): boolean {
  if (operand === 0x80) return style;
  return operand === 0x81 ? !style : operand !== 0;
}

function rawStyles(sheet: Binary): (RawStyle | undefined)[] {
  const informationSize = sheet.u16(0);
  const count = sheet.u16(2);
  const baseSize = sheet.u16(4);
  const styles: (RawStyle | undefined)[] = [];
  let at = 2 + informationSize;
  for (let i = 0; i < count && at + 2 <= sheet.length; i++) {
    const size = sheet.u16(at);
    at += 2;
    styles.push(size === 0 || at + size > sheet.length ? undefined : rawStyle(sheet.part(at, size), baseSize));
    at += size + (size & 1);
  }
  return styles;
}

function rawStyle(style: Binary, baseSize: number): RawStyle | undefined {
  if (style.length < baseSize + 2 || baseSize < 8) return undefined;
  const kindAndBase = style.u16(2);
  const kind = kindAndBase & 15;
  let parts = style.u16(4) & 15;
  let at = baseSize + 2 + 2 * style.u16(baseSize) + 2;
  const next = (): Binary | null => {
    if (parts-- <= 0) return null;
    at += at & 1;
    if (at + 2 > style.length) return null;
    const size = style.u16(at);
    at += 2;
    if (at + size > style.length) return null;
    const part = style.part(at, size);
    at += size;
    return part;
  };
  const builtIn = style.u16(0) & 0xfff;
  const base = kindAndBase >> 4;
  if (kind === CHARACTER_STYLE) return { builtIn, base, paragraph: null, character: next() };
  if (kind !== PARAGRAPH_STYLE) return { builtIn, base, paragraph: null, character: null };
  const paragraph = next();
  return { builtIn, base, paragraph: paragraph && paragraph.length >= 2 ? paragraph.part(2, paragraph.length - 2) : null, character: next() };
}
