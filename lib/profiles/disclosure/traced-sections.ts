import type { Document, FlatText } from "../../document/document.ts";
import { editDistance } from "../../document/text.ts";
import type { Section } from "../common/facts.ts";
import { labelKey, officialKey } from "../common/labels.ts";
import { SECTION_TITLES } from "./form.ts";
import { SECTION_HEADINGS } from "./headings.ts";
import { isOfficialLabel } from "./official-labels.ts";
import { headingsWithin } from "./running-text.ts";

/**
 * Sections without a heading of their own of which there is a trace all the same: these can't be said to be missing.
 */

const KEYS = SECTION_TITLES.map(officialKey);
const NUMERALS = "一二三四五六";
/** Longer lines are prose. */
const LONGEST_LINE = 40;
/** What is no heading, however alike: 没有其他需要报告的事项, and whatever is a sentence. */
const SAYS_SOMETHING = /[。；，,]|^[\s\u3000]*(?:本年度?|我[局镇乡县区市])?(?:无|没有|暂无|未)/u;
/**
 * Share of a title's characters that a line has in their places: a misprint leaves more, and no two official titles
 * share as many. What a recogniser makes of a heading keeps fewer.
 */
const ALIKE = 0.6;
const ALIKE_RECOGNISED = 0.4;

/** Share of a title's characters in a line that begins with its numeral: two lines that were recognised as one. */
const HELD = 0.8;

/**
 * @param flat the second reading; its headings count as much as those of the first
 * @returns numbers (1 to 6) of sections that `sections` lacks and of which either reading has the heading, within
 * running text or damaged too
 */
export function tracedSections(
  document: Document,
  flat: FlatText | null,
  sections: readonly Section[],
): ReadonlySet<number> {
  const found = new Set(sections.map(({ number }) => number));
  const missing = KEYS.flatMap((_, i) => (found.has(i + 1) ? [] : [i + 1]));
  if (missing.length === 0) return new Set();
  const recognised =
    document.pages.some((page) => page.recognised) ||
    document.blocks.some(
      (block) => block.kind === "table" && block.cells.some(({ confidence }) => confidence !== undefined),
    );
  const lines = [
    ...document.blocks.flatMap((block) =>
      block.kind === "paragraph" && block.role !== "furniture" ? block.text.split("\n") : [],
    ),
    ...(flat?.pieces ?? []),
  ];
  const traced = new Set(
    lines.flatMap((line) => (line.length > LONGEST_LINE ? headingsWithin(line) : (sectionHeadedBy(line) ?? []))),
  );
  const others = lines
    .filter(
      (line) =>
        line.length <= LONGEST_LINE &&
        SECTION_HEADINGS.headingOf(line) === null &&
        !isOfficialLabel(line) &&
        !SAYS_SOMETHING.test(line),
    )
    .map(labelKey);
  const alike = recognised ? ALIKE_RECOGNISED : ALIKE;
  const resembles = (number: number) => others.some((line) => likeness(line, KEYS[number - 1] ?? "") >= alike);
  const isRunInto = (number: number) => recognised && lines.some((line) => holdsHeading(line, number));
  return new Set(missing.filter((number) => traced.has(number) || resembles(number) || isRunInto(number)));
}

/**
 * The section of the form that a line heads by its whole title, or by its number too; (一)主动公开 heads a part of
 * another.
 */
function sectionHeadedBy(line: string): number | null {
  const heading = SECTION_HEADINGS.headingOf(line);
  const numbered =
    heading?.ordinal === heading?.section && (heading?.numbering === "chinese" || heading?.numbering === "part");
  return heading && (heading.full || numbered) ? heading.section : null;
}

/** Whether a line holds the numeral and the characters of a title, in whatever order, with others between them. */
function holdsHeading(line: string, number: number): boolean {
  const [numeral, ...rest] = line.trim();
  if (numeral !== NUMERALS[number - 1] || line.length > LONGEST_LINE) return false;
  const title = [...(KEYS[number - 1] ?? "")];
  return title.filter((character) => rest.includes(character)).length >= HELD * title.length;
}

const likeness = (a: string, b: string): number => {
  const length = Math.max(a.length, b.length);
  return Math.min(a.length, b.length) < length * ALIKE_RECOGNISED ? 0 : 1 - editDistance(a, b) / length;
};
