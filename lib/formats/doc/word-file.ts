import { CorruptError, EncryptedError, UnsupportedError } from "../errors.ts";
import { Binary } from "../shared/binary.ts";
import { type CompoundFile, openCompoundFile } from "../shared/compound-file.ts";
import { readDirtyEnds } from "./fields.ts";
import { type InformationBlock, readInformationBlock, type Structure } from "./information-block.ts";
import { type Piece, readPieces } from "./pieces.ts";
import { type Run, readRuns } from "./runs.ts";
import { readStyles, type Style, standardFonts } from "./styles.ts";
import type { TextChanges } from "./text-properties.ts";

/** The parts of a Word 97–2003 file, opened and checked. */

export interface WordFile {
  readonly container: CompoundFile;
  readonly information: InformationBlock;
  readonly word: Binary;
  readonly tables: Binary;
  readonly pieces: readonly Piece[];
  readonly style: (index: number) => Style;
  /** What holds for text that no style says anything of. */
  readonly standard: TextChanges;
  readonly paragraphRuns: readonly Run[];
  readonly characterRuns: readonly Run[];
  /** Ends of fields whose results are out of date. */
  readonly dirtyFields: ReadonlySet<number>;
  /** Of all stories. */
  readonly length: number;
  /** A structure of the table stream; null where the file has none. */
  readonly structure: (name: Structure) => Binary | null;
}

/** @throws UnsupportedError, EncryptedError, CorruptError */
export function openWordFile(bytes: Uint8Array): WordFile {
  const container = openCompoundFile(bytes);
  const stream = container.stream("WordDocument");
  if (!stream) {
    if (container.has("EncryptedPackage")) throw new EncryptedError();
    throw new UnsupportedError(
      "文件里没有 Word 正文（可能是表格、演示文稿或旧版文字处理格式），请另存为 .docx 后重新提交。",
    );
  }
  const word = new Binary(stream);
  const information = readInformationBlock(word);
  const tableStream = container.stream(information.tableStream);
  if (!tableStream) throw new CorruptError();
  const tables = new Binary(tableStream);
  const structure = (name: Structure): Binary | null => {
    const { offset, size } = information.place(name);
    return size === 0 ? null : tables.part(offset, size);
  };
  const clx = structure("pieces");
  const paragraphs = structure("paragraphRuns");
  const characters = structure("characterRuns");
  if (!clx || !paragraphs || !characters) throw new CorruptError();
  const pieces = readPieces(clx, word);
  const length = pieces.at(-1)?.to ?? 0;
  // Every document has at least its last paragraph mark.
  if (
    information.stories.main === 0 ||
    Object.values(information.stories).reduce((sum, story) => sum + story, 0) > length
  )
    throw new CorruptError();
  const sheet = structure("styles");
  const { main, footnotes, headers, macros, annotations, endnotes } = information.stories;
  const dirty = (name: "fields" | "textBoxFields", story: number): number[] => {
    const list = structure(name);
    return list ? readDirtyEnds(list).map((end) => story + end) : [];
  };
  const textBoxes = main + footnotes + headers + macros + annotations + endnotes;
  return {
    container,
    information,
    word,
    tables,
    pieces,
    style: readStyles(sheet),
    standard: standardFonts(sheet),
    paragraphRuns: readRuns(paragraphs, word, "paragraphs"),
    characterRuns: readRuns(characters, word, "characters"),
    dirtyFields: new Set([...dirty("fields", 0), ...dirty("textBoxFields", textBoxes)]),
    length,
    structure,
  };
}
