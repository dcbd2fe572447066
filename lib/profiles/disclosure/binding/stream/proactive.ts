import type { FigureName } from "../../../common/facts.ts";
import { officialKey } from "../../../common/labels.ts";
import type { Template } from "../../facts.ts";
import { PROACTIVE, proactiveRows, ROW_HEADING } from "../../form.ts";
import { together } from "../copies.ts";
import { NOTHING, type Printed, type TableCopy, type TableLook } from "../look.ts";
import { otherUnit } from "../units.ts";
import {
  captionBefore,
  cellsBetween,
  exactly,
  figuresAfter,
  MARK,
  PROSE,
  piecesBetween,
  printed,
  run,
  type Stream,
} from "./stream.ts";
import { isTraced } from "./traces.ts";

/** Table 2, second look: the form by the words of its headers, the figures behind each row's label. */

export function lookAtProactive(stream: Stream, until: number): TableLook {
  const keysOf = (form: Template) =>
    new Set(PROACTIVE[form].flatMap((block) => block.columns.map((column) => officialKey(column.label))));
  const isHeader = (key: string, at: number) =>
    at >= 0 && at < until && stream.flow.slice(at + key.length, at + key.length + 60).includes(MARK);
  const votes = (form: Template, other: Template) =>
    [...keysOf(form)].filter((key) => !keysOf(other).has(key) && isHeader(key, wholeIndex(stream.flow, key, form)))
      .length;
  const votes2021 = votes("2021", "2019");
  const votes2019 = votes("2019", "2021");
  if (votes2021 + votes2019 === 0) return lookAtHeadlessProactive(stream, until);
  const form: Template = votes2019 > votes2021 ? "2019" : "2021";
  return proactiveOf(stream, until, form);
}

/** 处理决定数量 is part of 本年处理决定数量: the longer label must not count for the shorter. */
function wholeIndex(flow: string, key: string, form: Template): number {
  for (let at = flow.indexOf(key); at >= 0; at = flow.indexOf(key, at + 1))
    if (form === "2021" || flow.slice(at - 2, at) !== "本年") return at;
  return -1;
}

/** Headers cut to their beginning: 采购 and 其他对外管理服务 stand in the form of 2019 alone. */
function lookAtHeadlessProactive(stream: Stream, until: number): TableLook {
  const corner = stream.flow.indexOf(ROW_HEADING);
  if (corner < 0 || corner >= until) return { ...NOTHING, count: isTraced("proactive", stream, 0, until) ? 1 : 0 };
  const form: Template = /政府集中采购\ue000|其他对外管理服务事项\ue000/u.test(stream.flow.slice(corner, until))
    ? "2019"
    : "2021";
  return proactiveOf(stream, until, form);
}

function proactiveOf(stream: Stream, until: number, form: Template): TableLook {
  const first = labelOf(proactiveRows(form)[0]?.key ?? "", proactiveRows(form)[0]?.label ?? "") + MARK;
  const starts: number[] = [];
  for (let at = stream.flow.indexOf(first); at >= 0 && at < until; at = stream.flow.indexOf(first, at + 1))
    starts.push(at);
  const ends = [...starts.slice(1), until];
  let cursor = 0;
  const copies = ends.map((end, i): TableCopy => {
    const caption = captionBefore(stream, starts[i] ?? 0);
    const { copy, end: last } = tableIn(stream, cursor, end, form);
    cursor = last;
    return { ...copy, caption };
  });
  const whole = together(copies);
  return {
    ...NOTHING,
    ...whole,
    count: Math.max(starts.length, 1),
    form,
    missingRows: whole.cells.size === 0 ? [] : whole.missingRows,
  };
}

const labelOf = (key: string, label: string): string =>
  key === "normativeDocuments" ? "规范性文件" : officialKey(label);

/** One table of the form, its rows in their order. */
function tableIn(
  stream: Stream,
  from: number,
  until: number,
  form: Template,
): { copy: Omit<TableCopy, "caption">; end: number } {
  const cells = new Map<FigureName, Printed>();
  const missingRows: string[] = [];
  let cursor = from;
  for (const row of proactiveRows(form)) {
    const label = labelOf(row.key, row.label);
    const at = rowEnd(stream, label, cursor, until);
    if (at === null) {
      // A label with nothing behind it that could be told is there all the same.
      if (!labelsOf(stream, label, cursor, until).next().value) missingRows.push(`proactive.${row.key}`);
      continue;
    }
    const header = stream.flow.slice(cursor, at);
    const order = columnOrder(
      header,
      row.columns.map((column) => ({ key: column.key, text: officialKey(column.label) })),
    );
    figuresOf(stream, at, until, order.length)?.forEach((figure, i) => {
      const columnUnit = order[i] === "amount" ? unitOver(stream, from, cursor, at) : undefined;
      cells.set(`proactive.${row.key}.${order[i]}`, {
        ...printed(figure.text),
        ...(columnUnit !== undefined && { columnUnit }),
      });
    });
    cursor = at;
  }
  return { copy: { cells, missingRows }, end: cursor };
}

/**
 * Where the next such label ends that has a figure behind it, or else words alone that may fill the row's cells; null
 * where none does.
 */
function rowEnd(stream: Stream, key: string, from: number, until: number): number | null {
  const found = stream.flow.slice(from, until).indexOf(key + MARK);
  if (found >= 0) return from + found + key.length;
  for (const label of labelsOf(stream, key, from, until))
    if (cellsBetween(stream, label.to, until).length > 0) return label.to;
  return null;
}

/** Pieces between two places that are a row's label, perhaps with a number before it. */
function* labelsOf(stream: Stream, key: string, from: number, until: number) {
  for (const piece of piecesBetween(stream, from, until))
    if (
      piece.to < until &&
      piece.to - piece.from <= key.length + LABEL_LEAD &&
      stream.flow.slice(piece.from, piece.to).endsWith(key)
    )
      yield piece;
}

/** Characters of a number and of 行政 before a row's label. */
const LABEL_LEAD = 4;

function figuresOf(stream: Stream, at: number, until: number, count: number): readonly { text: string }[] | null {
  return run(stream, figuresAfter(stream, at), count) ?? exactly(cellsBetween(stream, at, until), count);
}

const OVER_COLUMN = /(?:收费金额|采购总金额)(?:本年|金额|单位|人民币|为)*((?:亿|百万|千万|万|千|百)?元)/u;
const OVER_TABLE = /单位(?:为|是)?(?:人民币)?[^元万亿千百\ue000\ue001]{0,4}?((?:亿|百万|千万|万|千|百)?元)/u;

/**
 * The unit in the words of the header since the row before; else in the words over the table, since the last prose or
 * figure before it.
 */
function unitOver(stream: Stream, table: number, header: number, row: number): string | undefined {
  const first = stream.flow.indexOf(MARK, table);
  const over = stream.flow.slice(table, first < 0 ? row : first);
  const words = over.slice(over.lastIndexOf(PROSE) + 1);
  return otherUnit(
    OVER_COLUMN.exec(stream.flow.slice(header, row))?.[1] ?? null,
    OVER_TABLE.exec(words.replace(OVER_COLUMN, ""))?.[1] ?? null,
  );
}

/**
 * The columns in the order in which their labels stand before the row; the official order where a label is not whole.
 */
function columnOrder(header: string, columns: readonly { key: string; text: string }[]): string[] {
  const positions = columns.map((column) => ({ key: column.key, at: header.lastIndexOf(column.text) }));
  return positions.every((column) => column.at >= 0)
    ? positions.toSorted((a, b) => a.at - b.at).map((column) => column.key)
    : columns.map((column) => column.key);
}
