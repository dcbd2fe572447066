import type { FigureName, TableName, Template } from "../../profiles/disclosure/facts.ts";
import {
  APPLICATION_COLUMNS,
  APPLICATION_ROWS,
  PROACTIVE,
  REVIEW_COLUMNS,
  REVIEW_ROWS,
} from "../../profiles/disclosure/form.ts";

/** A cell of an official table as the form prints it. `name` is the figure it holds, or the row that it heads. */
export interface FormCell {
  readonly kind: "heading" | "group" | "row" | "figure";
  readonly text: string;
  readonly name: FigureName | null;
  readonly rowSpan: number;
  readonly columnSpan: number;
}

/**
 * An official table with its merged cells, row after row, the way HTML wants them: each cell stands where it begins.
 */
export interface OfficialTable {
  readonly name: TableName;
  readonly head: readonly (readonly FormCell[])[];
  readonly body: readonly (readonly FormCell[])[];
}

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
export function proactiveTable(template: Template): OfficialTable {
  const body = PROACTIVE[template].flatMap((block): FormCell[][] => {
    const span = PARTS / block.columns.length;
    return [
      [heading(block.item, 1 + PARTS)],
      [heading("信息内容"), ...block.columns.map(({ label }) => heading(label, span))],
      ...block.rows.map((row): FormCell[] => {
        const name = `proactive.${row.key}`;
        return [
          { kind: "row", text: row.label, name, rowSpan: 1, columnSpan: 1 },
          ...block.columns.map(({ key }) => figure(`${name}.${key}`, span)),
        ];
      }),
    ];
  });
  return { name: "proactive", head: [], body };
}

const LABEL_COLUMNS = 3;
const BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";

/** Table 3: labels in up to three columns, groups merged over their rows. */
export function applicationsTable(form: Template): OfficialTable {
  const rows = APPLICATION_ROWS[form];
  const organizations = APPLICATION_COLUMNS.slice(1, -1);
  const head: FormCell[][] = [
    [heading(BALANCE, LABEL_COLUMNS, 3), heading("申请人情况", APPLICATION_COLUMNS.length)],
    [heading("自然人", 1, 2), heading("法人或其他组织", organizations.length), heading("总计", 1, 2)],
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
  return { name: "applications", head, body };
}

/** Table 4: three groups of five columns side by side, one row of figures. */
export function reviewTable(): OfficialTable {
  const columns = REVIEW_COLUMNS.length;
  const [reconsideration, ...litigation] = REVIEW_ROWS;
  // Two characters a line, as the printed form has it: fifteen columns stand side by side.
  const labels = REVIEW_COLUMNS.map(({ label }) => label.replace(/^(..)(..)$/u, "$1\n$2"));
  const group = (row: (typeof REVIEW_ROWS)[number] | undefined, columnSpan: number, rowSpan: number): FormCell => ({
    ...heading(row?.path.at(-1) ?? "", columnSpan, rowSpan),
    name: row ? `review.${row.key}` : null,
  });
  const head = [
    [group(reconsideration, columns, 1), heading("行政诉讼", columns * litigation.length)],
    [...labels.map((label) => heading(label, 1, 2)), ...litigation.map((row) => group(row, columns, 1))],
    litigation.flatMap(() => labels.map((label) => heading(label))),
  ];
  const body = [REVIEW_ROWS.flatMap((row) => REVIEW_COLUMNS.map(({ key }) => figure(`review.${row.key}.${key}`)))];
  return { name: "review", head, body };
}
