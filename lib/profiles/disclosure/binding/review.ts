import type { BoundCell, FigureName } from "../../common/facts.ts";
import { bind, type Row, type RowCell } from "../../common/table-rows.ts";
import { together } from "./copies.ts";
import { type CutLabel, NOTHING, type TableLook } from "./look.ts";
import {
  cutOutcomes,
  type Group,
  groupsAmong,
  type Heading,
  headingsIn,
  isGroup,
  OUTCOMES,
  outcomesAmong,
  proceedingOf,
} from "./proceedings.ts";
import { reviewInFormOrder } from "./review-order.ts";
import { figureRun, isFigureText, tablesOf } from "./rows.ts";

/**
 * Table 4, first look: each cell by the kind of proceeding and the outcome that head it, whichever way the table is
 * turned, in one table or in several.
 */

const FIVE = OUTCOMES.length;

export function lookAtReview(rows: readonly Row[]): TableLook<BoundCell> {
  const copies: { cells: Map<FigureName, BoundCell>; caption: string }[] = [];
  const cutLabels: CutLabel[] = [];
  const tables = tablesOf(rows);
  for (const [at, table] of tables.entries()) {
    const headings = table.map((row) => row.cells.map((cell) => headingsIn(cell.text)));
    const captions = table[0]?.captions ?? [];
    const caption = headingsIn(captions.at(-1) ?? "");
    const inOrder = reviewInFormOrder(table, tables[at - 1]);
    const isHeaded = [...headings.flat(2), ...caption].some(isGroup) && headings.flat(2).length >= FIVE;
    if (!isHeaded && inOrder.size === 0) continue;
    const bound = !isHeaded
      ? new Map<FigureName, RowCell>()
      : table[0]?.ragged
        ? bindByOrder(table, caption, cutLabels)
        : bindByGrid(table, caption, cutLabels);
    const taken = new Set(bound.values());
    for (const [figure, cell] of inOrder) if (!bound.has(figure) && !taken.has(cell)) bound.set(figure, cell);
    if (bound.size === 0) continue;
    let copy = copies.at(-1);
    if (!copy || [...bound.keys()].some((figure) => copies.at(-1)?.cells.has(figure) === true)) {
      copy = { cells: new Map(), caption: [...captions, ...titlesOf(table)].join("\n") };
      copies.push(copy);
    }
    for (const [figure, cell] of bound) copy.cells.set(figure, bind(figure, cell));
  }
  return {
    ...NOTHING,
    ...together(copies.map((copy) => ({ ...copy, missingRows: [] }))),
    count: copies.length,
    cutLabels,
  };
}

/** The words over the headings. */
const titlesOf = (rows: readonly Row[]): string[] =>
  rows
    .slice(
      0,
      Math.max(
        0,
        rows.findIndex(({ cells }) => cells.some((cell) => headingsIn(cell.text).length > 0)),
      ),
    )
    .flatMap(({ cells }) => cells.map(({ text }) => text));

/** What each cell of a row heads; outcomes cut to their beginning are told by the official order of the five. */
function headingsOf(cells: readonly RowCell[], cutLabels: CutLabel[]): Map<RowCell, readonly Heading[]> {
  const found = new Map<RowCell, readonly Heading[]>(cells.map((cell) => [cell, headingsIn(cell.text)]));
  const run = cells.filter(
    (cell) =>
      !cell.fromAbove && (outcomesAmong(found.get(cell) ?? []).length === 1 || cutOutcomes(cell.text).length > 0),
  );
  const isCut = (cell: RowCell) => (found.get(cell) ?? []).length === 0;
  const fits = (cell: RowCell, position: number) => {
    const official = OUTCOMES[position % FIVE]?.id ?? "";
    return isCut(cell)
      ? cutOutcomes(cell.text).includes(official)
      : outcomesAmong(found.get(cell) ?? [])[0] === official;
  };
  if (run.length % FIVE === 0 && run.every(fits))
    run.forEach((cell, i) => {
      const official = OUTCOMES[i % FIVE];
      if (!official || !isCut(cell)) return;
      found.set(cell, [{ outcome: official.id }]);
      cutLabels.push({ printed: cell.text, official: official.official });
    });
  return found;
}

const isFigure = (cell: RowCell): boolean => cell.text.trim() !== "" && isFigureText(cell.text);

