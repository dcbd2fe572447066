import { digitOf } from "../../../document/digits.ts";
import { findQuantities, type Quantity } from "../../common/numerals.ts";
import { simplified } from "../../common/simplified.ts";
import { GLOSS } from "../../common/wording.ts";
import { CARRIES, NAMED, TERMS, TIMES } from "./terms.ts";

/**
 * Prose made ready for a small grammar. A sentence becomes a string in which Chinese words stay and what a grammar
 * need not spell out is one letter:
 *
 *   Q exact count (4件)   A approximate (120余件)   B bare number (6)   O number of something else (3人, 100%)
 *   Y this year in words (本年, 全年)   y this year in digits   P last year in words   p last year in digits
 *   N next year   n next year in digits   D another year   E a part of a year or several years
 *   C a comparison with another year   T several channels (网络、信函等方式)
 *   S applications for disclosure (政府信息公开申请)   G 依申请公开 alone   g 依申请公开政府信息: an application or
 * what was disclosed
 *   I carried over from last year   F carried forward to next year
 *   R 行政复议   L 行政诉讼   U 未经复议直接起诉   W 复议后起诉
 *
 * Clause marks are , ; : ( ) in half width and 、 as it is.
 */
export interface Sentence {
  readonly code: string;
  /** The number behind a Q, A, B or O. */
  readonly quantity: (index: number) => Quantity | null;
  /** As printed. */
  readonly text: string;
}

/** The year that prose speaks of. */
export interface ProseYear {
  /** Null where it is not known. */
  readonly year: number | null;
  /** The prose names it, so that other years are meant as such. */
  readonly sure: boolean;
}

interface Symbol {
  readonly letter: string;
  readonly from: number;
  readonly to: number;
  readonly quantity: Quantity | null;
}

const simple = new Map<string, string>();
/** One character at a time, so that each keeps its place. */
function simplifiedOne(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return character;
  const known = simple.get(character) ?? simplified(character);
  simple.set(character, known);
  return known;
}

/** Quotation marks and emphasis say nothing about figures; white space may stand anywhere. */
const DROPPED = /[\s\u00a0\u200b-\u200f\ufeff“”"「」『』‘’'*#>]/u;

const normal = (character: string): string => {
  const half =
    character >= "\uff01" && character <= "\uff5e" ? String.fromCharCode(character.charCodeAt(0) - 0xfee0) : character;
  if (half === "—" || half === "–" || half === "－" || half === "~") return "-";
  if (half === "[" || half === "【" || half === "〔") return "(";
  if (half === "]" || half === "】" || half === "〕") return ")";
  return /[A-Za-z]/u.test(half) ? "·" : simplifiedOne(half);
};

const codes = new WeakMap<readonly Symbol[], string>();

/** The letters of the symbols in a row; they are asked for once a pattern, and most patterns change nothing. */
function codeOf(symbols: readonly Symbol[]): string {
  const known = codes.get(symbols);
  if (known !== undefined) return known;
  const code = symbols.map((symbol) => symbol.letter).join("");
  codes.set(symbols, code);
  return code;
}

function fold(
  symbols: readonly Symbol[],
  pattern: RegExp,
  letter: string | ((match: RegExpMatchArray) => string),
): readonly Symbol[] {
  const code = codeOf(symbols);
  const out: Symbol[] = [];
  let done = 0;
  for (const match of code.matchAll(pattern)) {
    const first = symbols[match.index];
    const last = symbols[match.index + match[0].length - 1];
    if (!first || !last) continue;
    out.push(...symbols.slice(done, match.index));
    out.push({
      letter: typeof letter === "string" ? letter : letter(match),
      from: first.from,
      to: last.to,
      quantity: null,
    });
    done = match.index + match[0].length;
  }
  return out.length === 0 ? symbols : [...out, ...symbols.slice(done)];
}

/** A year in digits as the year reported on, the one before it, the one after it, or another. */
function letterOfYear(digits: string, year: number | null): string {
  const stated = Number([...digits].map((character) => digitOf(character)?.sign ?? character).join(""));
  if (year === null || Number.isNaN(stated)) return "D";
  return stated === year ? "y" : stated === year - 1 ? "p" : stated === year + 1 ? "n" : "D";
}

const COUNT_UNITS = /^(?:件|份|条|條|起|宗|次|人次|项|項|个|個|例|封|单|笔|件次|人件)$/u;

function letterOf(quantity: Quantity): string {
  if (!quantity.exact) return "A";
  if (!Number.isInteger(quantity.value)) return "O";
  if (quantity.unit === "") return "B";
  return COUNT_UNITS.test(quantity.unit) ? "Q" : "O";
}

/** One sentence in the alphabet above. */
export function encode(text: string, prose: ProseYear): Sentence {
  const { year, sure } = prose;
  const key = `${year} ${sure} ${text}`;
  const known = encoded.get(key);
  if (known) return known;
  if (encoded.size >= MOST_ENCODED) encoded.clear();
  const sentence = encodeAnew(text, prose);
  encoded.set(key, sentence);
  return sentence;
}

/** Several rules listen to the same sentences. */
const encoded = new Map<string, Sentence>();
const MOST_ENCODED = 500;

function encodeAnew(text: string, { year, sure }: ProseYear): Sentence {
  const characters: Symbol[] = [];
  const glosses = new Set(
    [...text.matchAll(GLOSS)].flatMap((match) => Array.from(match[0], (_, index) => match.index + index)),
  );
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? "";
    if (!glosses.has(i) && !DROPPED.test(character))
      characters.push({ letter: normal(character), from: i, to: i + 1, quantity: null });
  }
  let symbols: readonly Symbol[] = characters;
  for (const [pattern, letter] of TIMES) {
    const named = ({ groups }: RegExpMatchArray): string =>
      groups?.y ? letterOfYear(groups.y.slice(0, 4), year) : "Y";
    symbols = fold(symbols, pattern, letter === NAMED ? named : letter);
  }
  const code = codeOf(symbols);
  const counted: Symbol[] = [];
  let done = 0;
  for (const quantity of findQuantities(code)) {
    if (quantity.start < done) continue;
    counted.push(...symbols.slice(done, quantity.start));
    const from = symbols[quantity.start]?.from ?? 0;
    const to = symbols[quantity.end - 1]?.to ?? text.length;
    counted.push({ letter: letterOf(quantity), from, to, quantity });
    done = quantity.end;
  }
  symbols = [...counted, ...symbols.slice(done)];
  for (const [pattern, letter] of TERMS) symbols = fold(symbols, pattern, letter);
  for (const [pattern, letter] of CARRIES[sure ? "sure" : "unsure"]) symbols = fold(symbols, pattern, letter);
  return {
    code: codeOf(symbols),
    quantity: (index) => symbols[index]?.quantity ?? null,
    text: text.trim(),
  };
}
