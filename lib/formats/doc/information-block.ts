import { CorruptError, EncryptedError, UnsupportedError } from "../errors.ts";
import type { Binary } from "../shared/binary.ts";

/**
 * The head of a WordDocument stream ([MS-DOC] 2.5, the FIB): what kind of file it is and where everything else lies.
 */

const WORD_97 = 0xa5ec;
/**
 * Word 6 and Word 95 (0xA5DC), Word 2 (0xA5DB), Word for Windows 1 (0xA59B, 0xA59C), Word for the Macintosh (0xFE37 …).
 */
const OLDER = new Set([0xa5dc, 0xa5db, 0xa59b, 0xa59c, 0xa697, 0xa698, 0xa699, 0xfe32, 0xfe34, 0xfe37]);
const WORD_95_VERSION = 0x69;

/**
 * Index of a structure in FibRgFcLcb97, which starts at byte 154 with eight bytes each: offset and size in the table
 * stream.
 */
const STRUCTURES = {
  styles: 1,
  footnoteMarks: 2,
  sections: 6,
  headerText: 11,
  characterRuns: 12,
  paragraphRuns: 13,
  fonts: 15,
  fields: 16,
  pieces: 33,
  shapeAnchors: 40,
  headerShapeAnchors: 41,
  endnoteMarks: 46,
  drawings: 50,
  textBoxText: 56,
  textBoxFields: 57,
  lists: 73,
  listOverrides: 74,
} as const;
export type Structure = keyof typeof STRUCTURES;

/** The stories of a document one behind the other, each with its length in characters. */
interface Stories {
  readonly main: number;
  readonly footnotes: number;
  readonly headers: number;
  readonly macros: number;
  readonly annotations: number;
  readonly endnotes: number;
  readonly textBoxes: number;
  readonly headerTextBoxes: number;
}

export interface InformationBlock {
  readonly tableStream: "0Table" | "1Table";
  readonly stories: Stories;
  readonly place: (structure: Structure) => { readonly offset: number; readonly size: number };
}

/** @throws UnsupportedError (Word 95 and older), EncryptedError, CorruptError */
export function readInformationBlock(word: Binary): InformationBlock {
  const magic = word.u16(0);
  if (OLDER.has(magic) || (magic === WORD_97 && word.u16(2) <= WORD_95_VERSION)) {
    throw new UnsupportedError(
      "文件是 Word 95 或更早版本的格式，无法可靠读取，请用 Word 或 WPS 打开，另存为 .docx 后重新提交。",
    );
  }
  if (magic !== WORD_97) throw new CorruptError();
  const flags = word.u16(10);
  if (flags & 0x0100) throw new EncryptedError();
  const [main, footnotes, headers, macros, annotations, endnotes, textBoxes, headerTextBoxes] = Array.from(
    { length: 8 },
    (_, i) => {
      const length = word.i32(0x4c + 4 * i);
      if (length < 0) throw new CorruptError();
      return length;
    },
  ) as [number, number, number, number, number, number, number, number];
  return {
    tableStream: flags & 0x0200 ? "1Table" : "0Table",
    stories: { main, footnotes, headers, macros, annotations, endnotes, textBoxes, headerTextBoxes },
    place: (structure) => {
      const at = 154 + 8 * STRUCTURES[structure];
      return { offset: word.u32(at), size: word.u32(at + 4) };
    },
  };
}
