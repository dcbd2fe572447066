import type { FormCell } from "../../profiles/profile.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { type Column, listSetup, writeHead } from "../workbook/list-sheet.ts";
import { type Cell, type SheetWriter, type WorkbookWriter, workbookWriter } from "../workbook/workbook-writer.ts";
import { type CollectedTable, type Collection, countsOf } from "./collection.ts";
import { type Parent, parentInWords } from "./parent.ts";
import { checksInWords, columnsOf, leftOutIn, outcomeOf, sumText, titleOf } from "./words.ts";

/** Characters that stand side by side on a sheet of A4, for labels and for figures. */
const LABELS = 40;
const FIGURES = 62;
/** Of several columns of labels, all but the last hold groups. */
const GROUP = 10;

const text = (value: string | null): Cell => ({ value, style: "text" });
const middle = (value: string | number | null): Cell => ({ value, style: "middle" });

/**
 * The official tables of a collection added up, the form's relations asked of the sums, what is in them and what is not,
 * as the bytes of a workbook.
 * @param scope what reports were looked at, in words
 * @param parent what the parent's own report says against the sums; null where none was asked for
 */
export function* summaryWorkbook(
  collection: Collection,
  scope: string,
  parent: Parent | null,
  at: Date,
): Generator<Uint8Array> {
  const workbook = workbookWriter(at);
  writeOverview(workbook, collection, scope, parent);
  for (const table of collection.tables) writeTable(workbook, collection, table);
  writeChecks(workbook, collection, scope);
  writeMembers(workbook, collection, scope);
  if (collection.leftOut.length > 0) writeLeftOut(workbook, collection, scope);
  yield* workbook.end();
}

function writeOverview(workbook: WorkbookWriter, collection: Collection, scope: string, parent: Parent | null): void {
  const sheet = workbook.sheet({ name: "汇总说明", widths: [22, 80] });
  sheet.row([{ value: titleOf(collection), style: "title", columnSpan: 2 }]);
  const line = (what: string, says: string) => sheet.row([{ value: what, style: "head" }, text(says)]);
  line("范围", scope);
  line("份数", countsOf(collection));
  for (const table of collection.tables)
    line(table.name, `${table.reports}份。${checksInWords({ ...table, leftOut: leftOutIn(table) })}`);
  for (const says of parent ? parentInWords(parent) : []) line("与本级报告比对", says);
  line(
    "说明",
    "只计入核对合格的报告，以及经选择的报告；合计用各报告表中所填的数字，没有改动。底色为黄的合计缺少有的单位的数字。哪些报告计入、哪些没有，见“计入情况”；没有计入的数字，见“未计入的数字”。",
  );
  sheet.end();
}

/** In the official layout, ready to be printed. */
function writeTable(workbook: WorkbookWriter, collection: Collection, table: CollectedTable): void {
  const kinds = columnsOf(table);
  const [labels, figures] = [
    kinds.filter((kind) => kind === "label").length,
    kinds.filter((kind) => kind === "figure").length,
  ];
  const forFigures = labels === 0 ? LABELS + FIGURES : FIGURES;
  const widths = kinds.map((kind, index) =>
    kind === "figure" ? forFigures / figures : index < labels - 1 ? GROUP : LABELS - GROUP * (labels - 1),
  );
  const sheet = workbook.sheet({ name: sheetName(table.name), widths });
  const across = widths.length;
  const wide = (value: string, style: "title" | "note") => sheet.row([{ value, style, columnSpan: across }]);
  wide(table.title, "title");
  wide(`${collection.year}年，${table.reports}份报告合计`, "note");
  for (const row of [...table.layout.head, ...table.layout.body]) sheet.row(row.map((cell) => cellOf(table, cell)));
  wide(checksInWords({ ...table, leftOut: leftOutIn(table) }), "note");
  sheet.end();
}

function cellOf(table: CollectedTable, { kind, text: label, name, rowSpan, columnSpan }: FormCell): Cell {
  if (kind !== "figure" || name === null)
    return { value: label, style: kind === "heading" ? "head" : "middle", rowSpan, columnSpan };
  const { value, partial } = sumText(table, name);
  return { value: value ?? "—", style: partial ? "partial" : "middle", rowSpan, columnSpan };
}

/** What a sheet may be called. */
const sheetName = (name: string): string => [...name.replace(/[[\]:*?/\\]/gu, " ")].slice(0, 31).join("");

const CHECKS: readonly Column[] = [
  { title: "序号", width: 6 },
  { title: "表格", width: 22 },
  { title: "勾稽关系", width: 60 },
  { title: "左边", width: 12 },
  { title: "右边", width: 12 },
  { title: "结果", width: 20 },
];

function writeChecks(workbook: WorkbookWriter, { tables }: Collection, scope: string): void {
  const sheet = workbook.sheet(listSetup("勾稽关系", CHECKS));
  writeHead(sheet, "勾稽关系", scope, CHECKS, CHECKS.length);
  let number = 0;
  for (const { name, checks } of tables)
    for (const check of checks)
      sheet.row([
        middle(++number),
        text(name),
        text(check.says),
        middle(check.leftSum),
        middle(check.rightSum),
        { value: outcomeOf(check), style: check.holds ? "good" : "wrong" },
      ]);
  sheet.end();
}

const MEMBERS: readonly Column[] = [
  { title: "序号", width: 6 },
  { title: "机关", width: 30 },
  { title: "结论", width: 12 },
  { title: "计入", width: 8 },
  { title: "说明", width: 36 },
  { title: "文件名称", width: 36 },
  { title: "行政区划代码", width: 12 },
  { title: "行政区划名称", width: 24 },
  { title: "文件校验码", width: 20 },
];
const PRINTED_MEMBERS = 6;

function writeMembers(workbook: WorkbookWriter, collection: Collection, scope: string): void {
  const sheet = workbook.sheet(listSetup("计入情况", MEMBERS, { landscape: true, printedColumns: PRINTED_MEMBERS }));
  writeHead(sheet, "计入情况", `${scope}。${countsOf(collection)}`, MEMBERS, PRINTED_MEMBERS);
  // Those that are not in the sums first: somebody has to see to them.
  const members = collection.members.toSorted((a, b) => Number(a.counted) - Number(b.counted));
  for (const [index, { organization, status, counted, remark, name, division, id }] of members.entries())
    sheet.row([
      middle(index + 1),
      text(organization),
      middle(STATUS_WORDS[status]),
      { value: counted ? "计入" : "未计入", style: counted ? "good" : "wrong" },
      text(remark),
      text(name),
      middle(division?.code ?? null),
      text(division?.name ?? null),
      { value: id, style: "code" },
    ]);
  sheet.end();
}

const LEFT_OUT: readonly Column[] = [
  { title: "序号", width: 6 },
  { title: "机关", width: 26 },
  { title: "指标", width: 50 },
  { title: "原文", width: 16 },
  { title: "原因", width: 20 },
  { title: "文件名称", width: 30 },
];

function writeLeftOut(workbook: WorkbookWriter, { profile, leftOut }: Collection, scope: string): void {
  const sheet: SheetWriter = workbook.sheet(listSetup("未计入的数字", LEFT_OUT, { landscape: true }));
  writeHead(sheet, "未计入的数字", scope, LEFT_OUT, LEFT_OUT.length);
  for (const [index, { organization, figure, text: printed, reason, name }] of leftOut.entries())
    sheet.row([
      middle(index + 1),
      text(organization),
      text(profile.words.cell(figure)),
      text(printed),
      middle(reason),
      text(name),
    ]);
  sheet.end();
}
