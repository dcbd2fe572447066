import { maskPersonalNumbers } from "../../document/personal-numbers.ts";
import { type Answers, answeredNames } from "../answers.ts";
import type { Judgement } from "../judgement.ts";
import type { FigureName } from "./facts.ts";
import { RECOGNISED } from "./recognised.ts";
import { type Finding, type Rule, UNSETTLED, withoutAccusation } from "./rule.ts";

/** What holds of reports of all families once people have said what stands in the original. */

/** What is still in doubt, in its order; then what must be asked again. */
export function doubtsLeft(uncertain: readonly string[], answers: Answers): readonly string[] {
  const answered = answeredNames(answers);
  const left = uncertain.filter((name) => !answered.has(name));
  return [...left, ...[...answers.asked].filter((name) => !left.includes(name))];
}

/** Findings about the identity name no figures: by their codes, what settles them. */
const SETTLED_BY: Readonly<Record<string, string>> = {
  "ORGANIZATION-UNKNOWN": "organization",
  "YEAR-UNKNOWN": "year",
  "TEMPLATE-UNKNOWN": "template",
};

/**
 * What was said of the reading itself and not by a rule, as far as it is still open.
 * @param rules those of the family: what they say is said anew
 */
export function findingsLeft(
  findings: readonly Finding[],
  rules: readonly Pick<Rule<never>, "code">[],
  answers: Answers,
): readonly Finding[] {
  const answered = answeredNames(answers);
  const codes = new Set([...rules.map(({ code }) => code), UNSETTLED]);
  return findings.flatMap((finding) => {
    if (codes.has(finding.code) || answered.has(SETTLED_BY[finding.code] ?? "")) return [];
    const cells = finding.cells.filter((name) => !answered.has(name));
    const done = finding.cells.length - cells.length;
    if (done === 0) return [finding];
    return cells.length === 0
      ? []
      : [{ ...finding, cells, message: `${finding.message}（其中${done}个已经人工确认，还有${cells.length}个。）` }];
  });
}

/** One sentence for what a new version of the engine reads otherwise than the one that a person answered. */
export const askedAgain = (names: ReadonlySet<string>, label: (name: FigureName) => string): readonly Finding[] =>
  names.size === 0
    ? []
    : [
        {
          code: UNSETTLED,
          severity: "warning",
          message: `有${names.size}处经人工确认之后，新版本的程序读出了不同的内容（${[...names].slice(0, MOST_TOLD).map(label).join("、")}${names.size > MOST_TOLD ? "等" : ""}），请再核对一次。`,
          cells: [...names],
        },
      ];

const MOST_TOLD = 3;

/**
 * Accuses by recognised words only where the report as read did: whether they were read the same way twice was settled
 * then, and nobody is asked about words.
 */
export function accusingAsBefore(findings: readonly Finding[], read: Judgement): readonly Finding[] {
  if (!read.findings.some(({ code }) => code === RECOGNISED)) return findings;
  const accused = new Set(read.findings.map(accusation));
  return findings.flatMap((finding) =>
    finding.quote === undefined || finding.code === UNSETTLED || accused.has(accusation(finding))
      ? [finding]
      : withoutAccusation(finding),
  );
}

/** Reports hold quotations with personal numbers masked. */
const accusation = ({ code, quote = "" }: Finding): string => `${code} ${maskPersonalNumbers(quote)}`;
