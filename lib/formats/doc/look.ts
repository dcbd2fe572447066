import { type Appearance, type Colour, LOWERED, RAISED, STRUCK } from "../../document/appearance.ts";
import {
  faintness,
  IN_FRAME,
  lineOf,
  offTheLine,
  outOfCell,
  RIGHT_TO_LEFT,
  smallness,
  symbolFont,
  TWO_LINES_IN_ONE,
  WEB_HIDDEN,
} from "../shared/word-look.ts";
import type { Font } from "./fonts.ts";
import type { Style } from "./styles.ts";
import {
  isOn,
  NO_CHANGES,
  type ParagraphChanges,
  resolved,
  type StyledBy,
  type TextChanges,
  type TextProperties,
} from "./text-properties.ts";

/** How text of old Word looks: what its own modifiers, its styles and its table say, against what lies behind it. */

/** Where paragraphs stand. */
export interface Ground {
  /** What holds for text of no style, and what the table's style says. */
  readonly table: TextChanges;
  /** What lies behind the text. */
  readonly behind: Colour;
  /** Of the table's cell, in points; undefined outside of tables, or where nobody knows. */
  readonly width?: number | undefined;
  readonly inCell: boolean;
  /** All of the table stands in one frame. */
  readonly framed?: boolean;
  /** What holds for all that stands here. */
  readonly whole?: Appearance | undefined;
}

/** What a paragraph gives to the text in it. */
interface ParagraphLook {
  readonly ground: Ground;
  readonly text: TextChanges;
  readonly paragraph: ParagraphChanges;
  readonly whole: Appearance | undefined;
}

/** The styles and fonts of a file. */
export interface Looks {
  readonly style: (index: number) => Style;
  readonly fonts: readonly Font[];
  /**
   * What holds for text, by what its runs say, as it was found last: most runs that say the same stand under the same
   * styles.
   */
  readonly known: Map<TextChanges, Resolved>;
}

interface Resolved {
  readonly styles: StyledBy;
  readonly properties: TextProperties;
}

const RAISED_SCRIPT = 1;
const LOWERED_SCRIPT = 2;

export function paragraphLook(style: Style, paragraph: ParagraphChanges, ground: Ground, looks: Looks): ParagraphLook {
  const { size } = resolvedIn(looks, NO_CHANGES, style.text, ground.table).properties;
  return { ground, text: style.text, paragraph, whole: ground.whole ?? placeOf(paragraph, ground, size) };
}

function placeOf(paragraph: ParagraphChanges, ground: Ground, size: number): Appearance | undefined {
  if (ground.inCell && paragraph.framed && !ground.framed) return IN_FRAME;
  if (paragraph.rightToLeft) return RIGHT_TO_LEFT;
  const length = (characters: number | undefined, points: number | undefined) =>
    characters ? characters * size : (points ?? 0);
  const indent =
    length(paragraph.indentChars, paragraph.indent) + length(paragraph.firstIndentChars, paragraph.firstIndent);
  return ground.inCell ? outOfCell(indent, ground.width) : undefined;
}

const styledBy = (own: TextChanges, paragraph: TextChanges, table: TextChanges, { style }: Looks): StyledBy => ({
  paragraph,
  character: own.style === undefined ? undefined : style(own.style).text,
  table,
});

function resolvedIn(looks: Looks, own: TextChanges, paragraph: TextChanges, table: TextChanges): Resolved {
  const last = looks.known.get(own);
  if (last?.styles.paragraph === paragraph && last.styles.table === table) return last;
  const styles = styledBy(own, paragraph, table, looks);
  const found = { styles, properties: resolved(own, styles) };
  looks.known.set(own, found);
  return found;
}

/** Whether text is hidden by Word's own property for that, or deleted. */
export function isHidden(own: TextChanges, style: Style, looks: Looks): boolean {
  return (
    own.deleted === true ||
    own.alwaysHidden === true ||
    isOn("hidden", own, styledBy(own, style.text, NO_CHANGES, looks))
  );
}

interface TextLook {
  /** Undefined if plain. */
  readonly appearance: Appearance | undefined;
  /** Points. */
  readonly size: number;
}

export function textLook(own: TextChanges, text: string, look: ParagraphLook, looks: Looks): TextLook {
  const resolved = resolvedIn(looks, own, look.text, look.ground.table);
  return { appearance: appearanceOf(own, resolved, text, look, looks.fonts), size: resolved.properties.size };
}

function appearanceOf(
  own: TextChanges,
  { styles, properties }: ReturnType<typeof resolvedIn>,
  text: string,
  look: ParagraphLook,
  fonts: readonly Font[],
): Appearance | undefined {
  const on = (name: Parameters<typeof isOn>[0]) => isOn(name, own, styles);
  if (on("struck") || on("doublyStruck")) return STRUCK;
  const { colour, highlight, shading, size } = properties;
  const behind = shading ?? look.paragraph.shading ?? look.ground.behind;
  return (
    faintness(colour, behind, highlight) ??
    // Word draws it in the paper's colour, with no more than a shadow around it.
    (on("embossed") || on("imprinted") ? { kind: "hidden", how: "浮雕效果的文字" } : undefined) ??
    smallness({ ...properties, line: lineOf(look.paragraph.line, size) }, text) ??
    scriptOf(properties) ??
    look.whole ??
    (on("rightToLeft") ? RIGHT_TO_LEFT : undefined) ??
    (on("webHidden") ? WEB_HIDDEN : undefined) ??
    glyphsOf(properties, text, fonts)
  );
}

function scriptOf({ script, shift, size, composed }: TextProperties): Appearance | undefined {
  if (script === RAISED_SCRIPT) return RAISED;
  if (script === LOWERED_SCRIPT) return LOWERED;
  return offTheLine(shift, size) ?? (composed ? TWO_LINES_IN_ONE : undefined);
}

/** Full-width digits are drawn by the font for Han. */
function glyphsOf({ font, hanFont }: TextProperties, text: string, fonts: readonly Font[]): Appearance | undefined {
  const drawn = [/[0-9]/u.test(text) ? font : undefined, /[\uff10-\uff19]/u.test(text) ? hanFont : undefined];
  for (const number of drawn) {
    const named = number === undefined ? undefined : fonts[number];
    const found = named && symbolFont(named);
    if (found) return found;
  }
  return undefined;
}
