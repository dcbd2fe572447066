import type { Document, Place } from "../../document/document.ts";
import { type Answers, answeredNames, type FigureAnswer } from "../answers.ts";
import type { Judgement } from "../judgement.ts";
import type { BoundCell, FigureName } from "./facts.ts";
import { figuresOf } from "./figures.ts";

/** Cells and figures of a report as people see them. */

/** Where a number that nothing was read of may stand: somewhere in the document. */
function somewhereIn({ pages }: Document): Place {
  const [first] = pages;
  return first ? { page: first.number, box: [0, 0, first.width, first.height] } : { paragraph: 0 };
}

/** The cells of a report with what people say stands in them. @param names figures that the report has */
export function answeredCells(
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

const touches = (answered: ReadonlySet<string>, { units }: Answers, name: FigureName): boolean =>
  answered.has(name) || units.has(name);

/** Figures, or blanks, of a report: those that somebody spoke of anew, the others as they were read. */
export function figuresReviewed(
  names: readonly FigureName[],
  cells: ReadonlyMap<FigureName, BoundCell>,
  chosen: (cell: BoundCell) => boolean,
  kept: Judgement["figures"] = {},
  answers: Answers,
): Judgement["figures"] {
  const answered = answeredNames(answers);
  const own = figuresOf(names, cells, null, chosen);
  return Object.fromEntries(
    names.flatMap((name) => {
      const figure = touches(answered, answers, name) ? own[name] : kept[name];
      return figure ? [[name, figure]] : [];
    }),
  );
}
