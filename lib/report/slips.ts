import type { Severity } from "../profiles/common/rule.ts";
import { profileOf } from "../profiles/profiles.ts";
import { findingPlace, proposalWords } from "./labels.ts";
import type { Report, ReportFinding } from "./schema.ts";

/** Findings as people put them right: one slip of the pen breaks several sums, and is told once. */

/** Whose work it is: the unit mends its report, the desk looks up what could not be read with certainty. */
export type Owner = "unit" | "desk";

export interface Slip {
  /** The same slip's findings, in their order; at least one. */
  readonly findings: readonly ReportFinding[];
  readonly owner: Owner;
  /** The worst of its findings. */
  readonly severity: Severity;
  /** Where it is to be put right. */
  readonly place: string;
  /** What is wrong, in as many sentences as there are findings. */
  readonly message: string;
  /** What would repair it; empty where there is no single repair. */
  readonly proposal: string;
}

/**
 * A rule of the family judges what the author wrote. Every other code tells how it was read, which no author can help.
 */
export function ownerOf(report: Pick<Report, "profile">, { code }: Pick<ReportFinding, "code">): Owner {
  const profile = profileOf(report);
  const rules = profile ? [...profile.rules, ...profile.history.rules] : [];
  return rules.some((rule) => rule.code === code) ? "unit" : "desk";
}

const ORDER: readonly Severity[] = ["error", "warning", "info"];

/** The slips of a report, the worst first. */
export function slipsOf(report: Report): Slip[] {
  const groups = new Map<string, ReportFinding[]>();
  for (const [index, finding] of report.findings.entries()) {
    const { proposal } = finding;
    const key = proposal ? `${ownerOf(report, finding)} ${proposal.cell} ${proposal.value}` : String(index);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()]
    .map((findings) => slipOf(report, findings as [ReportFinding, ...ReportFinding[]]))
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

function slipOf(report: Report, findings: readonly [ReportFinding, ...ReportFinding[]]): Slip {
  const [first] = findings;
  const severities = new Set(findings.map(({ severity }) => severity));
  return {
    findings,
    owner: ownerOf(report, first),
    severity: ORDER.find((each) => severities.has(each)) ?? first.severity,
    place: findingPlace(
      findings.length > 1 && first.proposal ? { ...first, cells: [first.proposal.cell] } : first,
      report,
    ),
    message: findings.map(({ message }) => message).join(""),
    proposal: proposalWords(report, first),
  };
}
