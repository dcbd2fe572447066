import type { Finding, RuleHead, Violation } from "../../common/rule.ts";
import type { YearReport } from "../../profile.ts";
import { figureLabel, rowLabel } from "../figure-label.ts";
import { APPLICATION_COLUMNS } from "../form.ts";
import { proseAgainstLastYear } from "./prose.ts";
import { bothUse, certain } from "./year.ts";

/** A rule over two years of one organization in a row. It judges the later report. */
interface HistoryRule extends RuleHead {
  /** The violations; an empty list is a pass; null where an operand is missing, so that nothing can be said. */
  readonly check: (previous: YearReport, current: YearReport) => readonly Violation[] | null;
}

const all = (numbers: readonly (number | null)[]): numbers is readonly number[] =>
  numbers.every((number) => number !== null);

/** Figures whose leaps are worth a look; of table 2 only where both years use the same form. */
const WATCHED = [
  "applications.newlyReceived.total",
  "applications.resultTotal.total",
  "review.reconsideration.total",
  "review.litigationDirect.total",
];
const WATCHED_IN_TABLE_2 = {
  "2021": [
    "normativeDocuments.issued",
    "normativeDocuments.inForce",
    "licensing.decisions",
    "penalties.decisions",
    "compulsion.decisions",
    "fees.amount",
  ],
  "2019": [
    "licensing.decisions",
    "otherServices.decisions",
    "penalties.decisions",
    "compulsion.decisions",
    "procurement.items",
    "procurement.amount",
  ],
} as const;
const LEAP = 5;
/** Below this, five times as many is chance. */
const NOTABLE = 10;
const VANISHED = 100;

export const HISTORY_RULES: readonly HistoryRule[] = [
  {
    code: "HISTORY-CARRY",
    severity: "error",
    source: { own: "上年结转政府信息公开申请数量等于上年年报的结转下年度继续办理；两处说的是同一批申请" },
    check: (previous, current) => {
      const columns = APPLICATION_COLUMNS.flatMap(({ key, label }) => {
        const figure = `applications.carriedOver.${key}`;
        const pair = [certain(previous, `applications.carriedForward.${key}`), certain(current, figure)];
        return all(pair) ? [{ key, label, figure, expected: pair[0] as number, actual: pair[1] as number }] : [];
      });
      if (columns.length === 0) return null;
      const wrong = columns.filter(({ expected, actual }) => expected !== actual);
      const main = wrong.find(({ key }) => key === "total") ?? wrong[0];
      if (!main) return [];
      const words = wrong
        .map(({ label, expected, actual }) => `“${label}”上年结转下年度${expected}、本年填上年结转${actual}`)
        .join("；");
      return [
        {
          message: `第三部分表格“上年结转政府信息公开申请数量”与${previous.year}年年报“结转下年度继续办理”不一致：${words}。`,
          cells: wrong.map(({ figure }) => figure),
          expected: main.expected,
          actual: main.actual,
        },
      ];
    },
  },
  {
    code: "HISTORY-INFORCE",
    severity: "warning",
    source: { own: "现行有效件数等于上年现行有效件数加本年制发减本年废止；清理、失效也会改变，所以只请核对" },
    check: (previous, current) => {
      if (!bothUse("2021", previous, current)) return null;
      const checked = ["regulations", "normativeDocuments"].flatMap((row) => {
        const name = (column: string) => `proactive.${row}.${column}`;
        const figures = [
          certain(previous, name("inForce")),
          certain(current, name("issued")),
          certain(current, name("repealed")),
          certain(current, name("inForce")),
        ];
        if (!all(figures)) return [];
        const [before, issued, repealed, now] = figures as [number, number, number, number];
        const expected = before + issued - repealed;
        if (expected === now) return [[]];
        return [
          [
            {
              message: `第二部分表格“${rowLabel(`proactive.${row}`)}”：${previous.year}年现行有效${before}件，本年制发${issued}件、废止${repealed}件，现行有效应为${expected}件，填的是${now}件；如因清理或失效，请说明。`,
              cells: [name("issued"), name("repealed"), name("inForce")],
              expected,
              actual: now,
            },
          ],
        ];
      });
      return checked.length === 0 ? null : checked.flat();
    },
  },
  {
    code: "HISTORY-ITEMS",
    severity: "warning",
    source: { own: "2019年格式的上一年项目数量等于上年年报的上一年项目数量加本年增/减；由两栏的含义得出" },
    check: (previous, current) => {
      if (!bothUse("2019", previous, current)) return null;
      const checked = ["licensing", "otherServices", "penalties", "compulsion", "fees"].flatMap((row) => {
        const name = (column: string) => `proactive.${row}.${column}`;
        const figures = [
          certain(previous, name("previousItems")),
          certain(previous, name("change")),
          certain(current, name("previousItems")),
        ];
        if (!all(figures)) return [];
        const [items, change, now] = figures as [number, number, number];
        if (items + change === now) return [[]];
        return [
          [
            {
              message: `第二部分表格“${rowLabel(`proactive.${row}`)}”：${previous.year}年项目数量${items}、增减${change}，本年“上一年项目数量”应为${items + change}，填的是${now}。`,
              cells: [name("previousItems")],
              expected: items + change,
              actual: now,
            },
          ],
        ];
      });
      return checked.length === 0 ? null : checked.flat();
    },
  },
  {
    code: "HISTORY-JUMP",
    severity: "warning",
    source: { own: "与上年相差五倍以上，或由一百以上变为零的，请核实；多半是填错或单位有误，也可能属实" },
    check: (previous, current) => {
      const forms = (["2021", "2019"] as const).filter((form) => bothUse(form, previous, current));
      const figures = [
        ...WATCHED,
        ...forms.flatMap((form) => WATCHED_IN_TABLE_2[form].map((name) => `proactive.${name}`)),
      ];
      const pairs = figures.flatMap((figure) => {
        const pair = [certain(previous, figure), certain(current, figure)];
        return all(pair) ? [{ figure, before: pair[0] as number, now: pair[1] as number }] : [];
      });
      if (pairs.length === 0) return null;
      return pairs
        .filter(({ before, now }) =>
          now === 0
            ? before > VANISHED
            : before > 0 && Math.max(before, now) >= NOTABLE && (now >= before * LEAP || before >= now * LEAP),
        )
        .map(({ figure, before, now }) => ({
          message: `${figureLabel(figure)}由${previous.year}年的${before}变为${now}，相差悬殊，请核实是否填错或单位有误。`,
          cells: [figure],
          actual: now,
        }));
    },
  },
  {
    code: "HISTORY-PROSE",
    severity: "warning",
    source: { own: "正文引用的上年数字和增减幅度与上年年报一致；上年年报已经公布，数字不再变化" },
    check: proseAgainstLastYear,
  },
];

/**
 * What the report says against the same organization's report of the year before. The findings are the later report's.
 * Only figures that both reports show with certainty are compared.
 */
export const judgeHistory = (previous: YearReport, current: YearReport): Finding[] =>
  HISTORY_RULES.flatMap((rule) =>
    (rule.check(previous, current) ?? []).map((violation) => ({
      code: rule.code,
      severity: rule.severity,
      cells: [],
      ...violation,
    })),
  );
