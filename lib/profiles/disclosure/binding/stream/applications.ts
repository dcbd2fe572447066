import type { FigureName, Template } from "../../facts.ts";
import { APPLICATION_COLUMNS, APPLICATION_ROWS } from "../../form.ts";
import { labelKey } from "../../labels.ts";
import { NOTHING, type Printed, type TableLook } from "../look.ts";
import { figuresAfter, figuresBetween, isPrinted, MARK, printed, run, type Stream } from "./stream.ts";
import { isTraced } from "./traces.ts";

/** Table 3, second look: the labels of its rows one after the other, and what stands between two of them. */

/** Every end of a label, the longest first: what a page's end may have left of it for the next page. */
const endsOf = (label: string): string => [...labelKey(label)].map((_, i, all) => all.slice(i).join("")).join("|");

/**
 * The label of a row. Figures may stand between its lines where a page's end parted the row: all of the row that stands on the first page is drawn
 * before the rest of it, which begins with the rest of its groups' labels.
 */
function patternOf(key: string, path: readonly string[]): RegExp {
  const groups = path.slice(0, -1).map((label) => `(?:${endsOf(label)})?`);
  return new RegExp([...key].join(`(?:${MARK}+${groups.join("")})?`), "gu");
}

interface Found {
  readonly start: number;
  readonly end: number;
}

/** The first such label from `from` on. */
function find(stream: Stream, label: RegExp, from: number): Found | null {
  label.lastIndex = from;
  const match = label.exec(stream.flow);
  return match && { start: match.index, end: match.index + match[0].length };
}

/** The first such label from `from` on that has a figure behind it or between its lines. */
function findWithFigure(stream: Stream, label: RegExp, from: number): Found | null {
  let found = find(stream, label, from);
  while (found && stream.flow[found.end] !== MARK && !stream.flow.slice(found.start, found.end).includes(MARK))
    found = find(stream, label, found.end);
  return found;
}

interface Anchor extends Found {
  readonly key: string;
}

const applicationKey = (key: string, path: readonly string[]): string => (key === "otherHandling.other" ? "3其他" : labelKey(path.at(-1) ?? ""));

const ROW_KEYS = [...new Set(Object.values(APPLICATION_ROWS).flatMap((rows) => rows.map((row) => labelKey(row.path.at(-1) ?? ""))))];
const PART = 6;

/** Beginning and end of a long label, where no other row's label holds them: what a misprint may have left. */
const partsOf = (key: string): string[] =>
  key.length > 8 ? [key.slice(0, PART), key.slice(-PART)].filter((part) => ROW_KEYS.filter((other) => other.includes(part)).length === 1) : [];

/** Each row's label, then what a misprint may have left of it. */
const LABELS = new Map(
  Object.values(APPLICATION_ROWS).flatMap((rows) =>
    rows.map((row) => {
      const key = applicationKey(row.key, row.path);
      const wordings = row.key === "otherHandling.other" ? [key, "其他"] : [key, ...partsOf(key)];
      return [row, wordings.map((words) => patternOf(words, row.path))] as const;
    }),
  ),
);
const FIRST_LABEL = patternOf(labelKey(APPLICATION_ROWS["2021"][0]?.path[0] ?? ""), []);

function anchorsOf(stream: Stream, form: Template, from: number): { anchors: Anchor[]; missing: string[] } {
  const anchors: Anchor[] = [];
  const missing: string[] = [];
  let cursor = from;
  for (const row of APPLICATION_ROWS[form]) {
    // Two short labels that stand elsewhere too.
    const search = row.key === "resultTotal" || row.key === "otherHandling.other" ? findWithFigure : find;
    let found: Found | null = null;
    for (const label of LABELS.get(row) ?? []) found ??= search(stream, label, cursor);
    if (!found) {
      missing.push(`applications.${row.key}`);
      continue;
    }
    anchors.push({ key: row.key, ...found });
    cursor = found.end;
  }
  return { anchors, missing };
}

