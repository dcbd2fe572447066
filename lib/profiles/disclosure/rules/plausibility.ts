import type { Violation } from "../../common/rule.ts";
import type { Facts } from "../facts.ts";
import { figureLabel } from "../figure-label.ts";
import { FORM_2021, LEGISLATION_LAW } from "../sources.ts";
import type { Rule } from "./rule.ts";

const value = (facts: Facts, figure: string): number | null => facts.cells.get(figure)?.value ?? null;

/** Compares pairs of figures; null where no pair has both. */
function pairs(
  facts: Facts,
  compared: readonly (readonly [string, string])[],
  violate: (a: number, b: number, names: readonly [string, string]) => Violation | null,
): Violation[] | null {
  const known = compared.flatMap((names) => {
    const a = value(facts, names[0]);
    const b = value(facts, names[1]);
    return a === null || b === null ? [] : [{ a, b, names }];
  });
  return known.length === 0
    ? null
    : known.map(({ a, b, names }) => violate(a, b, names)).filter((found) => found !== null);
}

const TYPES = ["regulations", "normativeDocuments"] as const;

/** Relations that a correct report nearly always keeps, and powers that an author may lack. */
export const plausibilityRules: readonly Rule[] = [
  {
    code: "PRO-INFORCE",
    severity: "warning",
    source: { own: "现行有效件数不少于本年制发件数；当年制发又废止的很少见" },
    check: (facts) =>
      pairs(
        facts,
        TYPES.map((row) => [`proactive.${row}.inForce`, `proactive.${row}.issued`] as const),
        (inForce, issued, cells) =>
          inForce < issued
            ? {
                message: `${figureLabel(cells[0])}为${inForce}，少于本年制发件数${issued}，请核对。`,
                cells,
                expected: issued,
                actual: inForce,
              }
            : null,
      ),
  },
  {
    code: "PRO-2019",
    severity: "warning",
    source: { own: "对外公开总数量不少于本年新公开数量；总数包含本年新公开的" },
    check: (facts) =>
      pairs(
        facts,
        TYPES.map((row) => [`proactive.${row}.totalPublic`, `proactive.${row}.disclosed`] as const),
        (total, disclosed, cells) =>
          total < disclosed
            ? {
                message: `${figureLabel(cells[0])}为${total}，少于本年新公开数量${disclosed}，请核对。`,
                cells,
                expected: disclosed,
                actual: total,
              }
            : null,
      ),
  },
  {
    code: "REV-LOGIC",
    severity: "warning",
    source: { own: "复议后起诉的案件先经过行政复议；复议可能在上一年，所以只请核对" },
    check: (facts) => {
      const after = value(facts, "review.litigationAfterReconsideration.total");
      const reconsidered = value(facts, "review.reconsideration.total");
      const received = value(facts, "applications.newlyReceived.total");
      const carried = value(facts, "applications.carriedOver.total");
      if (after === null || reconsidered === null || received === null || carried === null) return null;
      if (after <= reconsidered || received + carried > 0) return [];
      return [
        {
          message: `第四部分表格复议后起诉${after}件，但行政复议只有${reconsidered}件，且本年没有办理公开申请，请核对是否属于上年案件。`,
          cells: ["review.litigationAfterReconsideration.total", "review.reconsideration.total"],
          expected: reconsidered,
          actual: after,
        },
      ];
    },
  },
  {
    code: "AUTHORITY",
    severity: "error",
    source: {
      says: "规章由国务院部门、省级和设区的市级政府制定",
      cites: [{ text: LEGISLATION_LAW, article: "第九十一条、第九十三条" }],
    },
    restsOn: ["name"],
    check: (facts) => {
      const author = facts.identity.organization?.name;
      const columns =
        facts.tables.template === "2019" ? ["produced", "disclosed", "totalPublic"] : ["issued", "repealed", "inForce"];
      const figures = columns
        .map((column) => `proactive.regulations.${column}`)
        .filter((figure) => value(facts, figure) !== null);
      if (!author || figures.length === 0) return null;
      if (!lacksRulemaking(author, facts.identity.organization?.division?.code ?? null)) return [];
      const filled = figures.filter((figure) => value(facts, figure) !== 0);
      if (filled.length === 0) return [];
      const numbers = filled
        .map((figure) => `${figureLabel(figure).replace(/^.*行“([^“”]*)”列$/u, "$1")}${value(facts, figure)}`)
        .join("、");
      return [
        {
          message: `${author}没有规章制定权，第二部分表格“规章”行却填了${numbers}；如为行政规范性文件请填入下一行。`,
          cells: filled,
          expected: 0,
        },
      ];
    },
  },
  {
    code: "AUTHORITY-NORMATIVE",
    severity: "info",
    source: { own: "街道办事处是派出机关，经授权才制发行政规范性文件；各地授权不同，所以只作提示" },
    restsOn: ["name"],
    check: (facts) => {
      const author = facts.identity.organization?.name;
      const figure =
        facts.tables.template === "2019"
          ? "proactive.normativeDocuments.produced"
          : "proactive.normativeDocuments.issued";
      const issued = value(facts, figure);
      if (!author || issued === null) return null;
      if (!/街道(办事处)?$/u.test(author) || issued === 0) return [];
      return [
        {
          message: `${author}填报本年制发行政规范性文件${issued}件，请确认确有授权且属于行政规范性文件。`,
          cells: [figure],
          actual: issued,
        },
      ];
    },
  },
  {
    code: "FEE-UNIT",
    severity: "warning",
    source: {
      says: "收费金额以万元为单位，正文以元写明的金额应换算",
      cites: [{ text: FORM_2021, article: "第二部分统计表“本年收费金额（单位：万元）”" }],
    },
    check: (facts) => {
      const figure = "proactive.fees.amount";
      const amount = value(facts, figure);
      // A figure with a unit of its own, or under another one, is told by that.
      if (
        amount === null ||
        facts.cells.get(figure)?.unit !== undefined ||
        facts.cells.get(figure)?.columnUnit !== undefined
      )
        return null;
      if (amount < 1000) return [];
      const yuan = [...facts.sections.map((section) => section.text), facts.preamble].some((text) =>
        amountsInYuan(text).includes(amount),
      );
      return yuan
        ? [
            {
              message: `正文写明收费${amount}元，第二部分表格“行政事业性收费”的单位是万元，却同样填${amount}，应为${amount / 10_000}。`,
              cells: [figure],
              expected: amount / 10_000,
              actual: amount,
            },
          ]
        : [];
    },
  },
];

