import { editDistance, halfWidth, squash } from "../../document/text.ts";
import { remembering } from "./remembering.ts";
import { simplified } from "./simplified.ts";

const NUMBERING =
  /^(?:第?[一二三四五六七八九十]+[、.,:)]|[(][一二三四五六七八九十]+[)][、.]?|[(]?\d{1,2}[)、.,](?!\d)|\d(?=\p{Script=Han})|[\u2460-\u249b\u24ea]|[-·•*#]+)/u;
/** Word's bookmark marks and the pinyin glosses of mirror sites. */
const RESIDUE = /\[bookmark:[^\][]*\]|(?<=\p{Script=Han})\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]+\)/gu;
/** A bracket around a number whose other half was lost: another opens before it closes. */
const UNCLOSED = /^\((?=[^()]*\()/u;

/**
 * What a label says, for comparison: simplified characters, without spaces, numbering, bracketed remarks and
 * punctuation.
 */
export const labelKey = remembering((text) => computeKey(text, simplified));

/** The same of words that the official forms print: they are in simplified characters already. */
export const officialKey = (text: string): string => computeKey(text, (official) => official);

function computeKey(text: string, inSimplified: (text: string) => string): string {
  let key = halfWidth(squash(text.length > 300 ? text.slice(0, 300) : text))
    .replace(RESIDUE, "")
    .replace(UNCLOSED, "");
  for (
    let numbering = NUMBERING.exec(key);
    numbering && numbering[0].length < key.length;
    numbering = NUMBERING.exec(key)
  )
    key = key.slice(numbering[0].length);
  const withoutRemarks = key.replace(/\([^()]*\)?/gu, "");
  return inSimplified(withoutRemarks === "" ? key : withoutRemarks)
    .replace(/[^\p{Script=Han}\p{L}\p{N}]/gu, "")
    .replaceAll("其它", "其他");
}

/** A label that the form prescribes, with the other wordings it goes by. */
export interface Label<Id> {
  readonly id: Id;
  readonly official: string;
  readonly keys: readonly string[];
}

export const label = <Id>(id: Id, official: string, ...aliases: string[]): Label<Id> => ({
  id,
  official,
  keys: [official, ...aliases].map(officialKey),
});

interface LabelMatch<Id> {
  readonly label: Label<Id>;
  /** True where the printed label is only the beginning of the official one. */
  readonly cut: boolean;
}

/**
 * The label of which `text` is a wording: whole, or with a misprint or two that leave no doubt; null where none or
 * several fit. Of rows that have the same label the first.
 */
export function matchLabel<Id>(text: string, labels: readonly Label<Id>[]): LabelMatch<Id> | null {
  const key = labelKey(text);
  if (key === "") return null;
  const whole = labels.find((candidate) => candidate.keys.includes(key));
  if (whole) return { label: whole, cut: false };
  if (key.length < 5 || key.length > 60) return null;
  const near = labels.filter((candidate) => candidate.keys.some((official) => isMisprint(key, official)));
  const [first] = near;
  return first && near.every(({ official }) => official === first.official) ? { label: first, cut: false } : null;
}

/** The labels that begin with `text`, which is shorter than they are: a header of which the second line was lost. */
export function matchCutLabel<Id>(text: string, labels: readonly Label<Id>[]): readonly Label<Id>[] {
  const key = labelKey(text);
  return key.length < 2
    ? []
    : labels.filter((candidate) =>
        candidate.keys.some((official) => official.length > key.length && official.startsWith(key)),
      );
}

/** Whether a label's key differs from an official one by a misprint or two; short labels leave no room for any. */
export function isMisprint(key: string, official: string): boolean {
  const allowed = official.length >= 12 ? 2 : official.length >= 6 ? 1 : 0;
  return allowed > 0 && Math.abs(key.length - official.length) <= allowed && editDistance(key, official) <= allowed;
}
