/** Paragraphs of one story: the text as shown, and where in a table each stands. */
import { foldIdeographs } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import type { Binary } from "./binary.ts";
import { readFields } from "./fields.ts";
import type { LargeLists } from "./large-lists.ts";
import type { Lists } from "./lists.ts";
import { eachModifier, NAME_SIZE, SPRM } from "./modifiers.ts";
import { type Piece, pieceAt } from "./pieces.ts";
import { type Run, runIndex } from "./runs.ts";
import type { Style } from "./styles.ts";
import { type CharacterMarks, isHidden } from "./visibility.ts";

/** What the characters below the space stand for ([MS-DOC] 2.4.1). */
const MARK = {
  picture: 0x01,
  cell: 0x07,
  drawing: 0x08,
  tab: 0x09,
  line: 0x0b,
  page: 0x0c,
  paragraph: 0x0d,
  column: 0x0e,
  fixedHyphen: 0x1e,
} as const;
/** Stands for a symbol where the run names one. */
const SYMBOL = 0x28;
/** Short numbers of a piece's single modifier ([MS-DOC] 2.9.215, Prm0). */
const SHORT = { inTable: 0x18, rowEnd: 0x19 } as const;
/** Built-in styles "toc 1" to "toc 9". */
const isContentsStyle = (style: Style): boolean => style.builtIn >= 19 && style.builtIn <= 27;

export interface WordParagraph {
  readonly text: string;
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

/** A picture in the line has its place in the Data stream, a drawing beside the text is known by its character position. */
export interface PictureMark {
  readonly position: number;
  readonly location: number | null;
}

/** What the properties of paragraphs are read from. */
export interface ParagraphSource {
  readonly pieces: readonly Piece[];
  readonly paragraphRuns: readonly Run[];
  readonly style: (index: number) => Style;
  readonly largeLists: LargeLists;
  readonly characters: string;
}

export interface WordText extends ParagraphSource {
  readonly marks: CharacterMarks;
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
  readonly tableModifiers: readonly Binary[];
}

const BARE = { heading: false, contents: false, ends: "paragraph", markHidden: false, tableModifiers: [] } as const;

/** The paragraphs from one character position up to another. */
export function readParagraphs(text: WordText, from: number, to: number): WordParagraph[] {
  const { characters, marks } = text;
  const fields = readFields(characters, from, to);
  const paragraphs: WordParagraph[] = [];
  let pictures: PictureMark[] = [];

  const isShown = (at: number, style: Style): boolean => !isHidden(marks, at, style) && !fields.code(at);
  const special = (code: number, at: number): string => {
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
        return marks.symbols.get(at) ?? "(";
      case MARK.picture: {
        const location = marks.pictures.get(at);
        if (location !== undefined) pictures.push({ position: at, location });
        return "";
      }
      case MARK.drawing:
        pictures.push({ position: at, location: null });
        return "";
      default:
        return "";
    }
  };
  const shownText = (start: number, end: number, style: Style): string => {
    let shown = "";
    let plain = -1;
    for (let at = start; at < end; at++) {
      const code = characters.charCodeAt(at);
      const visible = isShown(at, style);
      if (visible && code >= 0x20 && code !== SYMBOL) {
        if (plain < 0) plain = at;
        continue;
      }
      if (plain >= 0) shown += characters.slice(plain, at);
      plain = -1;
      if (visible) shown += special(code, at);
    }
    return foldIdeographs(plain >= 0 ? shown + characters.slice(plain, end) : shown);
  };

  /** Shown text of paragraphs whose mark is hidden or deleted: it runs on into the next one, but not into a table or out of it. */
  let carried = "";
  let carriedDepth = 0;
  const release = (): void => {
    if (carried !== "" || pictures.length > 0) paragraphs.push({ ...BARE, text: carried, depth: carriedDepth, pictures });
    carried = "";
    pictures = [];
  };
  for (const { start, at, hasMark, properties, depth, ends } of paragraphEnds(text, from, to)) {
    if (depth !== carriedDepth) release();
    const shown = shownText(start, hasMark ? at : at + 1, properties.style);
    const markHidden = hasMark && !isShown(at, properties.style);
    if (markHidden && ends === "paragraph") {
      carried += shown;
      carriedDepth = depth;
      continue;
    }
    const number = properties.list > 0 && ends !== "row" && !markHidden ? text.lists.next(properties.list, properties.listLevel) : "";
    paragraphs.push({
      text: number + carried + shown,
      heading: properties.outlineLevel < 9,
      contents: fields.contents(at) || isContentsStyle(properties.style),
      depth,
      ends,
      markHidden,
      tableModifiers: ends === "row" ? properties.tableModifiers : [],
      pictures,
    });
    carried = "";
    pictures = [];
  }
  release();
  return paragraphs;
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

function runAt({ pieces, paragraphRuns }: ParagraphSource, at: number): { run: Run; piece: Piece; place: number } | null {
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

function parse(text: ParagraphSource, styleIndex: number, lists: readonly Binary[], piece: Piece | null): ParagraphProperties {
  let style = text.style(styleIndex);
  let { list, listLevel, outlineLevel } = style;
  let inTable = false;
  let depth: number | null = null;
  let rowEnd = false;
  let innerCellEnd = false;
  let innerRowEnd = false;
  const tableModifiers: Binary[] = [];

  const apply = (modifiers: Binary, nested: boolean): void => {
    let applied = 0;
    eachModifier(modifiers, (name, at, size) => {
      switch (name) {
        case SPRM.paragraphStyle:
          style = text.style(modifiers.u16(at));
          ({ list, listLevel, outlineLevel } = style);
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
  return { style, depth: level, rowEnd, innerCellEnd, innerRowEnd, list: list ?? 0, listLevel: listLevel ?? 0, outlineLevel, tableModifiers };
}
