import type { Cell, Document, FlatText, Table } from "../../lib/document/document.ts";
import type { FigureName } from "../../lib/profiles/common/facts.ts";
import type { Template } from "../../lib/profiles/disclosure/facts.ts";
import {
  APPLICATION_COLUMNS,
  APPLICATION_ROWS,
  figureNames,
  PROACTIVE,
  REVIEW_COLUMNS,
  REVIEW_ROWS,
} from "../../lib/profiles/disclosure/form.ts";

/** The three official tables with the texts given, as a reader would find them. */

export type Texts = ReadonlyMap<FigureName, string>;

type Entry = readonly [text: string, rowSpan?: number, columnSpan?: number];

function table(index: number, columns: number, lines: readonly (readonly Entry[])[]): Table {
  const taken = lines.map(() => new Array<boolean>(columns).fill(false));
  const cells: Cell[] = [];
  lines.forEach((line, row) => {
    let column = 0;
    for (const [text, rowSpan = 1, columnSpan = 1] of line) {
      while (taken[row]?.[column]) column += 1;
      for (let r = row; r < row + rowSpan; r++)
        for (let c = column; c < column + columnSpan; c++) (taken[r] as boolean[])[c] = true;
      cells.push({ row, column, rowSpan, columnSpan, text, place: { table: index, row, column } });
      column += columnSpan;
    }
  });
  return {
    kind: "table",
    rows: lines.length,
    columns,
    cells,
    ragged: false,
    place: { table: index, row: 0, column: 0 },
  };
}

export function proactiveTable(texts: Texts, form: Template, index = 0): Table {
  const width = form === "2021" ? 3 : 3;
  return table(
    index,
    width + 1,
    PROACTIVE[form].flatMap((block) => {
      const span = (i: number) => (i === block.columns.length - 1 ? width - i : 1);
      return [
        [[block.item, 1, width + 1] as const],
        [["信息内容"] as const, ...block.columns.map((column, i): Entry => [column.label, 1, span(i)])],
        ...block.rows.map((row) => [
          [row.label] as const,
          ...block.columns.map(
            (column, i): Entry => [texts.get(`proactive.${row.key}.${column.key}`) ?? "", 1, span(i)],
          ),
        ]),
      ];
    }),
  );
}

export function applicationsTable(texts: Texts, form: Template, index = 1): Table {
  const rows = APPLICATION_ROWS[form];
  const groupSize = (depth: number, name: string) => rows.filter((row) => row.path[depth] === name).length;
  const seen = new Set<string>();
  const lines: Entry[][] = [
    [
      ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3],
      ["申请人情况", 1, 7],
    ],
    [
      ["自然人", 2],
      ["法人或其他组织", 1, 5],
      ["总计", 2],
    ],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"].map((text): Entry => [text]),
    ...rows.map((row) => {
      const labels = row.path.flatMap((text, depth): Entry[] => {
        const last = depth === row.path.length - 1;
        if (!last && seen.has(text)) return [];
        if (!last) seen.add(text);
        return [[text, last ? 1 : groupSize(depth, text), last ? 3 - depth : 1]];
      });
      return [
        ...labels,
        ...APPLICATION_COLUMNS.map((column): Entry => [texts.get(`applications.${row.key}.${column.key}`) ?? ""]),
      ];
    }),
  ];
  return table(index, 10, lines);
}

export function reviewTable(texts: Texts, index = 2): Table {
  const outcomes = REVIEW_COLUMNS.map((column) => column.label);
  return table(index, 15, [
    [
      ["行政复议", 1, 5],
      ["行政诉讼", 1, 10],
    ],
    [...outcomes.map((text): Entry => [text, 2]), ["未经复议直接起诉", 1, 5], ["复议后起诉", 1, 5]],
    [...outcomes, ...outcomes].map((text): Entry => [text]),
    REVIEW_ROWS.flatMap((row) =>
      REVIEW_COLUMNS.map((column): Entry => [texts.get(`review.${row.key}.${column.key}`) ?? ""]),
    ),
  ]);
}

export const tablesOf = (texts: Texts, form: Template): Table[] => [
  proactiveTable(texts, form),
  applicationsTable(texts, form),
  reviewTable(texts),
];

const HEADINGS = [
  "一、总体情况",
  "二、主动公开政府信息情况",
  "三、收到和处理政府信息公开申请情况",
  "四、政府信息公开行政复议、行政诉讼情况",
  "五、存在的主要问题及改进情况",
  "六、其他需要报告的事项",
];

/** A whole report around the tables: title, six sections, no figures in prose. */
export function reportDocument(tables: readonly Table[], year = 2024): Document {
  const text = [
    `云桥镇人民政府${year}年政府信息公开工作年度报告`,
    `本报告所列数据的统计期限自${year}年1月1日起，至${year}年12月31日止。`,
  ];
  let paragraph = 0;
  const paragraphs = (...lines: string[]) =>
    lines.map((line) => ({
      kind: "paragraph" as const,
      text: line,
      role: "body" as const,
      place: { paragraph: paragraph++ },
    }));
  return {
    format: "docx",
    title: null,
    pages: [],
    blocks: [
      ...paragraphs(...text, HEADINGS[0] ?? "", "工作平稳有序。", HEADINGS[1] ?? ""),
      ...(tables[0] ? [tables[0]] : []),
      ...paragraphs(HEADINGS[2] ?? ""),
      ...(tables[1] ? [tables[1]] : []),
      ...paragraphs(HEADINGS[3] ?? ""),
      ...tables.slice(2),
      ...paragraphs(
        HEADINGS[4] ?? "",
        "公开渠道仍需拓宽，今后将加强培训。",
        HEADINGS[5] ?? "",
        "没有需要报告的其他事项。",
      ),
    ],
  };
}

/** The flat text of the same report: a piece a paragraph, a piece a cell. */
export const flatTextOf = (document: Document): FlatText => ({
  pieces: document.blocks.flatMap((block) =>
    block.kind === "table" ? block.cells.map((cell) => cell.text) : block.kind === "paragraph" ? [block.text] : [],
  ),
  blanksKept: true,
});

/** The same text for every figure of a form. */
export const allTexts = (form: Template, text: string): Map<FigureName, string> =>
  new Map(figureNames(form, form).map((name) => [name, text]));
