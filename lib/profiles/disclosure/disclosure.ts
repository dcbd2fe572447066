import type { Document, FlatText } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import { seenBeside } from "../common/flaws.ts";
import { identify } from "../common/identity.ts";
import { outlineOf } from "../common/outline.ts";
import { type JudgedSection, type Judgement, statusOf, UNRECOGNIZED } from "../judgement.ts";
import { type Differences, differencesOf } from "./agreement.ts";
import { lookAtApplications } from "./binding/applications.ts";
import { tableOfYear } from "./binding/copies.ts";
import { withWholeLabels } from "./binding/damaged-labels.ts";
import type { Look, Printed } from "./binding/look.ts";
import { lookAtProactive } from "./binding/proactive.ts";
import { lookAtReview } from "./binding/review.ts";
import { rowsOf } from "./binding/rows.ts";
import { lookAtStream } from "./binding/stream/look.ts";
import { claimsOf } from "./claims/claims.ts";
import type { BoundCell, Claim, Facts, FigureName, ReportRead, Section, TableName, Template } from "./facts.ts";
import { figureNames, formDue, SECTION_TITLES } from "./form.ts";
import { type Finding, findingsOf } from "./rules/rule.ts";
import { RULES } from "./rules/rules.ts";
import { inLines } from "./running-text.ts";
import { tracedSections } from "./traced-sections.ts";
import { hidesTables, uncertaintyOf } from "./uncertainty.ts";

/** Headings that must stand, beside the title, where no official table is found. */
const TELLING_HEADINGS = SECTION_TITLES.length / 2;
const TABLES: readonly TableName[] = ["proactive", "applications", "review"];

/** First look: every cell of every table by its labels. */
export function lookAtDocument(document: Document): Look<BoundCell> {
  const { rows, cut } = withWholeLabels(rowsOf(document));
  const applications = lookAtApplications(rows);
  return {
    proactive: lookAtProactive(rows),
    applications: { ...applications, cutLabels: [...applications.cutLabels, ...cut] },
    review: lookAtReview(rows),
  };
}

/** Second look: see `lookAtStream`. */
export const lookAtFlatText = (flat: FlatText): Look => lookAtStream(flat);

/**
 * Reads and judges an annual report on government information disclosure (《政府信息公开条例》第五十条).
 * @param document what the reader found
 * @param flat the second reading of the same bytes; null where none could be made: then no figure is certain
 * @returns the judgement; `unrecognized` where the document is no annual report
 */
export function judgeDisclosure(document: Document, flat: FlatText | null): Judgement {
  const first = lookAtDocument(document);
  const found = TABLES.some((table) => first[table].count > 0);
  if (found || isTold(document)) return judged(document, flat, first, false);
  const lines = inLines(document, flat);
  return isTold(lines) ? judged(lines, flat, first, true) : UNRECOGNIZED;
}

/** Whether a document without an official table shows by title and headings that it is an annual report. */
function isTold(document: Document): boolean {
  const outline = outlineOf(document);
  return outline.sections.length >= TELLING_HEADINGS && identify(document, outline).title !== null;
}

const ALL_SECTIONS: ReadonlySet<number> = new Set(SECTION_TITLES.map((_, i) => i + 1));

