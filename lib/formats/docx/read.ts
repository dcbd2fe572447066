import { composed } from "../../document/appearance.ts";
import type { Block, Cell, Document, Place, Role } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import { CorruptError, EmptyFileError } from "../errors.ts";
import type { FirstReading } from "../format.ts";
import { openPackage, type Package } from "../shared/package.ts";
import { onOff } from "../shared/package-xml.ts";
import { readWithPictures } from "../shared/text-pictures.ts";
import { composedCell, isPrinted } from "../shared/word-cells.ts";
import { type Covered, coveredBy, type Furniture, type PageArea } from "../shared/word-covers.ts";
import type { Draft, DraftPicture, DraftTable } from "../shared/word-drafts.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import { readColours } from "./colours.ts";
import { boundValues } from "./controls.ts";
import { Fields } from "./fields.ts";
import { readFonts } from "./fonts.ts";
import type { NoteReference } from "./inline.ts";
import { readNumbering } from "./numbering.ts";
import { onPage, readStory, type StoryWalk } from "./story.ts";
import { readStyles } from "./styles.ts";

/**
 * A table that only lays out the page: one column of cells that hold tables, or one cell that holds more than a
 * paragraph. Its content stands in the document as if it were not there.
 */
function isWrapper(table: DraftTable): boolean {
  if (table.cells.some((cell) => cell.columnSpan !== table.columns)) return false;
  const single = table.cells.length === 1 && (table.cells[0]?.content ?? []).filter(isPrinted).length > 1;
  return single || table.cells.some((cell) => cell.content.some((draft) => draft.kind === "table"));
}

/** Counts and places what was read: tables nested in cells follow the table they stand in. */
class Assembly {
  readonly blocks: Block[] = [];
  #paragraphs = 0;
  #tables = 0;
  readonly #target: Package["target"];
  readonly #covered: Covered;

  constructor(target: Package["target"], covered: Covered) {
    this.#target = target;
    this.#covered = covered;
  }

