import { wordsOf } from "./labels.ts";
import { lastReviewIn, type ReportReview, reviewsIn } from "./report-reviews.ts";
import type { Report } from "./schema.ts";

/** How it is told what people said of a report. */

const IDENTITY_WORDS: Readonly<Record<string, string>> = {
  organization: "机关名称",
  year: "年度",
  template: "表格式样",
};

/** What a person calls the thing that was reviewed. */
export function reviewedThing(report: Report, name: string): string {
  const words = wordsOf(report);
  const figure = name.endsWith(".unit") ? name.slice(0, -".unit".length) : null;
  return IDENTITY_WORDS[name] ?? (figure !== null ? `${words.cell(figure)}的单位` : words.cell(name));
}

const valueWords = (value: ReportReview["after"]): string =>
  value === null ? "没有数字" : value === "absent" ? "页面上没有" : String(value);

/** What was said in a few words: 确认为5，由3改为5. */
export function reviewWords({ kind, before, after }: ReportReview): string {
  if (kind === "confirm") return after === null ? "确认没有数字" : `确认为${valueWords(after)}`;
  if (kind === "absent") return before === null ? "确认页面上没有" : `页面上没有（读作${valueWords(before)}）`;
  return before === null ? `填写为${valueWords(after)}` : `由${valueWords(before)}改为${valueWords(after)}`;
}

const CHINA_MS = 8 * 60 * 60 * 1000;
/** A moment by the clock of whoever reads it, whatever machine wrote it: China has one. */
const timeWords = (iso: string): string => {
  const there = new Date(Date.parse(iso) + CHINA_MS).toISOString();
  return `${there.slice(0, 10)} ${there.slice(11, 16)}（北京时间）`;
};

/** Who said so and when: 经张三人工确认，2025-01-20 16:30（北京时间）. */
export const reviewerWords = ({ by, at }: Pick<ReportReview, "by" | "at">): string =>
  `经${by ?? ""}人工确认，${timeWords(at)}`;

/** By whose word, the latest, a report says what it says; null where it is as it was read. */
export function lastReviewWords(report: Report): string | null {
  const last = lastReviewIn(report);
  return last ? reviewerWords(last) : null;
}

/** Reviews of cells, by figure. */
export const reviewsByFigure = (report: Report): ReadonlyMap<string, ReportReview> =>
  new Map(reviewsIn(report).map((review) => [review.figure.replace(/\.unit$/u, ""), review]));

/** A line for a cell that a person looked at. */
export const reviewLine = (review: ReportReview): string => `${reviewWords(review)}：${reviewerWords(review)}。`;
