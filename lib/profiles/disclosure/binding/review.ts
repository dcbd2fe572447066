import type { BoundCell, FigureName } from "../facts.ts";
import { REVIEW_COLUMNS, REVIEW_ROWS } from "../form.ts";
import { label, matchCutLabel, matchLabel } from "../labels.ts";
import { type CutLabel, NOTHING, type TableLook } from "./look.ts";
import { bind, figureRun, isFigureText, type Row, type RowCell, tablesOf } from "./rows.ts";

/** Table 4, first look: each cell by the kind of proceeding and the outcome that head it, whichever way the table is turned. */

type Group = "reconsideration" | "litigation" | "litigationDirect" | "litigationAfterReconsideration";
const GROUPS = [
  label<Group>("reconsideration", "行政复议", "行政复议情况"),
  label<Group>("litigation", "行政诉讼", "行政诉讼情况"),
  label<Group>("litigationDirect", "未经复议直接起诉", "直接起诉"),
  label<Group>("litigationAfterReconsideration", "复议后起诉", "经复议后起诉"),
];
const OUTCOMES = REVIEW_COLUMNS.map((column) =>
  label(
    column.key as string,
    column.label,
    ...(column.key === "total" ? ["合计"] : []),
    ...(column.key === "upheld" ? ["维持"] : []),
    ...(column.key === "corrected" ? ["纠正"] : []),
  ),
);
const ORDER = REVIEW_ROWS.flatMap((row) => OUTCOMES.map((outcome) => `review.${row.key}.${outcome.id}`));

const group = (text: string): Group | null => matchLabel(text, GROUPS)?.label.id ?? null;
const isHeading = (cell: RowCell): boolean => group(cell.text) !== null || outcome(cell.text) !== null;
const outcome = (text: string): string | null => matchLabel(text, OUTCOMES)?.label.id ?? null;

export function lookAtReview(rows: readonly Row[]): TableLook<BoundCell> {
  const cells = new Map<FigureName, BoundCell>();
  const cutLabels: CutLabel[] = [];
  let count = 0;
  for (const table of tablesOf(rows)) {
    if (!table.some((row) => row.cells.some((cell) => group(cell.text) !== null)) || !table.some((row) => row.cells.filter(isHeading).length >= 3))
      continue;
    const bound = table[0]?.ragged ? bindByOrder(table, cutLabels) : bindByGrid(table, cutLabels);
    if (bound.size === 0) continue;
    if ([...bound.keys()].some((figure) => cells.has(figure))) count += 1;
    else count = Math.max(count, 1);
    for (const [figure, cell] of bound) if (!cells.has(figure)) cells.set(figure, bind(figure, cell));
  }
  if (cells.size === 0) return { ...NOTHING, count };
  return { ...NOTHING, cells, count, cutLabels };
}

/** Outcomes of a header row; labels cut to their beginning are told by the official order of the five. */
function outcomesOf(row: Row, cutLabels: CutLabel[]): Map<RowCell, string> {
  const found = new Map<RowCell, string>();
  const run = row.cells.filter(
    (cell) => !cell.fromAbove && (outcome(cell.text) !== null || matchCutLabel(cell.text, OUTCOMES).length > 0) && group(cell.text) === null,
  );
  const inOrder = run.length % OUTCOMES.length === 0 && run.every((cell, i) => fits(cell.text, i % OUTCOMES.length));
  run.forEach((cell, i) => {
    const whole = outcome(cell.text);
    if (whole !== null) found.set(cell, whole);
    else if (inOrder) {
      const official = OUTCOMES[i % OUTCOMES.length];
      if (!official) return;
      found.set(cell, official.id);
      cutLabels.push({ printed: cell.text, official: official.official });
    }
  });
  return found;
}

const fits = (text: string, position: number): boolean => {
  const official = OUTCOMES[position];
  return official !== undefined && (outcome(text) === official.id || matchCutLabel(text, OUTCOMES).includes(official));
};

interface Headings {
  readonly groups: readonly Group[];
  readonly outcomes: readonly string[];
}