/** @param runTogether whether the document lost its lines, so that no table can be told from its text */
function judged(
  document: Document,
  flat: FlatText | null,
  firstLook: Look<BoundCell>,
  runTogether: boolean,
): Judgement {
  const outline = outlineOf(document);
  const identity = identify(document, outline);
  const { look: first, undecided } = ofYear(firstLook, identity.year);
  const second = flat && ofYear(lookAtFlatText(flat), identity.year);
  const applicationsForm = first.applications.form;
  const told = first.proactive.form ?? applicationsForm;
  // Figures of table 2 that may be there have names by the form that is due.
  const hidden = runTogether || hidesTables(document) || (second?.look.proactive.count ?? 0) > 0;
  const template: Template | null =
    told ?? (hidden ? (second?.look.proactive.form ?? formDue(identity.year ?? FIRST_YEAR_OF_2021)) : null);
  const names = figureNames(template, applicationsForm ?? template ?? "2021");
  const wanted = new Set(names);
  const rows = new Set(names.map((name) => name.slice(0, name.lastIndexOf("."))));
  const cells = new Map(TABLES.flatMap((table) => [...first[table].cells].filter(([name]) => wanted.has(name))));
  const prose = [{ number: 0, text: outline.preamble }, ...outline.sections];
  const read: ReportRead = {
    document,
    identity,
    preamble: outline.preamble,
    sections: outline.sections,
    tables: {
      template,
      applicationsForm,
      count: { proactive: first.proactive.count, applications: first.applications.count, review: first.review.count },
      missingRows: TABLES.flatMap((table) => first[table].missingRows).filter((row) => rows.has(row)),
      cutLabels: TABLES.flatMap((table) => first[table].cutLabels),
    },
    cells,
    // In a text that lost its lines the figures of a table may stand amid a sentence.
    claims: runTogether
      ? []
      : claimsOf(prose, { year: identity.year, author: identity.organization?.name ?? null }).filter(
          isPlainIn(document),
        ),
  };
  const differences = second === null ? null : differencesOf(first, second.look, names);
  const doubt = uncertaintyOf(read, names, {
    differences,
    identity: identity.uncertain,
    undecided: [...undecided, ...(second?.undecided ?? [])],
    templateUntold: told === null,
    runTogether,
  });
  const facts: Facts = {
    ...read,
    doubtful: new Set(doubt.names),
    tracedSections: runTogether ? ALL_SECTIONS : tracedSections(document, flat, read.sections),
  };
  const findings: readonly Finding[] = [...findingsOf(RULES, facts), ...doubt.findings];
  return {
    profile: "disclosure-annual-report",
    status: statusOf({ uncertain: doubt.names, findings }),
    title: identity.title,
    organization: identity.organization,
    year: identity.year,
    period: identity.period,
    template,
    sections: facts.sections.map(bySectionTitle),
    tables: tablesOf(names, cells),
    figures: figuresOf(names, cells, differences, (cell) => cell.value !== null),
    blanks: figuresOf(names, cells, differences, (cell) => cell.value === null),
    claims: facts.claims,
    findings,
    uncertain: doubt.names,
  };
}

/** The form that is due where nothing tells the year either. */
const FIRST_YEAR_OF_2021 = 2021;

/**
 * Of tables that stand several times those of the report's year; `undecided` are those of which none can be told to be.
 */
function ofYear<Cell extends Printed>(
  look: Look<Cell>,
  year: number | null,
): { look: Look<Cell>; undecided: readonly TableName[] } {
  const chosen = TABLES.map((table) => [table, tableOfYear(look[table], year)] as const);
  return {
    look: Object.fromEntries(chosen.map(([table, { look: own }]) => [table, own])) as unknown as Look<Cell>,
    undecided: chosen.flatMap(([table, { decided }]) => (decided ? [] : [table])),
  };
}

/** Prose of which a digit is not plain states no number: which one a person sees is not sure. */
function isPlainIn({ blocks }: Document): (claim: Claim) => boolean {
  const flawed = blocks.flatMap((block) =>
    block.kind === "paragraph" && block.flaws?.some(({ text }) => /[\p{Nd}\ufffd]/u.test(text))
      ? squash(block.text)
      : [],
  );
  return (claim) => !flawed.some((text) => text.includes(squash(claim.text)));
}

/** Named as the form names it, whatever words the office chose for its heading. */
function bySectionTitle(section: Section): JudgedSection {
  const title = SECTION_TITLES[section.number - 1] ?? section.title;
  return section.title === title ? section : { ...section, title, printed: section.title };
}

/** The cells chosen, with their text as printed, what the second reading has instead, and their place. */
function figuresOf(
  names: readonly FigureName[],
  cells: ReadonlyMap<FigureName, BoundCell>,
  differences: Differences | null,
  chosen: (cell: BoundCell) => boolean,
): Judgement["figures"] {
  return Object.fromEntries(
    names.flatMap((name) => {
      const cell = cells.get(name);
      if (!cell || !chosen(cell)) return [];
      const { text, where, confidence, flaws } = cell;
      const unit = cell.unit ?? cell.columnUnit;
      const other = differences?.get(name) ?? undefined;
      return [
        [
          name,
          {
            text,
            where,
            confidence,
            ...(unit !== undefined && { unit }),
            ...(other !== undefined && { other }),
            ...(flaws && { seen: seenBeside(flaws) }),
          },
        ],
      ];
    }),
  );
}

function tablesOf(names: readonly FigureName[], cells: ReadonlyMap<FigureName, BoundCell>): Judgement["tables"] {
  const tables: Record<string, Record<string, Record<string, number | null>>> = {
    proactive: {},
    applications: {},
    review: {},
  };
  for (const name of names) {
    const first = name.indexOf(".");
    const last = name.lastIndexOf(".");
    const table = name.slice(0, first);
    const row = name.slice(first + 1, last);
    tables[table] = {
      ...tables[table],
      [row]: { ...tables[table]?.[row], [name.slice(last + 1)]: cells.get(name)?.value ?? null },
    };
  }
  return tables;
}
