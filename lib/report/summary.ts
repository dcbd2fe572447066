import { lastReviewIn } from "./report-reviews.ts";
import type { Report } from "./schema.ts";

/**
 * A report in a few words: a line of summary.csv and of index.html. Small enough to keep for each document of a large
 * run.
 */
export interface Summary {
  readonly name: string;
  readonly status: Report["status"];
  readonly organization: string | null;
  readonly division: { readonly code: string; readonly name: string } | null;
  readonly year: number | null;
  /** Id of the family; null for a document of none. */
  readonly profile: string | null;
  readonly template: string | null;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly uncertain: number;
  /** Why the file could not be read; null where it could. */
  readonly failure: string | null;
  /** Whose word it is by, the latest; absent where nobody said anything. */
  readonly reviewed?: { readonly by: string | null; readonly at: string };
}

/**
 * A summary with its report's id and the folder, below the run's, that holds the results: the file's name as it is, where `name` is as it
 * may be shown.
 */
export interface FiledSummary extends Summary {
  readonly id: string;
  readonly folder: string;
}

export function summarize(report: Report): Summary {
  const count = (severity: string) => report.findings.filter((finding) => finding.severity === severity).length;
  return {
    name: report.source.name,
    status: report.status,
    organization: report.organization?.name ?? null,
    division: report.organization?.division ?? null,
    year: report.year,
    profile: report.profile,
    template: report.template,
    errors: count("error"),
    warnings: count("warning"),
    infos: count("info"),
    uncertain: report.uncertain.length,
    failure: report.status === "failed" ? report.error.message : null,
    ...reviewedIn(report),
  };
}

function reviewedIn(report: Report): Pick<Summary, "reviewed"> {
  const last = lastReviewIn(report);
  return last ? { reviewed: { by: last.by, at: last.at } } : {};
}
