import { readCellText } from "../../../common/cell-text.ts";
import type { FigureName } from "../../../common/facts.ts";
import { officialKey } from "../../../common/labels.ts";
import { REVIEW_COLUMNS, REVIEW_ROWS } from "../../form.ts";
import { together } from "../copies.ts";
import { NOTHING, type Printed, type TableLook } from "../look.ts";
import { cellsBetween, exactly, figuresBetween, isPrinted, type Placed, printed, run, type Stream } from "./stream.ts";
import { isTraced } from "./traces.ts";

/** Table 4, second look: the words before each run of figures name them. */

const OUTCOME_KEYS = REVIEW_COLUMNS.map((column) => officialKey(column.label));
const GROUP_KEYS = REVIEW_ROWS.map((row) => officialKey(row.path.at(-1) ?? ""));
const OUTCOME = new RegExp(OUTCOME_KEYS.join("|"), "gu");
const GROUP = new RegExp(GROUP_KEYS.join("|"), "gu");
const FIVE = OUTCOME_KEYS.length;
const isRepeated = (sequence: readonly string[], unit: readonly string[]): boolean =>
  sequence.length % unit.length === 0 && sequence.every((item, i) => item === unit[i % unit.length]);
const wordsIn = (text: string, words: RegExp): string[] =>
  (text.match(words) ?? []).filter((word, i, all) => words !== GROUP || word !== all[i - 1]);

/**
 * What stands before figures of table 4: the words since the last figures, and all words that head the table they stand
 * in.
 */
interface Lead {
  readonly words: string;
  readonly header: string;
}

export function lookAtReview(stream: Stream, from: number): TableLook {
  const begin = from + (/^\ue000*/u.exec(stream.flow.slice(from))?.[0].length ?? 0);
  const rest = stream.flow.slice(begin);
  if (!/复议后起诉|未经复议直接起诉/u.test(rest))
    return { ...NOTHING, count: isTraced("review", stream, begin) ? 1 : 0 };
  const runs = [...rest.matchAll(/\ue000+/gu)].map((match) =>
    figuresBetween(stream, begin + match.index, begin + match.index + match[0].length),
  );
  const whole = REVIEW_ROWS.length * FIVE;
  let best: TableLook = { ...NOTHING, count: 1 };
  // Blanks between headings belong to the header, unless nothing else is the table's; words fill cells where figures
  // alone don't make up the table.
  for (const candidates of [
    () => runs.filter((figures) => figures.some(isPrinted)),
    () => wordRuns(stream, begin),
    () => runs,
  ]) {
    const look = lookAtRuns(stream, begin, candidates());
    if (look.cells.size > best.cells.size) best = look;
    if (best.cells.size === whole) break;
  }
  return best;
}

/** Runs of cells with words in some of them: between two pieces that are no cells. */
function wordRuns(stream: Stream, begin: number): (readonly Placed[])[] {
  const found: (readonly Placed[])[] = [];
  let from = begin;
  for (const piece of stream.pieces) {
    if (piece.from < from) continue;
    const cells = cellsBetween(stream, piece.from, stream.flow.length);
    if (cells.some(isPrinted)) found.push(cells);
    from = Math.max(piece.to, cells.at(-1)?.end ?? 0);
  }
  return found;
}

function lookAtRuns(stream: Stream, begin: number, runs: readonly (readonly Placed[])[]): TableLook {
  const copies: {
    readonly cells: Map<FigureName, Printed>;
    readonly missingRows: readonly string[];
    readonly caption: string;
  }[] = [];
  let wordsFrom = begin;
  let tableFrom = begin;
  for (const cells of runs) {
    const start = cells[0]?.at ?? begin;
    const words = stream.flow.slice(wordsFrom, start);
    // All five outcomes again: another table, or the same one again.
    if (wordsIn(words, OUTCOME).length >= FIVE) tableFrom = wordsFrom;
    const named = namesOf({ words, header: stream.flow.slice(tableFrom, start) });
    const figures = (named && (run(stream, cells, named.length) ?? exactly(cells, named.length))) ?? [];
    const again = named?.some((name) => copies.at(-1)?.cells.has(name)) === true;
    const begins = again
      ? figures.some((figure) => readCellText(figure.text).kind === "number")
      : copies.length === 0 && figures.length > 0;
    if (begins) copies.push({ cells: new Map(), missingRows: [], caption: words.replace(/^.*年度报告/u, "") });
    if (begins || !again)
      for (const [i, figure] of figures.entries()) copies.at(-1)?.cells.set(named?.[i] ?? "", printed(figure.text));
    wordsFrom = cells.at(-1)?.end ?? start;
  }
  return { ...NOTHING, ...together(copies), count: Math.max(copies.length, 1) };
}

/**
 * The figures that follow words: of a row, where they end with a proceeding or with one outcome; else of a whole table.
 * Null where they name none.
 */
function namesOf({ words, header }: Lead): FigureName[] | null {
  const groups = wordsIn(header, GROUP);
  const outcomes = wordsIn(header, OUTCOME);
  const row = REVIEW_ROWS.find((_, i) => words.endsWith(GROUP_KEYS[i] ?? ""));
  const column = REVIEW_COLUMNS.find((_, i) => words.endsWith(OUTCOME_KEYS[i] ?? ""));
  if (row)
    return outcomes.join() === OUTCOME_KEYS.join() ? REVIEW_COLUMNS.map(({ key }) => `review.${row.key}.${key}`) : null;
  // All fifteen outcomes below proceedings in their order, one of which is garbled.
  const isOneLost =
    outcomes.length === GROUP_KEYS.length * FIVE &&
    groups.length === GROUP_KEYS.length - 1 &&
    groups.join() === GROUP_KEYS.filter((group) => groups.includes(group)).join();
  const keys = (isOneLost ? GROUP_KEYS : groups).flatMap((group) => REVIEW_ROWS[GROUP_KEYS.indexOf(group)]?.key ?? []);
  if (column && wordsIn(words, OUTCOME).length === 1 && groups.length > 1)
    return keys.map((key) => `review.${key}.${column.key}`);
  const whole = outcomes.length === keys.length * FIVE && isRepeated(outcomes, OUTCOME_KEYS);
  // Outcomes cut short prove no other order: then only a whole official table stands below.
  const cut = outcomes.length < keys.length * FIVE && groups.join() === GROUP_KEYS.join();
  return whole || cut ? keys.flatMap((key) => REVIEW_COLUMNS.map((outcome) => `review.${key}.${outcome.key}`)) : null;
}
