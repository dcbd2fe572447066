import type { FigureName } from "../../profiles/common/facts.ts";
import type { Severity } from "../../profiles/common/rule.ts";
import { reviewsByFigure } from "../review-words.ts";
import type { JudgedReport, Report, ReportFinding } from "../schema.ts";

/** A finding with its number on the page. */
export interface Problem {
  readonly number: number;
  readonly finding: ReportFinding;
}

/** What a cell is marked with. `exact` where a problem points at this very cell, and not only at a sum it stands in. */
export interface Mark {
  readonly problems: readonly Problem[];
  readonly exact: boolean;
  readonly uncertain: boolean;
  /** A person's word on the cell. */
  readonly review?: NonNullable<JudgedReport["reviews"]>[number] | undefined;
}

/** By the name of the figure, row or table. */
export type Marks = ReadonlyMap<FigureName, Mark>;

const ORDER: readonly Severity[] = ["error", "warning", "info"];

/** Findings as the page numbers them: errors, warnings, notes, each in the order in which they were found. */
export const problemsOf = (report: Report): Problem[] =>
  [...report.findings]
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
    .map((finding, index) => ({ number: index + 1, finding }));

/** What is marked. */
export function marksOf(report: Report, problems: readonly Problem[]): Marks {
  const uncertain = new Set<string>(report.uncertain);
  const byName = new Map<FigureName, Problem[]>();
  for (const problem of problems) {
    for (const name of new Set(problem.finding.cells)) byName.set(name, [...(byName.get(name) ?? []), problem]);
  }
  const reviews = reviewsByFigure(report);
  const names = new Set([...byName.keys(), ...uncertain, ...reviews.keys()]);
  return new Map(
    [...names].map((name) => {
      const own = byName.get(name) ?? [];
      // Where a failing row and a failing column cross, the fault is most likely in the crossing itself.
      const sums = own.filter(({ finding }) => finding.severity === "error" && finding.cells.length > 1);
      const crossing = new Set(sums.map(({ finding }) => finding.code)).size > 1;
      const exact =
        crossing ||
        own.some(({ finding }) => (finding.proposal ? finding.proposal.cell === name : finding.cells.length === 1));
      return [name, { problems: own, exact, uncertain: uncertain.has(name), review: reviews.get(name) }];
    }),
  );
}

/** The worst severity among the problems of a mark; null where the cell is only uncertain. */
export const severityOf = (mark: Mark): Severity | null => mark.problems[0]?.finding.severity ?? null;
