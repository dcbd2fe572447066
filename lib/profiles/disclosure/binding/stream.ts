import { Converter } from "opencc-js/t2cn";
import type { FlatText } from "../../../document/document.ts";
import { halfWidth, squash } from "../../../document/text.ts";
import { readCellText } from "../cell-text.ts";
import type { FigureName, TableName, Template } from "../facts.ts";
import { APPLICATION_COLUMNS, APPLICATION_ROWS, PROACTIVE, proactiveRows, REVIEW_COLUMNS, REVIEW_ROWS } from "../form.ts";
import { labelKey } from "../labels.ts";
import { type Look, NOTHING, type Printed, type TableLook } from "./look.ts";
import { figureRun, isFigureText } from "./rows.ts";

/**
 * Second look: the flat text as one stream of words and figures. The official labels are searched in it one after the other, in the order of the form;
 * what stands between two labels belongs to the first. It knows nothing of cells, rows and columns, so it fails otherwise than the first look.
 */

/** In `flow` every figure is one such mark; every other character belongs to a word. */
const MARK = "\ue000";

interface Stream {
  /** Words without spaces and punctuation, figures as marks. */
  readonly flow: string;
  /** Text of the n-th mark. */
  readonly figures: readonly string[];
  /** Position of the n-th mark in `flow`. */
  readonly at: readonly number[];
  readonly blanksKept: boolean;
}

const simplified = Converter({ from: "t", to: "cn" });
/** Longer pieces are prose, of which no figure's label is part. */
const LONGEST_LABEL = 120;
const PROSE = "\ue001";
const LONGEST_FIGURE = 16;

function streamOf(flat: FlatText): Stream {
  const parts: string[] = [];
  const figures: string[] = [];
  const at: number[] = [];
  let length = 0;
  const push = (part: string) => {
    parts.push(part);
    length += part.length;
  };
  for (const piece of flat.pieces) {
    if (isFigureText(piece) || isDamagedFigure(piece)) {
      if (!flat.blanksKept && piece.trim() === "") continue;
      figures.push(piece);
      at.push(length);
      push(MARK);
    } else if (piece.length > LONGEST_LABEL) push(PROSE);
    else
      push(
        simplified(halfWidth(squash(piece)).replace(/\[bookmark:[^\]]*\]/gu, ""))
          .replace(/[^\p{Script=Han}\p{L}\p{N}]/gu, "")
          .replaceAll("其它", "其他")
          .replaceAll("合计", "总计"),
      );
  }
  return { flow: parts.join(""), figures, at, blanksKept: flat.blanksKept };
}

/** What stands in the place of a figure and is none: 5*, 12?, l0, 约5. A number alone with a dot may begin a label that was broken. */
const isDamagedFigure = (piece: string): boolean =>
  piece.length <= LONGEST_FIGURE &&
  /\d/u.test(halfWidth(piece)) &&
  /^[约近\P{Script=Han}]+$/u.test(piece) &&
  !/^\s*[(（]?\d{1,2}[)）.．、]*\s*$/u.test(piece);

export function lookAtStream(flat: FlatText): Look {
  const stream = streamOf(flat);
  const applications = lookAtApplications(stream);
  return { proactive: lookAtProactive(stream, applications.start), applications: applications.look, review: lookAtReview(stream, applications.end) };
}

const figuresBetween = (stream: Stream, from: number, to: number): { text: string; at: number }[] =>
  stream.at.flatMap((position, i) => (position >= from && position < to ? [{ text: stream.figures[i] ?? "", at: position }] : []));

/** The marks that follow a position at once. */
function figuresAfter(stream: Stream, from: number): { text: string; at: number }[] {
  let to = from;
  while (stream.flow[to] === MARK) to += 1;
  return figuresBetween(stream, from, to);
}

/**
 * A number stands by itself where blanks are lost; where they are kept, a surplus of blanks is filler: of a merged label before (`lead`) or after the figures.
 */
function run(stream: Stream, figures: readonly { text: string }[], count: number, lead: number | null = 0): readonly { text: string }[] | null {
  if (!stream.blanksKept) return figures.length === count ? figures : null;
  const whole = figureRun(figures, count, lead);
  // As many numbers as the row has columns are its figures, whatever blanks a page's layout seemed to show between them.
  const numbers = figures.filter(isPrinted);
  return whole ?? (numbers.length === count ? numbers : null);
}

