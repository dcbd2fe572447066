import { composed } from "../../document/appearance.ts";
import type { Block, Cell, Document, Role } from "../../document/document.ts";
import { CorruptError, ReaderError } from "../errors.ts";
import type { FirstReading } from "../format.ts";
import { Binary } from "../shared/binary.ts";
import { readWithPictures } from "../shared/text-pictures.ts";
import { composedCell } from "../shared/word-cells.ts";
import { type Covered, coveredBy, type Furniture } from "../shared/word-covers.ts";
import type { Draft, Drawing } from "../shared/word-drafts.ts";
import { readCharacters } from "./characters.ts";
import type { PictureMark } from "./content.ts";
import { type Drafting, draftParagraph, draftsOf, onPage } from "./drafts.ts";
import {
  type Anchor,
  floatOf,
  isHiddenShape,
  readAnchors,
  readShapes,
  readTextBoxes,
  type ShapeOptions,
} from "./drawings.ts";
import { readFonts } from "./fonts.ts";
import { chosenEntry } from "./form-fields.ts";
import { inlinePicture } from "./inline-picture.ts";
import { LargeLists } from "./large-lists.ts";
import { readLists } from "./lists.ts";
import { type Content, nest } from "./nesting.ts";
import { readParagraphs, type WordParagraph, type WordText } from "./paragraphs.ts";
import { inlineSource, pictureFile, storedSource } from "./picture-sources.ts";
import { textOf } from "./pieces.ts";
import { readPageArea } from "./sections.ts";
import { readTitle } from "./title.ts";
import { openWordFile, type WordFile } from "./word-file.ts";

/** Old Word: the binary format of Word 97 to 2003 ([MS-DOC]), also written by WPS Office as .doc and .wps. */

/** Texts of header story entries before the first section's own ones: separators of notes. */
const NOTE_SEPARATORS = 6;
/** A section has six: headers and footers of even and of odd pages, and those of the first page. */
const HEADERS: ReadonlySet<number> = new Set([0, 1, 4]);

/**
 * Reads a .doc (or a .wps that is one inside). Text boxes follow the paragraph or table they are anchored in; notes
 * come last.
 * @throws UnsupportedError (Word 95 and older, no Word text inside), EncryptedError, CorruptError
 */
export function readDoc(bytes: Uint8Array): FirstReading {
  try {
    const file = openWordFile(bytes);
    const stream = file.container.stream("Data");
    const data = stream && new Binary(stream);
    const document: Document = {
      format: "doc",
      title: readTitle(file.container.stream("\u0005SummaryInformation")),
      pages: [],
      blocks: new Composition(file, textIn(file, data), data).blocks(),
    };
    return readWithPictures(document, (source) => pictureFile(file, data, source));
  } catch (error) {
    if (error instanceof ReaderError) throw error;
    throw new CorruptError(undefined, { cause: error });
  }
}

function textIn(file: WordFile, data: Binary | null): WordText {
  const { pieces, style, information, length } = file;
  const changes = readCharacters(length, pieces, file.characterRuns);
  const positions = (list: Binary | null, size: number) =>
    list
      ? Array.from({ length: Math.max(0, Math.floor((list.length - 4) / (4 + size))) }, (_, i) => list.u32(4 * i))
      : [];
  return {
    characters: textOf(pieces, file.word),
    pieces,
    paragraphRuns: file.paragraphRuns,
    style,
    changes,
    looks: { style, fonts: readFonts(file.structure("fonts")), known: new Map() },
    lists: readLists(file.tables, information.place("lists"), information.place("listOverrides")),
    largeLists: new LargeLists(data),
    dirty: file.dirtyFields,
    chosen: (position) => {
      const { binaryData, location } = changes(position);
      return binaryData && location !== undefined ? chosenEntry(data, location) : null;
    },
    noteMarks: new Set([
      ...positions(file.structure("footnoteMarks"), 2),
      ...positions(file.structure("endnoteMarks"), 2),
    ]),
  };
}

