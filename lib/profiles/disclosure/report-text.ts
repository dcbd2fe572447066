import { maskPersonalNumbers } from "../../document/personal-numbers.ts";
import { sentencesOf } from "../common/wording.ts";
import type { Facts } from "./facts.ts";

/** A part of a report: the preamble is 0. */
export interface Part {
  readonly section: number;
  readonly text: string;
}

/** The prose of a report part by part, the preamble first. */
export const partsOf = (facts: Facts): Part[] => [
  { section: 0, text: facts.preamble },
  ...facts.sections.map(({ number, text }) => ({ section: number, text })),
];

/** Every sentence of the prose with the section it stands in. */
export const sentences = (facts: Facts): Part[] =>
  partsOf(facts).flatMap(({ section, text }) => sentencesOf(text).map((sentence) => ({ section, text: sentence })));

/** Text of all paragraphs and cells, furniture of the page left out: what a printed report would show. */
export const printedTexts = (facts: Facts): string[] =>
  facts.document.blocks.flatMap((block) => {
    if (block.kind === "table") return block.cells.map((cell) => cell.text);
    return block.kind === "paragraph" && block.role !== "furniture" ? [block.text] : [];
  });

/** Whether there are words to judge at all (a scan that was not read has none). */
export const hasProse = (facts: Facts): boolean => facts.sections.length > 0 || facts.preamble.length > 60;

/**
 * At most so many characters of a quotation, with an ellipsis where it was cut. Numbers of persons are masked, since
 * none is told from its half.
 */
export const shortened = (text: string, length = 60): string =>
  text.length <= length ? text : `${maskPersonalNumbers(text).slice(0, length)}…`;
