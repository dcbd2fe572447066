import type { ListedFinding } from "../../../across-reports.ts";
import { WORDS } from "../words.ts";

/** The same problem in several reports. */
export interface ProblemGroup {
  readonly code: string;
  readonly severity: ListedFinding["severity"];
  /** What is demanded; of what no rule demands, the first message. */
  readonly words: string;
  readonly findings: readonly ListedFinding[];
  /** Reports that have it. */
  readonly reports: number;
}

const ORDER = Object.keys(WORDS.severities);

/** Problems by their rule: errors first, what most reports have first. */
export function groupsOf(findings: readonly ListedFinding[]): ProblemGroup[] {
  const byCode = new Map<string, ListedFinding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.code}`;
    const own = byCode.get(key);
    if (own === undefined) byCode.set(key, [finding]);
    else own.push(finding);
  }
  return [...byCode.values()]
    .flatMap((own): ProblemGroup[] => {
      const [first] = own;
      if (first === undefined) return [];
      const { code, severity, message } = first;
      const words = WORDS.rules[code]?.replace(/^本项目约定：/u, "") ?? message;
      return [{ code, severity, words, findings: own, reports: new Set(own.map(({ report }) => report)).size }];
    })
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || b.reports - a.reports);
}
