import { formatNumber } from "./number-format.ts";

/** Numbers of automatic lists as they are printed, punctuation included (CSS Counter Styles, level 3). */

function letters(value: number): string {
  let text = "";
  for (let rest = value; rest > 0; rest = Math.floor((rest - 1) / 26))
    text = String.fromCharCode(97 + ((rest - 1) % 26)) + text;
  return text || `${value}`;
}

/** The number of a list item in a CSS counter style, for example `3.` for decimal or `三、` for cjk-ideographic. */
export function listNumber(value: number, style: string): string {
  if (/chinese|cjk/u.test(style)) return `${formatNumber(value, "chineseCountingThousand")}、`;
  const text = style.includes("roman")
    ? formatNumber(value, "lowerRoman")
    : /alpha|latin/u.test(style)
      ? letters(value)
      : `${value}`;
  return `${style.startsWith("upper") ? text.toUpperCase() : text}.`;
}
