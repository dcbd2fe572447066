import type { FigureName } from "../../lib/profiles/common/facts.ts";
import { FORM } from "./accounts.ts";
import { makeDocx, tableOf } from "./docx.ts";
import { bytesOf, type GridCell, page, tableHtml } from "./html.ts";
import { latin, line, makePdf, text } from "./pdf.ts";
import { makeWorkbook, reference } from "./sheet.ts";

/** Final accounts as files of several formats, their nine tables laid out as offices print them. */

export type Texts = ReadonlyMap<FigureName, string>;

export interface AccountsLayout {
  /** Codes in one cell, or a level in each of three. */
  readonly splitCodes: boolean;
  /** Where the row 合计 stands. */
  readonly total: "first" | "last";
  readonly unit: string;
}
export const USUAL: AccountsLayout = { splitCodes: false, total: "first", unit: "万元" };

export const TITLE = ["上海市云泽区水务局", "2024年度部门决算"];

interface Grid {
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly GridCell[];
}

type Entry = readonly [text: string, rowSpan?: number, columnSpan?: number];

function gridOf(title: string, columns: number, lines: readonly (readonly Entry[])[]): Grid {
  const taken = lines.map(() => new Array<boolean>(columns).fill(false));
  const cells: GridCell[] = [];
  for (const [row, entries] of lines.entries()) {
    let column = 0;
    for (const [value, rowSpan = 1, columnSpan = 1] of entries) {
      while (taken[row]?.[column]) column += 1;
      for (let r = row; r < row + rowSpan; r++) taken[r]?.fill(true, column, column + columnSpan);
      cells.push({ row, column, rowSpan, columnSpan, text: value });
      column += columnSpan;
    }
  }
  return { title, rows: lines.length, columns, cells };
}

const NAMES: Readonly<Record<string, string>> = {
  "208": "社会保障和就业支出",
  "210": "卫生健康支出",
  "212": "城乡社区支出",
  "301": "工资福利支出",
};
const nameOf = (code: string): string =>
  NAMES[code] ?? (code.length === 7 ? "机关事业单位基本养老保险缴费支出" : "一般行政管理事务");

const rowsOf = (texts: Texts, table: string): readonly string[] => [
  ...new Set([...texts.keys()].flatMap((name) => (name.startsWith(`${table}.`) ? [name.split(".")[1] ?? ""] : []))),
];

const titleOf = (key: string): string => FORM.tables.find((table) => table.key === key)?.title ?? "";

/** 本年支出：合计 is printed as 合计. */
const leafOf = (label: string): string => label.split("：").at(-1) ?? label;

const FLOW = ["opening", "income", "total", "basic", "project", "closing"];

/** Tables 2, 3, 5, 8 and 9. */
function coded(texts: Texts, key: string, { splitCodes, total }: AccountsLayout): Grid {
  const panel = FORM.tables.find((table) => table.key === key)?.panels[0];
  const isFlow = key === "t8" || key === "t9";
  const columns = isFlow ? FLOW : (panel?.columns ?? []).map((column) => column.key);
  const labels = (panel?.columns ?? []).map(({ label }): Entry => [leafOf(label), splitCodes ? 3 : 2]);
  const labelColumns = splitCodes ? 4 : 2;
  const heads: Entry[] = isFlow
    ? [
        ["年初结转和结余", splitCodes ? 3 : 2],
        ["本年收入", splitCodes ? 3 : 2],
        ["本年支出", 1, 3],
        ["年末结转和结余", splitCodes ? 3 : 2],
      ]
    : labels;
  const parts: Entry[] = isFlow
    ? ["合计", "基本支出", "项目支出"].map((part): Entry => [part, splitCodes ? 2 : 1])
    : [];
  const head: Entry[][] = splitCodes
    ? [
        [["项目", 1, 4], ...heads],
        [["功能分类科目编码", 1, 3], ["科目名称", 2], ...parts],
        [["类"], ["款"], ["项"]],
      ]
    : [
        [["项目", 1, 2], ...heads],
        [["功能分类\n科目编码"], ["科目名称"], ...parts],
      ];
  const figures = (row: string) => columns.map((column): Entry => [texts.get(`${key}.${row}.${column}`) ?? ""]);
  const codes = rowsOf(texts, key).filter((row) => row !== "total");
  const body = codes.toSorted().map((code): Entry[] => {
    const levels = [code.slice(0, 3), code.slice(3, 5), code.slice(5)];
    return [
      ...(splitCodes ? levels.map((level): Entry => [level]) : [[code] as const]),
      [nameOf(code)],
      ...figures(code),
    ];
  });
  const sum: Entry[] = [["合计", 1, labelColumns], ...figures("total")];
  const lines = total === "first" ? [...head, sum, ...body] : [...head, ...body, sum];
  return gridOf(titleOf(key), labelColumns + columns.length, lines);
}

