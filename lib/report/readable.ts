import type { FigureName } from "../profiles/common/facts.ts";
import type { Severity } from "../profiles/common/rule.ts";
import type { FormTable } from "../profiles/profile.ts";
import { profileOf } from "../profiles/profiles.ts";
import { doubtsOf, identityDoubt } from "./html/doubts.ts";
import { type Mark, type Marks, marksOf, type Problem, problemsOf, severityOf } from "./html/marks.ts";
import { tellProblem } from "./html/problems.ts";
import { factRows, verdictSentence } from "./html/report-page.ts";
import { absence, placeOf, printedText, reasons } from "./html/table.ts";
import { wordsOf } from "./labels.ts";
import type { Report } from "./schema.ts";
import { summarize } from "./summary.ts";

/** What report.html tells a person, as data, for a page that shows it in its own way. */
export interface ReadableReport {
  readonly title: string;
  readonly sentence: string;
  readonly facts: readonly { readonly term: string; readonly description: string }[];
  readonly problems: readonly ReadableProblem[];
  readonly doubts: readonly ReadableDoubt[];
  readonly tables: readonly ReadableTable[];
  /** By the names of figures, and of rows and tables that are marked. */
  readonly cells: Readonly<Record<FigureName, ReadableCell>>;
}

export interface ReadableProblem {
  readonly number: number;
  readonly code: string;
  readonly severity: Severity;
  readonly place: string;
  readonly message: string;
  /** Empty where the message says it already, or there is none. */
  readonly quote: string;
  readonly proposal: string;
  /** The figures concerned; none where it speaks of a whole table. */
  readonly cells: readonly FigureName[];
  /** The figure, row, table or section (s4) to look at; null for none. */
  readonly target: string | null;
}

/** One thing to look up: a figure, a row or table all of whose figures are in doubt, or a part of the identity. */
export interface ReadableDoubt {
  readonly name: string;
  readonly label: string;
  readonly figures: readonly FigureName[];
  /** Of a part of the identity, what is read for it. */
  readonly sentence: string | null;
}

export interface ReadableTable {
  readonly key: string;
  readonly name: string;
  readonly title: string;
  /** Why there is no form to show; null where there is one. */
  readonly absent: string | null;
  readonly form: FormTable | null;
}

export interface ReadableCell {
  readonly label: string;
  /** As printed, or in brackets why there is nothing. */
  readonly text: string;
  readonly absent: boolean;
  /** Where a clerk finds it in the file; empty where it was not found. */
  readonly place: string;
  /** Of a figure that was not found: the nearest of its table that was, before it or else behind it; else null. */
  readonly near: FigureName | null;
  readonly severity: Severity | null;
  readonly exact: boolean;
  readonly uncertain: boolean;
  /** Whether a person's word on it counts. */
  readonly reviewed: boolean;
  /** Sentences that say what is the matter. */
  readonly reasons: readonly string[];
}

/** A report in words. Pure. */
export function readableOf(report: Report): ReadableReport {
  const problems = problemsOf(report);
  const counts = summarize(report);
  return {
    title: report.organization?.name ?? report.title ?? report.source.name,
    sentence: verdictSentence(report, counts),
    facts: factRows(report).map(([term, description]) => ({ term, description })),
    problems: problems.map((problem) => readableProblem(report, problem)),
    doubts: doubtsOf(report).map(({ name, figures }) => ({
      name,
      figures,
      label: identityLabel(name) ?? (figures.length > 1 ? wordsOf(report).figure(name) : wordsOf(report).cell(name)),
      sentence: identityDoubt(report, name),
    })),
    ...tablesOf(report, marksOf(report, problems)),
  };
}

/** What a part of the identity is called; null for figures. */
const identityLabel = (name: string): string | null =>
  ({ organization: "机关名称", year: "年度", template: "表格式样" })[name] ?? null;

function readableProblem(report: Report, { number, finding }: Problem): ReadableProblem {
  const { place, target, whole, quote, proposal } = tellProblem(report, finding);
  const { code, severity, message, cells } = finding;
  return { number, code, severity, place, message, quote, proposal, cells: whole ? [] : cells, target };
}

function tablesOf(report: Report, marks: Marks): Pick<ReadableReport, "tables" | "cells"> {
  const layout = profileOf(report)?.layout;
  if (report.tables === null || layout === undefined) return { tables: [], cells: {} };
  const own = report.tables;
  const tables = wordsOf(report).tables.map(({ key, name, title }): ReadableTable => {
    const absent = absence(report, own, key);
    return { key, name, title, absent, form: layout.table(key, own) };
  });
  const inForms = tables.flatMap(({ form }) => (form ? [...form.head, ...form.body].flat() : []));
  const near = new Map(tables.flatMap(({ form }) => nearestFound(report, form)));
  const names = new Set([...inForms.flatMap(({ name }) => name ?? []), ...marks.keys()]);
  return {
    tables,
    cells: Object.fromEntries(
      [...names].map((name) => [name, readableCell(report, name, marks, near.get(name) ?? null)]),
    ),
  };
}

/** That the readings differ is said of the cell itself, not once more by the finding about all such cells. */
const withoutReadings = (mark: Mark): Mark => ({
  ...mark,
  problems: mark.problems.filter(({ finding }) => !finding.code.startsWith("READ-")),
});

/** For each figure of a form that was not found, the one nearest to it that was. */
function nearestFound(report: Report, form: FormTable | null): [FigureName, FigureName][] {
  const names = (form?.body ?? [])
    .flat()
    .flatMap(({ kind, name }) => (kind === "figure" && name !== null ? [name] : []));
  const isFound = (name: FigureName): boolean => (report.figures[name] ?? report.blanks[name]) !== undefined;
  return names.flatMap((name, at): [FigureName, FigureName][] => {
    const near = isFound(name)
      ? undefined
      : (names.slice(0, at).findLast(isFound) ?? names.slice(at + 1).find(isFound));
    return near === undefined ? [] : [[name, near]];
  });
}

function readableCell(report: Report, name: FigureName, marks: Marks, near: FigureName | null): ReadableCell {
  const mark = marks.get(name);
  return {
    label: wordsOf(report).figure(name),
    ...printedText(report, name, mark),
    place: placeOf(report, name),
    near,
    severity: mark ? severityOf(mark) : null,
    exact: mark?.exact ?? false,
    uncertain: mark?.uncertain ?? false,
    reviewed: mark?.review !== undefined,
    reasons: mark ? reasons(report, name, withoutReadings(mark)) : [],
  };
}
