import type { Block, Document, Table } from "../../document/document.ts";
import type { Section } from "./facts.ts";
import { type Heading, type Numbering, numberOf, type SectionHeadings } from "./headings.ts";
import { tidy } from "./wording.ts";

/** The text of a report cut into the parts that the form prescribes. */
export interface Outline {
  /** Everything before the first section heading, one paragraph a line: title, preamble, metadata of a web page. */
  readonly preamble: string;
  /** Sections in the order of the document; a section that has no heading is not there. */
  readonly sections: readonly Section[];
}

interface Line {
  readonly text: string;
  /** Lines out of a table count as text only where they are sentences. */
  readonly table: boolean;
  readonly heading: boolean;
}

interface Candidate extends Heading {
  readonly line: number;
  /** Lines the heading takes: 2 where it was broken. */
  readonly lines: number;
  readonly weight: number;
}

/** More headings than any report has; a list that repeats them for ever is cut. */
const MOST_CANDIDATES = 500;

/** Characters of a section's title with its number. */
const LONGEST_HEADING = 30;

const SENTENCE = /。|；.*；/u;

function linesOfTable(table: Table): Line[] {
  return table.cells.flatMap((cell) =>
    cell.text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((text) => ({ text, table: true, heading: false })),
  );
}

function linesOf(blocks: readonly Block[], headings: SectionHeadings): Line[] {
  return blocks.flatMap((block): Line[] => {
    if (block.kind === "table") return linesOfTable(block);
    if (block.kind === "picture" || block.role === "furniture") return [];
    return block.text
      .split("\n")
      .flatMap((line) => apart(line, headings))
      .filter((line) => line.trim() !== "")
      .map((text) => ({ text, table: false, heading: block.role === "heading" }));
  });
}

/** A section's title that a page's layout left at the end of the paragraph before it is a line of its own. */
function apart(line: string, { headingOf }: SectionHeadings): string[] {
  const end = line.lastIndexOf("。") + 1;
  const heading = end > 0 && line.length - end <= LONGEST_HEADING ? headingOf(line.slice(end)) : null;
  return heading?.full && heading.rest === "" ? [line.slice(0, end), line.slice(end)] : [line];
}

const broken = (line: Line, next: Line | undefined): string | null =>
  next &&
  line.table === next.table &&
  line.text.length <= 30 &&
  next.text.length <= 30 &&
  !/[。；：:]$/u.test(line.text.trim())
    ? line.text.trim() + next.text.trim()
    : null;

function candidatesOf(lines: readonly Line[], { headingOf }: SectionHeadings): Candidate[] {
  const candidates: Candidate[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (!line) continue;
    const single = headingOf(line.text);
    const pair = single && (single.full || single.rest !== "") ? null : broken(line, lines[index + 1]);
    const paired = pair && headingOf(lines[index + 1]?.text ?? "") === null ? headingOf(pair) : null;
    const joined =
      paired && paired.rest === "" && paired.numbering !== "bare" && (paired.full || !single) ? paired : null;
    const heading = joined ?? single;
    // In a table only the wording of a section's own title counts: its rows have numbers of their own.
    if (!heading || (line.table && !heading.full)) continue;
    candidates.push({ ...heading, line: index, lines: joined ? 2 : 1, weight: 0 });
    if (joined) index += 1;
  }
  return candidates;
}

const PREFERENCE: readonly Numbering[] = ["chinese", "part", "digit", "bare", "paren"];

/** The way the top headings are numbered: the one in which most different sections are named. */
function topNumbering(candidates: readonly Candidate[]): Numbering {
  const reach = (numbering: Numbering): number => {
    const own = candidates.filter((candidate) => candidate.numbering === numbering);
    return (
      new Set(own.map(({ section }) => section)).size +
      0.5 * new Set(own.filter(({ full }) => full).map(({ section }) => section)).size
    );
  };
  return (
    [...PREFERENCE].sort((a, b) => reach(b) - reach(a) || PREFERENCE.indexOf(a) - PREFERENCE.indexOf(b))[0] ?? "chinese"
  );
}

function weigh(candidate: Candidate, top: Numbering, line: Line | undefined): number {
  const { numbering, ordinal, section, full } = candidate;
  const agrees = ordinal === section;
  if (numbering === "paren" && top !== "paren" && !(agrees && full)) return 0;
  if (numbering === "digit" && top !== "digit" && !(agrees && full)) return 0;
  if (numbering === "bare" && top !== "bare" && !full) return 0;
  return (
    (numbering === top ? 4 : 1) + (agrees ? 3 : 0) + (full ? 3 : 0) + (line?.heading ? 1 : 0) - (line?.table ? 1 : 0)
  );
}