/** Tables 1 and 4: income at the left, expenditure at the right. */
function balance(texts: Texts, key: "t1" | "t4"): Grid {
  const [left, right] = FORM.tables.find((table) => table.key === key)?.panels ?? [];
  const rows = (panel: typeof left) =>
    (panel?.rows ?? []).filter(({ key: row }) => texts.has(`${key}.${row}.${panel?.columns[0]?.key}`));
  const tail = key === "t1" ? 4 : 6;
  const [income, expenditure] = [rows(left), rows(right)];
  const functions = expenditure.filter(({ listed }) => listed);
  const totals = expenditure.filter(({ listed }) => !listed);
  // Beside the six lines of table 4's income stand three of expenditure, the last beside the last.
  const ends = key === "t1" ? totals : [totals[0], totals[1], undefined, undefined, undefined, totals[2]];
  const cells = (panel: typeof left, row: (typeof income)[number] | undefined): Entry[] => [
    [row?.label ?? ""],
    ...(panel?.columns ?? []).map((column): Entry => [row ? (texts.get(`${key}.${row.key}.${column.key}`) ?? "") : ""]),
  ];
  const lines = functions.map((row, at): Entry[] => [
    ...cells(left, at < income.length - tail ? income[at] : undefined),
    ...cells(right, row),
  ]);
  const last = ends.map((row, at): Entry[] => [
    ...cells(left, income[income.length - tail + at]),
    ...cells(right, row),
  ]);
  const width = 3 + (right?.columns.length ?? 0);
  return gridOf(titleOf(key), width, [
    [
      ["收入", 1, 2],
      ["支出", 1, width - 2],
    ],
    [["项目"], ["决算数"], ["项目"], ...(right?.columns ?? []).map(({ label }): Entry => [label])],
    ...lines,
    ...last,
  ]);
}

/** Table 6, two panels of codes. */
function economic(texts: Texts): Grid {
  const codes = rowsOf(texts, "t6")
    .filter((row) => /^\d/u.test(row))
    .toSorted();
  const [left, right] = [
    ["301", "303"],
    ["302", "310"],
  ].map((classes) => codes.filter((code) => classes.includes(code.slice(0, 3)))) as [string[], string[]];
  const cells = (code: string | undefined): Entry[] =>
    code === undefined ? [[""], [""], [""]] : [[code], [nameOf(code)], [texts.get(`t6.${code}.amount`) ?? ""]];
  const head: Entry[] = [["经济分类\n科目编码"], ["科目名称"], ["决算数"]];
  const lines = Array.from({ length: Math.max(left.length, right.length) }, (_, at) => [
    ...cells(left[at]),
    ...cells(right[at]),
  ]);
  const totals: Entry[] = [
    ["人员经费合计", 1, 2],
    [texts.get("t6.staff.amount") ?? ""],
    ["公用经费合计", 1, 2],
    [texts.get("t6.running.amount") ?? ""],
  ];
  return gridOf(titleOf("t6"), 6, [[...head, ...head], ...lines, totals]);
}

/** Table 7: 预算数 and 决算数 below each heading. */
function publicCars(texts: Texts): Grid {
  const figures = ["total", "abroad", "vehicles", "purchase", "running", "reception"].flatMap((key) =>
    ["Budget", "Actual"].map((suffix): Entry => [texts.get(`t7.row.${key}${suffix}`) ?? ""]),
  );
  return gridOf(titleOf("t7"), 12, [
    [
      ["合计", 2, 2],
      ["因公出国\n（境）费", 2, 2],
      ["公务用车购置及运行维护费", 1, 6],
      ["公务接待费", 2, 2],
    ],
    [
      ["小计", 1, 2],
      ["公务用车\n购置费", 1, 2],
      ["公务用车\n运行维护费", 1, 2],
    ],
    Array.from({ length: 12 }, (_, at): Entry => [at % 2 === 0 ? "预算数" : "决算数"]),
    figures,
  ]);
}

