import { yearsIn } from "../../common/dates.ts";
import { hasProse, partsOf, sentences, shortened } from "../../common/report-text.ts";
import type { Violation } from "../../common/rule.ts";
import { REGULATION } from "../../common/sources.ts";
import { arabicYears, comparable } from "../../common/wording.ts";
import type { Facts } from "../facts.ts";
import type { Rule } from "./rule.ts";

/** 2024-01-31 as 2024年1月31日. */
const chinese = (iso: string): string =>
  `${Number(iso.slice(0, 4))}年${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日`;

/**
 * Reports that sum up a whole area are due by 31 March, a single unit's by 31 January (条例第四十九条).
 * Zones count as areas: the later date is the one that is certainly missed.
 */
const isAggregate = (name: string): boolean =>
  (/(?:县|区|市|省|州|盟|旗|自治区)(?:人民)?政府$/u.test(name) && !/(?:镇|乡|街道)/u.test(name)) ||
  /(?:县|区|市|省|州|盟|旗)$/u.test(name) ||
  /(?:管理委员会|管委会|开发区|高新区|新区|园区)$/u.test(name);

function publishedLate({ identity }: Facts): Violation[] | null {
  const { publishedOn, year, organization } = identity;
  if (publishedOn === null || year === null || organization === null) return null;
  const due = isAggregate(organization.name) ? `${year + 1}-03-31` : `${year + 1}-01-31`;
  if (publishedOn <= due) return [];
  return [
    {
      message: `发布日期${chinese(publishedOn)}晚于规定的${chinese(due)}，${year}年度报告未按时公布，请核对发布日期并说明原因。`,
      quote: publishedOn,
    },
  ];
}

const COMPARES =
  /同比|相比|较|比|上年|去年|前年|以来|截至|累计|至今|印发|通过|修订|出台|起施行|历年|近年|曾|继续|结转|延续|决算|预算|建成|获/u;
const OWN_WORK = /收到|受理|公开|发布|办理|开展|主动|召开|推进|坚持|认真|严格|贯彻|落实/u;

/** Titles, quotations and brackets; longer ones are none. */
const QUOTED = /《[^》]{0,200}》|[“"][^”"]{0,200}[”"]|[(（〔[][^)）〕\]]{0,200}[)）〕\]]/gu;

/**
 * A sentence of sections one to four or six that opens with an earlier year as if it were the report's, and a preamble
 * that announces another year's report.
 */
function otherYears(facts: Facts): Violation[] | null {
  const { year, period } = facts.identity;
  if (year === null || !hasProse(facts)) return null;
  const found: Violation[] = [];
  for (const { section, text } of sentences(facts)) {
    const key = arabicYears(comparable(text)).replace(QUOTED, "");
    if (section === 0) {
      const announced = /(?:现将|公布|发布|编制|特向社会公布).{0,30}?(20\d{2})年度?.{0,20}?(?:政府|政务)信息公开/u.exec(
        key,
      )?.[1];
      if (announced && Number(announced) !== year && !yearsIn(key).includes(year)) {
        found.push({
          message: `引言写的是“${announced}年”，与报告年度${year}年不一致，请核对。`,
          quote: shortened(text, 80),
          section,
        });
      }
      continue;
    }
    if (section === 5) continue;
    const opening =
      /^(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．])?(?:(?:[\p{Script=Han}]{2,12})[。.:：])?(?:在)?(20\d{2})年度?(?!\d|[、—\-至到~]|以来|底|初|末|\d{1,2}月)[,，]?/u.exec(
        key,
      )?.[1];
    const stated = Number(opening);
    if (
      !opening ||
      stated >= year ||
      stated < year - 3 ||
      yearsIn(key).includes(year) ||
      COMPARES.test(key) ||
      !OWN_WORK.test(key)
    )
      continue;
    // Years in a row (2019年1件，2020年3件) are a series, no slip.
    if (new Set(yearsIn(key)).size > 1) continue;
    found.push({
      message: `${year}年度报告中出现“${opening}年”的工作表述：“${shortened(text, 30)}”，请核对年份是否写错。`,
      quote: shortened(text, 80),
      section,
    });
  }
  // The period's own rule speaks of its year already.
  const periodYear = period ? Number(period.from.slice(0, 4)) : year;
  return found.filter(
    ({ section, quote }) => section !== 0 || periodYear === year || !quote?.includes(String(periodYear)),
  );
}

