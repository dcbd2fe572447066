import type { Block, Document } from "../lib/document/document.ts";
import { type MakeBlock, makeDocx, tableOf } from "../test/make/docx.ts";
import { figuresOf } from "../test/make/figures.ts";
import { page, tableHtml } from "../test/make/html.ts";
import { ofdOf, pdfOf } from "../test/make/pages.ts";
import { reportDocument, tablesOf } from "../test/make/tables.ts";
import { pipeTable } from "../test/make/text.ts";
import { docOf } from "../test/make/word97.ts";

/** Reports to measure with, each with figures of its own, so that no two files are alike. */

export const documentOf = (n: number): Document => documentAbout([n]);

const sumOf = (units: readonly number[], figure: (n: number) => number): number =>
  units.reduce((sum, n) => sum + figure(n), 0);

/** A report of all that these have done together. */
export const documentAbout = (units: readonly number[]): Document => {
  const [n = 0] = units;
  const texts = figuresOf("2021", {
    proactive: {
      "licensing.decisions": String(sumOf(units, (each) => each)),
      "fees.amount": String(sumOf(units, (each) => each + 0.5)),
    },
    results: {
      "granted.naturalPerson": sumOf(units, (each) => each % 97),
      "unavailable.notHeld.naturalPerson": sumOf(units, (each) => each % 31),
      "denied.internalAffairs.business": sumOf(units, (each) => each % 7),
    },
    carriedForward: { naturalPerson: sumOf(units, (each) => each % 5) },
  });
  const prose = Array.from({ length: 12 }, (_, i) => ({
    kind: "paragraph" as const,
    text: `第${i + 1}项工作：全年通过门户网站、政务新媒体和公开栏发布各类信息${n + i}条，组织业务培训${(n % 9) + 1}次，对重点领域信息逐条审核，群众知晓率稳步提高。`,
    role: "body" as const,
    place: { paragraph: i },
  }));
  const document = reportDocument(tablesOf(texts, "2021"));
  return {
    ...document,
    blocks: document.blocks.flatMap((block): readonly Block[] =>
      block.kind === "paragraph" && block.text === "工作平稳有序。" ? prose : [block],
    ),
  };
};

export const docxOf = (document: Document): Uint8Array =>
  makeDocx({
    body: document.blocks.flatMap((block): MakeBlock[] =>
      block.kind === "table"
        ? [{ table: tableOf(block.cells, block.rows, block.columns) }]
        : block.kind === "paragraph"
          ? [block.text]
          : [],
    ),
  });

export const docxReport = (n: number): Uint8Array => docxOf(documentOf(n));

export const htmlOf = (document: Document): string =>
  page(
    document.blocks
      .map((block) =>
        block.kind === "table"
          ? tableHtml(block.rows, block.cells)
          : block.kind === "paragraph"
            ? `<p>${block.text}</p>`
            : "",
      )
      .join("\n"),
  );

export const htmlReport = (n: number): Uint8Array => Buffer.from(htmlOf(documentOf(n)));

export const textOf = ({ blocks }: Document): string =>
  blocks
    .map((block) => {
      if (block.kind !== "table") return block.kind === "paragraph" ? block.text : "";
      const rows = Array.from({ length: block.rows }, (_, row) =>
        block.cells.filter((cell) => cell.row === row).map((cell) => cell.text),
      );
      return pipeTable(rows, block.columns);
    })
    .join("\n");

export const textReport = (n: number): Uint8Array => Buffer.from(textOf(documentOf(n)));

/** Four pages: prose, and a page for each table. */
export const pdfReport = (n: number): Uint8Array => pdfOf(documentOf(n));
export const ofdReport = (n: number): Uint8Array => ofdOf(documentOf(n));
export const docReport = (n: number): Uint8Array => docOf(documentOf(n));
