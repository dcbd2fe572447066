import { MARK, markedReport } from "./altered.ts";
import { bytesOf } from "./html.ts";

export interface AroundFigure {
  /** Attributes of the figure's cell, of its row and its table, and of the body. */
  readonly cell?: string;
  readonly row?: string;
  readonly table?: string;
  readonly body?: string;
  readonly head?: string;
  /** Markup at the beginning and end of the table, right before and behind it, and at the end of the page. */
  readonly columns?: string;
  readonly before?: string;
  readonly after?: string;
  readonly end?: string;
  readonly doctype?: string;
  /** What every other cell's text stands in. */
  readonly wrap?: (text: string) => string;
}

/** A valid report as a web page whose figure ALTERED has the content given. */
export function htmlReport(content: string, around: AroundFigure = {}): Uint8Array {
  const {
    cell = "",
    row = "",
    table = "",
    body = "",
    head = "",
    columns = "",
    before = "",
    after = "",
    end = "",
    wrap = (text: string) => text,
  } = around;
  const document = markedReport();
  const blocks = document.blocks.map((block) => {
    if (block.kind === "paragraph") return `<p>${block.text}</p>`;
    if (block.kind !== "table") return "";
    const own = block.cells.some(({ text }) => text === MARK);
    const rows = Array.from({ length: block.rows }, (_, at) => {
      const cells = block.cells.filter((one) => one.row === at).toSorted((a, b) => a.column - b.column);
      const altered = cells.some(({ text }) => text === MARK);
      const made = cells.map(({ text, rowSpan, columnSpan }) => {
        const spans = `${rowSpan > 1 ? ` rowspan="${rowSpan}"` : ""}${columnSpan > 1 ? ` colspan="${columnSpan}"` : ""}`;
        return text === MARK ? `<td${spans} ${cell}>${content}</td>` : `<td${spans}>${wrap(text)}</td>`;
      });
      return `<tr${altered ? ` ${row}` : ""}>${made.join("")}</tr>`;
    });
    return own
      ? `${before}<table border="1" ${table}>${columns}${rows.join("")}</table>${after}`
      : `<table border="1">${rows.join("")}</table>`;
  });
  return bytesOf(
    `${around.doctype ?? "<!DOCTYPE html>"}<html><head><meta charset="utf-8"><title>云泽市年报</title>${head}</head><body ${body}><div class="content">${blocks.join("\n")}</div>${end}</body></html>`,
  );
}
