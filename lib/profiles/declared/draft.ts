import { type Cell, type Document, gridOf, isTable, type Table } from "../../document/document.ts";
import { oneLine, squash } from "../../document/text.ts";
import type { CheckFile, FormFile } from "../common/form/form-file.ts";
import { labelKey } from "../common/labels.ts";
import { moneyUnitIn } from "../common/money.ts";

/**
 * A form file proposed from a blank form: its tables with their labels, and the sums that 合计, 总计, 小计 and 其中 name.
 * Keys are numbers; a person gives them names, says which checks hold and how grave a breach is.
 */

const TOTAL = /^(?:合计|总计|共计)$/u;
/** 小计, 本年收入合计: of what stands above. */
const SUBTOTAL = /小计$|.合计$/u;
/** Digits of codes level by level: those of the budget, which most forms have. */
const LEVELS = [3, 5, 7];
const CODES = /编码|代码/u;
/** Over a table: what is no title of it. */
const NO_TITLE = /^(?:金额)?单位[:：]|^(?:填报|编制|公开)?(?:部门|单位)(?:名称)?[:：]|^\S{0,4}\d{1,2}表$|^[:：]/u;

interface Panel {
  readonly columns: Record<string, string[]>;
  readonly rows: Record<string, string[]> | null;
}
interface Drafted {
  readonly table: FormFile["tables"][number];
  readonly checks: readonly CheckFile[];
}

/** @returns null where the document has no table that could be a form's */
export function draftForm({ blocks, title }: Document): FormFile | null {
  const drafted: Drafted[] = [];
  let lines: string[] = [];
  let unit: string | null = null;
  let name = title;
  for (const block of blocks) {
    if (block.kind === "paragraph") {
      const own = block.text
        .split("\n")
        .map(oneLine)
        .filter((line) => line !== "");
      name ??= own[0] ?? null;
      unit = own.map(moneyUnitIn).findLast((found) => found !== null) ?? unit;
      lines = [...lines, ...own];
    } else if (isTable(block)) {
      const heading = lines.findLast((line) => !NO_TITLE.test(line)) ?? name ?? "";
      const table = draftTable(block, heading, drafted.length + 1);
      if (table) drafted.push(table);
      lines = [];
    }
  }
  const first = drafted[0]?.table;
  if (!first) return null;
  const of = name ?? first.name;
  return {
    $schema: "form.schema.json",
    id: "my-form",
    version: "1",
    title: of,
    titles: [of],
    source: { name: of, number: null, issuer: "（请填写）", date: "（请填写）" },
    identity: { organization: { labels: ["单位名称", "填报单位", "编制单位", "部门"] } },
    types: {
      figure: unit
        ? { unit, decimals: "printed", missingValues: ["", "-", "—"], blank: "zero" }
        : { unit: "个", decimals: "INF", missingValues: ["", "-", "—"], blank: "zero" },
    },
    tables: drafted.map(({ table }) => table),
    checks: drafted.flatMap(({ checks }) => checks),
  };
}

const words = (cell: Cell | null | undefined): string => oneLine(cell?.text ?? "");

type Grid = readonly (readonly (Cell | null)[])[];

/** Columns of labels, and of what is filled in beside them. */
interface Side {
  readonly labels: readonly number[];
  readonly values: readonly number[];
}

const overIt = (head: Grid, column: number): string => head.map((line) => words(line[column])).join("");

/** What stands side by side below a head: labels end where something is to be filled in. */
function sidesIn(head: Grid, body: Grid, columns: number): readonly Side[] {
  const sides: { labels: number[]; values: number[] }[] = [];
  for (let column = 0; column < columns; column++) {
    const isLabels = body.some((line) => words(line[column]) !== "") || CODES.test(overIt(head, column));
    const last = sides.at(-1);
    if (last && !isLabels) last.values.push(column);
    else if (last && last.values.length === 0) last.labels.push(column);
    else sides.push(isLabels ? { labels: [column], values: [] } : { labels: [], values: [column] });
  }
  return sides.filter(({ values }) => values.length > 0);
}

/** Labels of the rows beside what is filled in. */
const labelsOf = (body: Grid, { labels }: Side): readonly string[] =>
  body.flatMap((line) => {
    const label = [...new Set(labels.map((column) => line[column]))].map(words).join("");
    return squash(label) === "" ? [] : [label];
  });

