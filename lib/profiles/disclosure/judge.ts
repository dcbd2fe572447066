import type { Place } from "../../document/document.ts";
import { once } from "../../once.ts";
import type { BoundCell, FigureName, Section } from "../common/facts.ts";
import { partsOf } from "../common/figure-name.ts";
import { figuresOf } from "../common/figures.ts";
import { likenessOf } from "../common/likeness.ts";
import { withRecognition } from "../common/recognised.ts";
import { findingsOf } from "../common/rule.ts";
import { type JudgedSection, type Judgement, statusOf } from "../judgement.ts";
import type { Candidate, DocumentReading } from "../profile.ts";
import { type Facts, type ReportRead, TABLES, type TableName } from "./facts.ts";
import { SECTION_TITLES, TABLE_OF_SECTION } from "./form.ts";
import { type Gathered, gather, lookAtDocument, type Told, tell } from "./gather.ts";
import { COMPARING_RULES, RULES } from "./rules/rules.ts";
import { inLines } from "./running-text.ts";
import { tracedSections } from "./traced-sections.ts";
import { uncertaintyOf } from "./uncertainty.ts";

/** As `profile` in report.json. */
export const ID = "disclosure-annual-report";

/** Headings that must stand, beside the title, where no official table is found. */
const TELLING_HEADINGS = SECTION_TITLES.length / 2;

/**
 * Takes a document for an annual report on government information disclosure (《政府信息公开条例》第五十条): one of
 * its official tables is told by its labels, or its title and three of its six headings stand.
 */
export function readReport(reading: DocumentReading): Candidate | null {
  const { document, second } = reading;
  const look = lookAtDocument(document);
  const found = TABLES.filter((table) => look[table].count > 0).length;
  const plain = tell(document);
  if (found > 0 || isTold(plain)) return candidate(plain, found, reading, () => gather(plain, look, second));
  const inOwnLines = { ...tell(inLines(document, second)), runTogether: true };
  return isTold(inOwnLines) ? candidate(inOwnLines, found, reading, () => gather(inOwnLines, look, second)) : null;
}

/** Whether a document without an official table shows by title and headings that it is an annual report. */
const isTold = ({ outline, identity }: Told): boolean =>
  outline.sections.length >= TELLING_HEADINGS && identity.title !== null;

function candidate(told: Told, tables: number, reading: DocumentReading, read: () => Gathered): Candidate {
  const { outline, identity } = told;
  const gathered = once(read);
  return {
    likeness: likenessOf({
      tables,
      ofTables: TABLES.length,
      headings: outline.sections.length,
      ofHeadings: SECTION_TITLES.length,
      titled: identity.title !== null,
    }),
    placesToProve: () => placesToProve(gathered().read),
    judge: () => withRecognition(judged(gathered(), told, reading), reading, RULES),
  };
}

/** Where the figures of failing sums and contradicted claims stand. */
function placesToProve(read: Gathered["read"]): Place[] {
  const facts: Facts = { ...read, doubtful: new Set(), tracedSections: new Set() };
  const names = COMPARING_RULES.flatMap((rule) => rule.check(facts) ?? []).flatMap(({ cells }) => cells ?? []);
  return [...new Set(names)].flatMap((name) => {
    const cell = read.cells.get(name);
    return cell && cell.value !== null ? [cell.place] : [];
  });
}

export const ALL_SECTIONS: ReadonlySet<number> = new Set(SECTION_TITLES.map((_, i) => i + 1));

function judged(
  { read, names, doubts }: Gathered,
  { document, runTogether }: Told,
  { second, recognised }: DocumentReading,
): Judgement {
  const traced = runTogether ? ALL_SECTIONS : tracedSections(document, second, read.sections);
  const unrecognised = recognised.length > 0 ? tablesWithoutTrace(read, traced) : [];
  const doubt = uncertaintyOf(read, names, doubts, unrecognised);
  const facts: Facts = { ...read, doubtful: new Set(doubt.names), tracedSections: traced };
  const findings = [...findingsOf(RULES, facts), ...doubt.findings];
  const { identity, cells, tables } = read;
  return {
    profile: ID,
    status: statusOf({ uncertain: doubt.names, findings }),
    title: identity.title,
    organization: identity.organization,
    year: identity.year,
    period: identity.period,
    template: tables.template,
    sections: read.sections.map(bySectionTitle),
    tables: tablesOf(names, cells),
    figures: figuresOf(names, cells, doubts.differences, (cell) => cell.value !== null),
    blanks: figuresOf(names, cells, doubts.differences, (cell) => cell.value === null),
    claims: read.claims,
    findings,
    uncertain: doubt.names,
  };
}

/** Tables that were not found, of sections that are there or of which there is a trace. */
function tablesWithoutTrace({ sections, tables }: ReportRead, traced: ReadonlySet<number>): TableName[] {
  const found = new Set([...sections.map(({ number }) => number), ...traced]);
  return [...found].flatMap((section) => {
    const table = TABLE_OF_SECTION[section];
    return table !== undefined && tables.count[table] === 0 ? [table] : [];
  });
}

/** Named as the form names it, whatever words the office chose for its heading. */
function bySectionTitle(section: Section): JudgedSection {
  const title = SECTION_TITLES[section.number - 1] ?? section.title;
  return section.title === title ? section : { ...section, title, printed: section.title };
}

export function tablesOf(names: readonly FigureName[], cells: ReadonlyMap<FigureName, BoundCell>): Judgement["tables"] {
  const tables: Record<string, Record<string, Record<string, number | null>>> = {
    proactive: {},
    applications: {},
    review: {},
  };
  for (const name of names) {
    const { table, row, column } = partsOf(name);
    const value = cells.get(name)?.value ?? null;
    tables[table] = { ...tables[table], [row]: { ...tables[table]?.[row], [column]: value } };
  }
  return tables;
}
