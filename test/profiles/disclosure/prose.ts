import type { Block, Document } from "../../../lib/document/document.ts";
import { identify } from "../../../lib/profiles/common/identity.ts";
import { outlineOf } from "../../../lib/profiles/common/outline.ts";
import { type Finding, findingsOf } from "../../../lib/profiles/common/rule.ts";
import type { Facts, TablesFound } from "../../../lib/profiles/disclosure/facts.ts";
import { SECTION_HEADINGS } from "../../../lib/profiles/disclosure/headings.ts";
import type { Rule } from "../../../lib/profiles/disclosure/rules/rule.ts";
import { TITLE } from "../../../lib/profiles/disclosure/title.ts";

export const paragraph = (
  text: string,
  index = 0,
  role: "body" | "heading" | "furniture" | "metadata" = "body",
): Block => ({
  kind: "paragraph",
  text,
  role,
  place: { paragraph: index },
});

/** A table from rows of cell texts. */
export const table = (rows: readonly (readonly string[])[]): Block => ({
  kind: "table",
  rows: rows.length,
  columns: Math.max(...rows.map(({ length }) => length)),
  cells: rows.flatMap((cells, row) =>
    cells.map((text, column) => ({ row, column, rowSpan: 1, columnSpan: 1, text, place: { table: 0, row, column } })),
  ),
  ragged: false,
  place: { table: 0, row: 0, column: 0 },
});

/** A document of one paragraph a line. */
export const documentOf = (text: string, title: string | null = null): Document => ({
  format: "text",
  title,
  pages: [],
  blocks: text.split("\n").map((line, index) => paragraph(line, index)),
});

export const HEADINGS = [
  "一、总体情况",
  "二、主动公开政府信息情况",
  "三、收到和处理政府信息公开申请情况",
  "四、政府信息公开行政复议、行政诉讼情况",
  "五、存在的主要问题及改进情况",
  "六、其他需要报告的事项",
] as const;

/** The six parts under the given headings, each with a sentence or the one given for it. */
export const body = (headings: readonly string[] = HEADINGS, texts: Readonly<Record<number, string>> = {}): string =>
  headings.map((heading, index) => `${heading}\n${texts[index + 1] ?? "有关工作均已按规定完成。"}`).join("\n");

export const INTRODUCTION =
  "本报告由兰山区民政局根据条例编制。统计期限自2024年1月1日起，至2024年12月31日止。如有疑问，请与兰山区民政局联系（地址：金雀山路1号，电话：0539-8180000）。";

/** A faultless report of 兰山区民政局 for 2024, with parts replaced. */
export const report = ({
  title = "兰山区民政局2024年政府信息公开工作年度报告",
  introduction = INTRODUCTION,
  headings = HEADINGS as readonly string[],
  texts = {},
  end = "",
} = {}): string => [title, introduction, body(headings, texts), end].filter((part) => part !== "").join("\n");

const TABLES: TablesFound = {
  template: "2021",
  applicationsForm: "2021",
  count: { proactive: 1, applications: 1, review: 1 },
  missingRows: [],
  cutLabels: [],
};

export function factsOf(document: Document | string, tables: Partial<TablesFound> = {}): Facts {
  const read = typeof document === "string" ? documentOf(document) : document;
  const outline = outlineOf(read, SECTION_HEADINGS);
  return {
    document: read,
    identity: identify(read, outline, TITLE),
    preamble: outline.preamble,
    sections: outline.sections,
    tables: { ...TABLES, ...tables },
    cells: new Map(),
    claims: [],
    doubtful: new Set(),
    tracedSections: new Set(),
  };
}

/** What the rule of a code says about a document; null where it cannot say anything. */
export function judged(
  rules: readonly Rule[],
  code: string,
  document: Document | string,
  tables: Partial<TablesFound> = {},
): Finding[] | null {
  const rule = rules.find((candidate) => candidate.code === code);
  if (!rule) throw new Error(`no rule ${code}`);
  const facts = factsOf(document, tables);
  return rule.check(facts) === null ? null : findingsOf([rule], facts);
}

export const EMPTY_DOCUMENT: Document = { format: "image", title: null, pages: [], blocks: [] };
