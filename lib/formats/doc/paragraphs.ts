/** Paragraphs of one story: the text as shown, and where in a table each stands. */
import { squash } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { AUTOMATIC_NUMBER } from "../shared/word-look.ts";
import type { Binary } from "./binary.ts";
import { type ContentSource, MARK, type PictureMark, readContent, type WordRun } from "./content.ts";
import { type FieldSource, readFields } from "./fields.ts";
import type { LargeLists } from "./large-lists.ts";
import type { Lists } from "./lists.ts";
import { isHidden } from "./look.ts";
import { eachModifier, NAME_SIZE, SPRM } from "./modifiers.ts";
import { type Piece, pieceAt } from "./pieces.ts";
import { type Run, runIndex } from "./runs.ts";
import type { Style } from "./styles.ts";
import { NO_CHANGES, type ParagraphChanges, paragraphChanges } from "./text-properties.ts";

/** Short numbers of a piece's single modifier ([MS-DOC] 2.9.215, Prm0). */
const SHORT = { inTable: 0x18, rowEnd: 0x19 } as const;
/** Built-in styles "toc 1" to "toc 9". */
const isContentsStyle = (style: Style): boolean => style.builtIn >= 19 && style.builtIn <= 27;

export interface WordParagraph {
  /** What is shown, struck text included. */
  readonly text: string;
  readonly runs: readonly WordRun[];
  readonly style: Style;
  readonly look: ParagraphChanges;
  readonly heading: boolean;
  /** Belongs to a table of contents. */
  readonly contents: boolean;
  /** 0 outside tables, 1 in a table, 2 in a table inside a cell … */
  readonly depth: number;
  readonly ends: "paragraph" | "cell" | "row";
  /** The mark that ends it is hidden or deleted. */
  readonly markHidden: boolean;
  /** Where `ends` is "row": lists of table modifiers in the order they apply. */
  readonly tableModifiers: readonly Binary[];
  readonly pictures: readonly PictureMark[];
}

/** What the properties of paragraphs are read from. */
export interface ParagraphSource {
  readonly pieces: readonly Piece[];
  readonly paragraphRuns: readonly Run[];
  readonly style: (index: number) => Style;
  readonly largeLists: LargeLists;
  readonly characters: string;
}

export interface WordText extends ParagraphSource, FieldSource, ContentSource {
  readonly lists: Lists;
}

export interface ParagraphEnd {
  /** The paragraph's first character and its last, which is its mark where it has one. */
  readonly start: number;
  readonly at: number;
  readonly hasMark: boolean;
  readonly properties: ParagraphProperties;
  readonly depth: number;
  readonly ends: "paragraph" | "cell" | "row";
}

export interface ParagraphProperties {
  readonly style: Style;
  readonly depth: number;
  readonly rowEnd: boolean;
  readonly innerCellEnd: boolean;
  readonly innerRowEnd: boolean;
  readonly list: number;
  readonly listLevel: number;
  readonly outlineLevel: number;
  readonly look: ParagraphChanges;
  readonly tableModifiers: readonly Binary[];
}

/** What ends without a mark of its own. */
const BARE = { heading: false, contents: false, ends: "paragraph", markHidden: false, tableModifiers: [] } as const;

const textOf = (runs: readonly WordRun[]): string => runs.map(({ text }) => text).join("");

/** The paragraphs from one character position up to another. */
export function readParagraphs(text: WordText, from: number, to: number): WordParagraph[] {
  const fields = readFields(text, from, to);
  const paragraphs: WordParagraph[] = [];
  /**
   * Runs of paragraphs whose mark is hidden or deleted: they run on into the next one, but not into a table or out of
   * it.
   */
  let carried: WordRun[] = [];
  let pictures: PictureMark[] = [];
  let last: ParagraphEnd | null = null;
  const add = (
    end: ParagraphEnd,
    runs: readonly WordRun[],
    rest: Omit<WordParagraph, "text" | "runs" | "style" | "look" | "depth" | "pictures">,
  ) =>
    paragraphs.push({
      text: textOf(runs),
      runs,
      style: end.properties.style,
      look: end.properties.look,
      depth: end.depth,
      pictures,
      ...rest,
    });
  const release = (): void => {
    if (last && (textOf(carried) !== "" || pictures.length > 0)) add(last, carried, BARE);
    carried = [];
    pictures = [];
  };
  for (const end of paragraphEnds(text, from, to)) {
    const { start, at, hasMark, properties, depth, ends } = end;
    if (last && depth !== last.depth) release();
    const content = readContent(text, fields, start, hasMark ? at : at + 1, properties.style);
    for (const picture of content.pictures) pictures.push(picture);
    const markHidden = hasMark && (fields.code(at) || isHidden(text.changes(at), properties.style, text.looks));
    last = end;
    for (const run of content.runs) carried.push(run);
    if (markHidden && ends === "paragraph") continue;
    const runs = carried;
    const counted = properties.list > 0 && ends !== "row" && !markHidden;
    const number = counted ? text.lists.next(properties.list, properties.listLevel) : "";
    add(end, number === "" ? runs : [numbered(number, textOf(runs), depth), ...runs], {
      heading: properties.outlineLevel < 9,
      contents: fields.contents(at) || isContentsStyle(properties.style),
      ends,
      markHidden,
      tableModifiers: ends === "row" ? properties.tableModifiers : [],
    });
    carried = [];
    pictures = [];
  }
  release();
  return paragraphs;
}