function bindByGrid(
  rows: readonly Row[],
  caption: readonly Heading[],
  cutLabels: CutLabel[],
): Map<FigureName, RowCell> {
  const above = new Map<number, Heading[]>();
  const candidates: Map<FigureName, RowCell>[] = [];
  let gathered = new Map<FigureName, RowCell>();
  let below = false;
  for (const row of rows) {
    const headings = headingsOf(row.cells, cutLabels);
    const own = row.cells.filter((cell) => !cell.fromAbove);
    const isHeader = !own.some(isFigure);
    const left = row.cells.flatMap((cell) => headings.get(cell) ?? []);
    // A header below figures begins a table of its own.
    if (
      isHeader &&
      below &&
      own.some((cell) => (headings.get(cell) ?? []).length > 0) &&
      own.every((cell) => cell.text.trim() !== "")
    ) {
      above.clear();
      below = false;
    }
    const figures = new Map<FigureName, RowCell>();
    for (const cell of own) {
      const heading = headings.get(cell) ?? [];
      const columns = Array.from({ length: cell.columnSpan }, (_, i) => cell.column + i);
      if (heading.length > 0) {
        if (isHeader) for (const column of columns) above.set(column, [...(above.get(column) ?? []), ...heading]);
        continue;
      }
      const crossesColumns = new Set(columns.map((column) => outcomesAmong(above.get(column) ?? []).join())).size > 1;
      const figure = figureOf([...(above.get(cell.column) ?? []), ...left], caption);
      if (figure && !crossesColumns) figures.set(figure, cell);
    }
    if (figures.size === 0) continue;
    below = true;
    if ([...figures.keys()].some((figure) => gathered.has(figure))) {
      candidates.push(gathered);
      gathered = new Map();
    }
    for (const [figure, cell] of figures) gathered.set(figure, cell);
  }
  candidates.push(gathered);
  return candidates.reduce((best, next) => (printed(next) > printed(best) ? next : best));
}

const printed = (figures: ReadonlyMap<FigureName, RowCell>): number =>
  [...figures.values()].filter((cell) => cell.text.trim() !== "").length;

/**
 * The figure that headings name together, with the line above the table where they name no proceeding; null where it is
 * none or several.
 */
function figureOf(headings: readonly Heading[], caption: readonly Heading[]): FigureName | null {
  const groups = groupsAmong(headings);
  const kind = proceedingOf(groups.length > 0 ? groups : groupsAmong(caption));
  const outcomes = new Set(outcomesAmong(headings));
  const [outcome] = outcomes;
  return kind && outcome && outcomes.size === 1 ? `review.${kind}.${outcome}` : null;
}

/** The proceedings that a sequence of headings lists: 行政诉讼 is none where its two kinds follow. */
function listed(groups: readonly Group[]): Exclude<Group, "litigation">[] {
  const kinds = groups.filter((kind) => kind !== "litigation");
  return kinds.filter((kind, i) => kind !== kinds[i - 1]);
}

/**
 * For rows without columns: what headings stand before figures, in their order. A proceeding right before five figures
 * heads their row, an outcome alone right before as many figures as there are proceedings heads theirs; else the
 * figures stand below all headings.
 * In one piece: one pass over rows, each told by the headings before it.
 */
function bindByOrder(
  rows: readonly Row[],
  caption: readonly Heading[],
  cutLabels: CutLabel[],
): Map<FigureName, RowCell> {
  const found = new Map<FigureName, RowCell>();
  let header: Heading[] = [...caption];
  let below = false;
  const take = (
    kinds: readonly string[],
    outcomes: readonly string[],
    figures: readonly RowCell[],
    lead: number | null,
  ) => {
    const run = figureRun(figures, kinds.length, lead);
    const names = kinds.map((kind, i) => `review.${kind}.${outcomes[i]}`);
    if (run && new Set(names).size === names.length)
      run.forEach((cell, i) => {
        if (!found.has(names[i] ?? "")) found.set(names[i] ?? "", cell);
      });
  };
  for (const row of rows) {
    const firstFigure = row.cells.findIndex(isFigure);
    const before = firstFigure < 0 ? row.cells : row.cells.slice(0, firstFigure);
    const labels = headingsOf(before, cutLabels);
    const here = before.flatMap((cell) => labels.get(cell) ?? []);
    const lastLabel = before.findLastIndex((cell) => (labels.get(cell) ?? []).length > 0);
    const figures = firstFigure < 0 ? [] : row.cells.slice(lastLabel + 1);
    // A whole header below figures begins a table of its own.
    if (below && outcomesAmong(here).length >= FIVE) header = [];
    if (figures.length === 0) {
      if (below && here.length > 0) header = [];
      below = false;
      header.push(...here);
      continue;
    }
    below = true;
    const last = labels.get(before[lastLabel] as RowCell)?.at(-1);
    const outcomes = outcomesAmong(header);
    const rowOutcomes = outcomesAmong(here);
    if (last && isGroup(last) && outcomes.length + rowOutcomes.length > 0) {
      const kind = proceedingOf([...groupsAmong(here)].slice(-1));
      const columns = rowOutcomes.length > 0 ? rowOutcomes : outcomes;
      if (rowOutcomes.length > 0) header = here.slice(0, -1);
      if (kind && columns.length === FIVE) take(Array(FIVE).fill(kind), columns, figures, null);
    } else if (last && rowOutcomes.length === 1 && listed(groupsAmong([...header, ...here])).length > 1) {
      const kinds = listed(groupsAmong([...header, ...here]));
      header.push(...here.filter(isGroup));
      take(kinds, Array(kinds.length).fill(rowOutcomes[0]), figures, null);
    } else {
      const all = [...header, ...here];
      const kinds = listed(groupsAmong(all));
      const columns = outcomesAmong(all);
      if (columns.length === kinds.length * FIVE)
        take(
          columns.map((_, i) => kinds[Math.floor(i / FIVE)] ?? ""),
          columns,
          figures,
          0,
        );
      header = all;
    }
  }
  return found;
}