const amountsInYuan = (text: string): number[] =>
  [...text.matchAll(/(?<![\d,，])[,，]*(\d[\d,，]*(?:\.\d+)?)\s*元/gu)].map((match) =>
    Number((match[1] ?? "").replace(/[,，]/gu, "")),
  );

/**
 * Certain lack of rule-making power only: below the city, or a department of a city or county. City governments,
 * ministries and provinces have it; what can't be told is left alone.
 */
function lacksRulemaking(author: string, division: string | null): boolean {
  if (/(街道|街道办事处|社区|镇|乡|苏木)(人民政府|政府|办事处|党政(综合)?办公室)?$/u.test(author)) return true;
  if (/(区|县|旗)(人民政府|政府)(办公室)?$/u.test(author))
    return !/(自治区|特区)(人民政府|政府)(办公室|办公厅)?$/u.test(author);
  const countyLevel = division !== null && !division.endsWith("00");
  if (/市(人民政府|政府)(办公室)?$/u.test(author)) return countyLevel;
  const department = /(局|委员会|委|中心|支队|大队|分局|管委会|服务站|院|馆|所|站|社|会|办公室)$/u.test(author);
  return (
    department &&
    (countyLevel ||
      /(区|县|旗|镇|乡|街道)/u.test(author.replace(/自治区|开发区|高新区|新区/gu, "")) ||
      /^.{2,12}市.+(局|委员会|中心|支队|分局)$/u.test(author)) &&
    !/^(国家|中国|中华|国务院)/u.test(author)
  );
}