/** Puts the stories of a file into one list of blocks and numbers them. */
class Composition {
  readonly #file: WordFile;
  readonly #text: WordText;
  readonly #data: Binary | null;
  readonly #drafting: Drafting;
  readonly #blocks: Block[] = [];
  readonly #anchors: ReadonlyMap<number, Anchor>;
  readonly #shapes: ReadonlyMap<number, ShapeOptions>;
  /** Where each shape stands: in one place. */
  readonly #places = new Map<number, number>();
  #boxes: ReadonlyMap<number, readonly Content[]> = new Map();
  #covered: Covered = { cells: new Map(), pictures: new Map() };
  #paragraphs = 0;
  #tables = 0;

  constructor(file: WordFile, text: WordText, data: Binary | null) {
    this.#file = file;
    this.#data = data;
    this.#text = text;
    this.#drafting = { looks: text.looks, standard: file.standard, drawing: (mark) => this.#drawing(mark) };
    const { main, footnotes } = file.information.stories;
    const anchors = (list: Binary | null, story: number) =>
      (list ? readAnchors(list) : []).map((anchor): [number, Anchor] => [story + anchor.position, anchor]);
    this.#anchors = new Map([
      ...anchors(file.structure("shapeAnchors"), 0),
      ...anchors(file.structure("headerShapeAnchors"), main + footnotes),
    ]);
    for (const [position, { shape }] of this.#anchors) if (!this.#places.has(shape)) this.#places.set(shape, position);
    const drawings = file.structure("drawings");
    this.#shapes = drawings ? readShapes(drawings) : new Map();
  }

  blocks(): Block[] {
    const { stories } = this.#file.information;
    const main = nest(readParagraphs(this.#text, 0, stories.main));
    const footnotes = stories.main;
    const headers = footnotes + stories.footnotes;
    const endnotes = headers + stories.headers + stories.macros + stories.annotations;
    const textBoxes = endnotes + stories.endnotes;

    const furniture = this.#headers(headers, stories.headers);
    this.#boxes = this.#textBoxes(textBoxes, stories.textBoxes);
    const body = this.#body(main);
    this.#covered = coveredBy(body, furniture, readPageArea(this.#file.structure("sections"), this.#file.word));
    for (const draft of body) this.#draft(draft);
    this.#flattened(readParagraphs(this.#text, footnotes, footnotes + stories.footnotes), "note");
    this.#flattened(readParagraphs(this.#text, endnotes, endnotes + stories.endnotes), "note");
    return this.#blocks;
  }

  /** The main story, each text box behind what it is anchored in. */
  #body(main: readonly Content[]): Draft[] {
    const left = new Map(this.#boxes);
    const draft = (contents: readonly Content[]) => draftsOf(contents, this.#drafting, onPage(this.#drafting));
    const drafts: Draft[] = [];
    const add = (more: readonly Draft[]) => {
      for (const one of more) drafts.push(one);
    };
    for (const content of main) {
      add(draft([content]));
      for (const { position } of picturesIn(content)) {
        const shape = this.#anchors.get(position)?.shape ?? Number.NaN;
        add(draft(left.get(shape) ?? []));
        left.delete(shape);
      }
    }
    for (const box of left.values()) add(draft(box));
    return drafts;
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
  #headers(start: number, length: number): Furniture[] {
    const list = this.#file.structure("headerText");
    if (!list || length === 0) return [];
    const furniture: Furniture[] = [];
    const seen = new Set<string>();
    let done = 0;
    const count = Math.floor(list.length / 4) - 2;
    for (let i = NOTE_SEPARATORS; i < count; i++) {
      const from = list.u32(4 * i);
      const to = list.u32(4 * i + 4);
      if (to <= from || from < done || to > length) continue;
      done = to;
      const paragraphs = readParagraphs(this.#text, start + from, start + to);
      const drafts = paragraphs.map((paragraph) =>
        draftParagraph(paragraph, "furniture", this.#drafting, onPage(this.#drafting)),
      );
      furniture.push({ drafts, where: HEADERS.has((i - NOTE_SEPARATORS) % 6) ? "above" : "below" });
      const unknown = paragraphs.filter((paragraph) => {
        const known = seen.has(paragraph.text);
        seen.add(paragraph.text);
        return !known;
      });
      this.#flattened(unknown, "furniture");
    }
    return furniture;
  }

  /** A story whose tables are no more than an arrangement of its text. */
  #flattened(paragraphs: readonly WordParagraph[], role: Role): void {
    for (const paragraph of paragraphs)
      this.#draft(draftParagraph(paragraph, role, this.#drafting, onPage(this.#drafting)));
  }

  #drawing({ position, location }: PictureMark): Drawing | null {
    if (location !== null) {
      const picture = this.#data && inlinePicture(this.#data, location);
      return picture && { pictures: [{ ...picture, source: inlineSource(location) }], boxes: [], how: "图片" };
    }
    const anchor = this.#anchors.get(position);
    if (!anchor) return null;
    const options = this.#shapes.get(anchor.shape);
    const float = floatOf(anchor, options);
    const { width, height } = anchor;
    const here = this.#places.get(anchor.shape) === position;
    const seen = !isHiddenShape(options);
    const pictures = (here ? (options?.pictures ?? []) : []).map(({ number, cut }) => ({
      ...{ width, height },
      ...(seen && { source: storedSource(number) }),
      ...(cut && { cut }),
      ...(options?.others && { covers: [{ from: 0, to: 1, how: "图形" }] }),
    }));
    return {
      pictures,
      boxes: [],
      how: this.#boxes.has(anchor.shape) ? "文本框" : pictures.length > 0 ? "图片" : "图形",
      ...(float && { float }),
    };
  }

  #draft(draft: Draft): void {
    if (draft.kind === "picture") {
      const covers = [...(draft.covers ?? []), ...(this.#covered.pictures.get(draft) ?? [])];
      this.#blocks.push({ ...draft, place: { paragraph: this.#paragraphs }, ...(covers.length > 0 && { covers }) });
    } else if (draft.kind === "paragraph") {
      const printed = composed(draft.runs);
      if (printed.text.trim() === "") return;
      this.#blocks.push({ kind: "paragraph", ...printed, role: draft.role, place: { paragraph: this.#paragraphs } });
      this.#paragraphs += 1;
    } else this.#table(draft);
  }

  #table(draft: Extract<Draft, { kind: "table" }>): void {
    const nested = draft.cells.some(({ content }) => content.some(({ kind }) => kind === "table"));
    if (nested && new Set(draft.cells.map(({ row }) => row)).size === draft.cells.length) {
      // A frame around other tables, one cell a row: its content reads on as if the frame were not there.
      for (const { content } of draft.cells) for (const inner of content) this.#draft(inner);
      return;
    }
    const table = this.#tables;
    this.#tables += 1;
    const cells = draft.cells.map((cell): Cell => {
      const { row, column, rowSpan, columnSpan } = cell;
      return {
        row,
        column,
        rowSpan,
        columnSpan,
        ...composedCell(cell, draft.heights, this.#covered.cells.get(cell)),
        place: { table, row, column },
      };
    });
    const { rows, columns, ragged } = draft;
    this.#blocks.push({ kind: "table", rows, columns, cells, ragged, place: { table, row: 0, column: 0 } });
    for (const { content } of draft.cells)
      for (const inner of content) if (inner.kind !== "paragraph") this.#draft(inner);
  }
}

function picturesIn(content: Content): PictureMark[] {
  if (content.kind === "text") return [...content.paragraph.pictures];
  return content.rows.flatMap((row) => row.cells.flatMap((cell) => cell.flatMap(picturesIn)));
}
