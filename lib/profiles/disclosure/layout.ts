import type { FigureName } from "../common/facts.ts";
import type { Tables } from "../judgement.ts";
import type { FormCell, FormTable, Layout } from "../profile.ts";
import { TABLES, type TableName, type Template } from "./facts.ts";
import {
  APPLICANTS,
  APPLICATION_COLUMNS,
  APPLICATION_ROWS,
  LITIGATION,
  ORGANIZATIONS,
  PROACTIVE,
  REVIEW_COLUMNS,
  REVIEW_ROWS,
  ROW_HEADING,
} from "./form.ts";

const heading = (text: string, columnSpan = 1, rowSpan = 1): FormCell => ({
  kind: "heading",
  text,
  name: null,
  rowSpan,
  columnSpan,
});
const figure = (name: FigureName, columnSpan = 1): FormCell => ({
  kind: "figure",
  text: "",
  name,
  rowSpan: 1,
  columnSpan,
});

/** Blocks have one, two or three columns: six parts of equal width hold them all. */
const PARTS = 6;

/** Table 2: one block under the other, each with headings of its own. */
function proactiveTable(template: Template): FormTable {
  const body = PROACTIVE[template].flatMap((block): FormCell[][] => {
    const span = PARTS / block.columns.length;
    return [
      [heading(block.item, 1 + PARTS)],
      [heading(ROW_HEADING), ...block.columns.map(({ label }) => heading(label, span))],
      ...block.rows.map((row): FormCell[] => {
        const name = `proactive.${row.key}`;
        return [
          { kind: "row", text: row.label, name, rowSpan: 1, columnSpan: 1 },
          ...block.columns.map(({ key }) => figure(`${name}.${key}`, span)),
        ];
      }),
    ];
  });
  return { head: [], body };
}

const LABEL_COLUMNS = 3;
const BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";

/** Table 3: labels in up to three columns, groups merged over their rows. */
function applicationsTable(form: Template): FormTable {
  const rows = APPLICATION_ROWS[form];
  const organizations = APPLICATION_COLUMNS.slice(1, -1);
  const [person, total] = [APPLICATION_COLUMNS[0], APPLICATION_COLUMNS.at(-1)];
  const head: FormCell[][] = [
    [heading(BALANCE, LABEL_COLUMNS, 3), heading(APPLICANTS, APPLICATION_COLUMNS.length)],
    [
      heading(person?.label ?? "", 1, 2),
      heading(ORGANIZATIONS, organizations.length),
      heading(total?.label ?? "", 1, 2),
    ],
    organizations.map(({ label }) => heading(label)),
  ];
  const body = rows.map((row, index): FormCell[] => {
    const groups = row.path.slice(0, -1).flatMap((text, depth): FormCell[] => {
      const within = (other: readonly string[] | undefined) =>
        other !== undefined && row.path.slice(0, depth + 1).every((part, i) => other[i] === part);
      if (within(rows[index - 1]?.path)) return [];
      return [
        { kind: "group", text, name: null, rowSpan: rows.filter(({ path }) => within(path)).length, columnSpan: 1 },
      ];
    });
    const name = `applications.${row.key}`;
    const label: FormCell = {
      kind: "row",
      text: row.path.at(-1) ?? "",
      name,
      rowSpan: 1,
      columnSpan: LABEL_COLUMNS + 1 - row.path.length,
    };
    return [...groups, label, ...APPLICATION_COLUMNS.map(({ key }) => figure(`${name}.${key}`))];
  });
  const columns = [
    { span: LABEL_COLUMNS - 1, width: "groups" },
    { span: 1, width: "labels" },
    { span: APPLICATION_COLUMNS.length },
  ];
  return { columns, head, body };
}

/** Table 4: three groups of five columns side by side, one row of figures. */
function reviewTable(): FormTable {
  const columns = REVIEW_COLUMNS.length;
  const [reconsideration, ...litigation] = REVIEW_ROWS;
  // Two characters a line, as the printed form has it: fifteen columns stand side by side.
  const labels = REVIEW_COLUMNS.map(({ label }) => label.replace(/^(..)(..)$/u, "$1\n$2"));
  const group = (row: (typeof REVIEW_ROWS)[number] | undefined, columnSpan: number, rowSpan: number): FormCell => ({
    ...heading(row?.path.at(-1) ?? "", columnSpan, rowSpan),
    name: row ? `review.${row.key}` : null,
  });
  const head = [
    [group(reconsideration, columns, 1), heading(LITIGATION, columns * litigation.length)],
    [...labels.map((label) => heading(label, 1, 2)), ...litigation.map((row) => group(row, columns, 1))],
    litigation.flatMap(() => labels.map((label) => heading(label))),
  ];
  const body = [REVIEW_ROWS.flatMap((row) => REVIEW_COLUMNS.map(({ key }) => figure(`review.${row.key}.${key}`)))];
  return { head, body };
}

/** Columns as wide as what stands in them, table by table; for telephones, groups upright and labels held in sight. */
const STYLE = `
.proactive .row,.proactive .heading{text-align:center}
.proactive th:first-child:not([colspan]){width:34%}
.applications .group{width:6.5em}
.applications .row{min-width:11em}
.applications td{width:6.4%}
.review .heading{width:calc(100%/15);min-width:3.3em;white-space:pre-line}
@media screen and (max-width:60rem){
.form.review{min-width:52rem}
.applications .group{width:5em}
}
@media screen and (max-width:40rem){
.form.applications{table-layout:fixed;width:41em;--group:2.4em}
.form.applications .groups{width:var(--group)}.form.applications .labels{width:9em}
.form.applications .group{padding:.4rem 0}
.applications .group>.label{writing-mode:vertical-rl}
.form.applications .row{position:sticky;left:0;z-index:2;box-shadow:1px 0 0 var(--rule)}
.form.applications .row[colspan="2"]{left:calc(0em - var(--group))}.form.applications .row[colspan="3"]{left:calc(-2*var(--group))}
.applications .row>.label{position:sticky;left:.4rem;display:inline-block;max-width:8em}
table.form.proactive{font-size:.8rem}
}
@media print{
.form.applications,.form.review{min-width:0}
.form.applications .row{position:static;box-shadow:none;min-width:0}
.applications .group{width:19mm}.applications td{width:13.5mm}
.review .heading{min-width:0}.form.review td{font-size:8pt}
}
`;

const TABLE: Readonly<Record<TableName, (tables: Tables) => FormTable>> = {
  proactive: ({ proactive }) => proactiveTable(proactive && "otherServices" in proactive ? "2019" : "2021"),
  applications: ({ applications }) =>
    applicationsTable(applications && "otherHandling" in applications ? "2019" : "2021"),
  review: reviewTable,
};

const isTable = (key: string): key is TableName => TABLES.some((table) => table === key);

export const LAYOUT: Layout = {
  // Of table 2 there are figures only where its form is known.
  table: (key, tables) => (isTable(key) && Object.keys(tables[key] ?? {}).length > 0 ? TABLE[key](tables) : null),
  style: STYLE,
};
