import { halfWidth, squash } from "../../../document/text.ts";
import type { Violation } from "../../common/rule.ts";
import type { YearReport } from "../../profile.ts";
import { figureLabel } from "../figure-label.ts";
import { certain } from "./year.ts";

const UNIT = "(?:件次|件|份|条|宗|起|次|个|项)";
const MORE = "增加|增长|上升|提高|增多";
const MORE_THAN = new RegExp(`^(?:${MORE})`, "u");
/**
 * A comparison that follows a stated number at once: 比2022年(31起)下降29%, 与上年相比减少66.6%, 较上年增加5件.
 * What is approximate (约, 近) or compared with another year than the last is not taken.
 */
const COMPARISON = new RegExp(
  `^${UNIT}?[,(]?(?:数量|总量|总数|申请量)?(?:同比|(?:与|和|同|比|较|相比|相较于?|对比)(?<reference>上一?年度?|去年|(?<year>20\\d\\d)年度?)(?:全年|同期)?的?(?:[(]?(?<quoted>\\d+)${UNIT}[)]?)?)(?:相比|比较|相较)?,?(?:同比)?(?:数量|总量)?(?<direction>${MORE}|减少|下降|降低)了?(?<amount>\\d+(?:\\.\\d+)?)(?<unit>%|${UNIT})`,
  "u",
);
/** Percentages are rounded or cut to what is printed. */
const TOLERANCE = 0.1;

const sentencesIn = (text: string): string[] =>
  halfWidth(squash(text))
    .replaceAll("，", ",")
    .replaceAll("％", "%")
    .split(/[。；;]/u);

interface Comparison {
  readonly figure: string;
  readonly now: number;
  readonly quote: string;
  readonly quoted: number | null;
  readonly change: number;
  readonly percent: boolean;
  readonly decimals: number;
}

/** Comparisons with last year that stand right behind a figure which the prose states and the table confirms. */
function comparisonsIn(current: YearReport): Comparison[] {
  return current.claims.flatMap((claim) => {
    if (certain(current, claim.figure) !== claim.value) return [];
    const words = halfWidth(squash(claim.text)).replaceAll("，", ",");
    const section = current.sections.find(({ number }) => number === claim.section);
    const sentence = sentencesIn(section?.text ?? "").find((each) => each.includes(words) || words.includes(each));
    const at = sentence?.indexOf(words) ?? -1;
    if (sentence === undefined) return [];
    // check-patterns: a number between others.
    const printed = new RegExp(`(?<!\\d)${claim.value}(?!\\d)`, "u").exec(sentence.slice(Math.max(at, 0)));
    if (!printed) return [];
    const rest = sentence.slice(Math.max(at, 0) + printed.index + printed[0].length);
    const found = COMPARISON.exec(rest)?.groups;
    if (!found || (found.year !== undefined && Number(found.year) !== (current.year ?? 0) - 1)) return [];
    const amount = Number(found.amount);
    return [
      {
        figure: claim.figure,
        now: claim.value,
        quote: sentence.slice(0, 120),
        quoted: found.quoted === undefined ? null : Number(found.quoted),
        change: MORE_THAN.test(found.direction ?? "") ? amount : -amount,
        percent: found.unit === "%",
        decimals: /\.(\d+)$/u.exec(found.amount ?? "")?.[1]?.length ?? 0,
      },
    ];
  });
}

const signed = (change: number, unit: string): string => `${change < 0 ? "减少" : "增加"}${Math.abs(change)}${unit}`;

/** Comparisons in the prose that last year's table contradicts; null where none can be checked. */
export function proseAgainstLastYear(previous: YearReport, current: YearReport): Violation[] | null {
  const checked = comparisonsIn(current).flatMap((comparison) => {
    const { figure, now, quote, quoted, change, percent, decimals } = comparison;
    const before = certain(previous, figure);
    if (before === null) return [];
    const where = `${figureLabel(figure)}${previous.year}年为${before}、${current.year}年为${now}`;
    if (quoted !== null && quoted !== before)
      return [
        [
          {
            message: `正文说上年为${quoted}，上年年报${where}，请核对。`,
            cells: [figure],
            expected: before,
            actual: quoted,
            quote,
          },
        ],
      ];
    if (percent && before === 0) return [[]];
    const exact = percent ? ((now - before) / before) * 100 : now - before;
    const tolerance = percent ? Math.max(TOLERANCE, 0.5 * 10 ** -decimals) + 1e-9 : 0;
    if (Math.abs(exact - change) <= tolerance) return [[]];
    const expected = percent ? Number(exact.toFixed(Math.max(1, decimals))) : exact;
    return [
      [
        {
          message: `正文说比上年${signed(change, percent ? "%" : "")}，上年年报${where}，应为${signed(expected, percent ? "%" : "")}。`,
          cells: [figure],
          expected,
          actual: change,
          quote,
        },
      ],
    ];
  });
  return checked.length === 0 ? null : checked.flat();
}
