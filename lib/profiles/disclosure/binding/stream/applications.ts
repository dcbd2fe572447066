import type { FigureName } from "../../../common/facts.ts";
import { officialKey } from "../../../common/labels.ts";
import type { Template } from "../../facts.ts";
import { APPLICATION_COLUMNS, APPLICATION_ROWS } from "../../form.ts";
import { together } from "../copies.ts";
import { NOTHING, type Printed, type TableCopy, type TableLook } from "../look.ts";
import {
  captionBefore,
  cellsBetween,
  exactly,
  figuresAfter,
  figuresBetween,
  isPrinted,
  MARK,
  type Placed,
  printed,
  run,
  type Stream,
} from "./stream.ts";
import { isTraced } from "./traces.ts";

/** Table 3, second look: the labels of its rows one after the other, and what stands between two of them. */

const COUNT = APPLICATION_COLUMNS.length;

/** Every end of a label, the longest first: what a page's end may have left of it for the next page. */
const endsOf = (label: string): string => [...officialKey(label)].map((_, i, all) => all.slice(i).join("")).join("|");

/**
 * The label of a row. Figures may stand between its lines where a page's end parted the row: all of the row that stands
 * on the first page is drawn before the rest of it, which begins with the rest of its groups' labels.
 */
function patternOf(key: string, path: readonly string[]): RegExp {
  const name = `${key}/${path.length > 1 ? path[path.length - 2] : ""}`;
  const known = PATTERNS.get(name);
  if (known) return known;
  const groups = path.slice(0, -1).map((label) => `(?:${endsOf(label)})?`);
  const pattern = new RegExp([...key].join(`(?:${MARK}+${groups.join("")})?`), "gu");
  PATTERNS.set(name, pattern);
  return pattern;
}

/** Of the form's labels and their parts only: made once, since a document may hold very many tables. */
const PATTERNS = new Map<string, RegExp>();

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

/**
 * The first such label from `from` on that has figures behind it, words in their places included, or a figure between
 * its lines.
 */
function findWithFigure(stream: Stream, label: RegExp, from: number): Found | null {
  let found = find(stream, label, from);
  while (found && !hasFigures(stream, found)) found = find(stream, label, found.end);
  return found;
}

const hasFigures = (stream: Stream, { start, end }: Found): boolean =>
  stream.flow[end] === MARK ||
  stream.flow.slice(start, end).includes(MARK) ||
  exactly(cellsBetween(stream, end, stream.flow.length), COUNT) !== null;

interface Anchor extends Found {
  readonly key: string;
}

const applicationKey = (key: string, path: readonly string[]): string =>
  key === "otherHandling.other" ? "3其他" : officialKey(path.at(-1) ?? "");

const ROW_KEYS = [
  ...new Set(Object.values(APPLICATION_ROWS).flatMap((rows) => rows.map((row) => officialKey(row.path.at(-1) ?? "")))),
];
const PART = 6;

/** Beginning and end of a long label, where no other row's label holds them: what a misprint may have left. */
const partsOf = (key: string): string[] =>
  key.length > 8
    ? [key.slice(0, PART), key.slice(-PART)].filter(
        (part) => ROW_KEYS.filter((other) => other.includes(part)).length === 1,
      )
    : [];

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
/** Labels of rows long enough to stand nowhere else. */
const ROW_LABELS = APPLICATION_ROWS["2021"].flatMap((row) => {
  const [whole] = LABELS.get(row) ?? [];
  return whole && applicationKey(row.key, row.path).length >= PART ? [whole] : [];
});
const FIRST_LABEL = patternOf(officialKey(APPLICATION_ROWS["2021"][0]?.path[0] ?? ""), []);

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
      // A row that stands above one that it should follow.
      const [whole] = LABELS.get(row) ?? [];
      const earlier = whole && applicationKey(row.key, row.path).length >= PART ? find(stream, whole, from) : null;
      if (earlier) anchors.push({ key: row.key, ...earlier });
      else missing.push(`applications.${row.key}`);
      continue;
    }
    anchors.push({ key: row.key, ...found });
    cursor = found.end;
  }
  return { anchors: anchors.toSorted((a, b) => a.start - b.start), missing };
}

/** Labels of the table with all their figures right behind them that tell it where its first row's label can't be read. */
const TELLING_ROWS = 4;

/**
 * The table that lost the label of its first row, from the first of the other rows that stand whole; it can't say of
 * any row that it is missing.
 */
function tableWithoutFirst(stream: Stream): ReturnType<typeof tableAt> | null {
  const isRow = ({ end }: Found): boolean =>
    stream.flow.startsWith(MARK.repeat(COUNT), end) && stream.flow[end + COUNT] !== MARK;
  const whole = ROW_LABELS.flatMap((label) => find(stream, label, 0) ?? []).filter(isRow);
  if (whole.length < TELLING_ROWS) return null;
  return { ...tableAt(stream, Math.min(...whole.map(({ start }) => start))), missingRows: [] };
}

