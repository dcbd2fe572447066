import {
  type Form,
  fixedRows,
  isRepeatedRow,
  isWords,
  NAME_COLUMN,
  namesIn,
  namesLastYear,
  parseForm,
  sidesOf,
} from "../common/form/form.ts";
import type { CheckFile, FormFile } from "../common/form/form-file.ts";
import { formFileSchema } from "../common/form/form-file.ts";
import { ALL_ROWS, patternOf, selectorOf, tableIn, variableIn } from "../common/form/names.ts";
import { officialKey } from "../common/labels.ts";

/** What is wrong with a form file: words that are none, names that lead nowhere, checks that can never run. */

/** Severities that a check may have, by what it rests on. */
const MOST: Readonly<Record<CheckFile["basis"], readonly CheckFile["severity"][]>> = {
  official: ["error", "warning", "info"],
  structural: ["error", "warning", "info"],
  plausible: ["warning", "info"],
  user: ["error", "warning", "info"],
};

/** @returns a sentence for each fault, with the place in the file; none for a form that can be used. Never throws */
export function lintForm(data: unknown): readonly string[] {
  const parsed = formFileSchema.safeParse(data);
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `${path.map(String).join(".") || "（文件）"}：${message}`);
  const file = parsed.data;
  const form = parseForm(data);
  return [
    ...repeated(form.tables.map(({ key }) => key)).map((key) => `tables：键“${key}”出现多次。`),
    ...fieldFaults(file),
    ...form.tables.flatMap(({ key, requiredWhen }) => requiredFaults(key, requiredWhen, form)),
    ...file.tables.flatMap((table) => [
      ...([table.grid, table.rows, table.repeat].filter((kind) => kind !== undefined).length === 1
        ? []
        : [`tables.${table.key}：grid、rows 和 repeat 必须有且只有一个。`]),
      ...(file.types[table.type] ? [] : [`tables.${table.key}：没有类型“${table.type}”。`]),
      ...(file.types[table.type]?.type === "string" ? [`tables.${table.key}：表里填的必须是数字。`] : []),
      ...(table.grid?.panels ?? []).flatMap(({ columns, types = {} }) =>
        Object.entries(types).flatMap(([column, type]) => [
          ...(columns[column] ? [] : [`tables.${table.key}.types：没有栏“${column}”。`]),
          ...(file.types[type] && file.types[type].type !== "string"
            ? []
            : [`tables.${table.key}.types：“${type}”不是数字的类型。`]),
        ]),
      ),
      ...(table.grid?.panels ?? [])
        .flatMap(({ lists = [] }) => lists)
        .filter((list) => !form.lists.has(list))
        .map((list) => `tables.${table.key}：没有行表“${list}”。`),
    ]),
    ...form.tables.flatMap(({ key, panels, needs, repeats }) => {
      const columns = new Set(panels.flatMap((panel) => panel.columns.map((column) => column.key)));
      return [
        ...repeated(panels.flatMap(fixedRows)).map((row) => `tables.${key}：行“${row}”出现多次。`),
        ...(repeats ? panels.flatMap(fixedRows).filter((row) => isRepeatedRow(row) || row === ALL_ROWS) : []).map(
          (row) => `tables.${key}：行的键不能是“${row}”。`,
        ),
        ...(repeats && columns.has(NAME_COLUMN) ? [`tables.${key}：栏的键不能是“${NAME_COLUMN}”。`] : []),
        ...needs.filter((column) => !columns.has(column)).map((column) => `tables.${key}：没有栏“${column}”。`),
      ];
    }),
    ...repeated(file.checks.map(({ code }) => code)).map((code) => `checks：代码“${code}”出现多次。`),
    ...form.claims.flatMap(({ words, figure }) =>
      nameFaults(figure, form, new Set()).map((fault) => `claims.${words}：${fault}`),
    ),
    ...file.checks.flatMap((check) => faultsOf(check, form).map((fault) => `checks.${check.code}：${fault}`)),
  ];
}

const fieldFaults = ({ fields = {}, types }: FormFile): readonly string[] =>
  Object.entries(fields).flatMap(([key, { type, labels }]) => [
    ...(types[type] ? [] : [`fields.${key}：没有类型“${type}”。`]),
    ...labels.filter((label) => officialKey(label) === "").map((label) => `fields.${key}：标签“${label}”没有字。`),
  ]);

/** What makes a table or a field one that must be filled in is another's figure. */
function requiredFaults(key: string, requiredWhen: string | null, form: Form): readonly string[] {
  if (requiredWhen === null) return [];
  const pattern = patternOf(requiredWhen);
  const faults = nameFaults(requiredWhen, form, new Set());
  const own = pattern?.table === key ? ["取决于自己，永远不会要求填写。"] : [];
  const other = pattern?.lastYear || pattern?.negative ? ["必须是这一份文件里的数字。"] : [];
  return [...faults, ...own, ...other].map((fault) => `${key}.requiredWhen：${fault}`);
}

