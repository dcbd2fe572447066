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
}

export interface Finding extends Violation {
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

export function findingsOf(rules: readonly Rule[], facts: Facts): Finding[] {
  return rules.flatMap((rule) =>
    (rule.check(facts) ?? []).map((violation) => ({ code: rule.code, severity: rule.severity, cells: [], ...violation })),
  );
}
