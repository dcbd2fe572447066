import type { Document, Table } from "../../lib/document/document.ts";
import * as ofd from "./ofd.ts";
import * as pdf from "./pdf.ts";

/** Reports drawn on A4 pages: the same lines and words for PDF and OFD, in points from the top left. */

const WIDTH = 595;
const HEIGHT = 842;
const MARGIN = 48;
const SIZE = 9;
const LINE = 14;
const ROW = 24;

interface Pen {
  readonly line: (x0: number, y0: number, x1: number, y1: number) => string;
  /** `y` is the base line. */
  readonly text: (string: string, x: number, y: number, size: number) => string;
}

const PDF_PEN: Pen = {
  line: (x0, y0, x1, y1) => pdf.line(x0, HEIGHT - y0, x1, HEIGHT - y1),
  text: (string, x, y, size) => pdf.text(string, x, HEIGHT - y, size),
};
const MILLIMETRE = 25.4 / 72;
const OFD_PEN: Pen = {
  line: (x0, y0, x1, y1) =>
    ofd.path(x0 * MILLIMETRE, y0 * MILLIMETRE, `M 0 0 L ${(x1 - x0) * MILLIMETRE} ${(y1 - y0) * MILLIMETRE}`),
  text: (string, x, y, size) => ofd.text(string, x * MILLIMETRE, y * MILLIMETRE, size * MILLIMETRE),
};

/** Both writers' fonts give every character a full square. */
const widthOf = (text: string, size: number): number => [...text].length * size;

function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [""];
  for (const c of text) {
    const last = lines.length - 1;
    if (widthOf(lines[last] + c, size) > width) lines.push(c);
    else lines[last] += c;
  }
  return lines;
}

/** Contents of the pages of a report. Each table has a page of its own. */
function draw(document: Document, pen: Pen): string[] {
  const pages: string[] = [];
  let page = "";
  let y = MARGIN;
  const turn = () => {
    pages.push(page);
    page = "";
    y = MARGIN;
  };
  for (const block of document.blocks) {
    if (block.kind === "paragraph") {
      const heading = /^[一二三四五六]、|报告$/u.test(block.text);
      for (const text of wrap(heading ? block.text : `\u3000\u3000${block.text}`, WIDTH - 2 * MARGIN, SIZE + 2)) {
        if (y > HEIGHT - 2 * MARGIN) turn();
        y += LINE + 4;
        page += pen.text(text, MARGIN, y, SIZE + 2);
      }
    } else if (block.kind === "table") {
      if (y + block.rows * ROW > HEIGHT - MARGIN) turn();
      page += drawTable(block, y + LINE, pen);
      y += LINE + block.rows * ROW;
    }
  }
  turn();
  return pages;
}

function drawTable(table: Table, top: number, pen: Pen): string {
  // Labels need room, figures little.
  const labels = table.columns === 10 ? 3 : table.columns === 4 ? 1 : 0;
  const wide = table.columns === 10 ? 62 : 150;
  const narrow = (WIDTH - 2 * MARGIN - labels * wide) / (table.columns - labels);
  const x = (column: number) => MARGIN + Math.min(column, labels) * wide + Math.max(column - labels, 0) * narrow;
  return table.cells
    .map((cell) => {
      const [x0, x1] = [x(cell.column), x(cell.column + cell.columnSpan)];
      const [y0, y1] = [top + cell.row * ROW, top + (cell.row + cell.rowSpan) * ROW];
      const size = labels === 3 && cell.text.length > 24 ? 5 : cell.text.length > 6 ? 7 : SIZE;
      const lines = wrap(cell.text, x1 - x0 - 3, size);
      const first = (y0 + y1) / 2 - ((lines.length - 1) * size * 1.1) / 2 + size * 0.35;
      return [
        pen.line(x0, y0, x1, y0),
        pen.line(x0, y1, x1, y1),
        pen.line(x0, y0, x0, y1),
        pen.line(x1, y0, x1, y1),
        ...lines.map((text, i) =>
          text === "" ? "" : pen.text(text, (x0 + x1 - widthOf(text, size)) / 2, first + i * size * 1.1, size),
        ),
      ].join("");
    })
    .join("");
}

/** @param altered what becomes of each page */
export const pdfOf = (
  document: Document,
  title = "",
  altered: (page: pdf.PdfPage) => pdf.PdfPage = (page) => page,
): Uint8Array =>
  pdf.makePdf(
    draw(document, PDF_PEN).map((content) => altered({ content })),
    title,
  );

/** @param altered what becomes of each page */
export const ofdOf = (
  document: Document,
  title = "",
  altered: (page: ofd.OfdPage) => ofd.OfdPage = (page) => page,
  more: ofd.OfdFiles = {},
): Uint8Array => ofd.makeOfd([draw(document, OFD_PEN).map((content) => altered({ content }))], more, title);