/** An automatic number: where it stands beside a figure, it is no part of it. */
function numbered(number: string, rest: string, depth: number): WordRun {
  const besideFigure = depth > 0 && (squash(rest) === "" || /\p{Nd}/u.test(rest));
  return { text: number, changes: NO_CHANGES, appearance: besideFigure ? AUTOMATIC_NUMBER : undefined };
}

/** Every paragraph from one character position up to another, by its end. */
export function* paragraphEnds(text: ParagraphSource, from: number, to: number): Generator<ParagraphEnd> {
  const known = new Map<Run, ParagraphProperties>();
  let start = from;
  for (let at = from; at < to; at++) {
    const code = text.characters.charCodeAt(at);
    const hasMark = code === MARK.paragraph || code === MARK.cell || (code === MARK.page && endsRun(text, at));
    if (!hasMark && at < to - 1) continue;
    const properties = propertiesAt(text, at, known);
    const depth = code === MARK.cell ? Math.max(1, properties.depth) : properties.depth;
    const rowEnd = code === MARK.cell ? properties.rowEnd : depth > 1 && properties.innerRowEnd;
    const cellEnd = code === MARK.cell || (depth > 1 && properties.innerCellEnd);
    yield { start, at, hasMark, properties, depth, ends: rowEnd ? "row" : cellEnd ? "cell" : "paragraph" };
    start = at + 1;
  }
}

/** A page mark ends a paragraph where it is the end of a section: there the paragraph's properties end with it. */
function endsRun(text: ParagraphSource, at: number): boolean {
  const found = runAt(text, at);
  return found !== null && found.run.to <= found.place + found.piece.width;
}

function runAt(
  { pieces, paragraphRuns }: ParagraphSource,
  at: number,
): { run: Run; piece: Piece; place: number } | null {
  const piece = pieceAt(pieces, at);
  if (!piece) return null;
  const place = piece.offset + (at - piece.from) * piece.width;
  const run = paragraphRuns[runIndex(paragraphRuns, place)];
  return run && place < run.to ? { run, piece, place } : null;
}

function propertiesAt(text: ParagraphSource, at: number, known: Map<Run, ParagraphProperties>): ParagraphProperties {
  const found = runAt(text, at);
  if (!found) return parse(text, 0, [], null);
  const { run, piece } = found;
  if (piece.modifiers.kind !== "none") return parse(text, run.style, [run.modifiers], piece);
  let properties = known.get(run);
  if (!properties) {
    properties = parse(text, run.style, [run.modifiers], null);
    known.set(run, properties);
  }
  return properties;
}

function parse(
  text: ParagraphSource,
  styleIndex: number,
  lists: readonly Binary[],
  piece: Piece | null,
): ParagraphProperties {
  let style = text.style(styleIndex);
  let { list, listLevel, outlineLevel } = style;
  let inTable = false;
  let depth: number | null = null;
  let rowEnd = false;
  let innerCellEnd = false;
  let innerRowEnd = false;
  let look = style.paragraph;
  const tableModifiers: Binary[] = [];

  const apply = (modifiers: Binary, nested: boolean): void => {
    let applied = 0;
    eachModifier(modifiers, (name, at, size) => {
      switch (name) {
        case SPRM.paragraphStyle:
          style = text.style(modifiers.u16(at));
          ({ list, listLevel, outlineLevel } = style);
          look = style.paragraph;
          break;
        case SPRM.inTable:
          inTable = modifiers.u8(at) === 1;
          break;
        case SPRM.rowEnd:
          rowEnd = modifiers.u8(at) === 1;
          break;
        case SPRM.innerCellEnd:
          innerCellEnd = modifiers.u8(at) === 1;
          break;
        case SPRM.innerRowEnd:
          innerRowEnd = modifiers.u8(at) === 1;
          break;
        case SPRM.tableDepth:
          depth = modifiers.i32(at);
          break;
        case SPRM.tableDepthChange:
          depth = (depth ?? 0) + modifiers.i32(at);
          break;
        case SPRM.listLevel:
          listLevel = modifiers.u8(at);
          break;
        case SPRM.list:
          list = modifiers.u16(at);
          break;
        case SPRM.outlineLevel:
          outlineLevel = modifiers.u8(at);
          break;
        case SPRM.hugeProperties:
        case SPRM.hugePropertiesOld:
        case SPRM.tableProperties: {
          const large = nested ? null : text.largeLists.at(modifiers.u32(at));
          if (!large) break;
          // It applies in its place: Word repeats a row's definition behind it for readers that do not follow it.
          tableModifiers.push(modifiers.part(applied, at - NAME_SIZE - applied));
          apply(large, true);
          applied = at + size;
          break;
        }
      }
    });
    look = { ...look, ...paragraphChanges(modifiers) };
    tableModifiers.push(modifiers.part(applied, modifiers.length - applied));
  };
  for (const modifiers of lists) apply(modifiers, false);
  if (piece?.modifiers.kind === "list") apply(text.largeLists.counted(piece.modifiers.list), false);
  else if (piece?.modifiers.kind === "one") {
    const { number, value } = piece.modifiers;
    if (number === SHORT.inTable) inTable = value !== 0;
    else if (number === SHORT.rowEnd) rowEnd = value !== 0;
  }
  const level = inTable ? Math.min(Math.max(depth ?? 1, 1), LIMITS.docTableDepth) : 0;
  return {
    style,
    depth: level,
    rowEnd,
    innerCellEnd,
    innerRowEnd,
    list: list ?? 0,
    listLevel: listLevel ?? 0,
    outlineLevel,
    look,
    tableModifiers,
  };
}
