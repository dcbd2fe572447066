/** Old Word: the binary format of Word 97 to 2003 ([MS-DOC]), also written by WPS Office as .doc and .wps. */

import type { Block, Cell, Document, Paragraph, Role, Table } from "../../document/document.ts";
import { withoutTrailing } from "../../document/text.ts";
import { CorruptError, ReaderError } from "../errors.ts";
import { Binary } from "./binary.ts";
import { type Anchor, inlinePictureSize, readAnchors, readPictureShapes, readTextBoxes } from "./drawings.ts";
import { gridFrom } from "./grid.ts";
import { LargeLists } from "./large-lists.ts";
import { readLists } from "./lists.ts";
import { type Content, nest, type Row } from "./nesting.ts";
import { type PictureMark, readParagraphs, type WordParagraph, type WordText } from "./paragraphs.ts";
import { textOf } from "./pieces.ts";
import { readRowShape } from "./rows.ts";
import { readTitle } from "./title.ts";
import { openWordFile, type WordFile } from "./word-file.ts";

/** Texts of header story entries before the first section's own ones: separators of notes. */
const NOTE_SEPARATORS = 6;

/**
 * Reads a .doc (or a .wps that is one inside). Text boxes follow the paragraph or table they are anchored in; notes come last.
 * Throws UnsupportedError (Word 95 and older, no Word text inside), EncryptedError, CorruptError.
 */
export function readDoc(bytes: Uint8Array): Document {
  try {
    const file = openWordFile(bytes);
    const stream = file.container.stream("Data");
    const data = stream && new Binary(stream);
    const text: WordText = {
      characters: textOf(file.pieces, file.word),
      pieces: file.pieces,
      paragraphRuns: file.paragraphRuns,
      marks: file.marks,
      style: file.style,
      lists: readLists(file.tables, file.information.place("lists"), file.information.place("listOverrides")),
      largeLists: new LargeLists(data),
    };
    return {
      format: "doc",
      title: readTitle(file.container.stream("\u0005SummaryInformation")),
      pages: [],
      blocks: new Composition(file, text, data).blocks(),
    };
  } catch (error) {
    if (error instanceof ReaderError) throw error;
    throw new CorruptError(undefined, { cause: error });
  }
}

/** Puts the stories of a file into one list of blocks and numbers them. */
class Composition {
  readonly #file: WordFile;
  readonly #text: WordText;
  readonly #data: Binary | null;
  readonly #blocks: Block[] = [];
  readonly #anchors: ReadonlyMap<number, Anchor>;
  readonly #pictureShapes: ReadonlySet<number>;
  #paragraphs = 0;
  #tables = 0;

  constructor(file: WordFile, text: WordText, data: Binary | null) {
    this.#file = file;
    this.#data = data;
    this.#text = text;
    const anchors = file.structure("shapeAnchors");
    this.#anchors = new Map((anchors ? readAnchors(anchors) : []).map((anchor) => [anchor.position, anchor]));
    const drawings = file.structure("drawings");
    this.#pictureShapes = drawings ? readPictureShapes(drawings) : new Set();
  }