function draftTable(table: Table, title: string, number: number): Drafted | null {
  const grid = gridOf(table);
  // The first row with something to be filled in; in a head only merged cells are blank, and they are none.
  const first = grid.findIndex((line) => line.some((cell) => cell && words(cell) === "" && cell.rowSpan === 1));
  const [head, body] = [grid.slice(0, first), grid.slice(first)];
  const sides = first < 1 || title === "" ? [] : sidesIn(head, body, table.columns);
  if (sides.length === 0) return null;
  const key = `t${number}`;
  let at = 0;
  const numbered = (letter: string, all: readonly string[]): Record<string, string[]> =>
    Object.fromEntries(all.map((label) => [`${letter}${++at}`, [label]] as [string, string[]]));
  const columnsOf = ({ values }: Side) =>
    numbered(
      "c",
      values.map((column) => pathOf(head, column)),
    );
  const base = { key, name: title.slice(0, 60), recognise: { title: [title.slice(0, 60)] }, type: "figure" };
  const coded = sides.find(({ labels }) => labels.some((column) => CODES.test(overIt(head, column))));
  if (coded) {
    const columns = columnsOf(coded);
    const totals = numbered(
      "r",
      labelsOf(body, coded).filter((label) => TOTAL.test(labelKey(label))),
    );
    return {
      table: { ...base, rows: { codes: { digits: LEVELS }, columns, totals } },
      checks: [...columnChecks(key, { columns, rows: totals }, "*"), rollUp(key)],
    };
  }
  const panels = sides.map((side): Panel => {
    const labels = labelsOf(body, side);
    return { columns: columnsOf(side), rows: labels.length === 0 ? null : numbered("r", labels) };
  });
  return {
    table: { ...base, grid: { panels } },
    checks: panels.flatMap((panel, index) => [
      ...rowChecks(key, panel, index + 1),
      ...columnChecks(key, panel, panel.rows ? `panel(${index + 1})` : null),
    ]),
  };
}

/** Headers over a column from the top: 本年支出.合计. */
function pathOf(head: readonly (readonly (Cell | null)[])[], column: number): string {
  const cells = [...new Set(head.map((line) => line[column]))].map(words);
  return (
    cells
      .filter((text) => text !== "" && !/^\d+$/u.test(text))
      .map((text) => squash(text).replaceAll(".", ""))
      .join(".") || `第${column + 1}栏`
  );
}

const checked = (code: string, says: string): Pick<CheckFile, "code" | "says" | "basis" | "severity"> => ({
  code,
  says,
  basis: "user",
  severity: "error",
});

const CODE = (table: string, what: string): string => `${table.toUpperCase()}-${what.toUpperCase()}`;

/** 合计 is the sum of the other rows, 小计 of those above it, 其中 no more than the row above it; in every column. */
function rowChecks(table: string, { columns, rows }: Panel, number: number): CheckFile[] {
  const all = Object.entries(rows ?? {}).map(([key, [label = ""]]) => ({ key, label, word: labelKey(label) }));
  const isSum = ({ word }: { word: string }) => TOTAL.test(word) || SUBTOTAL.test(word);
  const isAmong = ({ label }: { label: string }) => /^其中/u.test(squash(label));
  const each = { c: `${table}.columns(${number})` };
  const name = (key: string) => `${table}.${key}.{c}`;
  if (Object.keys(columns).length === 0) return [];
  return all.flatMap((row, at): CheckFile[] => {
    const before = all.slice(0, at);
    const last = before.findLastIndex(isSum);
    // A total behind subtotals is the sum of these and of what stands behind the last.
    const own =
      TOTAL.test(row.word) && at > 0
        ? before.filter((part, index) => isSum(part) || index > last)
        : (at === 0 ? all.slice(1) : before.slice(last + 1)).filter((part) => !isSum(part));
    const parts = own.filter((part) => !isAmong(part));
    const whole = before.findLast((part) => !isAmong(part));
    if (isSum(row) && parts.length > 1)
      return [
        {
          ...checked(CODE(table, row.key), `${row.label}等于各项之和`),
          each,
          equal: [{ sum: parts.map(({ key }) => name(key)) }, name(row.key)],
        },
      ];
    return isAmong(row) && whole
      ? [
          {
            ...checked(CODE(table, row.key), `${row.label}不超过${whole.label}`),
            each,
            atMost: [name(row.key), name(whole.key)],
          },
        ]
      : [];
  });
}

/** The column 合计 is the sum of the others, below a header of those beside it; in every row. */
function columnChecks(table: string, { columns }: Panel, rows: string | null): CheckFile[] {
  const all = Object.entries(columns).map(([key, [path = ""]]) => ({ key, path: path.split(".") }));
  const name = (key: string) => `${table}.${rows === null ? "row" : "{r}"}.${key}`;
  return all.flatMap(({ key, path }): CheckFile[] => {
    const leaf = path.at(-1) ?? "";
    const above = path.slice(0, -1).join(".");
    const beside = all.filter(
      (other) => other.key !== key && !TOTAL.test(other.path.at(-1) ?? "") && !SUBTOTAL.test(other.path.at(-1) ?? ""),
    );
    const parts = path.length > 1 ? beside.filter((other) => other.path.slice(0, -1).join(".") === above) : beside;
    if (!(TOTAL.test(leaf) || SUBTOTAL.test(leaf)) || parts.length < 2) return [];
    return [
      {
        ...checked(CODE(table, key), `每一行的${path.join("")}等于各栏之和`),
        ...(rows !== null && { each: { r: `${table}.${rows}` } }),
        equal: [{ sum: parts.map((part) => name(part.key)) }, name(key)],
      },
    ];
  });
}

/** Codes add up level by level. */
const rollUp = (table: string): CheckFile => ({
  ...checked(CODE(table, "CODES"), "合计等于各类之和，类等于各款之和，款等于各项之和"),
  each: { r: `${table}.*`, c: `${table}.columns` },
  equal: [{ sum: [`${table}.children({r}).{c}`] }, `${table}.{r}.{c}`],
});
