import { composed, type Flaw, type StyledText } from "../../document/appearance.ts";
import type { Block, Cell, Document, Picture, Role } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { CorruptError, EmptyFileError, TooLargeError } from "../errors.ts";
import type { FirstReading } from "../format.ts";
import { readWithPictures } from "../shared/text-pictures.ts";
import { child } from "../shared/xml-tree.ts";
import { markConditional } from "./conditional.ts";
import { drawingsOf, markCovered, withCovers } from "./drawings.ts";
import { flawsOfFit } from "./fit.ts";
import type { Sheets } from "./formulas.ts";
import { type Item, itemsOf, printedOf } from "./items.ts";
import { type Part, partsOf, startOf } from "./layout.ts";
import { markRefreshed, markStale, sheetsFor } from "./stale.ts";
import { readWorkbook, type SheetPart, type Workbook } from "./workbook.ts";
import { readWorksheet, type Worksheet } from "./worksheet.ts";

/** The lines of a text in runs of one look. */
function linesOf(runs: readonly StyledText[]): StyledText[][] {
  const lines: StyledText[][] = [[]];
  for (const run of runs) {
    for (const [at, text] of run.text.split("\n").entries()) {
      if (at > 0) lines.push([]);
      lines.at(-1)?.push({ ...run, text });
    }
  }
  return lines;
}

/** Counts and places what was read. */
class Assembly {
  readonly blocks: Block[] = [];
  #paragraphs = 0;
  #tables = 0;
  #positions = 0;

