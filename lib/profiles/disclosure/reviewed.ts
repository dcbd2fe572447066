import type { Document, Place } from "../../document/document.ts";
import { type Answers, answeredNames, type FigureAnswer } from "../answers.ts";
import { divisionOf } from "../common/divisions.ts";
import type { BoundCell, FigureName, Identity } from "../common/facts.ts";
import { rowOf, tableOf, valuesOf } from "../common/figure-name.ts";
import { accusingAsBefore, askedAgain, doubtsLeft, findingsLeft } from "../common/reviewed.ts";
import { findingsOf } from "../common/rule.ts";
import { type Judgement, statusOf } from "../judgement.ts";
import type { Facts, ReportRead, TableName, TablesFound, Template } from "./facts.ts";
import { figureLabel } from "./figure-label.ts";
import { figureNames } from "./form.ts";
import { gather, lookAtDocument, tell } from "./gather.ts";
import { ALL_SECTIONS, figuresOf, tablesOf } from "./judge.ts";
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
  const cells = cellsOf(before.cells, new Set(names), answers, document);
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
  const answered = answeredNames(answers);
  const figures = (chosen: (cell: BoundCell) => boolean, kept: Judgement["figures"] = {}): Judgement["figures"] => {
    const own = figuresOf(names, cells, null, chosen);
    const wanted = names.filter((name) => (touches(answered, answers, name) ? name in own : name in kept));
    return Object.fromEntries(
      wanted.flatMap((name) => {
        const figure = touches(answered, answers, name) ? own[name] : kept[name];
        return figure ? [[name, figure]] : [];
      }),
    );
  };
  return {
    ...read,
    status: statusOf({ uncertain, findings }),
    organization: identity.organization,
    year: identity.year,
    template,
    tables: tablesOf(names, cells),
    figures: figures((cell) => cell.value !== null, read.figures),
    blanks: figures((cell) => cell.value === null, read.blanks),
    findings,
    uncertain,
  };
}

const touches = (answered: ReadonlySet<string>, { units }: Answers, name: FigureName): boolean =>
  answered.has(name) || units.has(name);

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

/** Where a number that nothing was read of may stand: somewhere in the document. */
function somewhereIn({ pages }: Document): Place {
  const [first] = pages;
  return first ? { page: first.number, box: [0, 0, first.width, first.height] } : { paragraph: 0 };
}

function cellsOf(
  read: ReadonlyMap<FigureName, BoundCell>,
  names: ReadonlySet<FigureName>,
  { figures, units }: Answers,
  document: Document,
): ReadonlyMap<FigureName, BoundCell> {
  const cells = new Map(read);
  for (const [name, answer] of figures) {
    const cell = names.has(name) ? answeredCell(name, cells.get(name), answer, document) : null;
    if (cell) cells.set(name, cell);
  }
  for (const [name, unit] of units) {
    const { unit: _, columnUnit: __, ...cell } = cells.get(name) ?? {};
    if ("value" in cell) cells.set(name, { ...(cell as BoundCell), ...(unit !== null && { unit }) });
  }
  return cells;
}

/** The cell as a person sees it; null where there is none. */
function answeredCell(
  figure: FigureName,
  read: BoundCell | undefined,
  answer: FigureAnswer,
  document: Document,
): BoundCell | null {
  const { flaws: _, recognised: __, ...plain } = read ?? { flaws: undefined };
  const seen = "value" in plain ? { ...plain, confidence: 1 } : null;
  if (answer === "read") return seen;
  if (answer === "absent") return seen && { ...seen, text: "", value: null, kind: "blank" };
  const place = seen?.place ?? somewhereIn(document);
  return { place, ...seen, figure, text: String(answer), value: answer, kind: "number", confidence: 1 };
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
