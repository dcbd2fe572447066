import type { Document } from "../../document/document.ts";
import { maskPersonalNumbers } from "../../document/personal-numbers.ts";
import type { Section } from "./facts.ts";
import { sentencesOf } from "./wording.ts";

/** What words a report has: the document, and its prose by sections. */
export interface ReportText {
  readonly document: Document;
  /** Text before the first section heading. */
  readonly preamble: string;
  readonly sections: readonly Section[];
}

/** A part of a report: the preamble is 0. */
interface Part {
  readonly section: number;
  readonly text: string;
}

/** The prose of a report part by part, the preamble first. */
export const partsOf = (report: ReportText): Part[] => [
  { section: 0, text: report.preamble },
  ...report.sections.map(({ number, text }) => ({ section: number, text })),
];

/** Every sentence of the prose with the section it stands in. */
export const sentences = (report: ReportText): Part[] =>
  partsOf(report).flatMap(({ section, text }) => sentencesOf(text).map((sentence) => ({ section, text: sentence })));

/** Text of all paragraphs and cells, furniture of the page left out: what a printed report would show. */
export const printedTexts = (report: ReportText): string[] =>
  report.document.blocks.flatMap((block) => {
    if (block.kind === "table") return block.cells.map((cell) => cell.text);
    return block.kind === "paragraph" && block.role !== "furniture" ? [block.text] : [];
  });

/** Whether there are words to judge at all (a scan that was not read has none). */
export const hasProse = (report: ReportText): boolean => report.sections.length > 0 || report.preamble.length > 60;

/**
 * At most so many characters of a quotation, with an ellipsis where it was cut. Numbers of persons are masked, since
 * none is told from its half.
 */
export const shortened = (text: string, length = 60): string =>
  text.length <= length ? text : `${maskPersonalNumbers(text).slice(0, length)}…`;
