import type { Document } from "../document/document.ts";
import type { Answers } from "../profiles/answers.ts";
import { valueIn, valuesOf } from "../profiles/common/figure-name.ts";
import { profileOf } from "../profiles/profiles.ts";
import { assembleReviewed } from "./assemble.ts";
import type { JudgedReport, Report } from "./schema.ts";

/**
 * What people say of a report, and the report as they see it. A review is a person's word on one thing: a figure, the
 * unit printed with one (`<figure>.unit`), `organization`, `year` or `template`. The last word counts; nothing is
 * overwritten.
 */

/** What stands or stood somewhere: a number, words where a cell holds none, null where nothing does. */
type Value = number | string | null;

/** `confirm`: it is as read; `correct`: it is this; `absent`: it is not on the page; `undo`: takes the last word back. */
export const REVIEW_KINDS = ["confirm", "correct", "absent", "undo"] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

/** What somebody says, as they say it. */
export interface Word {
  readonly figure: string;
  /** What stands there now. */
  readonly before: Value;
  /** What stands on the page; "absent" where nothing does. Of no account where `kind` is `undo`. */
  readonly after?: Value;
  /** Told from `before` and `after` where left out. */
  readonly kind?: ReviewKind | undefined;
  readonly reason?: string | undefined;
}

/** A word on record. */
export interface Review {
  /** Counted from 1, in a report. */
  readonly number: number;
  readonly figure: string;
  readonly kind: ReviewKind;
  readonly before: Value;
  readonly after: Value;
  /** What the engine had read. */
  readonly read: Value;
  readonly reason: string | null;
  /** Who said it; null where nobody told. */
  readonly by: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly engineVersion: string;
}

/** `outdated`: this version of the engine reads something else than the one that was reviewed. */
export type ReviewStanding = "applied" | "replaced" | "undone" | "outdated";

/** Why a word is not taken. `message` is a sentence for the clerk. */
export class ReviewError extends Error {
  readonly code: "INVALID_REVIEW" | "BEFORE_DIFFERS";

  constructor(code: ReviewError["code"], message: string) {
    super(message);
    this.name = "ReviewError";
    this.code = code;
  }
}

const IDENTITY = ["organization", "year", "template"] as const;
type IdentityName = (typeof IDENTITY)[number];
const isIdentity = (name: string): name is IdentityName => IDENTITY.some((each) => each === name);
const UNIT = ".unit";

/** The figure whose unit is meant; null where another thing is. */
const unitOf = (report: JudgedReport, name: string): string | null => {
  const figure = name.endsWith(UNIT) ? name.slice(0, -UNIT.length) : null;
  return figure !== null && !isFigure(report, name) && isFigure(report, figure) ? figure : null;
};

const isFigure = (report: JudgedReport, name: string): boolean =>
  valuesOf(report.tables).some(([each]) => each === name);

/** What stands in a report under a name. */
function standingValue(report: JudgedReport, name: string): Value {
  if (name === "organization") return report.organization?.name ?? null;
  if (name === "year" || name === "template") return report[name];
  const figure = unitOf(report, name);
  return figure === null ? valueIn(report.tables, name) : (report.figures[figure]?.unit ?? null);
}

/** The same with the words of cells without a number: what tells whether another engine reads something else. */
const readingOf = (report: JudgedReport, name: string): Value =>
  standingValue(report, name) ?? report.blanks[name]?.text ?? null;

const isJudged = (report: Report): report is JudgedReport => report.tables !== null;

/** The last word on each thing that was not taken back, by the thing's name. */
function lastWords(reviews: readonly Review[]): ReadonlyMap<string, readonly Review[]> {
  const words = new Map<string, readonly Review[]>();
  for (const review of reviews) {
    const before = words.get(review.figure) ?? [];
    words.set(review.figure, review.kind === "undo" ? before.slice(0, -1) : [...before, review]);
  }
  return words;
}

const fits = (report: JudgedReport, review: Review): boolean => {
  const reading = readingOf(report, review.figure);
  return reading === review.read || reading === review.after;
};

/** How each word stands, in their order. An undo stands as long as it is there. */
export function standingsOf(report: Report, reviews: readonly Review[]): readonly ReviewStanding[] {
  const words = lastWords(reviews);
  return reviews.map((review) => {
    if (review.kind === "undo") return "applied";
    const left = words.get(review.figure) ?? [];
    if (!left.includes(review)) return "undone";
    if (left.at(-1) !== review) return "replaced";
    return isJudged(report) && fits(report, review) ? "applied" : "outdated";
  });
}

