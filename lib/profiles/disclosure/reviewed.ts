import type { Document } from "../../document/document.ts";
import type { Answers } from "../answers.ts";
import { divisionOf } from "../common/divisions.ts";
import type { Identity } from "../common/facts.ts";
import { rowOf, tableOf, valuesOf } from "../common/figure-name.ts";
import { accusingAsBefore, askedAgain, doubtsLeft, findingsLeft } from "../common/reviewed.ts";
import { answeredCells, figuresReviewed } from "../common/reviewed-cells.ts";
import { findingsOf } from "../common/rule.ts";
import { type Judgement, statusOf } from "../judgement.ts";
import type { Facts, ReportRead, TableName, TablesFound, Template } from "./facts.ts";
import { figureLabel } from "./figure-label.ts";
import { figureNames } from "./form.ts";
import { gather, lookAtDocument, tell } from "./gather.ts";
import { ALL_SECTIONS, tablesOf } from "./judge.ts";
import { RULES } from "./rules/rules.ts";
import { inLines } from "./running-text.ts";

/**
 * The report with what people say of its original. Facts are gathered from the document as the first look has them;
 * what the second look added, its doubts, stands in the judgement and goes as it is answered.
 */
export function reviewed(read: Judgement, document: Document, answers: Answers): Judgement {
  const before = gatheredAgain(read, document);
  const identity = identityOf(before.identity, before, answers);
  const template = (answers.template as Template | null) ?? (read.template as Template | null);
  const names =
    template === read.template
      ? valuesOf(read.tables).map(([name]) => name)
      : figureNames(template, before.tables.applicationsForm ?? template ?? "2021");
  const cells = answeredCells(before.cells, new Set(names), answers, document);
  const uncertain = doubtsLeft(read.uncertain, answers);
  const facts: Facts = {
    ...before,
    identity,
    cells,
    tables: tablesSeen({ ...before.tables, template }, answers),
    doubtful: new Set(uncertain),
    tracedSections: sectionsNotAccused(read),
  };
  const findings = [
    ...accusingAsBefore(findingsOf(RULES, facts), read),
    ...findingsLeft(read.findings, RULES, answers),
    ...askedAgain(answers.asked, figureLabel),
  ];
  return {
    ...read,
    status: statusOf({ uncertain, findings }),
    organization: identity.organization,
    year: identity.year,
    template,
    tables: tablesOf(names, cells),
    figures: figuresReviewed(names, cells, (cell) => cell.value !== null, read.figures, answers),
    blanks: figuresReviewed(names, cells, (cell) => cell.value === null, read.blanks, answers),
    findings,
    uncertain,
  };
}

/** What the first look has, as it was when the document was judged. */
function gatheredAgain({ findings }: Judgement, document: Document): ReportRead {
  const look = lookAtDocument(document);
  const ranTogether = findings.some(({ code }) => code === "TEXT-RUN-TOGETHER");
  const told = ranTogether ? { ...tell(inLines(document, null)), runTogether: true } : tell(document);
  return gather(told, look, null).read;
}

function identityOf(identity: Identity, { preamble, sections }: ReportRead, answers: Answers): Identity {
  const year = answers.year ?? identity.year;
  if (answers.organization === null) return { ...identity, year };
  const text = [preamble, ...sections.map((section) => section.text)].join("\n");
  const name = answers.organization;
  return { ...identity, year, organization: { name, division: divisionOf(name, text, year) } };
}

/** Tables and rows of which a person sees a number are there. */
function tablesSeen(tables: TablesFound, { figures }: Answers): TablesFound {
  const seen = [...figures].flatMap(([name, answer]) => (typeof answer === "number" ? [name] : []));
  const rows = new Set(seen.map(rowOf));
  const count = { ...tables.count };
  for (const table of new Set(seen.map(tableOf))) count[table as TableName] ||= 1;
  return { ...tables, count, missingRows: tables.missingRows.filter((row) => !rows.has(row)) };
}

/** Sections that the report as read is not accused to lack: the second reading may have had a trace of them. */
const sectionsNotAccused = ({ findings }: Judgement): ReadonlySet<number> => {
  const accused = new Set(findings.flatMap(({ code, section }) => (code === "SECTION-MISSING" ? [section] : [])));
  return new Set([...ALL_SECTIONS].filter((section) => !accused.has(section)));
};
