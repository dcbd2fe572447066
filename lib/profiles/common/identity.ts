import type { Document } from "../../document/document.ts";
import { isParagraph, isTable } from "../../document/document.ts";
import { FORMATS } from "../../document/formats.ts";
import { authorsOf, type NamedAuthor } from "./authors.ts";
import { periodAfter, periodIn, yearsIn } from "./dates.ts";
import { divisionOf, isDivision } from "./divisions.ts";
import type { Identity } from "./facts.ts";
import type { Outline } from "./outline.ts";
import { bodyIn, isBody, readTitle, type Title, type TitleWords } from "./title.ts";
import { arabicYears, comparable, plain, tidy } from "./wording.ts";

/** Who wrote a report and for which year; what could not be told is null and named in `uncertain`. */
export interface Identification extends Identity {
  readonly uncertain: readonly ("organization" | "year")[];
  /** Names found in author's places when they contradict one another. */
  readonly alternatives: readonly string[];
}

const CORE_ENDING = /(?:人民政府|政府|办事处|委员会|办公室|管委会)$/u;
/**
 * Two printed names of one body: one is the end of the other, or they differ in 人民政府, 办事处 and the like; its
 * office is the body itself.
 */
export function sameBody(a: string, b: string): boolean {
  const core = (name: string): string => comparable(name).replace(CORE_ENDING, "");
  const [x = "", y = ""] = [a, b].map((name) =>
    comparable(name)
      .replace("人民政府", "政府")
      .replace(/(?<=.{2}政府)(?:办公[室厅]|办)$/u, ""),
  );
  if (x.endsWith(y) || y.endsWith(x)) return true;
  const [s, t] = [core(a), core(b)];
  return s.length >= 2 && t.length >= 2 && (s.endsWith(t) || t.endsWith(s));
}

/**
 * Lines that may carry the title: before the first section, in cells of tables that stand there, and running heads as a
 * last resort.
 */
function titleLines(document: Document, outline: Outline): { head: string[]; cells: string[]; furniture: string[] } {
  const head = outline.preamble.split("\n").filter((line) => line.trim() !== "");
  const firstSection = outline.sections[0]?.title;
  const cells: string[] = [];
  for (const block of document.blocks) {
    if (
      isParagraph(block) &&
      block.role !== "furniture" &&
      firstSection &&
      tidy(block.text).includes(firstSection) &&
      block.text.length < 60
    )
      break;
    if (isTable(block))
      cells.push(...block.cells.filter((cell) => cell.text.length < 120).flatMap((cell) => cell.text.split("\n")));
    if (cells.length > 60) break;
  }
  const furniture = document.blocks
    .filter(isParagraph)
    .filter((block) => block.role === "furniture" || block.role === "metadata")
    .map((block) => block.text)
    .slice(0, 80);
  return { head, cells, furniture: furniture.filter((text) => text.length < 160) };
}

/** A title, and the lines it was read from. */
interface FoundTitle {
  readonly title: Title;
  readonly first: number;
  readonly end: number;
}

/**
 * The best reading of one to four lines in a row as a title: with name and year before name before year, fewer lines
 * before more, unless a line more is the place that the name begins with.
 */
function findTitle(lines: readonly string[], words: TitleWords): FoundTitle | null {
  const rank = (title: Title): number => (title.organization ? 4 : 0) + (title.years.length > 0 ? 2 : 0);
  let best: (FoundTitle & { readonly score: number }) | null = null;
  const limit = Math.min(lines.length, 400);
  for (let start = 0; start < limit; start++) {
    let joined = "";
    for (let length = 1; length <= 4 && start + length <= limit; length++) {
      const line = plain(lines[start + length - 1] ?? "");
      if (line.length > 120) break;
      joined = length === 1 ? line : `${joined.trim()} ${line.trim()}`;
      const title = readTitle(joined, words);
      if (!title) continue;
      const score = rank(title) - length * 0.5 + (length > 1 && isDivision(lines[start] ?? "") ? 1 : 0);
      if (best && score <= best.score) continue;
      best = { title, score, first: start, end: start + length };
    }
  }
  return best;
}

