import { isNumbered } from "../document/numbering.ts";
import { squash } from "../document/text.ts";
import type { RollLine } from "./roll.ts";
import { middle, type Segment, type SplitLine } from "./segments.ts";

/** Which of a line's words are labels of rows of figures, and how labels stand beside their figures. */

/** Notes and continuation marks are lines of their own, whatever is above them. */
const NOTE = /^[（(]?(?:[备附]?注|说明|单位|续表|续上表|接上表|续前表)(?:[：:）)]|$)/u;
/** The block of a table that an article or a part of it heads. */
export const BLOCK_TITLE = /^第[一二三四五六七八九十百]+[条项]/u;
/** Distances in em. */
const LABELS = {
  /** Labels have their middle this far left of the figures. */
  leftOfFigures: 0.5,
  /** Line distances that differ by less are the same. */
  samePitch: 0.3,
} as const;

export const isNote = ({ line, segments, figures }: SplitLine) =>
  figures.length === 0 && (NOTE.test(squash(line.text)) || NOTE.test(squash(segments[0]?.text ?? "")));
export const startsBlock = ({ line, figures }: SplitLine) =>
  figures.length === 0 && BLOCK_TITLE.test(squash(line.text));

export type LabelsOf = (entry: SplitLine) => readonly Segment[];

/** Finds the labels: the segments left of the figures of their own block, since each header begins new columns. */
export function findLabels(region: readonly SplitLine[]): LabelsOf {
  const labels = new Map<SplitLine, readonly Segment[]>();
  let left = Infinity;
  let inHeader = false;
  for (const entry of region.toReversed()) {
    const first = entry.figures[0];
    if (first) {
      left = inHeader ? first.x0 : Math.min(left, first.x0);
      inHeader = false;
    }
    // A word among the figures is what a cell holds instead of a figure.
    const own = entry.segments.filter((segment) => middle(segment) <= left - LABELS.leftOfFigures * segment.size);
    if (!first && left < Infinity && own.length < entry.segments.length && !isNote(entry)) inHeader = true;
    labels.set(entry, own);
  }
  return (entry) => labels.get(entry) ?? [];
}

/**
 * True where each label begins on the line of its figures and goes on below it: the text of the cells stands at their
 * top.
 */
export function standsAtTop(region: readonly RollLine[], labels: LabelsOf): boolean {
  const isRow = (entry: RollLine | undefined) => entry !== undefined && entry.figures.length > 0;
  const isLoose = (entry: RollLine) =>
    !isRow(entry) && labels(entry).length === entry.segments.length && !isNote(entry) && !startsBlock(entry);
  const hasNumber = ({ segments }: SplitLine) => segments.some((segment) => isNumbered(segment.text));
  const first = region.findIndex(isRow);
  const body = region.slice(region.slice(0, first).findLastIndex((entry) => !isLoose(entry)) + 1);
  const loose = body.filter(isLoose);
  // Figures of another font may stand a little off.
  const labelY = (entry: RollLine) => labels(entry)[0]?.y ?? entry.line.y;
  // A label that begins above its figures stands nearer to them than to the row above.
  const nearerBelow = body.some((entry, index) => {
    const before = body[index - 1];
    if (!before || !isRow(before) || !isLoose(entry)) return false;
    const next = body.findIndex((other, at) => at > index && !isLoose(other));
    const [last, after] = [body[next - 1], body[next]];
    if (!last || !after || !isRow(after) || before.page !== after.page) return false;
    return labelY(entry) - labelY(before) > labelY(after) - labelY(last) + LABELS.samePitch * entry.line.size;
  });
  const isOff = (entry: RollLine, index: number) =>
    isRow(entry) &&
    labels(entry).length === 0 &&
    [body[index - 1], body[index + 1]].some((other) => other !== undefined && isLoose(other));
  return loose.length > 0 && !loose.some(hasNumber) && !nearerBelow && !body.some(isOff);
}
