import { withoutTrailing } from "../../document/text.ts";
import { parseNumeral } from "./numerals.ts";
import { remembering } from "./remembering.ts";
import { tidy } from "./wording.ts";

/** How a heading is numbered; `bare` is no number at all. */
export type Numbering = "chinese" | "part" | "digit" | "paren" | "bare";

export interface Heading {
  /** Section of the form, counted from 1, that the title names. */
  readonly section: number;
  /** The title as printed, without its number and stray spaces. */
  readonly title: string;
  readonly numbering: Numbering;
  /** The number printed before it; null where there is none. */
  readonly ordinal: number | null;
  /** True where the title is as long as the official one, so that it can hardly head a sub-section. */
  readonly full: boolean;
  /** What stands on the same line after the heading. */
  readonly rest: string;
}

/** How a family tells the headings of its sections. */
export interface SectionHeadings {
  /** How many sections the form prescribes. */
  readonly count: number;
  /**
   * The section heading that a line carries: whole, or before a space, colon or full stop with text after it.
   * Null for any other line, for entries of a table of contents, and for a list of headings in running text.
   */
  readonly headingOf: (line: string) => Heading | null;
  /** Whether numbered text names a row of a table, and heads no section. */
  readonly isRow: (text: string) => boolean;
}

/** What a family says of its headings. */
interface HeadingWords {
  readonly count: number;
  /** The section that a title without its number names, and whether the title is as long as the official one. */
  readonly classify: (title: string) => { readonly section: number; readonly full: boolean } | null;
  /** An official title at the beginning of a line that goes on. */
  readonly prefix: RegExp;
  readonly isRow: (text: string) => boolean;
}

const NUMBERINGS: readonly (readonly [Numbering, RegExp])[] = [
  ["part", /^第\s*([一二三四五六七八九])\s*[部章][分]?\s*[、,.:：，．]?\s*/u],
  ["paren", /^[(（]\s*([一二三四五六七八九十]|\d{1,2})\s*[)）]\s*[、.．]?\s*/u],
  ["chinese", /^([一二三四五六七八九])\s*(?:[、.．,，:：·。]\s*|\s+)/u],
  ["digit", /^(\d{1,2})\s*(?:[、.．,，:：)）]\s*|\s+)(?!\d)/u],
];
/** Marks of Markdown, bullets and quotation before a heading. */
const MARK = /^(?:#{1,6}\s*|[-*•●·>▪◆■]+\s+|\[bookmark:[^\][]*\]\s*)+/u;

/** Words after a title that show it to be a part of a sentence. */
const GOES_ON = /^[,，、;；和及与的中是为等共]/u;
const LIST_GOES_ON = /^[,，、;；.。\s]*(?:第?[二三四五六]|[(（][二三四五六]|[2-6])[、.．)）部]/u;

/**
 * A line of a table of contents: dots, dashes or a tab after the title, a page number after them or after the title
 * itself.
 */
function isContentsLine(line: string): boolean {
  const shown = line.trimEnd();
  const number = /\d{0,3}$/u.exec(shown)?.[0] ?? "";
  const before = shown.slice(0, shown.length - number.length);
  const title = before.trimEnd();
  const tab = line.slice(shown.length).includes("\t") || before.slice(title.length).includes("\t");
  return tab || /(?:[.．…·•⋯]{3}|-{4}|—{2})$/u.test(title) || (number !== "" && /[况项]$/u.test(title));
}

const ordinalOf = (text: string): number => parseNumeral(text) ?? 0;

/** Splits the printed number off a line. Two numbers in a row, (二)(一)…, belong to a sub-heading: null. */
export function numberOf(line: string): { numbering: Numbering; ordinal: number | null; text: string } | null {
  const bare = withoutTrailing(line.replace(/^[|｜\s]+/u, "").replace(/\*\*|__/gu, ""), /[|｜\s]/u)
    .trim()
    .replace(MARK, "")
    .trim();
  for (const [numbering, pattern] of NUMBERINGS) {
    const match = pattern.exec(bare);
    if (!match?.[1]) continue;
    const text = bare.slice(match[0].length);
    if (NUMBERINGS.some(([, other]) => other.test(text))) return null;
    return { numbering, ordinal: ordinalOf(match[1]), text };
  }
  return { numbering: "bare", ordinal: null, text: bare };
}

const cleaned = (title: string): string => withoutTrailing(tidy(title), /[:：。；;]/u);

/** Tells headings by what a family says of them. */
export function sectionHeadings({ count, classify, prefix, isRow }: HeadingWords): SectionHeadings {
  const headingOf = (line: string): Heading | null => {
    if (line.length > 4000 || isContentsLine(line)) return null;
    const numbered = numberOf(line);
    if (!numbered) return null;
    const { numbering, ordinal, text } = numbered;
    const whole = text.length <= 60 ? classify(text) : null;
    if (whole) return { ...whole, numbering, ordinal, title: cleaned(text), rest: "" };
    if (numbering === "bare") return null;
    // 一、总体情况 2024年……: the heading ends at the first mark after which a title is complete.
    for (const match of text.slice(0, 60).matchAll(/[\s\u3000:：。—]+/gu)) {
      const title = text.slice(0, match.index);
      const rest = text.slice(match.index + match[0].length);
      const kind = classify(title);
      if (kind && !LIST_GOES_ON.test(rest) && !GOES_ON.test(rest))
        return { ...kind, numbering, ordinal, title: cleaned(title), rest };
    }
    const official = prefix.exec(text);
    if (official?.[1]) {
      const rest = text.slice(official[1].length);
      const kind = classify(official[1]);
      if (kind && ordinal === kind.section && !GOES_ON.test(rest) && !LIST_GOES_ON.test(rest))
        return { ...kind, numbering, ordinal, title: official[1], rest };
    }
    return null;
  };
  return { count, headingOf: remembering(headingOf), isRow };
}
