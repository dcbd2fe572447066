import { type AccountsLayout, type Grid, gridsOf, type Texts, USUAL } from "./accounts-grids.ts";
import { makeDocx, tableOf } from "./docx.ts";
import { bytesOf, page, tableHtml } from "./html.ts";
import { makeOfd, text as ofdText, path } from "./ofd.ts";
import { latin, line, makePdf, text } from "./pdf.ts";
import { makeWorkbook, reference } from "./sheet.ts";
import { type Rows, tabTable } from "./text.ts";

/** Final accounts as files of several formats, their nine tables laid out as offices print them. */

export const TITLE = ["上海市云泽区水务局", "2024年度部门决算"];

/** The lines between a table's title and the table. */
const linesOver = ({ unit, ministry = false }: AccountsLayout, at: number): readonly string[] =>
  ministry ? [`公开${String(at + 1).padStart(2, "0")}表`, `部门：${TITLE[0]}`, `金额单位：${unit}`] : [`单位：${unit}`];
const NOTE = "注：本表反映部门本年度的收支情况。";

/** A line around each cell. */
const BORDERS = `<w:tblBorders>${["top", "left", "bottom", "right", "insideH", "insideV"]
  .map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
  .join("")}</w:tblBorders>`;

export const accountsDocx = (texts: Texts, layout = USUAL): Uint8Array =>
  makeDocx({
    body: [
      ...TITLE,
      ...gridsOf(texts, layout).flatMap(({ title, rows, columns, cells }, at) => [
        title,
        ...linesOver(layout, at),
        { table: { ...tableOf(cells, rows, columns), xml: BORDERS } },
        NOTE,
      ]),
    ],
  });

export const accountsHtml = (texts: Texts, layout = USUAL): Uint8Array =>
  bytesOf(
    page(
      [
        `<h1>${TITLE.join("")}</h1>`,
        ...gridsOf(texts, layout).map(
          ({ title, rows, cells }, at) =>
            `<p>${title}</p>${linesOver(layout, at)
              .map((over) => `<p>${over}</p>`)
              .join("")}${tableHtml(rows, cells)}<p>${NOTE}</p>`,
        ),
      ].join("\n"),
    ),
  );

/** Plain text; `table` writes rows, each cell of a merged one but the first empty. */
export const accountsTxt = (texts: Texts, layout = USUAL, table: (rows: Rows) => string = tabTable): Uint8Array =>
  bytesOf(
    [
      ...TITLE,
      ...gridsOf(texts, layout).flatMap(({ title, rows, columns, cells }, at) => {
        const filled = Array.from({ length: rows }, () => new Array<string>(columns).fill(""));
        for (const { row, column, text: value } of cells) (filled[row] as string[])[column] = value.replace("\n", "");
        return ["", title, ...linesOver(layout, at), table(filled), NOTE];
      }),
    ].join("\n"),
  );

/** A sheet a table, its title and unit in the rows above it. */
export const accountsXlsx = (texts: Texts, layout = USUAL): Uint8Array =>
  makeWorkbook({
    sheets: gridsOf(texts, layout).map(({ title, cells, columns }, at) => ({
      name: `${at + 1}`,
      before: `<cols><col min="1" max="${columns}" width="40" customWidth="1"/></cols>`,
      cells: [
        ...(at === 0 ? [{ row: 0, column: 0, value: TITLE.join("") }] : []),
        { row: 1, column: 0, value: title },
        { row: 2, column: 0, value: linesOver(layout, at).join("  ") },
        ...cells.map(({ row, column, text: value }) => ({ row: row + 3, column, value, style: 1 })),
      ],
      merges: [
        `A2:${reference(1, columns - 1)}`,
        ...cells
          .filter(({ rowSpan, columnSpan }) => rowSpan * columnSpan > 1)
          .map(
            ({ row, column, rowSpan, columnSpan }) =>
              `${reference(row + 3, column)}:${reference(row + 2 + rowSpan, column + columnSpan - 1)}`,
          ),
      ],
    })),
  });

/** Points of a landscape page of A4, of a row, and of type. */
export const PAGE = { width: 842, height: 595, margin: 40, row: 18, size: 8 } as const;

