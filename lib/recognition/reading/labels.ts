import { editDistance, squash } from "../../document/text.ts";

/** Known labels correct what was nearly read as one of them. */

/** A number of a list, in brackets or before a mark, or what was read in its place. */
const NUMBER = /^\(?([^(、.,)]{1,4})[、.,)]/u;
const NUMERAL = /^(?:[一二三四五六七八九十百]+|\d+)$/u;

/**
 * Whether a text may have the label's number, or both have none: a number that does not stand there is not read into it,
 * and one that does is not another. Signs at its beginning may be what was left of one (－)、.
 */
function mayHaveNumberOf(label: string, text: string): boolean {
  const numberIn = (words: string) => NUMBER.exec(squash(words.normalize("NFKC")))?.[1];
  const [own, read] = [numberIn(label), numberIn(text)];
  if (own === undefined || !NUMERAL.test(own)) return read === undefined || !NUMERAL.test(read);
  if (read !== undefined) return !NUMERAL.test(read) || read === own;
  if (!/^\p{L}/u.test(text)) return true;
  // What begins with it may be no number but the label's own words (一、一般公共服务).
  if (!text.startsWith(own)) return false;
  const [body, key] = [keyOf(label).slice(own.length), keyOf(text)];
  return editDistance(key.slice(own.length), body) < editDistance(key, body);
}

const keyOf = (text: string): string => text.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");

const LABELS = {
  /** Characters; shorter texts are near to many labels, longer ones are prose. */
  shortest: 3,
  longest: 90,
  /** Characters that may differ, of the label's. */
  misread: 0.25,
} as const;

export class KnownLabels {
  readonly #labels: readonly { readonly text: string; readonly key: string }[];
  readonly #known = new Map<string, string | null>();

  constructor(labels: readonly string[]) {
    this.#labels = labels.map((text) => ({ text, key: keyOf(text) })).filter(({ key }) => key.length >= 2);
  }

  /** Whether a text is a label but for its punctuation. */
  has(text: string): boolean {
    const key = keyOf(text);
    return this.#labels.some((label) => label.key === key);
  }

  /** The label that a text is nearly, or null: few characters may differ, and no other label may be as near. */
  correct(text: string): string | null {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const found = this.#find(text);
    this.#known.set(text, found);
    return found;
  }

  #find(text: string): string | null {
    const key = keyOf(text);
    if (key.length < LABELS.shortest || key.length > LABELS.longest || this.#labels.some((label) => label.key === key))
      return null;
    let best: { text: string; key: string } | null = null;
    let least = Infinity;
    let second = Infinity;
    for (const label of this.#labels) {
      const most = Math.max(1, Math.floor(label.key.length * LABELS.misread));
      if (Math.abs(label.key.length - key.length) > most) continue;
      const distance = editDistance(key, label.key);
      if (distance > most) continue;
      if (distance < least) {
        second = least;
        least = distance;
        best = label;
      } else if (label.key !== best?.key) second = Math.min(second, distance);
    }
    return best && second > least && mayHaveNumberOf(best.text, text) ? best.text : null;
  }
}