  blocks(): Block[] {
    const { stories } = this.#file.information;
    const main = nest(readParagraphs(this.#text, 0, stories.main));
    const footnotes = stories.main;
    const headers = footnotes + stories.footnotes;
    const endnotes = headers + stories.headers + stories.macros + stories.annotations;
    const textBoxes = endnotes + stories.endnotes;

    this.#headers(headers, stories.headers);
    const boxes = this.#textBoxes(textBoxes, stories.textBoxes);
    for (const content of main) {
      this.#content(content, "body");
      for (const { position } of picturesIn(content)) {
        const shape = this.#anchors.get(position)?.shape;
        const box = shape === undefined ? undefined : boxes.get(shape);
        if (box && shape !== undefined) {
          boxes.delete(shape);
          for (const inner of box) this.#content(inner, "body");
        }
      }
    }
    for (const box of boxes.values()) for (const inner of box) this.#content(inner, "body");
    this.#flattened(readParagraphs(this.#text, footnotes, footnotes + stories.footnotes), "note");
    this.#flattened(readParagraphs(this.#text, endnotes, endnotes + stories.endnotes), "note");
    return this.#blocks;
  }

  /** Text boxes by the shape they are in; what no shape claims is under -1. */
  #textBoxes(start: number, length: number): Map<number, Content[]> {
    const boxes = new Map<number, Content[]>();
    if (length === 0) return boxes;
    const list = this.#file.structure("textBoxText");
    let done = 0;
    for (const { shape, from, to } of list ? readTextBoxes(list) : []) {
      if (from !== done || to < from || to > length) break;
      const contents = nest(readParagraphs(this.#text, start + from, start + to));
      const earlier = boxes.get(shape);
      if (earlier) for (const content of contents) earlier.push(content);
      else boxes.set(shape, contents);
      done = to;
    }
    if (done < length) boxes.set(-1, nest(readParagraphs(this.#text, start + done, start + length)));
    return boxes;
  }

  /** Headers and footers, each wording once. */
  #headers(start: number, length: number): void {
    const list = this.#file.structure("headerText");
    if (!list || length === 0) return;
    const seen = new Set<string>();
    let done = 0;
    const count = Math.floor(list.length / 4) - 2;
    for (let i = NOTE_SEPARATORS; i < count; i++) {
      const from = list.u32(4 * i);
      const to = list.u32(4 * i + 4);
      if (to <= from || from < done || to > length) continue;
      done = to;
      const paragraphs = readParagraphs(this.#text, start + from, start + to).filter((paragraph) => {
        const known = seen.has(paragraph.text);
        seen.add(paragraph.text);
        return !known;
      });
      this.#flattened(paragraphs, "furniture");
    }
  }

  /** A story whose tables are no more than an arrangement of its text. */
  #flattened(paragraphs: readonly WordParagraph[], role: Role): void {
    for (const paragraph of paragraphs) if (paragraph.text.trim() !== "") this.#paragraph(paragraph.text, role);
  }

  #content(content: Content, role: Role): void {
    if (content.kind === "table") {
      this.#table(content.rows, role);
      return;
    }
    const { paragraph } = content;
    const own: Role = paragraph.contents ? "furniture" : paragraph.heading ? "heading" : role;
    this.#pictures(paragraph.pictures);
    if (paragraph.text.trim() !== "") this.#paragraph(paragraph.text, own);
  }

  #paragraph(text: string, role: Role): void {
    const block: Paragraph = { kind: "paragraph", text, role, place: { paragraph: this.#paragraphs } };
    this.#paragraphs += 1;
    this.#blocks.push(block);
  }

  #pictures(marks: readonly PictureMark[]): void {
    for (const mark of marks) {
      const size = this.#pictureSize(mark);
      if (size) this.#blocks.push({ kind: "picture", ...size, place: { paragraph: this.#paragraphs } });
    }
  }

  #pictureSize({ position, location }: PictureMark): { width: number; height: number } | null {
    if (location !== null) return this.#data && inlinePictureSize(this.#data, location);
    const anchor = this.#anchors.get(position);
    return anchor && this.#pictureShapes.has(anchor.shape) ? { width: anchor.width, height: anchor.height } : null;
  }

  #table(all: readonly Row[], role: Role): void {
    const rows = all.filter((row) => !(row.hidden && row.cells.every((cell) => textOfCell(cell) === "")));
    if (rows.length === 0) return;
    const nested = rows.some((row) => row.cells.some((cell) => cell.some((content) => content.kind === "table")));
    if (nested && rows.every((row) => row.cells.length === 1)) {
      // A frame around other tables, one cell a row: its content reads on as if the frame were not there.
      for (const row of rows) for (const cell of row.cells) for (const content of cell) this.#content(content, role);
      return;
    }
    const grid = gridFrom(rows.map((row) => ({ count: row.cells.length, shape: readRowShape(row.modifiers) })));
    const table = this.#tables;
    this.#tables += 1;
    const cells: Cell[] = grid.cells.map(({ row, column, rowSpan, columnSpan, source }) => ({
      row,
      column,
      rowSpan,
      columnSpan,
      text: textOfCell(rows[row]?.cells[source] ?? []),
      place: { table, row, column },
    }));
    const block: Table = { kind: "table", rows: rows.length, columns: grid.columns, cells, ragged: grid.ragged, place: { table, row: 0, column: 0 } };
    this.#blocks.push(block);
    for (const content of rows.flatMap((row) => row.cells.flat())) {
      if (content.kind === "table") this.#content(content, role);
      else this.#pictures(content.paragraph.pictures);
    }
  }
}

function textOfCell(cell: readonly Content[]): string {
  const lines = cell.flatMap((content) => (content.kind === "text" ? [content.paragraph.text] : []));
  return withoutTrailing(lines.join("\n").replace(/^\n+/u, ""), /\n/u);
}

function picturesIn(content: Content): PictureMark[] {
  if (content.kind === "text") return [...content.paragraph.pictures];
  return content.rows.flatMap((row) => row.cells.flatMap((cell) => cell.flatMap(picturesIn)));
}
