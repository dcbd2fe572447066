import { squash } from "../../document/text.ts";
import type { Binary } from "../shared/binary.ts";
import { AUTOMATIC_NUMBER } from "../shared/word-look.ts";
import { type ContentSource, MARK, type PictureMark, readContent, type WordRun } from "./content.ts";
import { type FieldSource, readFields } from "./fields.ts";
import type { Lists } from "./lists.ts";
import { isHidden } from "./look.ts";
import { type ParagraphProperties, type ParagraphSource, propertiesAt, runAt } from "./paragraph-properties.ts";
import type { Run } from "./runs.ts";
import type { Style } from "./styles.ts";
import { NO_CHANGES, type ParagraphChanges } from "./text-properties.ts";

/** Paragraphs of one story: the text as shown, and where in a table each stands. */

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
