import { format, formatColor, isDateFormat, tokenize } from "numfmt";
import type { Colour, Flaw } from "../../document/appearance.ts";
import { hexColour } from "./colours.ts";

/** What a cell shows of its value by its number format (ECMA-376 18.8.30, 18.8.31). */

export const GENERAL = "General";

/** Formats that files name by number only, as a Chinese Excel shows them. */
export const BUILT_IN: Readonly<Record<string, string>> = {
  0: GENERAL,
  1: "0",
  2: "0.00",
  3: "#,##0",
  4: "#,##0.00",
  5: '"¥"#,##0;"¥"-#,##0',
  6: '"¥"#,##0;[Red]"¥"-#,##0',
  7: '"¥"#,##0.00;"¥"-#,##0.00',
  8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
  9: "0%",
  10: "0.00%",
  11: "0.00E+00",
  12: "# ?/?",
  13: "# ??/??",
  14: "yyyy/m/d",
  15: "d-mmm-yy",
  16: "d-mmm",
  17: "mmm-yy",
  18: "h:mm AM/PM",
  19: "h:mm:ss AM/PM",
  20: "h:mm",
  21: "h:mm:ss",
  22: "yyyy/m/d h:mm",
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  30: "m-d-yy",
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"时"mm"分"',
  33: 'h"时"mm"分"ss"秒"',
  36: 'yyyy"年"m"月"',
  37: "#,##0;-#,##0",
  38: "#,##0;[Red]-#,##0",
  39: "#,##0.00;-#,##0.00",
  40: "#,##0.00;[Red]-#,##0.00",
  41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
  42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
  43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
  44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
  45: "mm:ss",
  46: "[h]:mm:ss",
  47: "mm:ss.0",
  48: "##0.0E+0",
  49: "@",
  50: 'yyyy"年"m"月"',
  51: 'm"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: 'm"月"d"日"',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"',
};

/** What is shown of a value. */
interface Shown {
  readonly text: string;
  /** Of the format's own, where it names one. */
  readonly colour?: Colour | undefined;
  readonly flaws: readonly Flaw[];
}

/** Excel's own bound on a format's characters. */
const LONGEST_FORMAT = 255;
/** Days between the two calendars that workbooks count in. */
const DAYS_TO_1904 = 1462;
const NAMED: Readonly<Record<string, string>> = {
  black: "000000",
  white: "FFFFFF",
  red: "FF0000",
  green: "00FF00",
  blue: "0000FF",
  yellow: "FFFF00",
  magenta: "FF00FF",
  cyan: "00FFFF",
};

const ofFormat = (how: string, text: string): Flaw => ({ kind: "hidden", how, text });

/**
 * Repeats a character over the cell's whole width, or writes numbers in Chinese characters: neither library does so.
 */
function unsettledParts(code: string): string | null {
  if (/\[DBNum/iu.test(code)) return "按数字格式写成中文的数字";
  if (!code.includes("*")) return null;
  const fills = tokenize(code).filter(
    ({ type, raw }: { type: string; raw: string }) => type === "fill" && !/^\*[\s*_.-]$/u.test(raw),
  );
  return fills.length > 0 ? "按数字格式重复填充的字符" : null;
}

/**
 * A number, or a text that its format may show otherwise.
 * @param from1904 whether the workbook's days count from 1904
 */
export function shownAs(value: number | string, code: string, from1904: boolean): Shown {
  if (typeof value === "string" && (code === GENERAL || code === "@")) return { text: value, flaws: [] };
  const raw = String(value);
  try {
    if (code.length > LONGEST_FORMAT) throw new Error("longer than any format");
    const days = from1904 && typeof value === "number" && isDateFormat(code) ? value + DAYS_TO_1904 : value;
    // Room for signs that are not there is room, not text.
    const text = typeof days === "number" ? format(code, days, { locale: "zh-CN" }).trim() : format(code, days);
    const name = formatColor(code, days);
    const how = unsettledParts(code);
    const gone = text.trim() === "" && raw.trim() !== "" && value !== 0;
    return {
      text,
      colour:
        typeof name === "string"
          ? (hexColour((NAMED[name.toLowerCase()] ?? name).replace("#", "")) ?? undefined)
          : undefined,
      flaws: [
        ...(gone ? [ofFormat("按数字格式不显示的内容", raw)] : []),
        ...(how === null ? [] : [{ kind: "glyphs" as const, how, text }]),
      ],
    };
  } catch {
    return { text: raw, flaws: [ofFormat("按无法识别的数字格式显示的内容", raw)] };
  }
}
