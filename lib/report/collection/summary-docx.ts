import {
  AlignmentType,
  Document,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlign,
  WidthType,
} from "docx";
import type { FormCell } from "../../profiles/profile.ts";
import { heading, paragraph, run, type Size, section, TEXT_WIDTH, title } from "../official-document.ts";
import { STATUS_WORDS } from "../status-words.ts";
import { type CollectedTable, type Collection, countsOf } from "./collection.ts";
import { type Parent, parentInWords } from "./parent.ts";
import { checksInWords, columnsOf, leftOutIn, outcomeOf, sumText, titleOf } from "./words.ts";

/** Of the width, what columns of labels have together, and of several, each that holds groups. */
const LABELS = 0.46;
const GROUP = 0.08;
/** A table of so many rows begins a page. */
const LONG = 20;
/** So many columns of figures need smaller type. */
const MANY_COLUMNS = 10;

/**
 * The same as the workbook as a Word file: the official tables added up, to be taken over into the report of the office
 * above, and what is in them and what is not.
 * @param scope what reports were looked at, in words
 */
export async function summaryDocx(collection: Collection, scope: string, parent: Parent | null): Promise<Uint8Array> {
  const { profile, tables, members, leftOut } = collection;
  const children = [
    title(titleOf(collection)),
    paragraph(`范围：${scope}。${countsOf(collection)}。`),
    ...tables.flatMap((table) => [
      heading(`${table.name}  ${table.title}`, table.layout.body.length > LONG),
      officialTable(table),
      paragraph(`以上为${table.reports}份报告合计。${checksInWords({ ...table, leftOut: leftOutIn(table) })}`),
      ...table.checks
        .filter(({ holds }) => !holds)
        .map((check) => paragraph(`${check.says}：左边${check.leftSum}，右边${check.rightSum}，${outcomeOf(check)}。`)),
    ]),
    ...(parent ? [heading("与本级报告比对"), ...parentInWords(parent).map((says) => paragraph(says))] : []),
    heading("计入情况"),
    memberTable(collection),
    ...(members.every(({ counted }) => counted) ? [] : [paragraph("未计入的报告修改或者核对之后，请重新生成本表。")]),
    ...(leftOut.length === 0
      ? []
      : [
          heading("未计入的数字"),
          listTable(
            ["机关", "指标", "原文", "原因"],
            [0.26, 0.44, 0.14, 0.16],
            leftOut.map(({ organization, name, figure, text, reason }) => [
              organization ?? name,
              profile.words.cell(figure),
              text,
              reason,
            ]),
          ),
        ]),
  ];
  const document = new Document({ creator: "Tabularium", title: titleOf(collection), sections: [section(children)] });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

const memberTable = ({ members }: Collection): Table =>
  listTable(
    ["机关", "结论", "计入", "说明"],
    [0.42, 0.18, 0.12, 0.28],
    members
      .toSorted((a, b) => Number(a.counted) - Number(b.counted))
      .map(({ organization, name, status, counted, remark }) => [
        organization ?? name,
        STATUS_WORDS[status],
        counted ? "计入" : "未计入",
        remark,
      ]),
  );

interface TextCell {
  readonly text: string;
  readonly bold?: boolean;
  readonly width: number;
  readonly left?: boolean;
  readonly rowSpan?: number;
  readonly columnSpan?: number;
  readonly shaded?: boolean;
}

const cellOf = ({ text, bold, width, left, rowSpan, columnSpan, shaded }: TextCell, size: Size): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    rowSpan,
    columnSpan,
    margins: { top: 30, bottom: 30, left: 40, right: 40 },
    verticalAlign: VerticalAlign.CENTER,
    ...(shaded && { shading: { fill: "FFF2CC" } }),
    children: text.split("\n").map(
      (line) =>
        new Paragraph({
          alignment: left ? AlignmentType.LEFT : AlignmentType.CENTER,
          children: [run(line, size, bold ? "heading" : "text")],
        }),
    ),
  });

function listTable(heads: readonly string[], shares: readonly number[], rows: readonly (readonly string[])[]): Table {
  const widths = shares.map((share) => Math.floor(share * TEXT_WIDTH));
  const cells = (texts: readonly string[], bold: boolean) =>
    texts.map((text, index) => cellOf({ text, bold, width: widths[index] ?? 0, left: !bold && index === 0 }, "五号"));
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: cells(heads, true) }),
      ...rows.map((texts) => new TableRow({ cantSplit: true, children: cells(texts, false) })),
    ],
  });
}

/** A table in the official layout. */
function officialTable(table: CollectedTable): Table {
  const kinds = columnsOf(table);
  const labels = kinds.filter((kind) => kind === "label").length;
  const figures = kinds.length - labels;
  const forLabels = labels === 0 ? 0 : LABELS;
  const widths = kinds.map((kind, index) =>
    Math.floor(
      TEXT_WIDTH *
        (kind === "figure" ? (1 - forLabels) / figures : index < labels - 1 ? GROUP : forLabels - GROUP * (labels - 1)),
    ),
  );
  const size: Size = figures > MANY_COLUMNS ? "六号" : "小五";
  const { head, body } = table.layout;
  const rowsOf = (rows: readonly (readonly FormCell[])[], repeated: boolean) =>
    rows.map(
      (row) =>
        new TableRow({
          tableHeader: repeated,
          cantSplit: true,
          children: row.map((cell) => cellOf(textOf(table, cell, widths), size)),
        }),
    );
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    rows: [...rowsOf(head, true), ...rowsOf(body, false)],
  });
}

function textOf(table: CollectedTable, cell: FormCell, widths: readonly number[]): TextCell {
  const { kind, text, name, rowSpan, columnSpan } = cell;
  // The columns' widths are the table's; a cell's own only has to be none that contradicts them.
  const width = (widths.at(-1) ?? 0) * columnSpan;
  const shape = { rowSpan, columnSpan, width };
  if (kind !== "figure" || name === null) return { ...shape, text, bold: kind === "heading" };
  const { value, partial } = sumText(table, name);
  return { ...shape, text: value === null ? "—" : String(value), shaded: partial };
}