/** Rules on years, dates and the statistics period. */
export const dateRules: readonly Rule[] = [
  {
    code: "PERIOD-YEAR",
    severity: "error",
    source: { own: "统计期限与标题的年度一致；年度报告说的是一个年度" },
    check: ({ identity: { period, year } }) => {
      if (period === null || year === null) return null;
      if (Number(period.from.slice(0, 4)) === year && Number(period.to.slice(0, 4)) === year) return [];
      return [
        {
          message: `统计期限为${chinese(period.from)}至${chinese(period.to)}，与标题的${year}年不一致，应为${year}年1月1日至12月31日。`,
          quote: `${period.from}/${period.to}`,
          section: 0,
        },
      ];
    },
  },
  {
    code: "PERIOD-MISSING",
    severity: "warning",
    source: { own: "写明统计期限，并为完整年度；没有期限，数字就无从比较" },
    check: (facts) => {
      if (!hasProse(facts)) return null;
      const { period, year } = facts.identity;
      const due = year === null ? "报告年度的1月1日至12月31日" : `${year}年1月1日至12月31日`;
      if (period === null) return [{ message: `未写明数据统计期限，请在引言中补充“统计期限为${due}”。`, section: 0 }];
      const whole = period.from.endsWith("-01-01") && period.to.endsWith("-12-31");
      if (whole || period.from.slice(0, 4) !== period.to.slice(0, 4)) return [];
      return [
        {
          message: `统计期限写为${chinese(period.from)}至${chinese(period.to)}，不是完整年度，应为${due}，请核对。`,
          section: 0,
        },
      ];
    },
  },
  {
    code: "YEAR-MENTION",
    severity: "warning",
    source: { own: "正文的工作表述与标题的年度一致；不一致的，多半是沿用了往年的文稿" },
    check: otherYears,
  },
  {
    code: "PUBLISHED-EARLY",
    severity: "warning",
    source: { own: "发布日期不早于年度结束；年度没有结束，数据不可能覆盖全年" },
    check: ({ identity: { publishedOn, year } }) => {
      if (publishedOn === null || year === null) return null;
      if (publishedOn >= `${year + 1}-01-01`) return [];
      return [
        {
          message: `发布日期${chinese(publishedOn)}早于${year}年度结束，数据不可能覆盖全年，请核对发布日期或在${year + 1}年1月1日后重新统计发布。`,
          quote: publishedOn,
        },
      ];
    },
  },
  {
    code: "PUBLISHED-LATE",
    severity: "warning",
    source: {
      says: "部门的年度报告在1月31日前公布，政府的在3月31日前公布",
      cites: [{ text: REGULATION, article: "第四十九条" }],
    },
    check: publishedLate,
  },
  {
    code: "CONTACT-MISSING",
    severity: "info",
    source: { own: "写明联系方式，公众才能反映意见" },
    check: (facts) => {
      if (!hasProse(facts)) return null;
      const key = comparable(
        partsOf(facts)
          .map(({ text }) => text)
          .join("\n"),
      );
      const reachable =
        /(?<!\d)0\d{2,3}[-—－–)）]{0,2}\d{7,8}(?!\d)|(?:联系)?电话[:：]?[-—\d()（）]{5,}|(?<!\d)1[3-9]\d{9}(?!\d)|[\w.-]@[\w-]{1,60}\.\w|地址[:：]|邮编|邮政编码|邮箱[:：]/u.test(
          key,
        );
      return reachable
        ? []
        : [{ message: "未写明联系方式，请补充联系单位、地址、电话或电子邮箱，方便公众反映意见。", section: 0 }];
    },
  },
];
