import form2019 from "../../../forms/disclosure-2019.json" with { type: "json" };
import form2021 from "../../../forms/disclosure-2021.json" with { type: "json" };
import type { FigureName } from "../common/facts.ts";
import { type Column, type Form, type FormTable, formOf, type LabelledRow, type Panel } from "../common/form/form.ts";
import type { FormFile } from "../common/form/form-file.ts";
import { tableIn } from "../common/form/names.ts";
import type { TableName, Template } from "./facts.ts";

/**
 * The two official forms, 国办公开办函〔2019〕60号 (report years 2019, 2020) and 〔2021〕30号 (from 2021 on), as their form
 * files declare them: labels, units and sums. How their tables are bound is no matter of theirs.
 */
export const FORMS: Readonly<Record<Template, Form>> = {
  "2021": formOf(form2021 as unknown as FormFile),
  "2019": formOf(form2019 as unknown as FormFile),
};

interface FormColumn {
  readonly key: string;
  readonly label: string;
  /** Other wordings of the label. */
  readonly aliases: readonly string[];
}

/** A label is a path from the outermost heading to the row itself. */
interface FormRow {
  readonly key: string;
  readonly path: readonly string[];
  readonly aliases: readonly string[];
}

interface ProactiveBlock {
  /** The item of 《政府信息公开条例》第二十条 that heads the block. */
  readonly item: string;
  readonly columns: readonly FormColumn[];
  readonly rows: readonly { readonly key: string; readonly label: string }[];
}

const tableOf = (form: Template, table: TableName): FormTable | undefined => tableIn(FORMS[form], table);
const panelsOf = (form: Template, table: TableName): readonly Panel[] => tableOf(form, table)?.panels ?? [];

const leavesOf = ({ wordings }: Column | LabelledRow): readonly string[] => wordings.map((path) => path.at(-1) ?? "");

function columnOf(column: Column): FormColumn {
  const [label = "", ...aliases] = leavesOf(column);
  return { key: column.key, label, aliases };
}

const rowOf = (row: LabelledRow): FormRow => ({
  key: row.key,
  path: row.wordings[0] ?? [],
  aliases: leavesOf(row).slice(1),
});

/** Columns and rows of a table of one panel. */
const columnsIn = (form: Template, table: TableName): readonly FormColumn[] =>
  panelsOf(form, table).flatMap(({ columns }) => columns.map(columnOf));
const rowsIn = (form: Template, table: TableName): readonly FormRow[] =>
  panelsOf(form, table).flatMap(({ rows }) => (rows ?? []).map(rowOf));

const blocksIn = (form: Template): readonly ProactiveBlock[] =>
  panelsOf(form, "proactive").map(({ columns, rows }) => ({
    item: columns[0]?.wordings[0]?.[0] ?? "",
    columns: columns.map(columnOf),
    rows: (rows ?? []).map(({ key, label }) => ({ key, label })),
  }));

/** Table 2, 主动公开政府信息情况: blocks with columns of their own. */
export const PROACTIVE: Readonly<Record<Template, readonly ProactiveBlock[]>> = {
  "2019": blocksIn("2019"),
  "2021": blocksIn("2021"),
};

/** What stands over the labels of table 2. */
export const ROW_HEADING = "信息内容";

/** Table 3, 收到和处理政府信息公开申请情况: seven columns in both forms. */
export const APPLICATION_COLUMNS = columnsIn("2021", "applications");

/** What heads its columns: all of them, and those of organizations. */
export const [APPLICANTS = "", ORGANIZATIONS = ""] =
  panelsOf("2021", "applications")[0]?.columns.find(({ wordings }) => wordings[0]?.length === 3)?.wordings[0] ?? [];

/** Rows of table 3: in the form of 2019 （六）其他处理 is a single row. */
export const APPLICATION_ROWS: Readonly<Record<Template, readonly FormRow[]>> = {
  "2021": rowsIn("2021", "applications"),
  "2019": rowsIn("2019", "applications"),
};

/** Table 4, 政府信息公开行政复议、行政诉讼情况: three groups of the same five columns. */
export const REVIEW_ROWS = rowsIn("2021", "review");
export const REVIEW_COLUMNS = columnsIn("2021", "review");

/** What heads both groups of lawsuits. */
export const LITIGATION = REVIEW_ROWS.find(({ path }) => path.length > 1)?.path[0] ?? "";

const ofTables = (text: "title" | "name"): Readonly<Record<TableName, string>> => {
  const of = (table: TableName) => tableOf("2021", table)?.[text] ?? "";
  return { proactive: of("proactive"), applications: of("applications"), review: of("review") };
};

export const TABLE_TITLES = ofTables("title");
/** What a clerk calls the three tables: by the section they stand in. */
export const TABLE_NAMES = ofTables("name");

/** The six sections that the forms prescribe, first to last. */
export const SECTION_TITLES = [
  "总体情况",
  TABLE_TITLES.proactive,
  TABLE_TITLES.applications,
  TABLE_TITLES.review,
  "存在的主要问题及改进情况",
  "其他需要报告的事项",
];

/** The table of each section that has one. */
export const TABLE_OF_SECTION: Readonly<Record<number, TableName>> = { 2: "proactive", 3: "applications", 4: "review" };

/** Rows of table 2 with their columns, block after block. */
export const proactiveRows = (
  form: Template,
): readonly { key: string; label: string; item: string; columns: readonly FormColumn[] }[] =>
  PROACTIVE[form].flatMap((block) => block.rows.map((row) => ({ ...row, item: block.item, columns: block.columns })));

/** The form for a year's report: 国办公开办函〔2019〕60号 for 2019 and 2020, 〔2021〕30号 since 2021. */
export const formDue = (year: number): Template => (year >= 2021 ? "2021" : "2019");

/**
 * Full names of every figure of a report: `proactive` by its own form, `applications` by the form that table 3 itself
 * shows.
 */
export function figureNames(proactive: Template | null, applications: Template): FigureName[] {
  const rowsOfTable2 = proactive ? proactiveRows(proactive) : [];
  return [
    ...rowsOfTable2.flatMap((row) => row.columns.map((column) => `proactive.${row.key}.${column.key}`)),
    ...APPLICATION_ROWS[applications].flatMap((row) =>
      APPLICATION_COLUMNS.map((column) => `applications.${row.key}.${column.key}`),
    ),
    ...REVIEW_ROWS.flatMap((row) => REVIEW_COLUMNS.map((column) => `review.${row.key}.${column.key}`)),
  ];
}
