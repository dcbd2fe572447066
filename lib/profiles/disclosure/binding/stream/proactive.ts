import type { FigureName, Template } from "../../facts.ts";
import { PROACTIVE, proactiveRows } from "../../form.ts";
import { labelKey } from "../../labels.ts";
import { NOTHING, type Printed, type TableLook } from "../look.ts";
import { figuresAfter, MARK, printed, run, type Stream } from "./stream.ts";
import { isTraced } from "./traces.ts";

/** Table 2, second look: the form by the words of its headers, the figures behind each row's label. */

export function lookAtProactive(stream: Stream, until: number): TableLook {
  const keysOf = (form: Template) => new Set(PROACTIVE[form].flatMap((block) => block.columns.map((column) => labelKey(column.label))));
  const isHeader = (key: string, at: number) => at >= 0 && at < until && stream.flow.slice(at + key.length, at + key.length + 60).includes(MARK);
  const votes = (form: Template, other: Template) =>
    [...keysOf(form)].filter((key) => !keysOf(other).has(key) && isHeader(key, wholeIndex(stream.flow, key, form))).length;
  const votes2021 = votes("2021", "2019");
  const votes2019 = votes("2019", "2021");
  if (votes2021 + votes2019 === 0) return lookAtHeadlessProactive(stream, until);
  const form: Template = votes2019 > votes2021 ? "2019" : "2021";
  return proactiveOf(stream, until, form);
}

/** 处理决定数量 is part of 本年处理决定数量: the longer label must not count for the shorter. */
function wholeIndex(flow: string, key: string, form: Template): number {
  for (let at = flow.indexOf(key); at >= 0; at = flow.indexOf(key, at + 1)) if (form === "2021" || flow.slice(at - 2, at) !== "本年") return at;
  return -1;
}

/** Headers cut to their beginning: 采购 and 其他对外管理服务 stand in the form of 2019 alone. */
function lookAtHeadlessProactive(stream: Stream, until: number): TableLook {
  const corner = stream.flow.indexOf("信息内容");
  if (corner < 0 || corner >= until) return { ...NOTHING, count: isTraced("proactive", stream, 0, until) ? 1 : 0 };
  const form: Template = /政府集中采购\ue000|其他对外管理服务事项\ue000/u.test(stream.flow.slice(corner, until)) ? "2019" : "2021";
  return proactiveOf(stream, until, form);
}

function proactiveOf(stream: Stream, until: number, form: Template): TableLook {
  const cells = new Map<FigureName, Printed>();
  const missingRows: string[] = [];
  let count = 0;
  let cursor = 0;
  for (const row of proactiveRows(form)) {
    const key = row.key === "normativeDocuments" ? "规范性文件" : labelKey(row.label);
    const found = stream.flow.indexOf(key + MARK, cursor);
    const at = found + key.length;
    if (found < 0 || at >= until) {
      missingRows.push(`proactive.${row.key}`);
      continue;
    }
    const header = stream.flow.slice(cursor, at);
    const order = columnOrder(
      header,
      row.columns.map((column) => ({ key: column.key, text: labelKey(column.label) })),
    );
    const figures = figuresAfter(stream, at);
    run(stream, figures, order.length)?.forEach((figure, i) => cells.set(`proactive.${row.key}.${order[i]}`, printed(figure.text)));
    if (row.key === "regulations") {
      const again = key + MARK;
      for (let i = stream.flow.indexOf(again); i >= 0 && i < until; i = stream.flow.indexOf(again, i + 1)) count += 1;
    }
    cursor = at;
  }
  return { ...NOTHING, cells, count: Math.max(count, 1), form, missingRows: cells.size === 0 ? [] : missingRows };
}

/** The columns in the order in which their labels stand before the row; the official order where a label is not whole. */
function columnOrder(header: string, columns: readonly { key: string; text: string }[]): string[] {
  const positions = columns.map((column) => ({ key: column.key, at: header.lastIndexOf(column.text) }));
  return positions.every((column) => column.at >= 0)
    ? positions.toSorted((a, b) => a.at - b.at).map((column) => column.key)
    : columns.map((column) => column.key);
}
