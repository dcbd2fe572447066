import { isPassing } from "../formats/errors.ts";
import type { Severity } from "../profiles/common/rule.ts";
import { FAMILY_NAMES, profileOf } from "../profiles/profiles.ts";
import { findingPlace, proposalWords } from "./labels.ts";
import type { Report, ReportFinding } from "./schema.ts";

/** What is wrong with a report as people put it right: one slip of the pen breaks several sums, and is told once. */

/** Whose work it is: the unit mends its report, the desk looks up what could not be read with certainty. */
export type Owner = "unit" | "desk";

export interface Slip {
  /** Codes of the findings that it caused; of a file that is no report, why it is none. */
  readonly codes: readonly string[];
  readonly owner: Owner;
  /** The worst of its findings'. */
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
function ownerOf(report: Pick<Report, "profile">, { code }: Pick<ReportFinding, "code">): Owner {
  const profile = profileOf(report);
  const rules = profile ? [...profile.rules, ...profile.history.rules] : [];
  return rules.some((rule) => rule.code === code) ? "unit" : "desk";
}

const ORDER: readonly Severity[] = ["error", "warning", "info"];

/** The slips of a report, the worst first; of a file that is none, that it must be sent again. */
export function slipsOf(report: Report): Slip[] {
  const file = fileSlip(report);
  if (file) return [file];
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

/** What is wrong with the file as a whole; null where it is a report. */
export function fileSlip(report: Report): Slip | null {
  const whole = { place: "全文", proposal: "" };
  if (report.status === "failed") {
    const { code, message } = report.error;
    const isOurs = isPassing(code);
    return {
      ...whole,
      codes: [code],
      owner: isOurs ? "desk" : "unit",
      severity: "error",
      message,
      proposal: isOurs ? "" : "请报送能正常打开的Word、PDF、OFD文件或清晰的扫描件。",
    };
  }
  if (report.status === "unrecognized")
    return {
      ...whole,
      codes: ["UNRECOGNIZED"],
      owner: "unit",
      severity: "warning",
      message: `这个文件不是${FAMILY_NAMES}，没有计入；如选错了文件，请重新报送。`,
    };
  return null;
}

function slipOf(report: Report, findings: readonly [ReportFinding, ...ReportFinding[]]): Slip {
  const [first] = findings;
  const severities = new Set(findings.map(({ severity }) => severity));
  return {
    codes: [...new Set(findings.map(({ code }) => code))],
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
