import { LIMITS } from "../../limits.ts";
import type { Binary } from "../shared/binary.ts";
import { eachModifier, SPRM } from "./modifiers.ts";
import {
  based,
  type ConditionalText,
  conditionalText,
  type ParagraphChanges,
  paragraphChanges,
  type TextChanges,
  textChanges,
} from "./text-properties.ts";

/**
 * The style sheet ([MS-DOC] 2.9.271, STSH), as far as it decides what is shown and how it looks, numbering and what a
 * heading is.
 */

export interface Style {
  /** Number of a style that Word itself knows (1–9 headings, 19–27 table of contents); 4094 for the author's own. */
  readonly builtIn: number;
  readonly text: TextChanges;
  readonly paragraph: ParagraphChanges;
  /** Of a table's style, what it says of the text in some cells. */
  readonly conditional: readonly ConditionalText[];
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
const TABLE_STYLE = 3;
const NO_STYLE: Style = {
  builtIn: 0xffe,
  text: {},
  paragraph: {},
  conditional: [],
  list: null,
  listLevel: null,
  outlineLevel: 9,
};

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

/** Fonts of what names none: for Latin letters and digits, and for Han (2.9.274, Stshif). */
export function standardFonts(sheet: Binary | null): TextChanges {
  return sheet && sheet.length >= 18 ? { font: sheet.u16(14), hanFont: sheet.u16(16) } : {};
}

function derive(base: Style, style: RawStyle): Style {
  let { list, listLevel, outlineLevel } = base;
  if (style.builtIn >= 1 && style.builtIn <= 9) outlineLevel = style.builtIn - 1;
  const { paragraph, character } = style;
  if (paragraph) {
    eachModifier(paragraph, (name, at) => {
      if (name === SPRM.list) list = paragraph.u16(at);
      else if (name === SPRM.listLevel) listLevel = paragraph.u8(at);
      else if (name === SPRM.outlineLevel) outlineLevel = paragraph.u8(at);
    });
  }
  return {
    builtIn: style.builtIn,
    text: character ? based(base.text, textChanges(character)) : base.text,
    paragraph: paragraph ? { ...base.paragraph, ...paragraphChanges(paragraph) } : base.paragraph,
    conditional: character ? [...base.conditional, ...conditionalText(character)] : base.conditional,
    list,
    listLevel,
    outlineLevel,
  };
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
  // A table's style begins with what it says of the table.
  if (kind === TABLE_STYLE) next();
  else if (kind !== PARAGRAPH_STYLE) return { builtIn, base, paragraph: null, character: null };
  const paragraph = next();
  return {
    builtIn,
    base,
    paragraph: paragraph && paragraph.length >= 2 ? paragraph.part(2, paragraph.length - 2) : null,
    character: next(),
  };
}
