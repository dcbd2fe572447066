import { type Label, label, labelKey, matchCutLabel, matchLabel } from "../../common/labels.ts";
import { LITIGATION, REVIEW_COLUMNS, REVIEW_ROWS } from "../form.ts";

/**
 * The headings of table 4: which kind of proceeding, which outcome. Offices write them whole, apart, or several in one
 * cell.
 */

export type Group = "reconsideration" | "litigation" | "litigationDirect" | "litigationAfterReconsideration";
export type Heading = { readonly group: Group } | { readonly outcome: string };

const GROUPS: readonly Label<Group>[] = [
  ...REVIEW_ROWS.map(({ key, path, aliases }) => label(key as Group, path.at(-1) ?? "", ...aliases)),
  label<Group>("litigation", LITIGATION),
];
export const OUTCOMES: readonly Label<string>[] = REVIEW_COLUMNS.map((column) =>
  label(column.key, column.label, ...column.aliases),
);
/** Words beside the headings that say nothing of their own. */
const FILLERS = ["政府信息公开", "情况", "案件", "数量", "件数", "统计", "结果为", "的", "类", "表", "数"];

interface Word {
  readonly key: string;
  readonly heading: Heading | null;
}
const WORDS: readonly Word[] = [
  ...GROUPS.flatMap(({ id, keys }) => keys.map((key): Word => ({ key, heading: { group: id } }))),
  ...OUTCOMES.flatMap(({ id, keys }) => keys.map((key): Word => ({ key, heading: { outcome: id } }))),
  ...FILLERS.map((key): Word => ({ key, heading: null })),
].toSorted((a, b) => b.key.length - a.key.length);
const LONGEST = 40;

/** The headings that a text consists of, in their order; none where it says anything else. */
export function headingsIn(text: string): readonly Heading[] {
  if (text.length > 2 * LONGEST) return [];
  // A remark in brackets behind a word is part of the heading here: 行政诉讼（复议后起诉）.
  const key = labelKey(text.replace(/(?<=\S)\s*[(（]([^()（）]*)[)）]/gu, "$1"));
  const headings: Heading[] = [];
  for (let at = 0; at < key.length; ) {
    const word = WORDS.find((candidate) => key.startsWith(candidate.key, at));
    if (!word) return misprinted(text);
    if (word.heading) headings.push(word.heading);
    at += word.key.length;
  }
  return headings;
}

function misprinted(text: string): readonly Heading[] {
  const group = matchLabel(text, GROUPS);
  if (group) return [{ group: group.label.id }];
  const outcome = matchLabel(text, OUTCOMES);
  return outcome ? [{ outcome: outcome.label.id }] : [];
}

export const isGroup = (heading: Heading): heading is { readonly group: Group } => "group" in heading;
export const groupsAmong = (headings: readonly Heading[]): Group[] =>
  headings.flatMap((heading) => (isGroup(heading) ? [heading.group] : []));
export const outcomesAmong = (headings: readonly Heading[]): string[] =>
  headings.flatMap((heading) => (isGroup(heading) ? [] : [heading.outcome]));

/** The headings that a text may be the beginning of. */
export const cutOutcomes = (text: string): readonly string[] => matchCutLabel(text, OUTCOMES).map(({ id }) => id);

/**
 * The one proceeding that groups name together, the outer one 行政诉讼 left out; null where they name none or several.
 */
export function proceedingOf(groups: readonly Group[]): Exclude<Group, "litigation"> | null {
  const inner = new Set(
    groups.filter((kind) => kind === "litigationDirect" || kind === "litigationAfterReconsideration"),
  );
  const named = inner.size > 0 ? inner : new Set(groups);
  const [kind] = named;
  return named.size === 1 && kind && kind !== "litigation" ? kind : null;
}
