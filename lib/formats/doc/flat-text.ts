import WordOleExtractor from "word-extractor/lib/word-ole-extractor.js";
import { ordinaryDigits, subscript, superscript } from "../../document/appearance.ts";
import type { FlatText } from "../../document/document.ts";
import { foldIdeographs, withoutTrailing } from "../../document/text.ts";
import { CorruptError, ReaderError } from "../errors.ts";
import { Binary } from "../shared/binary.ts";
import { pictureMark } from "../shared/picture-marks.ts";
import { readAnchors, readShapes } from "./drawings.ts";
import { type FieldSource, type Fields, readFields } from "./fields.ts";
import { readFonts } from "./fonts.ts";
import { chosenEntry } from "./form-fields.ts";
import { LargeLists } from "./large-lists.ts";
import type { ParagraphSource } from "./paragraph-properties.ts";
import { type ParagraphEnd, paragraphEnds } from "./paragraphs.ts";
import { inlineSource, storedSource } from "./picture-sources.ts";
import { mergedLeftwards, readRowShape } from "./rows.ts";
import { type CharacterMarks, isLeftOut, readCharacterMarks, scriptAt } from "./visibility.ts";
import { openWordFile, type WordFile } from "./word-file.ts";

/** The second reading of old Word: characters and stories as word-extractor finds them, in the order they stand. */

/**
 * The text piece by piece: cells in the order of the rows, blank ones included, a cell that a merge took away excluded;
 * then text boxes and notes. Automatic numbers, headers and footers are not in it.
 * @throws as readDoc does
 */
export async function flatTextOfDoc(bytes: Uint8Array): Promise<FlatText> {
  try {
    const file = openWordFile(bytes);
    const { characters, stories } = await new StoryExtractor().stories(file);
    const stream = file.container.stream("Data");
    const data = stream && new Binary(stream);
    const marks = readCharacterMarks(file, readFonts(file.structure("fonts")));
    const chosen = (at: number) => {
      const location = marks.data.get(at);
      return location === undefined ? null : chosenEntry(data, location);
    };
    const source: Source = {
      ...file,
      characters,
      largeLists: new LargeLists(data),
      marks,
      dirty: file.dirtyFields,
      chosen,
      drawings: drawingsOf(file),
    };
    return { pieces: stories.flatMap(([from, to]) => piecesOf(source, from, to)), blanksKept: true };
  } catch (error) {
    if (error instanceof ReaderError) throw error;
    throw new CorruptError(undefined, { cause: error });
  }
}

/**
 * word-extractor up to the characters of the pieces. Its later steps are left out: they take the wrong runs for deleted
 * (any modifier whose low five bits are zero, letter spacing too), ignore hidden text, and a damaged file keeps them
 * busy for hours. Streams come from our container, because its own follows circular chains without end.
 */
class StoryExtractor extends WordOleExtractor {
  #file: WordFile | null = null;

  async stories(file: WordFile): Promise<{ characters: string; stories: [number, number][] }> {
    this.#file = file;
    await this.extractWordDocument(file.container, Buffer.from(file.word.bytes));
    const { ccpText, ccpFtn, ccpHdd, ccpAtn, ccpEdn, ccpTxbx } = this._boundaries;
    const characters = this._pieces.map((piece) => piece.text).join("");
    if (this._pieces.some((piece) => piece.text.length !== piece.totLength)) throw new CorruptError();
    const endnotes = ccpText + ccpFtn + ccpHdd + ccpAtn;
    const textBoxes = endnotes + ccpEdn;
    const stories: [number, number][] = [
      [0, ccpText],
      [textBoxes, textBoxes + ccpTxbx],
      [ccpText, ccpText + ccpFtn],
      [endnotes, textBoxes],
    ];
    return { characters, stories };
  }

