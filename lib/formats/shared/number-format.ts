import { CHINESE_DIGITS } from "../../document/digits.ts";

/** Numbers as Word prints them in lists, by ST_NumberFormat of ECMA-376 (17.18.59). */

const DIGITS = [...CHINESE_DIGITS];

interface Signs {
  readonly digits: readonly string[];
  readonly units: readonly string[];
  readonly zero: string;
  /** Ten is 十, not 一十. */
  readonly bareTen: boolean;
}
const EVERYDAY: Signs = { digits: DIGITS, units: ["", "十", "百", "千"], zero: "零", bareTen: true };

/** 一 … 十, 十一 … 九十九, 一百零一: the everyday way up to 9999. */
function counting(value: number, { digits, units, zero, bareTen }: Signs): string {
  if (value === 0) return digits[0] ?? zero;
  let text = "";
  let gap = false;
  const figures = [...String(value)].map(Number);
  figures.forEach((figure, index) => {
    if (figure === 0) {
      gap = true;
      return;
    }
    if (gap && text !== "") text += zero;
    gap = false;
    text += `${digits[figure]}${units[figures.length - 1 - index]}`;
  });
  return bareTen && value < 20 ? text.replace(/^[一壹](?=[十拾])/u, "") : text;
}

const chinese = (value: number) => counting(value, EVERYDAY);
const digitwise = (value: number, zero: string) =>
  [...String(value)].map((digit) => (digit === "0" ? zero : DIGITS[Number(digit)])).join("");

/** Above 99 the `…Counting` formats of Word go digit by digit. */
const shortCounting = (value: number) => (value < 100 ? chinese(value) : digitwise(value, "○"));

function roman(value: number): string {
  const signs: readonly [number, string][] = [
    [1000, "M"],
    [900, "CM"],
    [500, "D"],
    [400, "CD"],
    [100, "C"],
    [90, "XC"],
    [50, "L"],
    [40, "XL"],
    [10, "X"],
    [9, "IX"],
    [5, "V"],
    [4, "IV"],
    [1, "I"],
  ];
  let rest = value;
  return signs
    .map(([worth, sign]) => {
      const times = Math.floor(rest / worth);
      rest %= worth;
      return sign.repeat(times);
    })
    .join("");
}

/** A … Z, AA, BB …: Word repeats the letter. */
const letter = (value: number) => String.fromCharCode(65 + ((value - 1) % 26)).repeat(Math.floor((value - 1) / 26) + 1);

const fromSeries = (value: number, series: readonly string[]) => series[value - 1] ?? String(value);
const fromBlock = (value: number, first: number, count: number) =>
  value <= count ? String.fromCodePoint(first + value - 1) : String(value);
const fullWidth = (value: number) =>
  String(value).replace(/\d/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

const legal = (value: number, digits: string, units: string) =>
  counting(value, { digits: [...digits], units: ["", ...units], zero: digits[0] ?? "零", bareTen: false });

const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  decimalZero: (value) => String(value).padStart(2, "0"),
  upperRoman: roman,
  lowerRoman: (value) => roman(value).toLowerCase(),
  upperLetter: letter,
  lowerLetter: (value) => letter(value).toLowerCase(),
  chineseCounting: shortCounting,
  taiwaneseCounting: shortCounting,
  chineseCountingThousand: chinese,
  taiwaneseCountingThousand: chinese,
  japaneseCounting: chinese,
  ideographDigital: (value) => digitwise(value, "〇"),
  japaneseDigitalTenThousand: (value) => digitwise(value, "〇"),
  taiwaneseDigital: (value) => digitwise(value, "○"),
  chineseLegalSimplified: (value) => legal(value, "零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
  ideographLegalTraditional: (value) => legal(value, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
  japaneseLegal: (value) => legal(value, "零壱弐参四伍六七八九", "拾百阡"),
  ideographTraditional: (value) => fromSeries(value, [..."甲乙丙丁戊己庚辛壬癸"]),
  ideographZodiac: (value) => fromSeries(value, [..."子丑寅卯辰巳午未申酉戌亥"]),
  ideographEnclosedCircle: (value) => fromBlock(value, 0x3280, 10),
  decimalEnclosedCircle: (value) => fromBlock(value, 0x2460, 20),
  decimalEnclosedCircleChinese: (value) => fromBlock(value, 0x2460, 20),
  decimalEnclosedFullstop: (value) => fromBlock(value, 0x2488, 20),
  decimalEnclosedParen: (value) => fromBlock(value, 0x2474, 20),
  decimalFullWidth: fullWidth,
  decimalFullWidth2: fullWidth,
  numberInDash: (value) => `- ${value} -`,
  hex: (value) => value.toString(16).toUpperCase(),
  none: () => "",
};

/** A list number in a format of Word; formats unknown or out of range print as decimal. */
export function formatNumber(value: number, format: string): string {
  const known = value >= (format === "none" ? -1 : 0) && value < 10_000 ? FORMATS[format] : undefined;
  return known && (value > 0 || /Zero|none|Counting|Digital/u.test(format)) ? known(value) : String(value);
}
