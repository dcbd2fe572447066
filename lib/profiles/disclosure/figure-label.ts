import type { FigureName } from "../common/facts.ts";
import { partsOf, rowOf, tableOf } from "../common/figure-name.ts";
import type { TableName } from "./facts.ts";
import {
  APPLICATION_COLUMNS,
  APPLICATION_ROWS,
  LITIGATION,
  PROACTIVE,
  REVIEW_COLUMNS,
  REVIEW_ROWS,
  TABLE_NAMES,
  TABLE_TITLES,
} from "./form.ts";

const ROW_LABELS = new Map<string, string>([
  ...Object.values(PROACTIVE).flatMap((blocks) =>
    blocks.flatMap((block) => block.rows.map((row) => [`proactive.${row.key}`, row.label] as const)),
  ),
  ...Object.values(APPLICATION_ROWS).flatMap((rows) =>
    rows.map((row) => [`applications.${row.key}`, applicationLabel(row.path)] as const),
  ),
  ...REVIEW_ROWS.map((row) => [`review.${row.key}`, row.path.join("—")] as const),
]);
const COLUMN_LABELS = new Map<string, string>([
  ...Object.values(PROACTIVE).flatMap((blocks) =>
    blocks.flatMap((block) =>
      block.rows.flatMap((row) =>
        block.columns.map((column) => [`proactive.${row.key}.${column.key}`, column.label] as const),
      ),
    ),
  ),
  ...APPLICATION_COLUMNS.map((column) => [`applications.*.${column.key}`, column.label] as const),
  ...REVIEW_COLUMNS.map((column) => [`review.*.${column.key}`, column.label] as const),
]);

/** 三、本年度办理结果 heads 23 rows: it says nothing of one of them. */
function applicationLabel(path: readonly string[]): string {
  const label = path.length > 1 ? path.slice(1).join("") : (path[0] ?? "");
  // The long remark of 部分公开 would bury the sentence; quotes stand inside quotes.
  return label
    .replace(/（区分处理的[^（）]*）$/u, "")
    .replaceAll("“", "‘")
    .replaceAll("”", "’");
}

/** Chinese label of a row, `<table>.<row>`. */
export const rowLabel = (row: string): string =>
  ROW_LABELS.get(row) ?? (row === "review.litigation" ? LITIGATION : row);

export const tableLabel = (table: TableName): string => `${TABLE_NAMES[table]}“${TABLE_TITLES[table]}”`;

/**
 * Chinese label of a figure, a row or a table, for example 第三部分表格“一、本年新收政府信息公开申请数量”行“总计”列.
 */
export function figureLabel(name: FigureName): string {
  const table = tableOf(name) as TableName;
  const title = TABLE_NAMES[table];
  if (title === undefined) return name;
  if (name === table) return tableLabel(table);
  const row = ROW_LABELS.get(name);
  return row === undefined ? cellLabel(name) : `${title}“${row}”行`;
}

/**
 * The same of a figure alone, also where its name is a row's of the other form: `applications.otherHandling.other` is a
 * column of 2019, a row of 2021.
 */
export function cellLabel(name: FigureName): string {
  const table = tableOf(name) as TableName;
  const title = TABLE_NAMES[table];
  if (title === undefined) return name;
  const key = partsOf(name).column;
  const column = COLUMN_LABELS.get(name) ?? COLUMN_LABELS.get(`${table}.*.${key}`) ?? key;
  const row = rowLabel(rowOf(name));
  return table === "review" ? `${title}“${row}—${column}”` : `${title}“${row}”行“${column}”列`;
}
