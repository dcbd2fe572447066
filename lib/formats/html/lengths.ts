/** Lengths of CSS in pixels. */
interface Measures {
  /** Size of the element's text, and of the root's. */
  readonly em: number;
  readonly rem: number;
  /** What 100 % is; undefined where nobody knows. */
  readonly whole?: number;
}

const UNITS: Readonly<Record<string, number>> = {
  px: 1,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
};
/** Of a desktop window of 1280 by 720 pixels. */
const WINDOW: Readonly<Record<string, number>> = { w: 12.8, h: 7.2, i: 12.8, b: 7.2, min: 7.2, max: 12.8 };

function unitIn(unit: string, { em, rem, whole }: Measures): number | undefined {
  if (unit === "em" || unit === "ic" || unit === "lh") return em;
  if (unit === "rem" || unit === "rlh") return rem;
  if (unit === "ex" || unit === "ch" || unit === "cap") return em / 2;
  if (unit === "%") return whole === undefined ? Number.NaN : whole / 100;
  return UNITS[unit] ?? WINDOW[/^[sdl]?v(w|h|i|b|min|max)$/u.exec(unit)?.[1] ?? ""];
}

const NUMBER = "[+-]?(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40})(?:e[+-]?\\d{1,3})?";
/** Whether a text is a number as CSS writes it, or a share. */
export const isNumber = (text: string): boolean => NUMBER_ONLY.test(text);
const NUMBER_ONLY = new RegExp(`^${NUMBER}(?:%|deg)?$`, "iu");
const LENGTH = new RegExp(`^(${NUMBER})([a-z]{1,9}|%)?$`, "u");
const TOKEN = new RegExp(` ?(?:(${NUMBER})([a-z]{1,9}|%)?|([a-z-]{0,20}\\(|[-+*/,)]))`, "iuy");

/** A calculation as calc(), min(), max() and clamp() write it; undefined where it is none. */
class Calculation {
  readonly #text: string;
  readonly #measures: Measures;
  #at = 0;

  constructor(text: string, measures: Measures) {
    this.#text = text;
    this.#measures = measures;
  }

  value(): number | undefined {
    const value = this.#sum();
    return this.#text.slice(this.#at).trim() === "" ? value : undefined;
  }

  #operator(signs: string): string | undefined {
    const found = /^\s*([-+*/,)])/u.exec(this.#text.slice(this.#at, this.#at + 50));
    if (!found || !signs.includes(found[1] ?? "!")) return undefined;
    this.#at += found[0].length;
    return found[1];
  }

  #sum(): number | undefined {
    let value = this.#product();
    for (let sign = this.#operator("+-"); sign; sign = this.#operator("+-")) {
      const next = this.#product();
      if (value === undefined || next === undefined) return undefined;
      value += sign === "+" ? next : -next;
    }
    return value;
  }

  #product(): number | undefined {
    let value = this.#atom();
    for (let sign = this.#operator("*/"); sign; sign = this.#operator("*/")) {
      const next = this.#atom();
      if (value === undefined || next === undefined) return undefined;
      value = sign === "*" ? value * next : value / next;
    }
    return value;
  }

  #atom(): number | undefined {
    TOKEN.lastIndex = this.#at;
    const found = TOKEN.exec(this.#text);
    if (!found) return undefined;
    this.#at = TOKEN.lastIndex;
    if (found[1] !== undefined) {
      const factor = found[2] === undefined ? 1 : unitIn(found[2].toLowerCase(), this.#measures);
      return factor === undefined ? undefined : Number(found[1]) * factor;
    }
    const opener = found[3]?.toLowerCase() ?? "";
    if (!opener.endsWith("(")) return undefined;
    const parts: number[] = [];
    do {
      const part = this.#sum();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#operator(",") !== undefined);
    if (this.#operator(")") === undefined) return undefined;
    if (opener === "min(") return Math.min(...parts);
    if (opener === "max(") return Math.max(...parts);
    if (opener === "clamp(" && parts.length === 3)
      return Math.max(parts[0] as number, Math.min(parts[1] as number, parts[2] as number));
    return /^(?:-webkit-)?(?:calc)?\($/u.test(opener) ? parts[0] : undefined;
  }
}

/** No page needs longer ones, and brackets nest no deeper than this. */
const CALCULATION = 300;

/** A length in pixels: NaN for one that can't be worked out here, undefined for what is no length. */
export function pixelsOf(value: string, measures: Measures): number | undefined {
  const text = value.replace(/\s+/gu, " ").trim().toLowerCase();
  const plain = LENGTH.exec(text);
  if (plain) {
    const number = Number(plain[1]);
    if (plain[2] === undefined) return number === 0 ? 0 : undefined;
    const factor = unitIn(plain[2], measures);
    return factor === undefined ? undefined : number * factor;
  }
  // More digits than anybody writes mean something, but not here.
  if (/^[+-]?[\d.]/u.test(text)) return /^[+-]?[\d.]{41}/u.test(text) ? Number.NaN : undefined;
  if (!/^[a-z-]+\(/u.test(text)) return undefined;
  return text.length > CALCULATION ? Number.NaN : (new Calculation(text, measures).value() ?? Number.NaN);
}