export function lookAtApplications(stream: Stream): { look: TableLook; start: number; end: number } {
  const starts: Found[] = [];
  for (
    let found = findWithFigure(stream, FIRST_LABEL, 0);
    found;
    found = findWithFigure(stream, FIRST_LABEL, found.end)
  )
    starts.push(found);
  const start = starts[0]?.start;
  // A text that lost the first label may have lost its order, too: the other tables are sought in all of it.
  const anywhere = { start: stream.flow.length, end: 0 };
  if (start === undefined) {
    const table = tableWithoutFirst(stream);
    const count = table || isTraced("applications", stream) ? 1 : 0;
    return { look: { ...NOTHING, ...(table && together([table])), count, form: table?.form ?? null }, ...anywhere };
  }
  const tables = starts.map((begin, i) =>
    tableAt({ ...stream, flow: stream.flow.slice(0, starts[i + 1]?.start) }, begin.start),
  );
  const look = { ...NOTHING, ...together(tables), count: starts.length, form: tables[0]?.form ?? null };
  return { look, start, end: tables.at(-1)?.end ?? start };
}

/** The table that begins at `start` and reaches to the end of the stream. */
function tableAt(inside: Stream, start: number): TableCopy & { readonly form: Template | null; readonly end: number } {
  const threeRows = anchorsOf(inside, "2021", start);
  const oneRow = anchorsOf(inside, "2019", start);
  const hasThree = threeRows.anchors.some(
    (anchor) => anchor.key === "otherHandling.correctionOverdue" || anchor.key === "otherHandling.feeOverdue",
  );
  const { anchors } = hasThree ? threeRows : oneRow;
  const form: Template | null = hasThree
    ? "2021"
    : anchors.some((anchor) => anchor.key === "otherHandling")
      ? "2019"
      : null;
  const missingRows = hasThree
    ? threeRows.missing
    : form
      ? oneRow.missing
      : [...new Set([...threeRows.missing, ...oneRow.missing])];
  const cells = new Map<FigureName, Printed>();
  let end = start;
  const found = anchors.map((anchor, i) => {
    end = Math.max(end, anchor.end);
    return { key: anchor.key, depth: DEPTH.get(anchor.key) ?? 0, figures: rowFigures(inside, anchor, anchors[i + 1]) };
  });
  // A label of few levels reaches over more columns: rows of the same depth have the same filler before their figures.
  const leads = new Map<number, Set<number>>();
  for (const { depth, figures } of found) {
    const [first, last] = [figures.findIndex(isPrinted), figures.findLastIndex(isPrinted)];
    if (last - first + 1 === COUNT) leads.set(depth, (leads.get(depth) ?? new Set()).add(first));
  }
  const isFull = (i: number) => !found[i] || found[i].figures.filter(isPrinted).length === COUNT;
  for (const [i, { key, depth, figures }] of found.entries()) {
    // A label with nothing behind it, between rows that have all their figures, heads blank cells.
    if (figures.length === 0 && isFull(i - 1) && isFull(i + 1))
      for (const column of APPLICATION_COLUMNS) cells.set(`applications.${key}.${column.key}`, printed(""));
    const seen = [...(leads.get(depth) ?? [0])];
    run(inside, figures, COUNT, seen.length === 1 ? (seen[0] ?? 0) : null)?.forEach((figure, c) =>
      cells.set(`applications.${key}.${APPLICATION_COLUMNS[c]?.key}`, printed(figure.text)),
    );
  }
  return { cells, missingRows, caption: captionBefore(inside, start), form, end };
}

const DEPTH = new Map(APPLICATION_ROWS["2021"].map((row) => [row.key, row.path.length]));

/**
 * What stands from a row's label to the next row's, the figures between the lines of either label included. Words in
 * the place of figures count as cells where they make up the row's columns with them; words behind the last figure (a
 * page's foot) are none otherwise.
 */
function rowFigures(stream: Stream, anchor: Anchor, next: Anchor | undefined): readonly Placed[] {
  const figures = next
    ? figuresBetween(stream, anchor.start, next.start)
    : [...figuresBetween(stream, anchor.start, anchor.end), ...figuresAfter(stream, anchor.end)];
  if (figures.filter(isPrinted).length === COUNT) return figures;
  const cells = cellsBetween(stream, anchor.end, next?.start ?? stream.flow.length);
  const last = cells.findLastIndex(({ at }) => stream.flow[at] === MARK);
  return exactly(cells, COUNT) ?? exactly(cells.slice(0, last + 1), COUNT) ?? figures;
}
