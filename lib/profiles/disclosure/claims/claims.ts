import type { Claim } from "../../common/facts.ts";
import { applicationStatements } from "./applications.ts";
import type { Statement } from "./find.ts";
import { namedYears, type Paragraph, paragraphs } from "./paragraphs.ts";
import { proactiveStatements } from "./proactive.ts";
import { reviewStatements } from "./review.ts";
import { LOOK_BACK } from "./scope.ts";
import type { ProseYear, Sentence } from "./sentence.ts";

export interface ClaimContext {
  /** The year reported on; null where it can't be told. */
  readonly year: number | null;
  /** Name of the reporting body, to tell it from its parts; null where it can't be told. */
  readonly author?: string | null;
}

/** Prose of one section; 0 is the preamble. */
export interface Prose {
  readonly number: number;
  readonly text: string;
}

/** A sentence with what was spoken of before it. */
interface Spoken {
  readonly section: number;
  readonly sentence: Sentence;
  /** Applications are the topic. */
  readonly applications: boolean;
  /** Disclosure is the topic, so that 行政复议 is about it. */
  readonly disclosure: boolean;
  /** The whole paragraph, encoded. */
  readonly paragraph: string;
  /** What stands before the sentence in its paragraph, encoded: as much as may still speak of the same body. */
  readonly before: string;
}

/** The preamble lists headings and section five speaks of faults and plans: neither states figures of the year. */
const SILENT = new Set([0, 5]);

/**
 * The year that undated prose and its dates speak of. A report that names its own year anywhere means other years as
 * such. One that names a single other year throughout (last year's text, reused) is read as speaking of that one; that
 * the year is wrong is a finding of its own, and the rules compare no dated claim of another year with the tables.
 */
function proseYear(sections: readonly Prose[], year: number | null): ProseYear {
  const named = new Set(
    sections.filter((section) => !SILENT.has(section.number)).flatMap((section) => namedYears(section.text)),
  );
  if (year !== null && (named.size === 0 || named.has(year))) return { year, sure: named.has(year) };
  const [only] = named;
  return named.size === 1 && only !== undefined ? { year: only, sure: true } : { year, sure: named.size > 0 };
}

const APPLICATION_TOPIC = /[SGg]|申请/u;
const DISCLOSURE_TOPIC = /[SGg]|信息公开|公开|申请/u;

function spokenIn(section: Prose, year: ProseYear): Spoken[] {
  const spoken: Spoken[] = [];
  let heading: Paragraph | null = null;
  for (const paragraph of paragraphs(section.text, year)) {
    if (paragraph.heading) {
      heading = paragraph;
      continue;
    }
    const under = heading?.sentences[0]?.code ?? "";
    const code = paragraph.sentences.map((sentence) => sentence.code).join("");
    const disclosure = section.number === 4 || DISCLOSURE_TOPIC.test(under) || DISCLOSURE_TOPIC.test(code);
    let applications = section.number === 3 || APPLICATION_TOPIC.test(under);
    let before = "";
    for (const sentence of paragraph.sentences) {
      spoken.push({ section: section.number, sentence, applications, disclosure, paragraph: code, before });
      if (/[SGg]/u.test(sentence.code)) applications = true;
      before = (before + sentence.code).slice(-LOOK_BACK);
    }
  }
  return spoken;
}

/** Every sentence of the prose that may state figures of the year, in order. */
export function spokenSentences(sections: readonly Prose[], context: ClaimContext): Spoken[] {
  const year = proseYear(sections, context.year);
  return sections.filter((section) => !SILENT.has(section.number)).flatMap((section) => spokenIn(section, year));
}

/** Statements that agree are one claim; those that do not are none, unless an explicit one (新收) settles it. */
function settled(statements: readonly (Statement & { readonly section: number })[]): Claim[] {
  const byFigure = new Map<string, (Statement & { readonly section: number })[]>();
  for (const statement of statements)
    byFigure.set(statement.figure, [...(byFigure.get(statement.figure) ?? []), statement]);
  return [...byFigure.values()].flatMap((group) => {
    const explicit = group.filter((statement) => statement.explicit);
    const counted = explicit.length > 0 ? explicit : group;
    const [first] = counted;
    if (!first || counted.some((statement) => statement.value !== first.value)) return [];
    return [{ figure: first.figure, value: first.value, text: first.text, section: first.section }];
  });
}

/**
 * The figures of the year that prose states without doubt (rules of the field: every wording of receiving, answering,
 * carrying over, reconsideration and litigation; no approximations, other years, parts or look-alikes such as hotline
 * calls). A figure stated twice with different numbers is not claimed.
 */
export function claimsOf(sections: readonly Prose[], context: ClaimContext): Claim[] {
  const author = context.author ?? null;
  const statements = spokenSentences(sections, context).flatMap((spoken) =>
    [
      ...applicationStatements(spoken.sentence, { ...spoken, author }),
      ...reviewStatements(spoken.sentence, spoken),
      ...proactiveStatements(spoken.sentence),
    ].map((statement) => ({ ...statement, section: spoken.section })),
  );
  return settled(statements);
}
