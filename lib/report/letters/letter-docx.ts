import {
  AlignmentType,
  Document,
  type ISectionOptions,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlign,
  WidthType,
} from "docx";
import { paragraph, run, salutation, section, signature, TEXT_WIDTH, title } from "../official-document.ts";
import type { Letter, LetterProblem } from "./letter.ts";

/** Columns of the letter's table: shares of the width, in hundredths. */
const COLUMNS = [
  { title: "序号", share: 8 },
  { title: "位置", share: 24 },
  { title: "问题", share: 37 },
  { title: "修改建议", share: 21 },
  { title: "要求", share: 10 },
] as const;

const widthOf = (share: number): number => Math.floor((TEXT_WIDTH * share) / 100);

function cell(column: number, text: string): TableCell {
  // Short words in the middle, sentences from the left.
  const middle = column === 0 || column === COLUMNS.length - 1;
  return new TableCell({
    width: { size: widthOf(COLUMNS[column]?.share ?? 0), type: WidthType.DXA },
    margins: { top: 40, bottom: 40, left: 80, right: 80 },
    verticalAlign: VerticalAlign.CENTER,
    children: [
      new Paragraph({
        alignment: middle ? AlignmentType.CENTER : AlignmentType.LEFT,
        children: [run(text, "小四")],
      }),
    ],
  });
}

const heads = (): TableRow =>
  new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: COLUMNS.map(
      ({ title: text, share }) =>
        new TableCell({
          width: { size: widthOf(share), type: WidthType.DXA },
          margins: { top: 60, bottom: 60 },
          verticalAlign: VerticalAlign.CENTER,
          children: [
            new Paragraph({
              alignment: AlignmentType.CENTER,
              keepNext: true,
              children: [run(text, "小四", "heading")],
            }),
          ],
        }),
    ),
  });

const rowOf = ({ place, message, proposal, demand }: LetterProblem, index: number): TableRow =>
  new TableRow({
    cantSplit: true,
    children: [String(index + 1), place, message, proposal === "" ? "—" : proposal, demand].map((text, column) =>
      cell(column, text),
    ),
  });

const problemTable = (problems: readonly LetterProblem[]): Table =>
  new Table({
    layout: TableLayoutType.FIXED,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: COLUMNS.map(({ share }) => widthOf(share)),
    rows: [heads(), ...problems.map(rowOf)],
  });

function sectionOf({ lines, problems }: Letter): ISectionOptions {
  return section(
    lines.map(({ kind, text }, index) => {
      if (kind === "title") return title(text);
      if (kind === "salutation") return salutation(text);
      if (kind === "problems") return problemTable(problems);
      if (kind === "signature") return signature(text, lines[index - 1]?.kind !== "signature");
      return paragraph(text, lines[index + 1]?.kind === "signature");
    }),
  );
}

/** A .docx of one or more letters, each beginning on a page of its own that is numbered 1. */
export async function lettersDocx(letters: readonly Letter[]): Promise<Uint8Array> {
  const document = new Document({ creator: "Tabularium", title: "退回修改通知", sections: letters.map(sectionOf) });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}