/** Answers of the words that count; about those that are outdated somebody is asked again. */
function answersOf(report: JudgedReport, words: readonly Review[], outdated: readonly Review[]): Answers {
  const of = (name: IdentityName) => words.find(({ figure }) => figure === name)?.after ?? null;
  return {
    figures: new Map(
      words.flatMap(({ figure, kind, after }) =>
        isFigure(report, figure)
          ? [[figure, kind === "confirm" ? "read" : typeof after === "number" ? after : "absent"] as const]
          : [],
      ),
    ),
    units: new Map(
      words.flatMap(({ figure, after }) => {
        const of = unitOf(report, figure);
        return of === null ? [] : [[of, typeof after === "string" && after !== "absent" ? after : null] as const];
      }),
    ),
    organization: of("organization") as string | null,
    year: of("year") as number | null,
    template: of("template") as string | null,
    asked: new Set(
      outdated
        .map(({ figure }) => unitOf(report, figure) ?? figure)
        .filter((name) => isIdentity(name) || isFigure(report, name)),
    ),
  };
}

/**
 * The report with what people said of it. Without a word that counts, the report itself.
 * @param document the one that the report is of
 */
export function reviewedReport(report: Report, document: Document, reviews: readonly Review[]): Report {
  const profile = profileOf(report);
  if (reviews.length === 0 || !isJudged(report) || !profile) return report;
  const standings = standingsOf(report, reviews);
  const standing = (as: ReviewStanding) =>
    reviews.filter(({ kind }, index) => kind !== "undo" && standings[index] === as);
  const words = standing("applied");
  const judgement = profile.reviewed(report, document, answersOf(report, words, standing("outdated")));
  return assembleReviewed(report, judgement, words);
}

/** A word as it goes on record, but for who, when and its number. */
export type AcceptedWord = Pick<Review, "figure" | "kind" | "before" | "after" | "read" | "reason">;

/**
 * Takes a word about a report.
 * @param read the report as the engine read it
 * @param now the report with all that was said before
 * @throws ReviewError
 */
export function accepted(word: Word, read: Report, now: Report, reviews: readonly Review[]): AcceptedWord {
  if (!isJudged(read) || !isJudged(now))
    throw new ReviewError("INVALID_REVIEW", "这份文件没有读成报告，不能逐项确认；请换一份文件重新提交。");
  const { figure, before } = word;
  if (!isIdentity(figure) && !isFigure(now, figure) && unitOf(now, figure) === null)
    throw new ReviewError("INVALID_REVIEW", "报告里没有这一项，请刷新后重试。");
  const stands = standingValue(now, figure);
  if (stands !== before) throw new ReviewError("BEFORE_DIFFERS", "这一项已经有人改过，请先看现在的内容再确认。");
  const kind = word.kind ?? kindOf(word);
  const about = { figure, kind, before, read: readingOf(read, figure), reason: word.reason?.trim() || null };
  if (kind === "undo") return { ...about, after: valueAfterUndo(read, reviews, figure) };
  if (kind === "confirm") {
    if (stands === null && isIdentity(figure))
      throw new ReviewError("INVALID_REVIEW", "这一项没有读出，无从确认，请填写原件上的内容。");
    return { ...about, after: stands };
  }
  if (!read.uncertain.includes(figure) && about.reason === null)
    throw new ReviewError("INVALID_REVIEW", "更正已经读准的内容须写明理由。");
  if (kind === "absent") {
    if (isIdentity(figure)) throw new ReviewError("INVALID_REVIEW", "机关、年度和表格式样不能确认为没有，请填写。");
    return { ...about, after: "absent" };
  }
  return { ...about, after: valueToTake(now, figure, word.after ?? null) };
}

const kindOf = ({ before, after = null }: Word): ReviewKind =>
  after === "absent" ? "absent" : after === before ? "confirm" : "correct";

/** What stands again once the last word is taken back. @throws ReviewError */
function valueAfterUndo(read: JudgedReport, reviews: readonly Review[], figure: string): Value {
  const words = lastWords(reviews).get(figure) ?? [];
  if (words.length === 0) throw new ReviewError("INVALID_REVIEW", "这一项没有人工确认过，无从撤销。");
  return words.at(-2)?.after ?? standingValue(read, figure);
}

/** Larger numbers stand in no report. */
const LARGEST = 1e12;
const LONGEST_NAME = 200;
const LONGEST_UNIT = 10;

/** @throws ReviewError for what can't stand there */
function valueToTake(report: JudgedReport, figure: string, after: Value): number | string {
  const refuse = (message: string): never => {
    throw new ReviewError("INVALID_REVIEW", message);
  };
  if (isFigure(report, figure))
    return typeof after === "number" && Math.abs(after) < LARGEST ? after : refuse("请填写数字。");
  if (figure === "year")
    return typeof after === "number" && Number.isInteger(after) && after >= 1900 && after <= 2999
      ? after
      : refuse("年度应为四位数字。");
  const text = typeof after === "string" ? after.trim() : "";
  if (figure === "template")
    return profileOf(report)?.schema.templates.includes(text) ? text : refuse("没有这一版表格式样。");
  const longest = figure === "organization" ? LONGEST_NAME : LONGEST_UNIT;
  return text !== "" && text.length <= longest && !/\p{Cc}/u.test(text) ? text : refuse("请填写原件上的文字。");
}