const isPrinted = (figure: { text: string }): boolean => readCellText(figure.text).kind !== "blank";
const printed = (text: string): Printed => ({ text, ...readCellText(text) });

/* ---- table 3 ---- */

/** `key` in the stream from `from` on; figures may stand between its lines, where a label was broken around them. */
function find(stream: Stream, key: string, from: number, to: number): { start: number; end: number } | null {
  const whole = stream.flow.indexOf(key, from);
  if (whole >= 0 && whole < to) return { start: whole, end: whole + key.length };
  const broken = new RegExp([...key].join(`${MARK}*`), "gu");
  broken.lastIndex = from;
  const match = broken.exec(stream.flow);
  return match && match.index < to ? { start: match.index, end: match.index + match[0].length } : null;
}

interface Anchor {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const applicationKey = (key: string, path: readonly string[]): string => (key === "otherHandling.other" ? "3其他" : labelKey(path.at(-1) ?? ""));

const ROW_KEYS = [...new Set(Object.values(APPLICATION_ROWS).flatMap((rows) => rows.map((row) => labelKey(row.path.at(-1) ?? ""))))];
const PART = 6;

/** Beginning and end of a long label, where no other row's label holds them: what a misprint may have left. */
const partsOf = (key: string): string[] =>
  key.length > 8 ? [key.slice(0, PART), key.slice(-PART)].filter((part) => ROW_KEYS.filter((other) => other.includes(part)).length === 1) : [];

function anchorsOf(stream: Stream, form: Template, from: number): { anchors: Anchor[]; missing: string[] } {
  const anchors: Anchor[] = [];
  const missing: string[] = [];
  let cursor = from;
  for (const row of APPLICATION_ROWS[form]) {
    const key = applicationKey(row.key, row.path);
    let found = find(stream, key, cursor, stream.flow.length);
    if (!found && row.key === "otherHandling.other") found = find(stream, `其他${MARK}`, cursor, stream.flow.length);
    // Two short labels that stand elsewhere too: only with a figure behind them.
    while (
      found &&
      (row.key === "resultTotal" || row.key === "otherHandling.other") &&
      stream.flow[found.end] !== MARK &&
      stream.flow[found.end - 1] !== MARK
    )
      found = find(stream, key, found.end, stream.flow.length);
    for (const part of found ? [] : partsOf(key)) found ??= find(stream, part, cursor, stream.flow.length);
    if (!found) {
      missing.push(`applications.${row.key}`);
      continue;
    }
    const end = stream.flow[found.end - 1] === MARK ? found.end - 1 : found.end;
    anchors.push({ key: row.key, start: found.start, end });
    cursor = end;
  }
  return { anchors, missing };
}

function lookAtApplications(stream: Stream): { look: TableLook; start: number; end: number } {
  const first = labelKey(APPLICATION_ROWS["2021"][0]?.path[0] ?? "");
  const starts: number[] = [];
  for (let at = stream.flow.indexOf(first); at >= 0; at = stream.flow.indexOf(first, at + 1))
    if (figuresAfter(stream, at + first.length).length > 0) starts.push(at);
  const start = starts[0];
  if (start === undefined) return { look: { ...NOTHING, count: TRACES.applications.test(stream.flow) ? 1 : 0 }, start: stream.flow.length, end: 0 };
  const limit = starts[1] ?? stream.flow.length;
  const inside: Stream = { ...stream, flow: stream.flow.slice(0, limit) };
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
      figures: next ? rowFigures(inside, anchor, next) : figuresAfter(inside, anchor.end),
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
  const lastPrinted = figures.findLast((figure) => readCellText(figure.text).kind !== "blank");
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

/* ---- table 2 ---- */

function lookAtProactive(stream: Stream, until: number): TableLook {
  const keysOf = (form: Template) => new Set(PROACTIVE[form].flatMap((block) => block.columns.map((column) => labelKey(column.label))));
  const isHeader = (key: string, at: number) => at >= 0 && at < until && stream.flow.slice(at + key.length, at + key.length + 60).includes(MARK);
  const votes = (form: Template, other: Template) =>
    [...keysOf(form)].filter((key) => !keysOf(other).has(key) && isHeader(key, wholeIndex(stream.flow, key, form))).length;
  const votes2021 = votes("2021", "2019");
  const votes2019 = votes("2019", "2021");
  if (votes2021 + votes2019 === 0) return lookAtHeadlessProactive(stream, until);
  const form: Template = votes2019 > votes2021 ? "2019" : "2021";
  return proactiveOf(stream, until, form);
}

/** 处理决定数量 is part of 本年处理决定数量: the longer label must not count for the shorter. */
function wholeIndex(flow: string, key: string, form: Template): number {
  for (let at = flow.indexOf(key); at >= 0; at = flow.indexOf(key, at + 1)) if (form === "2021" || flow.slice(at - 2, at) !== "本年") return at;
  return -1;
}

/** Headers cut to their beginning: 采购 and 其他对外管理服务 stand in the form of 2019 alone. */
function lookAtHeadlessProactive(stream: Stream, until: number): TableLook {
  const corner = stream.flow.indexOf("信息内容");
  if (corner < 0 || corner >= until) return { ...NOTHING, count: TRACES.proactive.test(stream.flow.slice(0, until)) ? 1 : 0 };
  const form: Template = /政府集中采购\ue000|其他对外管理服务事项\ue000/u.test(stream.flow.slice(corner, until)) ? "2019" : "2021";
  return proactiveOf(stream, until, form);
}

function proactiveOf(stream: Stream, until: number, form: Template): TableLook {
  const cells = new Map<FigureName, Printed>();
  const missingRows: string[] = [];
  let count = 0;
  let cursor = 0;
  for (const row of proactiveRows(form)) {
    const keys = row.key === "normativeDocuments" ? ["规范性文件"] : [labelKey(row.label)];
    const at = keys
      .map((key) => stream.flow.indexOf(key + MARK, cursor) + key.length)
      .find((position, i) => position >= (keys[i]?.length ?? 0) && position < until);
    if (at === undefined) {
      missingRows.push(`proactive.${row.key}`);
      continue;
    }
    const header = stream.flow.slice(cursor, at);
    const order = columnOrder(
      header,
      row.columns.map((column) => ({ key: column.key, text: labelKey(column.label) })),
    );
    const figures = figuresAfter(stream, at);
    run(stream, figures, order.length)?.forEach((figure, i) => cells.set(`proactive.${row.key}.${order[i]}`, printed(figure.text)));
    if (row.key === "regulations") {
      const again = `${keys[0]}${MARK}`;
      for (let i = stream.flow.indexOf(again); i >= 0 && i < until; i = stream.flow.indexOf(again, i + 1)) count += 1;
    }
    cursor = at;
  }
  return { ...NOTHING, cells, count: Math.max(count, 1), form, missingRows: cells.size === 0 ? [] : missingRows };
}

/** The columns in the order in which their labels stand before the row; the official order where a label is not whole. */
function columnOrder(header: string, columns: readonly { key: string; text: string }[]): string[] {
  const positions = columns.map((column) => ({ key: column.key, at: header.lastIndexOf(column.text) }));
  return positions.every((column) => column.at >= 0)
    ? positions.toSorted((a, b) => a.at - b.at).map((column) => column.key)
    : columns.map((column) => column.key);
}

/* ---- table 4 ---- */

const OUTCOME_KEYS = REVIEW_COLUMNS.map((column) => labelKey(column.label));
const GROUP_KEYS = REVIEW_ROWS.map((row) => labelKey(row.path.at(-1) ?? ""));
const OUTCOME = new RegExp(OUTCOME_KEYS.join("|"), "gu");
const GROUP = new RegExp(GROUP_KEYS.join("|"), "gu");
const FIVE = OUTCOME_KEYS.length;
const isRepeated = (sequence: readonly string[], unit: readonly string[]): boolean =>
  sequence.length % unit.length === 0 && sequence.every((item, i) => item === unit[i % unit.length]);
const wordsIn = (text: string, words: RegExp): string[] => (text.match(words) ?? []).filter((word, i, all) => words !== GROUP || word !== all[i - 1]);

/** What stands before figures of table 4: the words since the last figures, and all words that head the table they stand in. */
interface Lead {
  readonly words: string;
  readonly header: string;
}

function lookAtReview(stream: Stream, from: number): TableLook {
  const begin = from + (/^\ue000*/u.exec(stream.flow.slice(from))?.[0].length ?? 0);
  const rest = stream.flow.slice(begin);
  if (!/复议后起诉|未经复议直接起诉/u.test(rest)) return { ...NOTHING, count: TRACES.review.test(rest) ? 1 : 0 };
  // Blanks between headings belong to the header, unless nothing else is the table's.
  const runs = [...rest.matchAll(/\ue000+/gu)].map((match) => ({
    from: begin + match.index,
    to: begin + match.index + match[0].length,
  }));
  const printedRuns = runs.filter(({ from: start, to }) =>
    figuresBetween(stream, start, to).some((figure) => readCellText(figure.text).kind !== "blank"),
  );
  const look = lookAtRuns(stream, begin, printedRuns);
  return look.cells.size > 0 ? look : lookAtRuns(stream, begin, runs);
}

function lookAtRuns(stream: Stream, begin: number, runs: readonly { readonly from: number; readonly to: number }[]): TableLook {
  const cells = new Map<FigureName, Printed>();
  let wordsFrom = begin;
  let tableFrom = begin;
  let count = 1;
  for (const { from: start, to } of runs) {
    const words = stream.flow.slice(wordsFrom, start);
    // All five outcomes again: another table, or the same one again.
    if (wordsIn(words, OUTCOME).length >= FIVE) tableFrom = wordsFrom;
    const named = namesOf({ words, header: stream.flow.slice(tableFrom, start) });
    const figures = named && run(stream, figuresBetween(stream, start, to), named.length);
    if (named?.some((name) => cells.has(name))) count += figures?.some((figure) => readCellText(figure.text).kind === "number") ? 1 : 0;
    else figures?.forEach((figure, i) => cells.set(named?.[i] ?? "", printed(figure.text)));
    wordsFrom = to;
  }
  return { ...NOTHING, cells, count };
}

/** The figures that follow words: of a row, where they end with a proceeding or with one outcome; else of a whole table. Null where they name none. */
function namesOf({ words, header }: Lead): FigureName[] | null {
  const groups = wordsIn(header, GROUP);
  const outcomes = wordsIn(header, OUTCOME);
  const row = REVIEW_ROWS.find((_, i) => words.endsWith(GROUP_KEYS[i] ?? ""));
  const column = REVIEW_COLUMNS.find((_, i) => words.endsWith(OUTCOME_KEYS[i] ?? ""));
  if (row) return outcomes.join() === OUTCOME_KEYS.join() ? REVIEW_COLUMNS.map(({ key }) => `review.${row.key}.${key}`) : null;
  const keys = groups.flatMap((group) => REVIEW_ROWS[GROUP_KEYS.indexOf(group)]?.key ?? []);
  if (column && wordsIn(words, OUTCOME).length === 1 && groups.length > 1) return keys.map((key) => `review.${key}.${column.key}`);
  const whole = outcomes.length === keys.length * FIVE && isRepeated(outcomes, OUTCOME_KEYS);
  // Outcomes cut short prove no other order: then only a whole official table stands below.
  const cut = outcomes.length < keys.length * FIVE && groups.join() === GROUP_KEYS.join();
  return whole || cut ? keys.flatMap((key) => REVIEW_COLUMNS.map((outcome) => `review.${key}.${outcome.key}`)) : null;
}

/* ---- traces ---- */

/** What proves that a table stands in the document though none of its figures could be told: labels that stand side by side in no prose. */
const TRACES: Readonly<Record<TableName, RegExp>> = {
  proactive: /(?:规章|规范性文件|行政许可|行政处罚|行政强制|行政事业性收费)\ue000|信息内容本年|制发件数本年|新制作数量本年/u,
  applications: /申请数量\ue000|商业企业科研机构|(?:属于国家秘密|不掌握相关政府信息|重复申请|继续办理)\ue000/u,
  review: /结果维持(?:结果)?纠正|结果维持\ue000|尚未审结(?:总计|\ue000)/u,
};
