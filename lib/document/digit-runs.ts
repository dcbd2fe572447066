import { digitOf, type Script } from "./digits.ts";

/**
 * The runs of digits in a text, folded to ordinary ones: full-width, mathematical, circled and Chinese digits alike,
 * marks without width gone, blanks, line breaks, dots, slashes and hyphens between them as gaps.
 */

export interface Digit {
  /** 0–9, or the X that ends an identity number. */
  readonly sign: string;
  readonly offset: number;
  readonly length: number;
  readonly script: Script;
  /** What stands between it and the digit before: nothing that is seen, blanks, or a mark. */
  readonly gap: string;
  readonly newLine: boolean;
}

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/u;
const BLANK = /\s/u;
/** Comma and colon are none: they group amounts and times. */
const MARK = /[-‐‑‒–—―−.·•・‧∙⋅。/／\\_~～|]/u;
/** Characters; more is no gap within a number. */
const LONGEST_GAP = 16;
const X = /^[XxХхΧχ×]$/u;
export const NO_NUMBER_HAS_FEWER = 11;

/** Runs of digits with nothing but gaps between them, those that may hold a number. An X ends one. */
export function* runsIn(text: string): Generator<Digit[]> {
  let run: Digit[] = [];
  let gap = "";
  let newLine = false;
  let skipped = 0;
  for (let offset = 0; offset < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
    const { length } = character;
    const found = digitOf(character);
    const isX = found === null && run.length > 0 && X.test(character.normalize("NFKC"));
    if (found || isX) {
      run.push({
        sign: found?.sign ?? "X",
        script: found?.script ?? run.at(-1)?.script ?? "plain",
        offset,
        length,
        gap,
        newLine,
      });
      [gap, newLine, skipped] = ["", false, 0];
    } else if (run.length > 0 && !INVISIBLE.test(character)) {
      skipped += 1;
      if (BLANK.test(character)) {
        gap ||= " ";
        newLine ||= /[\n\r\u0085\u2028\u2029]/u.test(character);
      } else if (MARK.test(character)) gap = character;
      else skipped = Number.POSITIVE_INFINITY;
    }
    offset += length;
    if (isX || skipped > LONGEST_GAP) {
      if (run.length >= NO_NUMBER_HAS_FEWER) yield run;
      [run, gap, newLine, skipped] = [[], "", false, 0];
    }
  }
  if (run.length >= NO_NUMBER_HAS_FEWER) yield run;
}

/** The parts of a run that are each written in one way: ①13800001234 is an item's number and a telephone's. */
export function* byScript(run: readonly Digit[]): Generator<Digit[]> {
  let start = 0;
  for (let at = 1; at <= run.length; at++) {
    if (run[at]?.script === run[start]?.script) continue;
    if (start > 0 || at < run.length) yield run.slice(start, at);
    start = at;
  }
}

export const signsOf = (digits: readonly Digit[]): string => digits.map(({ sign }) => sign).join("");

export function endOf(digits: readonly Digit[]): number {
  const last = digits.at(-1);
  return last ? last.offset + last.length : 0;
}
