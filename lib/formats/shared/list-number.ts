/** Numbers of automatic lists as they are printed, punctuation included (CSS Counter Styles, level 3). */

const DIGITS = "〇一二三四五六七八九";

function chinese(value: number): string {
  if (value < 10) return DIGITS[value] ?? `${value}`;
  if (value < 20) return `十${value % 10 === 0 ? "" : DIGITS[value % 10]}`;
  if (value < 100) return `${DIGITS[Math.floor(value / 10)]}十${value % 10 === 0 ? "" : DIGITS[value % 10]}`;
  return `${value}`;
}

function roman(value: number): string {
  if (value < 1 || value > 3999) return `${value}`;
  const steps: readonly [number, string][] = [
    [1000, "m"],
    [900, "cm"],
    [500, "d"],
    [400, "cd"],
    [100, "c"],
    [90, "xc"],
    [50, "l"],
    [40, "xl"],
    [10, "x"],
    [9, "ix"],
    [5, "v"],
    [4, "iv"],
    [1, "i"],
  ];
  let rest = value;
  let text = "";
  for (const [step, letters] of steps) {
    while (rest >= step) {
      text += letters;
      rest -= step;
    }
  }
  return text;
}

function letters(value: number): string {
  let text = "";
  for (let rest = value; rest > 0; rest = Math.floor((rest - 1) / 26))
    text = String.fromCharCode(97 + ((rest - 1) % 26)) + text;
  return text || `${value}`;
}

/** The number of a list item in a CSS counter style, for example `3.` for decimal or `三、` for cjk-ideographic. */
export function listNumber(value: number, style: string): string {
  if (/chinese|cjk/u.test(style)) return `${chinese(value)}、`;
  const text = style.includes("roman") ? roman(value) : /alpha|latin/u.test(style) ? letters(value) : `${value}`;
  return `${style.startsWith("upper") ? text.toUpperCase() : text}.`;
}