function bindByGrid(rows: readonly Row[], cutLabels: CutLabel[]): Map<FigureName, RowCell> {
  const above = new Map<number, { groups: Group[]; outcomes: string[] }>();
  const candidates: Map<FigureName, RowCell>[] = [];
  let gathered = new Map<FigureName, RowCell>();
  for (const row of rows) {
    const outcomes = outcomesOf(row, cutLabels);
    const left: { groups: Group[]; outcomes: string[] } = { groups: [], outcomes: [] };
    const figures = new Map<FigureName, RowCell>();
    const hasFigures = row.cells.some((cell) => !cell.fromAbove && cell.text.trim() !== "" && isFigureText(cell.text));
    for (const cell of row.cells) {
      const kind = group(cell.text);
      const result = outcomes.get(cell) ?? outcome(cell.text);
      if (kind !== null) left.groups.push(kind);
      if (result !== null) left.outcomes.push(result);
      if (kind !== null || result !== null) {
        if (hasFigures || cell.fromAbove) continue;
        for (let column = cell.column; column < cell.column + cell.columnSpan; column++) {
          const heads = above.get(column) ?? { groups: [], outcomes: [] };
          above.set(column, {
            groups: kind === null ? heads.groups : [...heads.groups, kind],
            outcomes: result === null ? heads.outcomes : [...heads.outcomes, result],
          });
        }
        continue;
      }
      if (cell.fromAbove) continue;
      const heads = above.get(cell.column) ?? { groups: [], outcomes: [] };
      const figure = figureOf({ groups: [...heads.groups, ...left.groups], outcomes: [...heads.outcomes, ...left.outcomes] });
      const crossesColumns = Array.from({ length: cell.columnSpan }, (_, i) => above.get(cell.column + i)?.outcomes.join()).some(
        (x, _, all) => x !== all[0],
      );
      if (figure && !crossesColumns) figures.set(figure, cell);
    }
    if (figures.size === 0) continue;
    if ([...figures.keys()].some((figure) => gathered.has(figure))) {
      candidates.push(gathered);
      gathered = new Map();
    }
    for (const [figure, cell] of figures) gathered.set(figure, cell);
  }
  candidates.push(gathered);
  return candidates.reduce((best, next) => (printed(next) > printed(best) ? next : best));
}

const printed = (figures: ReadonlyMap<FigureName, RowCell>): number => [...figures.values()].filter((cell) => cell.text.trim() !== "").length;

/** The figure that headings name together; null where they name none or several. */
function figureOf(headings: Headings): FigureName | null {
  const special = new Set(headings.groups.filter((kind) => kind !== "litigation" && kind !== "reconsideration"));
  const groups = special.size > 0 ? special : new Set(headings.groups);
  const outcomes = new Set(headings.outcomes);
  const [kind] = groups;
  const [result] = outcomes;
  if (groups.size !== 1 || outcomes.size !== 1 || !kind || !result || kind === "litigation") return null;
  return `review.${kind}.${result}`;
}

/** For rows without columns: the headings in their order, then one run of 15 figures, or three of five, or five of three. */
function bindByOrder(rows: readonly Row[], cutLabels: CutLabel[]): Map<FigureName, RowCell> {
  const groups: Group[] = [];
  const outcomes: string[] = [];
  const found = new Map<FigureName, RowCell>();
  for (const row of rows) {
    const firstFigure = row.cells.findIndex((cell) => cell.text.trim() !== "" && isFigureText(cell.text));
    const labels = firstFigure < 0 ? row.cells : row.cells.slice(0, firstFigure);
    const outcomesHere = outcomesOf({ ...row, cells: labels }, cutLabels);
    const groupsHere = labels.map((cell) => group(cell.text)).filter((kind) => kind !== null);
    const listed = labels.map((cell) => outcomesHere.get(cell)).filter((result) => result !== undefined);
    const lastLabel = labels.findLastIndex(isHeading);
    const figures = firstFigure < 0 ? [] : row.cells.slice(Math.max(lastLabel + 1, 0)).filter((cell) => !isHeading(cell));
    const leaves = groups.filter((kind) => kind !== "litigation");
    if (figures.length === 0) {
      groups.push(...groupsHere);
      outcomes.push(...listed);
    } else if (listed.length <= 1 && groupsHere.length === 0 && listed.length === 1 && leaves.join() === REVIEW_ROWS.map((r) => r.key).join()) {
      const run = figureRun(figures, leaves.length, null);
      run?.forEach((cell, i) => found.set(`review.${leaves[i]}.${listed[0]}`, cell));
    } else if (groupsHere.length > 0 && outcomes.length + listed.length > 0 && (outcomes.length || listed.length) === OUTCOMES.length) {
      const kind = groupsHere.filter((k) => k !== "litigation").at(-1);
      const run = figureRun(figures, OUTCOMES.length, null);
      if (kind && run) run.forEach((cell, i) => found.set(`review.${kind}.${OUTCOMES[i]?.id}`, cell));
    } else {
      const allGroups = [...groups, ...groupsHere].filter((kind) => kind !== "litigation");
      const allOutcomes = [...outcomes, ...listed];
      const run = figureRun(figures, ORDER.length, 0);
      const official =
        allGroups.join() === REVIEW_ROWS.map((r) => r.key).join() &&
        allOutcomes.length === ORDER.length &&
        allOutcomes.every((result, i) => result === OUTCOMES[i % OUTCOMES.length]?.id);
      if (run && official && found.size === 0) run.forEach((cell, i) => found.set(ORDER[i] ?? "", cell));
    }
  }
  return found;
}
