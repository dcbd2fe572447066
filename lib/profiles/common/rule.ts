import type { FigureName } from "./facts.ts";
import type { Source } from "./sources.ts";

export type Severity = "error" | "warning" | "info";

/** What a rule found: one sentence in Chinese that the author of the report can act on, with the numbers in it. */
export interface Violation {
  readonly message: string;
  /** Full names of the figures concerned; where a table or row is missing, its name. */
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

/** What a rule's accusation rests on, beside figures: single words of the text, the author's name, a whole table. */
export type Ground = "words" | "name" | "table";

/** What is known of a rule of one document or of two years: what docs/rules.md lists. */
export interface RuleHead {
  readonly code: string;
  readonly severity: Severity;
  readonly source: Source;
}

/** One rule over what was read of a document: adding a rule is adding one of these to a family's list and its test. */
export interface Rule<Facts> extends RuleHead {
  /** Where text was recognised in pictures, a rule accuses only where its grounds were read the same way twice. */
  readonly restsOn?: readonly Ground[];
  /** Its findings say that a thing is not there: figures of it that are in doubt are told in another sentence. */
  readonly saysAbsent?: true;
  /** The violations; an empty list is a pass; null where an operand is missing, so that nothing can be said. */
  readonly check: (facts: Facts) => readonly Violation[] | null;
}

/** Full names of figures that could not be read with certainty; `organization`, `year`, `template`. */
interface Doubted {
  readonly doubtful: ReadonlySet<string>;
}

/**
 * What the rules find, and what they can't settle before somebody has looked at the figures or words that leave a
 * doubt.
 */
export const findingsOf = <Facts extends Doubted>(rules: readonly Rule<Facts>[], facts: Facts): Finding[] =>
  rules.flatMap((rule) =>
    (rule.check(facts) ?? []).flatMap(({ unsettled, ...violation }): Finding[] => {
      const finding: Finding = { code: rule.code, severity: rule.severity, cells: [], ...violation };
      if (rule.saysAbsent) return finding.cells.some((name) => isDoubtfulWithin(name, facts)) ? [] : [finding];
      return unsettled || finding.cells.some((name) => facts.doubtful.has(name))
        ? withoutAccusation(finding)
        : [finding];
    }),
  );

const isDoubtfulWithin = (name: string, { doubtful }: Doubted): boolean =>
  [...doubtful].some((figure) => figure.startsWith(`${name}.`));

/** Code of what a rule would accuse of, did it not rest on something that must be looked at first. */
export const UNSETTLED = "READ-UNSETTLED";

/** The same as a thing to look at; nothing where it was but a note. */
export const withoutAccusation = ({ message, ...finding }: Finding): Finding[] =>
  finding.severity === "info"
    ? []
    : [
        {
          ...finding,
          code: UNSETTLED,
          severity: "warning",
          message: `${message}所涉内容未能读得确切，请先对照原件核对。`,
        },
      ];
