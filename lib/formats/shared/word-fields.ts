import type { Appearance } from "../../document/appearance.ts";

/** What Word shows of a field by its code (ECMA-376 17.16.5), in new files and old ones alike. */

export const STALE: Appearance = { kind: "stale", how: "待更新的域结果" };

/** Word draws these from their code, whatever result is kept: overlaid and raised characters, numbers, moved text. */
const DRAWN_FROM_CODE = /^\s*(?:EQ|SYMBOL|ADVANCE|MACROBUTTON|GOTOBUTTON|LISTNUM|AUTONUM\w*)\b/iu;
const EQUATION = /^\s*EQ\b/iu;
/** Worked out anew whenever the file is opened or printed. */
const EVER_NEW = /^\s*(?:DATE|TIME|PAGE|NUMPAGES|SECTION|SECTIONPAGES|FILENAME|FILESIZE|EDITTIME)\b/iu;
/** What these show is the file's own text, not worked out. */
const NOT_WORKED_OUT = /^\s*(?:HYPERLINK|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|MACROBUTTON|GOTOBUTTON|TOC|$)/iu;

/** What a field draws that no text of the file tells; undefined where it draws nothing of its own. */
export function drawnByField(instruction: string): Appearance | undefined {
  if (EQUATION.test(instruction)) return { kind: "raised", how: "公式" };
  return DRAWN_FROM_CODE.test(instruction) ? { kind: "stale", how: "由域代码画出的内容" } : undefined;
}

/**
 * Whether the result kept for a field is not what Word shows; `dirty` where the file itself says that it is out of
 * date.
 */
export const isStale = (instruction: string, dirty: boolean): boolean =>
  EVER_NEW.test(instruction) || (dirty && !NOT_WORKED_OUT.test(instruction));