/** A title that takes the name it lacks from what stands alone below it, or from the letterhead. */
function findTitleWithName(lines: readonly string[], words: TitleWords): Title | null {
  const found = findTitle(lines, words);
  if (!found || found.title.organization !== null || found.title.hijacked) return found?.title ?? null;
  const organization = nameBelow(lines.slice(found.end)) ?? nameOfLetterhead(lines.slice(0, found.first));
  return { ...found.title, organization };
}

/** Lines of a cover around which the name may stand: a date, the year, brackets. */
const ASIDE =
  /^[(（]?(?:20\d\d|二[〇○零0]..)年?度?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?月?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?日?[)）]?$/u;

/** The name on one or two lines of its own below the title, before any other text. */
function nameBelow(lines: readonly string[]): string | null {
  const [first = "", second = ""] = lines
    .map((line) => comparable(line))
    .filter((line) => line !== "" && !ASIDE.test(line));
  const joined = isDivision(first) ? first + second : first;
  return isBody(joined) && !isDivision(joined) ? bodyIn(joined) : null;
}

/** 兰山区教育局文件, the head of an official letter, with its number below. */
function nameOfLetterhead(lines: readonly string[]): string | null {
  const [number = "", head = ""] = lines
    .map((line) => comparable(line))
    .filter((line) => line !== "")
    .reverse();
  return /[〔[(]20\d\d[〕\])]\d+号$/u.test(number) && head.endsWith("文件")
    ? bodyIn(head.slice(0, -"文件".length))
    : null;
}

function mostNamed(years: readonly number[]): { year: number; share: number; count: number } | null {
  const counts = new Map<number, number>();
  for (const year of years) counts.set(year, (counts.get(year) ?? 0) + 1);
  const [top] = [...counts].sort((a, b) => b[1] - a[1]);
  return top ? { year: top[0], count: top[1], share: top[1] / years.length } : null;
}

/** The year of the report that the preamble announces (现将……2024年度……). */
const announcedYear = (preamble: string, { announcement }: TitleWords): number | null => {
  const year = announcement.exec(arabicYears(comparable(preamble)))?.[1];
  return year ? Number(year) : null;
};

/** The title's year; without one the statistics period's, where the prose does not contradict. */
function tellYear(
  title: Title | null,
  periodYear: number | null,
  prose: { year: number; share: number; count: number } | null,
  publishedOn: string | null,
  announced: number | null,
): number | null {
  if (title?.years.length === 1) {
    const year = title.years[0] ?? null;
    const published = publishedOn ? Number(publishedOn.slice(0, 4)) - 1 : null;
    // Period, prose and date of publication all speak of one other year: then the title is the doubtful one.
    const outvoted =
      periodYear !== null &&
      periodYear !== year &&
      prose?.year === periodYear &&
      prose.share > 0.5 &&
      prose.count >= 2 &&
      published === periodYear;
    return outvoted ? null : year;
  }
  if (periodYear === null && announced !== null && (prose === null || prose.year === announced)) return announced;
  if (periodYear !== null) return prose && prose.year !== periodYear && prose.count >= 3 ? null : periodYear;
  return prose && prose.count >= 3 && prose.share >= 0.7 ? prose.year : null;
}

/**
 * The author where the title names none: the opening, the signature and the page's publisher must not contradict one
 * another.
 */
function tellAuthor(authors: readonly NamedAuthor[]): string | null {
  const strong = authors.filter(({ position }) => position !== "contact");
  const names = (strong.length > 0 ? strong : []).map(({ name }) => name);
  if (names.length === 0) return null;
  const agree = names.every((name) => names.every((other) => sameBody(name, other)));
  return agree ? ([...names].sort((a, b) => b.length - a.length)[0] ?? null) : null;
}

