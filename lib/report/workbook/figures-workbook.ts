import type { FigureName } from "../../profiles/common/facts.ts";
import { valueIn, valuesOf } from "../../profiles/common/figure-name.ts";
import type { Profile } from "../../profiles/profile.ts";
import { reviewLine, reviewsByFigure } from "../review-words.ts";
import { contentOf } from "../rows.ts";
import type { Report } from "../schema.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { type Column, listSetup } from "./list-sheet.ts";
import { type Cell, type SheetWriter, workbookWriter } from "./workbook-writer.ts";

/** Whose figures; the same columns begin each sheet. */
const ABOUT: readonly Column[] = [
  { title: "机关", width: 24 },
  { title: "年度", width: 7 },
  { title: "结论", width: 12 },
  { title: "表格式样", width: 9 },
  { title: "行政区划代码", width: 12 },
  { title: "行政区划名称", width: 22 },
  { title: "文件名称", width: 24 },
  { title: "文件校验码", width: 14 },
];
const WIDTH = 11;
/** Rows of headings: what a figure is called, and its full name. */
const HEADINGS = 2;

/** Sheets of the same shape: a cell of one says more of the same cell of another. */
const SHEETS = ["数值", "原文", "情况"] as const;
type SheetName = (typeof SHEETS)[number];

const LEGEND: readonly (readonly [sheet: SheetName, says: string])[] = [
  ["数值", "表中所填的数字，一份报告一行；底色为黄的待核对，空着的没有数字。单位与表头不同的，没有换算。"],
  ["原文", "单元格里原样的文字。"],
  [
    "情况",
    "“确定”：两次读取一致；“待核对”：须对照原件；“空白”“非数字”：表中如此；“未读出”：没有找到；“无此项”：这一版表格没有这一项。单位与表头不同的，写明单位。",
  ],
];

/**
 * Figures of reports of one family, a row a report, as the bytes of a workbook: the numbers, what is printed and how
 * sure it is, each in a sheet.
 * @param reports others than of the family are left out
 * @param scope what reports these are, in words
 */
export async function* figuresWorkbook(
  profile: Profile,
  reports: AsyncIterable<Report>,
  scope: string,
  at: Date,
): AsyncGenerator<Uint8Array> {
  const { names } = profile.figures;
  const workbook = workbookWriter(at);
  const columns = [...ABOUT, ...names.map((name) => ({ title: profile.words.cell(name), width: WIDTH }))];
  const sheets = SHEETS.map((name) => {
    const sheet = workbook.sheet({
      ...listSetup(name, columns, { landscape: true, wide: true, frozenColumns: 1 }),
      heads: { rows: HEADINGS, filtered: true },
    });
    sheet.row(columns.map(({ title }): Cell => ({ value: title, style: "head" })));
    sheet.row([...ABOUT.map(() => key("")), ...names.map(key)]);
    return [name, sheet] as const;
  });
  let [rows, others] = [0, 0];
  for await (const report of reports) {
    if (report.profile !== profile.id) {
      others += 1;
      continue;
    }
    rows += 1;
    const about = aboutCells(report);
    const figures = figureCells(report, names);
    for (const [name, sheet] of sheets) sheet.row([...about, ...figures.map((cells) => cells[name])]);
    yield* workbook.take();
  }
  for (const [, sheet] of sheets) sheet.end();
  writeLegend(workbook.sheet({ name: "说明", widths: [10, 90] }, "first"), [
    ["范围", scope],
    ["份数", `${rows}份${profile.name}${others > 0 ? `；另有${others}个文件不是，或者无法读取，没有数字` : ""}`],
    ...LEGEND,
  ]);
  yield* workbook.end();
}

const key = (value: string): Cell => ({ value, style: "key" });

function aboutCells({ organization, year, status, template, source, id }: Report): Cell[] {
  const text = (value: string | null): Cell => ({ value, style: "text" });
  return [
    text(organization?.name ?? null),
    { value: year, style: "middle" },
    { value: STATUS_WORDS[status], style: "middle" },
    text(template),
    text(organization?.division?.code ?? null),
    text(organization?.division?.name ?? null),
    text(source.name),
    { value: id, style: "code" },
  ];
}

function figureCells(report: Report, names: readonly FigureName[]): Readonly<Record<SheetName, Cell>>[] {
  const own = new Set(valuesOf(report.tables).map(([name]) => name));
  const uncertain = new Set<string>(report.uncertain);
  const reviews = reviewsByFigure(report);
  return names.map((name) => {
    const absent = (value: string | null): Cell => ({ value, style: "absent" });
    if (!own.has(name)) return { 数值: absent(null), 原文: absent(null), 情况: absent("无此项") };
    const content = contentOf(report, name);
    const cell = report.figures[name] ?? report.blanks[name];
    const doubtful = uncertain.has(name);
    const review = reviews.get(name);
    const unit = cell?.unit === undefined ? "" : `，单位为${cell.unit}`;
    return {
      数值: { value: valueIn(report.tables, name), style: doubtful ? "uncertain" : "number" },
      原文: { value: cell?.text ?? null, style: "text" },
      情况: absent(
        `${doubtful ? "待核对" : content === "数字" ? "确定" : content}${unit}${review ? `，${reviewLine(review)}` : ""}`,
      ),
    };
  });
}

function writeLegend(sheet: SheetWriter, lines: readonly (readonly [string, string])[]): void {
  sheet.row([{ value: "数字清单", style: "title", columnSpan: 2 }]);
  for (const [what, says] of lines)
    sheet.row([
      { value: what, style: "head" },
      { value: says, style: "text" },
    ]);
  sheet.end();
}
