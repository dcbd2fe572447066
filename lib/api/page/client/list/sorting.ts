import type { ReportItem } from "../../../schemas.ts";
import { WORDS } from "../words.ts";

/** Columns by which the reports can be sorted, as the page's address names them. */

type Key = string | number | null;

const STATUS_ORDER = Object.keys(WORDS.statuses);

export const COLUMNS = [
  { name: "organization", words: "机关与文件", isNumber: false, keyOf: (report) => report.organization ?? report.name },
  { name: "status", words: "结论", isNumber: false, keyOf: ({ status }) => STATUS_ORDER.indexOf(status) },
  { name: "year", words: "年度", isNumber: true, keyOf: ({ year }) => year },
  { name: "division", words: "行政区划", isNumber: false, keyOf: ({ division }) => division?.code ?? null },
  { name: "errors", words: "错误", isNumber: true, keyOf: ({ errors }) => errors },
  { name: "uncertain", words: "待核对", isNumber: true, keyOf: ({ uncertain }) => uncertain },
  { name: "warnings", words: "警告", isNumber: true, keyOf: ({ warnings }) => warnings },
  { name: "history", words: "与上年对照", isNumber: true, keyOf: ({ history }) => history.length },
  { name: "submitted", words: "提交时间", isNumber: true, keyOf: ({ submittedAt }) => submittedAt },
] as const satisfies readonly {
  readonly name: string;
  readonly words: string;
  readonly isNumber: boolean;
  readonly keyOf: (report: ReportItem) => Key;
}[];

type Direction = "ascending" | "descending";

/** What a sort of the address asks for: "year", "-errors"; null for the order in which reports came. */
export function sortIn(sort: string): { readonly name: string; readonly direction: Direction } | null {
  const name = sort.replace(/^-/u, "");
  if (!COLUMNS.some((column) => column.name === name)) return null;
  return { name, direction: sort.startsWith("-") ? "descending" : "ascending" };
}

/** The sort that a click on a column's head asks for: largest numbers first, then the other way, then as they came. */
export function nextSort(sort: string, name: string, isNumber: boolean): string {
  const [first, second] = isNumber ? [`-${name}`, name] : [name, `-${name}`];
  return sort === first ? second : sort === second ? "" : first;
}

const CHINESE = new Intl.Collator("zh-CN", { numeric: true });

/** What has no such thing comes last, either way. */
export function sorted(reports: readonly ReportItem[], sort: string): readonly ReportItem[] {
  const asked = sortIn(sort);
  const column = COLUMNS.find(({ name }) => name === asked?.name);
  if (asked === null || column === undefined) return reports;
  const sign = asked.direction === "ascending" ? 1 : -1;
  return [...reports].sort((a, b) => {
    const [first, second]: [Key, Key] = [column.keyOf(a), column.keyOf(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    if (typeof first === "number" && typeof second === "number") return sign * (first - second);
    return sign * CHINESE.compare(String(first), String(second));
  });
}
