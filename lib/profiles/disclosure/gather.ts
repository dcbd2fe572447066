import type { Document, FlatText } from "../../document/document.ts";
import { squash } from "../../document/text.ts";
import { hidesTables } from "../common/doubts.ts";
import type { BoundCell, Claim, FigureName } from "../common/facts.ts";
import { rowOf } from "../common/figure-name.ts";
import type { Differences } from "../common/figures.ts";
import { type Identification, identify } from "../common/identity.ts";
import { type Outline, outlineOf } from "../common/outline.ts";
import { differencesOf } from "./agreement.ts";
import { lookAtApplications } from "./binding/applications.ts";
import { tableOfYear } from "./binding/copies.ts";
import { withWholeLabels } from "./binding/damaged-labels.ts";
import type { Look, Printed } from "./binding/look.ts";
import { lookAtProactive } from "./binding/proactive.ts";
import { lookAtReview } from "./binding/review.ts";
import { rowsOf } from "./binding/rows.ts";
import { lookAtStream } from "./binding/stream/look.ts";
import { claimsOf } from "./claims/claims.ts";
import { type ReportRead, TABLES, type TableName, type Template } from "./facts.ts";
import { figureNames, formDue } from "./form.ts";
import { SECTION_HEADINGS } from "./headings.ts";
import { TITLE } from "./title.ts";
import type { ReadingDoubts } from "./uncertainty.ts";

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

/** A document with its lines, cut into sections, and who wrote it for which year. */
export interface Told {
  readonly document: Document;
  readonly outline: Outline;
  readonly identity: Identification;
  /** Whether the document lost its lines, so that no table can be told from its text. */
  readonly runTogether: boolean;
}

/** Tells a document with the lines it has. */
export function tell(document: Document): Told {
  const outline = outlineOf(document, SECTION_HEADINGS);
  return { document, outline, identity: identify(document, outline, TITLE), runTogether: false };
}

/** What was read of a report, and all that is known of how sure it is. */
export interface Gathered {
  readonly read: ReportRead;
  /** Full names of every figure that the report's forms have. */
  readonly names: readonly FigureName[];
  readonly doubts: ReadingDoubts;
}

/** Both readings together. @param look the first, of the document as it was read */
export function gather(
  { document, outline, identity, runTogether }: Told,
  look: Look<BoundCell>,
  flat: FlatText | null,
): Gathered {
  const { look: first, undecided } = ofYear(look, identity.year);
  const second = flat && ofYear(lookAtFlatText(flat), identity.year);
  const applicationsForm = first.applications.form;
  const told = first.proactive.form ?? applicationsForm;
  // Figures of table 2 that may be there have names by the form that is due.
  const hidden = runTogether || hidesTables(document) || (second?.look.proactive.count ?? 0) > 0;
  const template: Template | null =
    told ?? (hidden ? (second?.look.proactive.form ?? formDue(identity.year ?? FIRST_YEAR_OF_2021)) : null);
  const names = figureNames(template, applicationsForm ?? template ?? "2021");
  const wanted = new Set(names);
  const rows = new Set(names.map(rowOf));
  const prose = [{ number: 0, text: outline.preamble }, ...outline.sections];
  const differences: Differences | null = second === null ? null : differencesOf(first, second.look, names);
  return {
    read: {
      document,
      identity,
      preamble: outline.preamble,
      sections: outline.sections,
      tables: {
        template,
        applicationsForm,
        count: {
          proactive: first.proactive.count,
          applications: first.applications.count,
          review: first.review.count,
        },
        missingRows: TABLES.flatMap((table) => first[table].missingRows).filter((row) => rows.has(row)),
        cutLabels: TABLES.flatMap((table) => first[table].cutLabels),
      },
      cells: new Map(TABLES.flatMap((table) => [...first[table].cells].filter(([name]) => wanted.has(name)))),
      // In a text that lost its lines the figures of a table may stand amid a sentence.
      claims: runTogether
        ? []
        : claimsOf(prose, { year: identity.year, author: identity.organization?.name ?? null }).filter(
            isPlainIn(document),
          ),
    },
    names,
    doubts: {
      differences,
      identity: identity.uncertain,
      undecided: [...undecided, ...(second?.undecided ?? [])],
      templateUntold: told === null,
      runTogether,
    },
  };
}

/** The form that is due where nothing tells the year either. */
const FIRST_YEAR_OF_2021 = 2021;

/** Of tables that stand several times those of the report's year; `undecided` are those of which none can be told to be. */
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
