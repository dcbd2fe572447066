import type { Facts, FigureName } from "../facts.ts";

export type Severity = "error" | "warning" | "info";

/** What a rule found: one sentence in Chinese that the author of the report can act on, with the numbers in it. */
export interface Violation {
  readonly message: string;
  /** Full names of the figures concerned; for TABLE-MISSING and ROW-MISSING the table's or row's name. */
  readonly cells?: readonly FigureName[];
  readonly expected?: number;
  readonly actual?: number;
  /** A value that would repair everything; never applied, only proposed. */
  readonly proposal?: { readonly cell: FigureName; readonly value: number };
  /** The words in the document that show the fault; masked where they are personal. */
  readonly quote?: string;
  /** Section it stands in: 0 for the preamble. */
  readonly section?: number;
  /** True where what is read leaves a doubt of it. */
  readonly unsettled?: true;
}

export interface Finding extends Omit<Violation, "unsettled"> {
  readonly code: string;
  readonly severity: Severity;
  readonly cells: readonly FigureName[];
}

/** One rule: adding a rule is adding one of these to the list and its test. */
export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  /** The official text or domain rule it follows. */
  readonly source: string;
  /** The violations; an empty list is a pass; null where an operand is missing, so that nothing can be said. */
  readonly check: (facts: Facts) => readonly Violation[] | null;
}

/** Findings that say a thing is not there: its figures, all in doubt, are told in another sentence. */
const SAYS_ABSENT: ReadonlySet<string> = new Set(["TABLE-MISSING", "ROW-MISSING"]);

/**
 * What the rules find, and what they can't settle before somebody has looked at the figures or words that leave a
 * doubt.
 */
export const findingsOf = (rules: readonly Rule[], facts: Facts): Finding[] =>
  rules.flatMap((rule) =>
    (rule.check(facts) ?? []).flatMap(({ unsettled, ...violation }): Finding[] => {
      const finding: Finding = { code: rule.code, severity: rule.severity, cells: [], ...violation };
      if (SAYS_ABSENT.has(rule.code))
        return finding.cells.some((name) => isDoubtfulWithin(name, facts)) ? [] : [finding];
      return unsettled || finding.cells.some((name) => facts.doubtful.has(name))
        ? withoutAccusation(finding)
        : [finding];
    }),
  );

const isDoubtfulWithin = (name: string, { doubtful }: Facts): boolean =>
  [...doubtful].some((figure) => figure.startsWith(`${name}.`));

/** The same as a thing to look at; nothing where it was but a note. */
export const withoutAccusation = ({ message, ...finding }: Finding): Finding[] =>
  finding.severity === "info"
    ? []
    : [
        {
          ...finding,
          code: "READ-UNSETTLED",
          severity: "warning",
          message: `${message}所涉内容未能读得确切，请先对照原件核对。`,
        },
      ];