  protected override documentStream(_container: object, name: string): Promise<unknown> {
    return Promise.resolve(this.#file?.container.stream(name) ?? null);
  }

  protected override streamBuffer(stream: unknown): Promise<Buffer> {
    return stream instanceof Uint8Array ? Promise.resolve(Buffer.from(stream)) : Promise.reject(new CorruptError());
  }

  protected override writeBookmarks(): void {}
  protected override writeCharacterProperties(): void {}
  protected override writeParagraphProperties(): void {}
  protected override normalizeHeaders(): void {}
  protected override buildDocument(): unknown {
    return null;
  }
}

/** Letters that stand for something else where their run says so: a symbol, and the ends of a content control. */
const SPECIAL = /[(<>]/u;

interface Source extends ParagraphSource, FieldSource {
  readonly marks: CharacterMarks;
  /** The pictures of drawings, as marks, by the characters of the main story that these hang on. */
  readonly drawings: ReadonlyMap<number, string>;
}

function drawingsOf(file: WordFile): ReadonlyMap<number, string> {
  const [anchors, drawings] = [file.structure("shapeAnchors"), file.structure("drawings")];
  if (!anchors || !drawings) return new Map();
  const shapes = readShapes(drawings);
  const marks = new Map<number, string>();
  for (const { position, shape } of readAnchors(anchors)) {
    const pictures = shapes.get(shape)?.pictures ?? [];
    // A shape stands in one place.
    shapes.delete(shape);
    if (pictures.length > 0)
      marks.set(position, pictures.map(({ number }) => pictureMark(storedSource(number))).join(""));
  }
  return marks;
}

function piecesOf(source: Source, from: number, to: number): string[] {
  const pieces: (string | null)[] = [];
  /** Per depth, where the pieces of the current row's cells stand. */
  const rows: number[][] = [];
  const fields = readFields(source, from, to);
  let waiting: string[] = [];
  let depth = 0;
  /** The cell that ends next has a table inside. */
  let framed = false;
  const flush = (): void => {
    if (waiting.some((line) => line.trim() !== "")) pieces.push(oneLine(waiting.join("\n")));
    waiting = [];
  };
  for (const end of paragraphEnds(source, from, to)) {
    if (end.depth !== depth) {
      flush();
      framed = end.depth < depth && end.depth > 0;
      depth = end.depth;
      rows.length = Math.min(rows.length, depth + 1);
    }
    const text = shownText(source, end, fields);
    if (end.ends === "row") endRow(pieces, rows, end);
    else if (end.ends === "paragraph") {
      waiting.push(text);
      if (depth === 0) flush();
    } else {
      waiting.push(text);
      const cell = oneLine(withoutTrailing(waiting.join("\n").replace(/^\n+/u, ""), /\n/u));
      waiting = [];
      rows[depth] ??= [];
      rows[depth]?.push(pieces.length);
      pieces.push(framed && cell.trim() === "" ? null : cell);
      framed = false;
    }
  }
  flush();
  return pieces.filter((piece) => piece !== null);
}

/** Takes out the blanks of cells that a merge took away. */
function endRow(pieces: (string | null)[], rows: number[][], { depth, properties }: ParagraphEnd): void {
  const shape = readRowShape(properties.tableModifiers);
  const leftwards = shape ? mergedLeftwards(shape) : [];
  (rows[depth] ?? []).forEach((piece, i) => {
    if (pieces[piece] === "" && (leftwards[i] || shape?.cells[i]?.vertical === "continued")) pieces[piece] = null;
  });
  rows[depth] = [];
}

/** Where no digit stands on the line, the raised or lowered ones are the text. */
const oneLine = (text: string): string => (/\p{Nd}/u.test(text) ? text : ordinaryDigits(text));

function shownText(
  { characters, marks, drawings }: Source,
  { start, at, hasMark, properties: { style } }: ParagraphEnd,
  fields: Fields,
): string {
  let shown = "";
  for (let i = start; i < (hasMark ? at : at + 1); i++) {
    const code = characters.charCodeAt(i);
    if (isLeftOut(marks, i, style) || fields.code(i)) continue;
    if (code >= 0x20) {
      const written = characters[i] as string;
      const letter = (SPECIAL.test(written) ? marks.symbols.get(i) : undefined) ?? written;
      const script = scriptAt(marks, i, style);
      shown += script === null ? letter : script === "raised" ? superscript(letter) : subscript(letter);
    } else if (code === 0x09 || code === 0x0b || code === 0x0c) shown += " ";
    else if (code === 0x1e) shown += "\u2011";
    else if (code === 0x08) shown += drawings.get(i) ?? "";
    else if (code === 0x01 && marks.pictures.has(i)) shown += pictureMark(inlineSource(marks.pictures.get(i) ?? 0));
    else shown += fields.shown.get(i)?.text ?? "";
  }
  return foldIdeographs(shown);
}
