import { readCellText } from "../../cell-text.ts";
import type { FigureName } from "../../facts.ts";
import { REVIEW_COLUMNS, REVIEW_ROWS } from "../../form.ts";
import { labelKey } from "../../labels.ts";
import { NOTHING, type Printed, type TableLook } from "../look.ts";
import { figuresBetween, isPrinted, printed, run, type Stream } from "./stream.ts";
import { isTraced } from "./traces.ts";

/** Table 4, second look: the words before each run of figures name them. */

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

export function lookAtReview(stream: Stream, from: number): TableLook {
  const begin = from + (/^\ue000*/u.exec(stream.flow.slice(from))?.[0].length ?? 0);
  const rest = stream.flow.slice(begin);
  if (!/复议后起诉|未经复议直接起诉/u.test(rest)) return { ...NOTHING, count: isTraced("review", stream, begin) ? 1 : 0 };
  // Blanks between headings belong to the header, unless nothing else is the table's.
  const runs = [...rest.matchAll(/\ue000+/gu)].map((match) => ({
    from: begin + match.index,
    to: begin + match.index + match[0].length,
  }));
  const printedRuns = runs.filter(({ from: start, to }) => figuresBetween(stream, start, to).some(isPrinted));
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