export const gridsOf = (texts: Texts, layout: AccountsLayout): Grid[] =>
  FORM.tables.map(({ key }) => {
    if (key === "t1" || key === "t4") return balance(texts, key);
    if (key === "t6") return economic(texts);
    return key === "t7" ? publicCars(texts) : coded(texts, key, layout);
  });

const unitLine = ({ unit }: AccountsLayout): string => `单位：${unit}`;
const NOTE = "注：本表反映部门本年度的收支情况。";

export const accountsDocx = (texts: Texts, layout = USUAL): Uint8Array =>
  makeDocx({
    body: [
      ...TITLE,
      ...gridsOf(texts, layout).flatMap(({ title, rows, columns, cells }) => [
        title,
        unitLine(layout),
        { table: tableOf(cells, rows, columns) },
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
          ({ title, rows, cells }) =>
            `<p>${title}</p><p>${unitLine(layout)}</p>${tableHtml(rows, cells)}<p>${NOTE}</p>`,
        ),
      ].join("\n"),
    ),
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
        { row: 2, column: 0, value: unitLine(layout) },
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
const PDF = { width: 842, height: 595, margin: 40, row: 18, size: 8 } as const;

/** Ruled tables; what does not fit a page goes on on the next without its head. */
export function accountsPdf(texts: Texts, layout = USUAL): Uint8Array {
  const pages = gridsOf(texts, layout).flatMap((grid) => pdfPages(grid, layout));
  const cover = TITLE.map((title, at) => text(title, 300, 400 - 40 * at, 20)).join("");
  return makePdf([cover, ...pages].map((content) => ({ content, width: PDF.width, height: PDF.height })));
}

/** Points from the left at which columns begin and end: each as wide as its longest line. */
function edgesOf({ columns, cells }: Grid): number[] {
  const widths = new Array<number>(columns).fill(0);
  for (const { column, columnSpan, text: value } of cells)
    if (columnSpan === 1) widths[column] = Math.max(widths[column] ?? 0, ...value.split("\n").map(widthOf));
  const edges: number[] = [PDF.margin];
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + Math.max(width, 3 * PDF.size) + 8);
  return edges;
}

const LATIN = /^[ -~]+$/u;
const widthOf = (value: string): number =>
  [...value].reduce((sum, character) => sum + (/[ -~]/u.test(character) ? PDF.size / 2 : PDF.size), 0);

function pdfPages(grid: Grid, layout: AccountsLayout): string[] {
  const { title, rows, cells } = grid;
  const edges = edgesOf(grid);
  const perPage = Math.floor((PDF.height - 3 * PDF.margin) / PDF.row);
  return Array.from({ length: Math.ceil(rows / perPage) }, (_, at) => {
    const from = at * perPage;
    const top = PDF.height - (at === 0 ? 2 : 1) * PDF.margin;
    const own = cells.filter(({ row }) => row >= from && row < from + perPage);
    const drawn = own.map(({ row, column, rowSpan, columnSpan, text: value }) => {
      const [x, right] = [edges[column] ?? 0, edges[column + columnSpan] ?? 0];
      const [y, bottom] = [top - (row - from) * PDF.row, top - (row - from + rowSpan) * PDF.row];
      const borders = [
        line(x, y, right, y),
        line(x, bottom, right, bottom),
        line(x, y, x, bottom),
        line(right, y, right, bottom),
      ];
      const lines = value.split("\n");
      const words = lines.map((words, index) =>
        words === ""
          ? ""
          : (LATIN.test(words) ? latin : text)(
              words,
              x + 4,
              (y + bottom) / 2 - PDF.size / 3 + ((lines.length - 1) / 2 - index) * 9,
              PDF.size,
            ),
      );
      return [...borders, ...words].join("");
    });
    const head = [text(title, 300, PDF.height - 40, 12), text(unitLine(layout), 500, PDF.height - 65, PDF.size)];
    return [...(at === 0 ? head : []), ...drawn].join("");
  });
}
