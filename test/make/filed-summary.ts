import type { FiledSummary } from "../../lib/report/summary.ts";

/** What index.html is made from: a report in which nothing was found, but for what is said. */
export const filedSummary = (over: Pick<FiledSummary, "name" | "folder"> & Partial<FiledSummary>): FiledSummary => ({
  id: "0".repeat(64),
  status: "valid",
  organization: null,
  division: null,
  year: 2024,
  profile: "disclosure-annual-report",
  template: "2021",
  errors: 0,
  warnings: 0,
  infos: 0,
  uncertain: 0,
  failure: null,
  ...over,
});