export function lookAtApplications(stream: Stream): { look: TableLook; start: number; end: number } {
  const starts: Found[] = [];
  for (let found = findWithFigure(stream, FIRST_LABEL, 0); found; found = findWithFigure(stream, FIRST_LABEL, found.end)) starts.push(found);
  const start = starts[0]?.start;
  if (start === undefined) return { look: { ...NOTHING, count: isTraced("applications", stream) ? 1 : 0 }, start: stream.flow.length, end: 0 };
  const inside: Stream = { ...stream, flow: stream.flow.slice(0, starts[1]?.start) };
  const threeRows = anchorsOf(inside, "2021", start);
  const oneRow = anchorsOf(inside, "2019", start);
  const hasThree = threeRows.anchors.some((anchor) => anchor.key === "otherHandling.correctionOverdue" || anchor.key === "otherHandling.feeOverdue");
  const { anchors } = hasThree ? threeRows : oneRow;
  const form: Template | null = hasThree ? "2021" : anchors.some((anchor) => anchor.key === "otherHandling") ? "2019" : null;
  const missing = hasThree ? threeRows.missing : form ? oneRow.missing : [...new Set([...threeRows.missing, ...oneRow.missing])];
  const cells = new Map<FigureName, Printed>();
  let end = start;
  const found = anchors.map((anchor, i) => {
    const next = anchors[i + 1];
    end = Math.max(end, anchor.end);
    return {
      key: anchor.key,
      depth: DEPTH.get(anchor.key) ?? 0,
      figures: next ? rowFigures(inside, anchor, next) : [...figuresBetween(inside, anchor.start, anchor.end), ...figuresAfter(inside, anchor.end)],
    };
  });
  // A label of few levels reaches over more columns: rows of the same depth have the same filler before their figures.
  const leads = new Map<number, Set<number>>();
  for (const { depth, figures } of found) {
    const [first, last] = [figures.findIndex(isPrinted), figures.findLastIndex(isPrinted)];
    if (last - first + 1 === APPLICATION_COLUMNS.length) leads.set(depth, (leads.get(depth) ?? new Set()).add(first));
  }
  const isFull = (i: number) => !found[i] || found[i].figures.filter(isPrinted).length === APPLICATION_COLUMNS.length;
  for (const [i, { key, depth, figures }] of found.entries()) {
    // A label with nothing behind it, between rows that have all their figures, heads blank cells.
    if (figures.length === 0 && isFull(i - 1) && isFull(i + 1))
      for (const column of APPLICATION_COLUMNS) cells.set(`applications.${key}.${column.key}`, printed(""));
    const seen = [...(leads.get(depth) ?? [0])];
    run(inside, figures, APPLICATION_COLUMNS.length, seen.length === 1 ? (seen[0] ?? 0) : null)?.forEach((figure, c) =>
      cells.set(`applications.${key}.${APPLICATION_COLUMNS[c]?.key}`, printed(figure.text)),
    );
  }
  return { look: { ...NOTHING, cells, count: starts.length, form, missingRows: missing }, start, end };
}

const DEPTH = new Map(APPLICATION_ROWS["2021"].map((row) => [row.key, row.path.length]));
/** Figures from a row's label to the next row's, those between the lines of either label included. */
function rowFigures(stream: Stream, anchor: Anchor, next: Anchor): { text: string; at: number }[] {
  const figures = figuresBetween(stream, anchor.start, next.start);
  if (!stream.blanksKept) return figures;
  // Words between figures: a cell that holds no number. It counts as one, so that the others keep their places.
  const lastPrinted = figures.findLast(isPrinted);
  const withWords: { text: string; at: number }[] = [];
  let position = anchor.end;
  for (const figure of figures) {
    const words = stream.flow.slice(position, figure.at);
    if (words !== "" && withWords.length > 0 && lastPrinted && figure.at <= lastPrinted.at) withWords.push({ text: words, at: position });
    else if (words !== "" && withWords.length > 0 && lastPrinted && figure.at > lastPrinted.at) break;
    withWords.push(figure);
    position = figure.at + 1;
  }
  return withWords;
}