const repeated = (keys: readonly string[]): readonly string[] => [
  ...new Set(keys.filter((key, index) => keys.indexOf(key) !== index)),
];

function faultsOf(check: CheckFile, form: Form): string[] {
  const each = Object.entries(check.each ?? {});
  const bound = new Set(each.map(([name]) => name));
  const sides = sidesOf(check);
  const names = sides?.flatMap(namesIn) ?? [];
  const used = new Set(names.flatMap((name) => [...name.matchAll(/\{([a-z])\}/gu)].map(([, variable]) => variable)));
  return [
    ...(Number(check.equal !== undefined) + Number(check.atMost !== undefined) === 1
      ? []
      : ["equal 和 atMost 必须有且只有一个。"]),
    ...(check.basis === "official" && check.source === undefined ? ["依据为 official 的必须写明出处 source。"] : []),
    ...(MOST[check.basis].includes(check.severity) ? [] : [`依据为 ${check.basis} 的不能是 ${check.severity}。`]),
    ...each.flatMap(([name, text]) => selectorFaults(text, form).map((fault) => `each.${name}：${fault}`)),
    ...[...bound].filter((name) => !used.has(name)).map((name) => `each.${name} 没有用到。`),
    ...names.flatMap((name) => nameFaults(name, form, bound)),
    ...names
      .filter((name) => isWordsField(patternOf(name)?.table, form))
      .map((name) => `“${name}”填的是文字，永远不会核对。`),
    ...(namesLastYear(check) ? yearFaults(check) : []),
    ...(names.length > 0 && new Set(names).size < names.length ? ["同一个名称出现多次。"] : []),
  ];
}

const isWordsField = (key: string | undefined, form: Form): boolean =>
  form.tables.some((table) => table.key === key && isWords(table));

/** Figures of another year's document are known by fixed names alone. */
const yearFaults = ({ each, severity }: CheckFile): string[] => [
  ...(each ? ["与上一年度核对的不能用 each。"] : []),
  ...(severity === "error" ? ["与上一年度核对的不能是 error：数字可能经批准调整。"] : []),
];

function selectorFaults(text: string, form: Form): string[] {
  const selector = selectorOf(text);
  if (!selector) return [`“${text}”不是行或栏的写法。`];
  const table = tableIn(form, selector.table);
  if (!table) return [`没有表“${selector.table}”。`];
  if (selector.what === "repeated" && !table.repeats) return [`表“${table.key}”没有 repeat，永远不会核对。`];
  if (selector.what === "codes") {
    if (table.digits === null) return [`表“${table.key}”没有编码。`];
    return selector.number === null || table.digits.includes(selector.number)
      ? []
      : [`表“${table.key}”没有${selector.number}位的编码，永远不会核对。`];
  }
  const isPanel = selector.what === "panel" || selector.what === "columns";
  return isPanel && selector.number !== null && !table.panels[selector.number - 1]
    ? [`表“${table.key}”没有第${selector.number}栏组。`]
    : [];
}

function nameFaults(name: string, form: Form, bound: ReadonlySet<string>): string[] {
  const pattern = patternOf(name);
  if (!pattern) return [`“${name}”不是数字的名称。`];
  const table = tableIn(form, pattern.table);
  if (!table) return [`“${name}”：没有表“${pattern.table}”。`];
  const variables = [pattern.row, pattern.column].map(variableIn).filter((variable) => variable !== null);
  const rows = new Set(table.panels.flatMap(fixedRows));
  const isCode = table.digits?.includes(pattern.row.length) === true && /^\d+$/u.test(pattern.row);
  const isAll = table.repeats && pattern.row === ALL_ROWS;
  const isRow =
    variableIn(pattern.row) !== null || rows.has(pattern.row) || form.lists.has(pattern.row) || isCode || isAll;
  const inRow =
    variableIn(pattern.row) !== null || isCode || isAll ? null : (form.lists.get(pattern.row)?.[0] ?? pattern.row);
  const columns = table.panels
    .filter((panel) => inRow === null || fixedRows(panel).includes(inRow))
    .flatMap((panel) => panel.columns.map(({ key }) => key));
  return [
    ...variables
      .filter((variable) => !bound.has(variable))
      .map((variable) => `“${name}”：{${variable}} 没有在 each 中。`),
    ...(isRow ? [] : [`“${name}”：表“${table.key}”没有行“${pattern.row}”。`]),
    ...(!isRow || variableIn(pattern.column) !== null || columns.includes(pattern.column)
      ? []
      : [`“${name}”：表“${table.key}”的这一行没有栏“${pattern.column}”。`]),
    ...(pattern.row.startsWith("children(") && table.digits === null
      ? [`“${name}”：表“${table.key}”没有编码，永远不会核对。`]
      : []),
  ];
}
