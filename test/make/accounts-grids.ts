import type { FigureName } from "../../lib/profiles/common/facts.ts";
import { FORM } from "./accounts.ts";
import type { GridCell } from "./html.ts";

/** The nine tables of final accounts as grids, laid out as offices print them. */

export type Texts = ReadonlyMap<FigureName, string>;

export interface AccountsLayout {
  /** Codes in one cell, or a level in each of three. */
  readonly splitCodes: boolean;
  /** Where the row 合计 stands. */
  readonly total: "first" | "last";
  readonly unit: string;
  /** As the ministry prints them: with 行次 and 栏次, the table of economic classes in three panels. */
  readonly ministry?: boolean;
}
export const USUAL: AccountsLayout = { splitCodes: false, total: "first", unit: "万元" };

export interface Grid {
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

const leafOfCodes = (texts: Texts, key: string): string[] =>
  rowsOf(texts, key)
    .filter((row) => row !== "total")
    .toSorted();

/** The columns of table 9 that the ministry prints. */
const SPENT = ["total", "basic", "project"];

/** Tables 2, 3, 5, 8 and 9. */
function coded(texts: Texts, key: string, layout: AccountsLayout): Grid {
  const { splitCodes, total, ministry = false } = layout;
  const panel = FORM.tables.find((table) => table.key === key)?.panels[0];
  const isFlow = key === "t8" || (key === "t9" && !ministry);
  const isSpent = ministry && (key === "t5" || key === "t9");
  const columns = isFlow ? FLOW : isSpent ? SPENT : (panel?.columns ?? []).map((column) => column.key);
  // 类, 款 and 项 on the line of the total below 决算数, each code in one cell: as some districts have it.
  const district = splitCodes && total === "first" && !ministry;
  const [labelColumns, deep] = [splitCodes ? 4 : 2, splitCodes ? 3 : 2];
  const plain = (label: string): Entry => [label, district ? 2 : deep];
  const heads: Entry[] = isFlow
    ? [plain("年初结转和结余"), plain("本年收入"), ["本年支出", 1, 3], plain("年末结转和结余")]
    : isSpent
      ? [["本年支出", 1, 3]]
      : (panel?.columns ?? []).map(({ label }) => plain(leafOf(label)));
  const parts: Entry[] =
    isFlow || isSpent
      ? ["合计", "基本支出", "项目支出"].map((part): Entry => [part, splitCodes && !district ? 2 : 1])
      : [];
  const head: Entry[][] = splitCodes
    ? [
        [["项目", 1, 4], ...heads],
        [["功能分类科目编码", district ? 2 : 1, 3], ["科目名称", 2], ...parts],
        district ? columns.map((): Entry => ["决算数"]) : [["类"], ["款"], ["项"]],
      ]
    : [
        [["项目", 1, 2], ...heads],
        [["功能分类\n科目编码"], ["科目名称"], ...parts],
      ];
  if (ministry) head.push([["栏次", 1, labelColumns], ...columns.map((_, at): Entry => [`${at + 1}`])]);
  const figures = (row: string) => columns.map((column): Entry => [texts.get(`${key}.${row}.${column}`) ?? ""]);
  const codeCells = (code: string): Entry[] => {
    if (!splitCodes) return [[code]];
    if (district) return [[code, 1, 3]];
    return [code.slice(0, 3), code.slice(3, 5), code.slice(5)].map((level): Entry => [level]);
  };
  const body = leafOfCodes(texts, key).map((code): Entry[] => [...codeCells(code), [nameOf(code)], ...figures(code)]);
  const label: Entry[] = district ? [["类"], ["款"], ["项"], ["合计"]] : [["合计", 1, labelColumns]];
  const sum: Entry[] = [...label, ...figures("total")];
  const lines = total === "first" ? [...head, sum, ...body] : [...head, ...body, sum];
  return gridOf(titleOf(key), labelColumns + columns.length, lines);
}

/** Tables 1 and 4: income at the left, expenditure at the right. */
function balance(texts: Texts, key: "t1" | "t4", { ministry = false }: AccountsLayout): Grid {
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
  const plain = [
    [
      ["收入", 1, 2],
      ["支出", 1, width - 2],
    ] as const,
    [["项目"], ["决算数"], ["项目"], ...(right?.columns ?? []).map(({ label }): Entry => [label])] as const,
    ...lines,
    ...last,
  ];
  return gridOf(titleOf(key), ministry ? width + 2 : width, ministry ? numbered(plain) : plain);
}

/** With the numbers of lines in columns of their own, and those of columns below the head. */
function numbered(lines: readonly (readonly Entry[])[]): Entry[][] {
  const [first = [], head = [], ...body] = lines;
  const width = head.length - 3;
  return [
    [
      [first[0]?.[0] ?? "", 1, 3],
      [first[1]?.[0] ?? "", 1, width + 2],
    ],
    [["项目"], ["行次"], ["金额"], ["项目"], ["行次"], ...(width > 1 ? head.slice(3) : [["金额"] as const])],
    [["栏次"], [""], ["1"], ["栏次"], [""], ...Array.from({ length: width }, (_, at): Entry => [`${at + 2}`])],
    ...body.map((cells, at): Entry[] => [
      cells[0] ?? [""],
      [`${at + 1}`],
      cells[1] ?? [""],
      cells[2] ?? [""],
      [`${at + 1 + body.length}`],
      ...cells.slice(3),
    ]),
  ];
}

/** Table 6, in panels of codes: two, or three below headings of their own. */
function economic(texts: Texts, { splitCodes, ministry = false }: AccountsLayout): Grid {
  const codes = rowsOf(texts, "t6")
    .filter((row) => /^\d/u.test(row))
    .toSorted();
  const split = splitCodes && !ministry;
  const panels = (
    ministry
      ? [["301", "303"], ["302"], ["310"]]
      : [
          ["301", "303"],
          ["302", "310"],
        ]
  ).map((classes) => codes.filter((code) => classes.includes(code.slice(0, 3))));
  const cells = (code: string | undefined): Entry[] => {
    const levels = split ? [code?.slice(0, 3), code?.slice(3)] : [code];
    const [name, amount] = code === undefined ? ["", ""] : [nameOf(code), texts.get(`t6.${code}.amount`) ?? ""];
    return [...levels.map((level): Entry => [level ?? ""]), [name], [amount]];
  };
  const head = panels.flatMap((): Entry[] => [["经济分类\n科目编码", 1, split ? 2 : 1], ["科目名称"], ["决算数"]]);
  const headings: Entry[][] = ministry
    ? [
        [
          ["人员经费", 1, 3],
          ["公用经费", 1, 6],
        ],
      ]
    : [];
  const lines = Array.from({ length: Math.max(...panels.map(({ length }) => length)) }, (_, at) =>
    panels.flatMap((panel) => cells(panel[at])),
  );
  const span = split ? 3 : 2;
  const totals: Entry[] = [
    ["人员经费合计", 1, span],
    [texts.get("t6.staff.amount") ?? ""],
    ["公用经费合计", 1, ministry ? 5 : span],
    [texts.get("t6.running.amount") ?? ""],
  ];
  return gridOf(titleOf("t6"), panels.length * (span + 1), [...headings, head, ...lines, totals]);
}

const CARS = ["total", "abroad", "vehicles", "purchase", "running", "reception"];

/** Table 7: 预算数 and 决算数 below each heading, or each over all of them. */
function publicCars(texts: Texts, { ministry = false }: AccountsLayout): Grid {
  const figure = (key: string, suffix: string): Entry => [texts.get(`t7.row.${key}${suffix}`) ?? ""];
  const [deep, wide] = ministry ? [2, 1] : [2, 2];
  const upper: Entry[] = [
    ["合计", deep, wide],
    ["因公出国\n（境）费", deep, wide],
    ["公务用车购置及运行维护费", 1, 3 * wide],
    ["公务接待费", deep, wide],
  ];
  const lower: Entry[] = [
    ["小计", 1, wide],
    ["公务用车\n购置费", 1, wide],
    ["公务用车\n运行维护费", 1, wide],
  ];
  return ministry
    ? gridOf(titleOf("t7"), 12, [
        [
          ["预算数", 1, 6],
          ["决算数", 1, 6],
        ],
        [...upper, ...upper],
        [...lower, ...lower],
        Array.from({ length: 12 }, (_, at): Entry => [`${at + 1}`]),
        ["Budget", "Actual"].flatMap((suffix) => CARS.map((key) => figure(key, suffix))),
      ])
    : gridOf(titleOf("t7"), 12, [
        upper,
        lower,
        Array.from({ length: 12 }, (_, at): Entry => [at % 2 === 0 ? "预算数" : "决算数"]),
        CARS.flatMap((key) => ["Budget", "Actual"].map((suffix) => figure(key, suffix))),
      ]);
}

/** The figures that a layout prints. */
export const printedIn = (texts: Texts, { ministry = false }: AccountsLayout): Texts =>
  new Map([...texts].filter(([name]) => !ministry || !/^t9\.\w+\.(?:opening|income|closing)$/u.test(name)));

export const gridsOf = (texts: Texts, layout: AccountsLayout): Grid[] =>
  FORM.tables.map(({ key }) => {
    if (key === "t1" || key === "t4") return balance(texts, key, layout);
    if (key === "t6") return economic(texts, layout);
    return key === "t7" ? publicCars(texts, layout) : coded(texts, key, layout);
  });
