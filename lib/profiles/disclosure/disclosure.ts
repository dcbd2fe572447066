import type { Document, FlatText } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import { type JudgedSection, type Judgement, UNRECOGNIZED } from "../judgement.ts";
import { type Differences, differencesOf } from "./agreement.ts";
import { lookAtApplications } from "./binding/applications.ts";
import type { Look } from "./binding/look.ts";
import { lookAtProactive } from "./binding/proactive.ts";
import { lookAtReview } from "./binding/review.ts";
import { rowsOf } from "./binding/rows.ts";
import { lookAtStream } from "./binding/stream/look.ts";
import { claimsOf } from "./claims/claims.ts";
import type { BoundCell, Claim, Facts, FigureName, Section, TableName, Template } from "./facts.ts";
import { seenBeside } from "./flaws.ts";
import { figureNames, SECTION_TITLES } from "./form.ts";
import { identify } from "./identity.ts";
import { outlineOf } from "./outline.ts";
import { type Finding, findingsOf } from "./rules/rule.ts";
import { RULES } from "./rules/rules.ts";
import { uncertaintyOf } from "./uncertainty.ts";

/** Headings that must stand, beside the title, where no official table is found. */
const TELLING_HEADINGS = SECTION_TITLES.length / 2;
const TABLES: readonly TableName[] = ["proactive", "applications", "review"];

/** First look: every cell of every table by its labels. */
export function lookAtDocument(document: Document): Look<BoundCell> {
  const rows = rowsOf(document);
  return { proactive: lookAtProactive(rows), applications: lookAtApplications(rows), review: lookAtReview(rows) };
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
  return judgeLooks(document, lookAtDocument(document), flat && lookAtFlatText(flat));
}

/** Judges what two looks found. */
export function judgeLooks(document: Document, first: Look<BoundCell>, second: Look | null): Judgement {
  const outline = outlineOf(document);
  const identity = identify(document, outline);
  const isReport = TABLES.some((table) => first[table].count > 0) || (identity.title !== null && outline.sections.length >= TELLING_HEADINGS);
  if (!isReport) return UNRECOGNIZED;

  const applicationsForm = first.applications.form;
  const template: Template | null = first.proactive.form ?? applicationsForm;
  const names = figureNames(template, applicationsForm ?? template ?? "2021");
  const wanted = new Set(names);
  const rows = new Set(names.map((name) => name.slice(0, name.lastIndexOf("."))));
  const cells = new Map(TABLES.flatMap((table) => [...first[table].cells].filter(([name]) => wanted.has(name))));
  const facts: Facts = {
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
    claims: claimsOf([{ number: 0, text: outline.preamble }, ...outline.sections], { year: identity.year }).filter(isPlainIn(document)),
  };
  const differences = second === null ? null : differencesOf(first, second, names);
  const traced = TABLES.filter((table) => first[table].count === 0 && (second?.[table].count ?? 0) > 0);
  const doubt = uncertaintyOf(facts, names, differences, identity.uncertain, traced);
  const findings: Finding[] = [...findingsOf(RULES, facts).filter((finding) => !doubt.silences(finding)), ...doubt.findings];
  const uncertain = doubt.names;
  const status = uncertain.length > 0 ? "needs-review" : findings.some((finding) => finding.severity === "error") ? "invalid" : "valid";
  return {
    profile: "disclosure-annual-report",
    status,
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
    uncertain,
  };
}

/** Prose of which a digit is not plain states no number: which one a person sees is not sure. */
function isPlainIn({ blocks }: Document): (claim: Claim) => boolean {
  const flawed = blocks.flatMap((block) =>
    block.kind === "paragraph" && block.flaws?.some(({ text }) => /[\p{Nd}\ufffd]/u.test(text)) ? squash(block.text) : [],
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
      const { text, where, confidence, unit, flaws } = cell;
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
  const tables: Record<string, Record<string, Record<string, number | null>>> = { proactive: {}, applications: {}, review: {} };
  for (const name of names) {
    const first = name.indexOf(".");
    const last = name.lastIndexOf(".");
    const table = name.slice(0, first);
    const row = name.slice(first + 1, last);
    tables[table] = { ...tables[table], [row]: { ...tables[table]?.[row], [name.slice(last + 1)]: cells.get(name)?.value ?? null } };
  }
  return tables;
}