/** A line of words, its left end and its foot in points from the page's top left corner. */
interface DrawnWords {
  readonly words: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** A page with ruled cells. */
export interface DrawnPage {
  readonly words: readonly DrawnWords[];
  readonly boxes: readonly (readonly [left: number, top: number, right: number, bottom: number])[];
}

/** Points from the left at which columns begin and end: each as wide as its longest line. */
function edgesOf({ columns, cells }: Grid): number[] {
  const widths = new Array<number>(columns).fill(0);
  for (const { column, columnSpan, text: value } of cells)
    if (columnSpan === 1) widths[column] = Math.max(widths[column] ?? 0, ...value.split("\n").map(widthOf));
  const edges: number[] = [PAGE.margin];
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + Math.max(width, 3 * PAGE.size) + 8);
  return edges;
}

const LATIN = /^[ -~]+$/u;
const widthOf = (value: string): number =>
  [...value].reduce((sum, character) => sum + (/[ -~]/u.test(character) ? PAGE.size / 2 : PAGE.size), 0);

/** A cover and the tables' pages; what does not fit a page goes on on the next without its head. */
export function pagesOf(texts: Texts, layout: AccountsLayout): DrawnPage[] {
  const cover = TITLE.map((words, at) => ({ words, x: 300, y: 195 + 40 * at, size: 20 }));
  const tables = gridsOf(texts, layout).flatMap((grid, at) => tablePages(grid, linesOver(layout, at)));
  return [{ words: cover, boxes: [] }, ...tables];
}

function tablePages(grid: Grid, over: readonly string[]): DrawnPage[] {
  const { title, rows, cells } = grid;
  const edges = edgesOf(grid);
  const perPage = Math.floor((PAGE.height - 3 * PAGE.margin) / PAGE.row);
  return Array.from({ length: Math.ceil(rows / perPage) }, (_, at) => {
    const from = at * perPage;
    const top = (at === 0 ? 2 : 1) * PAGE.margin;
    const own = cells.filter(({ row }) => row >= from && row < from + perPage);
    const placed = own.map(({ row, column, rowSpan, columnSpan, text: value }) => ({
      box: [
        edges[column] ?? 0,
        top + (row - from) * PAGE.row,
        edges[column + columnSpan] ?? 0,
        top + (row - from + rowSpan) * PAGE.row,
      ] as const,
      lines: value.split("\n"),
    }));
    const words = placed.flatMap(({ box: [x, above, , below], lines }) =>
      lines.map((each, index) => ({
        words: each,
        x: x + 4,
        y: (above + below) / 2 + PAGE.size / 3 - ((lines.length - 1) / 2 - index) * 9,
        size: PAGE.size,
      })),
    );
    const head = [
      { words: title, x: 300, y: 40, size: 12 },
      ...over.map((each, index) => ({ words: each, x: 560 - 160 * (over.length - 1 - index), y: 65, size: PAGE.size })),
    ];
    return {
      words: [...(at === 0 ? head : []), ...words].filter((each) => each.words !== ""),
      boxes: placed.map(({ box }) => box),
    };
  });
}

export function accountsPdf(texts: Texts, layout = USUAL): Uint8Array {
  const drawn = pagesOf(texts, layout).map(({ words, boxes }) =>
    [
      ...boxes.flatMap(([x0, top, x1, bottom]) => {
        const [y0, y1] = [PAGE.height - top, PAGE.height - bottom];
        return [line(x0, y0, x1, y0), line(x0, y1, x1, y1), line(x0, y0, x0, y1), line(x1, y0, x1, y1)];
      }),
      ...words.map(({ words: each, x, y, size }) => (LATIN.test(each) ? latin : text)(each, x, PAGE.height - y, size)),
    ].join(""),
  );
  return makePdf(drawn.map((content) => ({ content, width: PAGE.width, height: PAGE.height })));
}

/** Millimetres in a point. */
const MM = 25.4 / 72;

export const accountsOfd = (texts: Texts, layout = USUAL): Uint8Array =>
  makeOfd([
    pagesOf(texts, layout).map(({ words, boxes }) => ({
      box: `0 0 ${PAGE.width * MM} ${PAGE.height * MM}`,
      content: [
        ...boxes.map(([x0, top, x1, bottom]) => {
          const [width, height] = [(x1 - x0) * MM, (bottom - top) * MM];
          return path(x0 * MM, top * MM, `M 0 0 L ${width} 0 L ${width} ${height} L 0 ${height} C`);
        }),
        ...words.map(({ words: each, x, y, size }) => ofdText(each, x * MM, y * MM, size * MM)),
      ].join(""),
    })),
  ]);