  paragraph(runs: readonly StyledText[], role: Role, flaws: readonly Flaw[] = []): void {
    for (const line of linesOf(runs)) {
      const printed = composed(line);
      if (squash(printed.text) === "") continue;
      const all = [...(printed.flaws ?? []), ...flaws];
      this.blocks.push({
        kind: "paragraph",
        role,
        text: printed.text,
        ...(all.length > 0 && { flaws: all }),
        place: { paragraph: this.#paragraphs++ },
      });
    }
  }

  picture(picture: Omit<Picture, "kind" | "place">): void {
    this.blocks.push({ kind: "picture", ...picture, place: { paragraph: Math.max(0, this.#paragraphs - 1) } });
  }

  add(part: Part): void {
    if (part.kind === "paragraph") this.paragraph(part.item.runs, "body", part.item.flaws);
    else this.#table(part.items);
  }

  /** Columns and rows where nothing begins are none of the table's: they only share the sheet's grid with it. */
  #table(items: readonly Item[]): void {
    const table = this.#tables++;
    const [rows, columns] = [starts(items, "top"), starts(items, "left")];
    this.#positions += rows.size * columns.size;
    if (this.#positions > LIMITS.sheetPositions)
      throw new TooLargeError("表格过大，超出处理上限，请检查文件或拆分后重新提交。");
    const taken = new Uint8Array(rows.size * columns.size);
    const cells: Cell[] = [];
    const put = (
      row: number,
      column: number,
      rowSpan: number,
      columnSpan: number,
      printed: Pick<Cell, "text" | "flaws">,
    ) => {
      for (let r = row; r < row + rowSpan; r++)
        taken.fill(1, r * columns.size + column, r * columns.size + column + columnSpan);
      cells.push({ row, column, rowSpan, columnSpan, ...printed, place: { table, row, column } });
    };
    for (const item of items) {
      const [row, column] = [rows.at(item.top), columns.at(item.left)];
      put(row, column, rows.at(item.bottom + 1) - row, columns.at(item.right + 1) - column, printedOf(item));
    }
    for (let at = taken.indexOf(0); at >= 0; at = taken.indexOf(0, at + 1))
      put(Math.floor(at / columns.size), at % columns.size, 1, 1, { text: "" });
    cells.sort((a, b) => a.row - b.row || a.column - b.column);
    this.blocks.push({
      kind: "table",
      rows: rows.size,
      columns: columns.size,
      cells,
      ragged: false,
      place: { table, row: 0, column: 0 },
    });
  }
}

/** Where items begin, in order, and the index of the first that is not before a row or column. */
function starts(items: readonly Item[], side: "top" | "left") {
  const list = [...new Set(items.map((item) => item[side]))].sort((a, b) => a - b);
  const at = (place: number): number => {
    let low = 0;
    for (let high = list.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((list[middle] as number) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { size: list.length, at };
}

/** What stands on a sheet, in reading order, told to an assembly. */
type Placed = { readonly top: number; readonly left: number; readonly add: (assembly: Assembly) => void };

function placedOn({ part }: SheetPart, sheet: Worksheet, sheets: Sheets<Worksheet>, book: Workbook): Placed[] {
  const { tree, geometry } = sheet;
  markConditional(part, sheet, sheets, book);
  markRefreshed(part, sheet, book);
  const items = itemsOf(sheet);
  for (const item of items) item.flaws.push(...flawsOfFit(item, geometry, book.styles.size));
  const end = items.reduce(
    (most, { bottom, right }) => ({ row: Math.max(most.row, bottom), column: Math.max(most.column, right) }),
    {
      row: 0,
      column: 0,
    },
  );
  const drawings = withCovers(drawingsOf(book.office, part, tree, geometry, end));
  markCovered(items, drawings);
  return [
    ...partsOf(items, geometry).map((one): Placed => ({ ...startOf(one), add: (assembly) => assembly.add(one) })),
    ...drawings.map(
      ({ area, text, picture }): Placed => ({
        ...area,
        add: (assembly) => {
          for (const line of text) assembly.paragraph(line, "body");
          if (picture) assembly.picture(picture);
        },
      }),
    ),
  ].sort((a, b) => a.top - b.top || a.left - b.left);
}

/** The sheets by name, read when asked for; the visible ones among them. */
function worksheetsOf(book: Workbook) {
  const known = new Map<string, Worksheet>();
  const read = ({ name, part }: SheetPart): Worksheet => {
    const key = name.toLowerCase();
    const before = known.get(key);
    if (before) return before;
    const tree = book.office.parse(part);
    if (tree?.name !== "x:worksheet") throw new CorruptError();
    const sheet = readWorksheet(tree, book);
    known.set(key, sheet);
    return sheet;
  };
  const parts = new Map(book.sheets.map((sheet) => [sheet.name.toLowerCase(), sheet]));
  const named = (name: string) => {
    const part = parts.get(name.toLowerCase());
    return part && read(part);
  };
  return { named, visible: book.sheets.filter(({ visible }) => visible).map((part) => ({ part, sheet: read(part) })) };
}

/**
 * Reads a workbook (ECMA-376 part 1, 18, transitional and Strict; .xlsx, .xlsm) as a person sees it: the visible sheets
 * in order, cells as their number formats show them, without hidden sheets, rows and columns; text boxes as paragraphs.
 * Where several sheets hold something, each begins with its name.
 *
 * @throws ReaderError with EMPTY, CORRUPT, TOO_LARGE, UNSUPPORTED or ENCRYPTED (an encrypted zip).
 */
export function readSheet(bytes: Uint8Array): FirstReading {
  if (bytes.length === 0) throw new EmptyFileError();
  const book = readWorkbook(bytes);
  const { named, visible } = worksheetsOf(book);
  const sheets = sheetsFor(named);
  markStale(
    visible.map(({ sheet }) => sheet),
    named,
  );
  const filled = visible
    .map(({ part, sheet }) => ({ part, placed: placedOn(part, sheet, sheets, book) }))
    .filter(({ placed }) => placed.length > 0);
  const assembly = new Assembly();
  for (const { part, placed } of filled) {
    if (filled.length > 1) assembly.paragraph([{ text: part.heading }], "heading");
    for (const { add } of placed) add(assembly);
  }
  const title = child(book.office.parse(book.office.core) ?? undefined, "dc:title")?.text.trim();
  const document: Document = { format: "sheet", title: title ? title : null, pages: [], blocks: assembly.blocks };
  return readWithPictures(document, book.office.read);
}
