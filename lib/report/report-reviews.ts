import type { JudgedReport, Report } from "./schema.ts";

/** What people said of a report that counts. */

export type ReportReview = NonNullable<JudgedReport["reviews"]>[number];

export const reviewsIn = (report: Report): readonly ReportReview[] =>
  report.tables === null ? [] : (report.reviews ?? []);

/** The latest of them; undefined where nobody said anything. */
export const lastReviewIn = (report: Report): ReportReview | undefined =>
  reviewsIn(report).toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