/** The title's name, unless it was put together from two lines and what else names the author speaks against it. */
function tellName(
  { organization, joined }: { readonly organization: string | null; readonly joined: boolean },
  authors: readonly NamedAuthor[],
  document: Document,
  wholeText: string,
): string | null {
  if (organization === null) return tellAuthor(authors);
  const strong = authors.filter(({ position }) => position !== "contact");
  const confirmed = strong.some(({ name }) => sameBody(name, organization));
  if (!joined || confirmed) return organization;
  if (strong.length > 0) return null;
  // A site's name above a title without one, while the text says 我局 or 我镇; nothing prints one above a title in a
  // document of pages.
  const siteName =
    FORMATS[document.format].fromSites &&
    /[省市县区旗]人民政府$/u.test(organization) &&
    /我(?:局|镇|乡|街道|委|办|中心)/u.test(wholeText);
  return siteName ? null : organization;
}

/** The year that the prose names most. */
function mostNamedIn({ preamble, sections }: Outline, { datedSections }: TitleWords): ReturnType<typeof mostNamed> {
  const dated = sections.filter(({ number }) => number <= datedSections);
  return mostNamed(yearsIn([preamble, ...dated.map(({ text }) => text)].join("\n")));
}

/**
 * Tells title, author, year, statistics period and date of publication of a report.
 * The author is the title's, as printed; without one what opening, signature and page agree on. Nothing is guessed.
 */
export function identify(document: Document, outline: Outline, words: TitleWords): Identification {
  const { head, cells, furniture } = titleLines(document, outline);
  const { authors, metadata, signedOn } = authorsOf(document, outline, words);
  // The properties of an office file are often another file's: only a web page declares its own title.
  const declared = [metadata.title, FORMATS[document.format].ownTitle ? document.title : null]
    .filter((text) => text !== null)
    .map((text) => plain(text));
  const complete = (title: Title | null): boolean =>
    title?.organization !== null && title?.organization !== undefined && title.years.length > 0;
  const printed = findTitleWithName(head, words);
  const others = [
    findTitle(declared, words)?.title ?? null,
    findTitleWithName(cells, words),
    findTitle(furniture, words)?.title ?? null,
  ].filter((title) => title !== null);
  const title = printed ?? others[0] ?? null;
  // A name or a year that the printed title lacks may stand in the title that the page declares.
  const hijacked = [printed, ...others].some((candidate) => candidate?.hijacked === true);
  const named = complete(title) ? title : ([title, ...others].find((candidate) => candidate?.organization) ?? null);
  const dated = complete(title)
    ? title
    : ([title, ...others].find((candidate) => candidate && candidate.years.length > 0) ?? null);

  const wholeText = [outline.preamble, ...outline.sections.map(({ text }) => text)].join("\n");
  const period = periodIn(outline.preamble) ?? periodAfter(words.period, wholeText);
  const publishedOn = metadata.publishedOn ?? signedOn;
  const prose = mostNamedIn(outline, words);
  const periodYear = period && period.from.slice(0, 4) === period.to.slice(0, 4) ? Number(period.to.slice(0, 4)) : null;
  const year = tellYear(dated, periodYear, prose, publishedOn, announcedYear(outline.preamble, words));

  const joinedFromTwoLines =
    typeof printed?.organization === "string" &&
    !head.some(
      (line) => comparable(plain(line)).includes(printed.organization ?? "\0") && readTitle(plain(line), words),
    );
  const found = { organization: named?.organization ?? null, joined: joinedFromTwoLines };
  const name = hijacked ? null : tellName(found, authors, document, wholeText);
  const uncertain = [...(name === null ? ["organization" as const] : []), ...(year === null ? ["year" as const] : [])];
  return {
    title: title?.text ?? null,
    organization: name === null ? null : { name, division: divisionOf(name, wholeText, year) },
    year,
    period,
    publishedOn,
    uncertain,
    alternatives:
      name === null && !hijacked
        ? [...new Set([...(named?.organization ? [named.organization] : []), ...authors.map((author) => author.name)])]
        : [],
  };
}
