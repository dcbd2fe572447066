import type { Appearance } from "../../document/appearance.ts";
import { foldIdeographs } from "../../document/text.ts";
import { STALE } from "../shared/word-fields.ts";
import { NOTE_MARK } from "../shared/word-look.ts";
import { symbol } from "../shared/word-symbols.ts";
import type { CharacterChanges } from "./characters.ts";
import type { Fields } from "./fields.ts";
import type { Font } from "./fonts.ts";
import { isHidden, type Looks } from "./look.ts";
import type { Style } from "./styles.ts";
import { NO_CHANGES, type TextChanges } from "./text-properties.ts";

/**
 * What is shown of the characters of a paragraph: text, runs of which the file says the same, and what stands for no
 * text.
 */

/** What the characters below the space stand for ([MS-DOC] 2.4.1). */
export const MARK = {
  picture: 0x01,
  note: 0x02,
  cell: 0x07,
  drawing: 0x08,
  tab: 0x09,
  line: 0x0b,
  page: 0x0c,
  paragraph: 0x0d,
  column: 0x0e,
  fieldEnd: 0x15,
  fixedHyphen: 0x1e,
} as const;
/**
 * Letters that stand for something else where their run says so: a symbol that it names, and the ends of a content
 * control.
 */
const SYMBOL = 0x28;
const CONTROL_ENDS: ReadonlySet<number> = new Set([0x3c, 0x3e]);
/** Characters of which the file says the same, or what stands for none. */
export interface WordRun {
  readonly text: string;
  readonly changes: TextChanges;
  /** How it looks for what it is. */
  readonly appearance?: Appearance | undefined;
}

/**
 * A picture in the line has its place in the Data stream, a drawing beside the text is known by its character position.
 */
export interface PictureMark {
  readonly position: number;
  readonly location: number | null;
}

/** What it is read from. */
export interface ContentSource {
  readonly characters: string;
  readonly changes: CharacterChanges;
  readonly looks: Looks;
  /** Where footnotes and endnotes are referred to. */
  readonly noteMarks: ReadonlySet<number>;
}

/** What is shown of the characters from one position up to another. */
export function readContent(
  text: ContentSource,
  fields: Fields,
  start: number,
  end: number,
  style: Style,
): { runs: WordRun[]; pictures: PictureMark[] } {
  const { characters, looks } = text;
  const runs: WordRun[] = [];
  const pictures: PictureMark[] = [];
  let changes: TextChanges | null = null;
  let hidden = false;
  let appearance: Appearance | undefined;
  let waiting = "";
  let plain = -1;
  const flush = (): void => {
    if (waiting !== "") runs.push({ text: foldIdeographs(waiting), changes: changes ?? NO_CHANGES, appearance });
    waiting = "";
  };
  for (let at = start; at < end; at++) {
    const own = text.changes(at);
    const special = text.noteMarks.has(at) ? NOTE_MARK : fields.stale(at) ? STALE : undefined;
    if (own !== changes || special !== appearance) {
      if (plain >= 0) waiting += characters.slice(plain, at);
      plain = -1;
      flush();
      hidden = isHidden(own, style, looks);
      changes = own;
      appearance = special;
    }
    const code = characters.charCodeAt(at);
    const visible = !hidden && !fields.code(at);
    if (visible && code >= 0x20 && !(own.special && (code === SYMBOL || CONTROL_ENDS.has(code)))) {
      if (plain < 0) plain = at;
      continue;
    }
    if (plain >= 0) waiting += characters.slice(plain, at);
    plain = -1;
    if (!visible) continue;
    const drawn = code === MARK.fieldEnd ? fields.shown.get(at) : undefined;
    if (drawn?.appearance || code === MARK.note) {
      flush();
      if (drawn ?? special) runs.push({ text: "", changes: own, appearance: drawn?.appearance ?? special });
    } else if (drawn) waiting += drawn.text;
    else if (code === MARK.drawing) pictures.push({ position: at, location: null });
    else if (code !== MARK.picture) waiting += shownFor(code, own, looks.fonts);
    else if (own.location !== undefined && !own.binaryData) pictures.push({ position: at, location: own.location });
  }
  if (plain >= 0) waiting += characters.slice(plain, end);
  flush();
  return { runs, pictures };
}

/** The text that a special character shows. */
function shownFor(code: number, own: TextChanges, fonts: readonly Font[]): string {
  switch (code) {
    case MARK.tab:
      return "\t";
    case MARK.line:
    case MARK.page:
    case MARK.column:
      return "\n";
    case MARK.fixedHyphen:
      return "\u2011";
    case SYMBOL:
      return own.symbol ? symbol(fonts[own.symbol.font]?.name, own.symbol.code.toString(16)) : "(";
    default:
      return "";
  }
}