/**
 * The chain of headings in ascending order with the greatest weight; of equal ones that which stands last (a list of
 * headings comes first).
 */
function ascendingChain(candidates: readonly Candidate[]): Candidate[] {
  const best: { weight: number; chain: Candidate[] }[] = [];
  for (const candidate of candidates) {
    let own: { weight: number; chain: Candidate[] } = { weight: candidate.weight, chain: [candidate] };
    for (const earlier of best) {
      const last = earlier.chain.at(-1);
      if (last && last.section < candidate.section && earlier.weight + candidate.weight >= own.weight) {
        own = { weight: earlier.weight + candidate.weight, chain: [...earlier.chain, candidate] };
      }
    }
    best.push(own);
  }
  return best.reduce<{ weight: number; chain: Candidate[] }>((top, next) => (next.weight >= top.weight ? next : top), {
    weight: 0,
    chain: [],
  }).chain;
}

/** A heading printed twice in a row (above a table and again as its caption) counts where it stands first. */
function withoutRepeats(candidates: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    const last = kept.at(-1);
    if (last?.section !== candidate.section) kept.push(candidate);
    else if (candidate.weight > last.weight) kept[kept.length - 1] = candidate;
  }
  return kept;
}

/** Headings of sections that stand out of order: as strong as the others, but not in the chain. */
function outOfOrder(candidates: readonly Candidate[], chain: readonly Candidate[], top: Numbering): Candidate[] {
  const found = new Set(chain.map(({ section }) => section));
  const first = chain[0]?.line ?? 0;
  return candidates.filter(
    ({ section, numbering, full, line }) => !found.has(section) && full && numbering === top && line > first,
  );
}

/** A heading with the right number in the right place whose title is none of the known wordings. */
function byNumberAlone(
  lines: readonly Line[],
  chosen: readonly Candidate[],
  top: Numbering,
  { count, headingOf, isRow }: SectionHeadings,
): Candidate[] {
  if (top === "bare" || top === "paren" || chosen.length < 3) return [];
  const found = new Set(chosen.map(({ section }) => section));
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((section) => {
    if (found.has(section)) return [];
    const after = Math.max(-1, ...chosen.filter((other) => other.section < section).map(({ line }) => line));
    const before = Math.min(lines.length, ...chosen.filter((other) => other.section > section).map(({ line }) => line));
    for (let index = after + 1; index < before; index++) {
      const line = lines[index];
      if (!line || line.table || line.text.trim().length > 32 || /[。；，]/u.test(line.text)) continue;
      const numbered = numberOf(line.text);
      if (numbered?.numbering !== top || numbered.ordinal !== section || headingOf(line.text)) continue;
      if (isRow(numbered.text) || !/\p{Script=Han}{2}/u.test(numbered.text)) continue;
      return [
        {
          section,
          title: tidy(numbered.text),
          numbering: top,
          ordinal: section,
          full: false,
          rest: "",
          line: index,
          lines: 1,
          weight: 1,
        },
      ];
    }
    return [];
  });
}

function chooseHeadings(lines: readonly Line[], headings: SectionHeadings): Candidate[] {
  const all = candidatesOf(lines, headings);
  const top = topNumbering(all);
  const weighed = withoutRepeats(
    all
      .map((candidate) => ({ ...candidate, weight: weigh(candidate, top, lines[candidate.line]) }))
      .filter(({ weight }) => weight > 0),
  );
  const weighty = weighed.slice(-MOST_CANDIDATES);
  const chain = ascendingChain(weighty);
  const chosen = [...chain, ...outOfOrder(weighty, chain, top)];
  return [...chosen, ...byNumberAlone(lines, chosen, top, headings)].sort((a, b) => a.line - b.line);
}

const textOf = (lines: readonly Line[]): string =>
  lines
    .filter((line) => !line.table || (SENTENCE.test(line.text) && line.text.length >= 20))
    .map((line) => line.text.trim())
    .join("\n");

/** Cuts a document into preamble and sections, as far as they have headings that the family tells. */
export function outlineOf(document: Document, headings: SectionHeadings): Outline {
  const lines = linesOf(document.blocks, headings);
  const chosen = chooseHeadings(lines, headings);
  const sections = chosen.map((heading, index) => {
    const body = textOf(lines.slice(heading.line + heading.lines, chosen[index + 1]?.line ?? lines.length));
    return {
      number: heading.section,
      title: heading.title,
      text: [heading.rest.trim(), body].filter((part) => part !== "").join("\n"),
    };
  });
  return { preamble: textOf(lines.slice(0, chosen[0]?.line ?? lines.length)), sections };
}