  add(drafts: readonly Draft[]): void {
    for (const draft of drafts) {
      if (draft.kind === "paragraph") {
        const { role, runs } = draft;
        const printed = composed(runs);
        if (squash(printed.text) !== "")
          this.blocks.push({ kind: "paragraph", role, ...printed, place: { paragraph: this.#paragraphs++ } });
      } else if (draft.kind === "picture") this.#picture(draft, { paragraph: Math.max(0, this.#paragraphs - 1) });
      else if (isWrapper(draft)) for (const cell of draft.cells) this.add(cell.content);
      else this.#table(draft);
    }
  }

  #picture(draft: DraftPicture, place: Place): void {
    const { source, ...picture } = draft;
    const kept = source !== undefined && this.#target(source) !== null;
    const covers = [...(draft.covers ?? []), ...(this.#covered.pictures.get(draft) ?? [])];
    this.blocks.push({ ...picture, place, ...(kept && { source }), ...(covers.length > 0 && { covers }) });
  }

  #table(draft: DraftTable): void {
    if (draft.cells.length === 0) return;
    const table = this.#tables++;
    const inside: { readonly drafts: readonly Draft[]; readonly place: Place }[] = [];
    const cells = draft.cells.map((cell): Cell => {
      const { row, column, rowSpan, columnSpan, content } = cell;
      const place = { table, row, column };
      const others = content.filter((part) => part.kind !== "paragraph");
      if (others.length > 0) inside.push({ drafts: others, place });
      return {
        row,
        column,
        rowSpan,
        columnSpan,
        ...composedCell(cell, draft.heights, this.#covered.cells.get(cell)),
        place,
      };
    });
    this.blocks.push({
      kind: "table",
      rows: draft.rows,
      columns: draft.columns,
      cells,
      ragged: draft.ragged,
      place: { table, row: 0, column: 0 },
    });
    for (const { drafts, place } of inside) {
      for (const part of drafts) {
        if (part.kind === "picture") this.#picture(part, place);
        else this.add([part]);
      }
    }
  }
}

/**
 * Tables of headers and notes are no tables of the document: their cells read on as paragraphs. Their pictures are not
 * read: they relate to parts of their own.
 */
function flatten(drafts: readonly Draft[]): Draft[] {
  return drafts.flatMap((draft): Draft[] => {
    if (draft.kind === "table") return draft.cells.flatMap((cell) => flatten(cell.content));
    return draft.kind === "picture" ? [{ kind: "picture", width: draft.width, height: draft.height }] : [draft];
  });
}

function readNotes(office: Package, references: readonly NoteReference[], walk: StoryWalk): Draft[] {
  const parts = new Map<string, XmlNode | null>();
  const drafts: Draft[] = [];
  const seen = new Set<string>();
  for (const { kind, id } of references) {
    if (seen.has(`${kind} ${id}`)) continue;
    seen.add(`${kind} ${id}`);
    if (!parts.has(kind)) parts.set(kind, office.parse(office.related(`${kind}s`)));
    const note = parts.get(kind)?.children.find((node) => node.name === `w:${kind}` && node.attributes.id === id);
    if (note) drafts.push(...flatten(readStory(note.children, walk, "note", onPage(walk))));
  }
  return drafts;
}

/**
 * Part names of the headers and footers that are printed somewhere: those of all pages, and of first pages where these
 * differ.
 */
function furnitureParts(node: XmlNode, office: Package, into: Set<string>): void {
  if (node.name === "w:sectPr") {
    for (const reference of node.children) {
      if (reference.name !== "w:headerReference" && reference.name !== "w:footerReference") continue;
      const shown =
        (reference.attributes.type ?? "default") === "default" ||
        (reference.attributes.type === "first" && onOff(node, "w:titlePg"));
      const target = office.target(reference.attributes["r:id"]);
      if (shown && target) into.add(target);
    }
  } else if (node.name !== "w:r") for (const inner of node.children) furnitureParts(inner, office, into);
}

function titleOf(office: Package): string | null {
  const title = child(office.parse(office.core) ?? undefined, "dc:title")?.text.trim();
  return title ? title : null;
}

/**
 * Reads a Word file (ECMA-376, transitional and Strict; .docx, .docm, .dotx) as it prints: paragraphs with their
 * automatic numbers and tables in reading order, without hidden and deleted text; then notes, then headers and footers.
 *
 * @throws ReaderError with EMPTY, CORRUPT, TOO_LARGE, UNSUPPORTED or ENCRYPTED (an encrypted zip).
 */
export function readDocx(bytes: Uint8Array): FirstReading {
  if (bytes.length === 0) throw new EmptyFileError();
  const office = openPackage(bytes);
  const document = documentOf(office);
  return readWithPictures(document, (source) => {
    const part = office.target(source);
    return part === null ? null : office.read(part);
  });
}

function documentOf(office: Package): Document {
  const root = office.parse(office.main);
  const body = child(root ?? undefined, "w:body");
  if (!body) throw new CorruptError();
  const styles = readStyles(office.parse(office.related("styles")));
  const settings = office.parse(office.related("settings"));
  const theme = office.parse(office.related("theme"));
  const colours = readColours(theme, settings, child(root ?? undefined, "w:background"));
  const page = { styles, colours, fonts: readFonts(office, theme) };
  const numbering = readNumbering(office.parse(office.related("numbering")), styles);
  const boundValue = boundValues(office);
  const updated = onOff(settings ?? undefined, "w:updateFields") ?? false;
  const walk = (notes: NoteReference[]): StoryWalk => ({
    page,
    numbering,
    notes,
    boundValue,
    fields: new Fields(updated),
  });
  const story = (nodes: readonly XmlNode[], role: Role, own: StoryWalk) => readStory(nodes, own, role, onPage(own));

  const references: NoteReference[] = [];
  const main = story(body.children, "body", walk(references));
  const notes = readNotes(office, references, walk([]));
  const names = new Set<string>();
  furnitureParts(body, office, names);
  const furniture = [...names].map((name): Furniture => {
    const part = office.parse(name);
    return {
      drafts: story(part?.children ?? [], "furniture", walk([])),
      where: part?.name === "w:ftr" ? "below" : "above",
    };
  });
  const assembly = new Assembly(office.target, coveredBy(main, furniture, areaOf(body)));
  assembly.add(main);
  assembly.add(notes);
  for (const { drafts } of furniture) assembly.add(flatten(drafts));
  return { format: "docx", title: titleOf(office), pages: [], blocks: assembly.blocks };
}

/** A4 with Word's own margins, where the file says nothing else. */
const A4: PageArea = { left: 90, top: 72, width: 415, height: 698 };
const TWIPS = 20;

/** The page's text area as the last section has it. */
function areaOf(body: XmlNode): PageArea {
  const section = child(body, "w:sectPr");
  const size = child(section, "w:pgSz")?.attributes;
  const margins = child(section, "w:pgMar")?.attributes;
  const points = (value: string | undefined) => Number(value) / TWIPS || 0;
  const [left, top] = [points(margins?.left), points(margins?.top)];
  const width = points(size?.w) - left - points(margins?.right);
  const height = points(size?.h) - top - points(margins?.bottom);
  return width > 0 && height > 0 ? { left, top, width, height } : A4;
}
