import { authorsOf, type NamedAuthor } from "../../common/authors.ts";
import { countiesNamed, divisionOf, withoutDivisions } from "../../common/divisions.ts";
import { sameBody } from "../../common/identity.ts";
import { shortened } from "../../common/report-text.ts";
import type { Violation } from "../../common/rule.ts";
import { comparable, sentencesOf } from "../../common/wording.ts";
import type { Facts } from "../facts.ts";
import { TITLE } from "../title.ts";
import type { Rule } from "./rule.ts";

const PLACE = {
  metadata: "页面发布机构",
  opening: "引言",
  signature: "落款",
  contact: "联系方式",
  prose: "正文",
} as const;
const TOWN_SUFFIX = /(?:街道办事处|街道办|街道|镇人民政府|镇政府|乡人民政府|乡政府|镇|乡|苏木)$/u;
const BUREAU = /(?:局|委员会|委|厅)$/u;
/** Offices that write, publish or answer for others as a matter of course. */
const FOR_OTHERS =
  /办公室|办公厅|政务公开|信息公开|政务服务|数据|大数据|融媒体|网信|网络|信息中心|管委会|管理委员会|工委|党委|(?:科|股|室|处|中心|站|所|队|组|办|厅)$|(?:县|区|市|省|州|旗)(?:人民)?政府$/u;
/** Bureaus that were renamed or merged in 2018 and 2019 and still go by the former words. */
const KIN: readonly RegExp[] = [
  /城管|执法|城市管理/u,
  /国土|规划|林业|林草|自然资源|海洋/u,
  /应急|安监|安全生产/u,
  /卫生|卫健|计生|健康|疾控/u,
  /市场|工商|质监|质量技术|药监|食药|知识产权/u,
  /环保|环境/u,
  /水利|水务|河务/u,
  /文化|文广|旅游|文旅|广电|体育|新闻出版|文物/u,
  /农业|农村|畜牧|农委|乡村振兴|扶贫|农机/u,
  /工信|工业|经信|经济|经贸|商务|科技|科工|招商|投资|发改|发展|改革|粮食|物价/u,
  /人社|人力|社保|劳动|医保|医疗保障/u,
  /住建|住房|城乡建设|房管|城建|建设/u,
  /行政审批|审批|政务服务/u,
  /教育|教体|教科|教/u,
  /退役|双拥/u,
  /财政|国资|税务|金融/u,
  /交通|公路|运输/u,
];

/** What tells a bureau from others: its name without place and ending. */
const stem = (name: string): string =>
  withoutDivisions(name)
    .replace(/^(?:[县区市省州旗]|全[县区市])(?=.{2})/u, "")
    .replace(BUREAU, "")
    .replace(TOWN_SUFFIX, "")
    .replace(/(?:人民)?政府$/u, "");
const share = (a: string, b: string): boolean => {
  const common = /[和与及管理服务工作国家总分局县区市镇乡]/gu;
  const left = new Set(a.replace(common, ""));
  return [...b.replace(common, "")].some((character) => left.has(character));
};
const kin = (a: string, b: string): boolean => KIN.some((group) => group.test(a) && group.test(b));

type Kind = "town" | "bureau" | null;
const kindOf = (name: string): Kind =>
  TOWN_SUFFIX.test(name) ? "town" : BUREAU.test(name) && !/(?:分局|支局)$/u.test(name) ? "bureau" : null;

/** Whether two names can only be two different bodies: bureaus without a word in common, towns of other names. */
function otherBody(own: string, named: string): boolean {
  if (sameBody(own, named) || FOR_OTHERS.test(named) || FOR_OTHERS.test(own)) return false;
  const [a, b] = [kindOf(own), kindOf(named)];
  const [s, t] = [stem(own), stem(named)];
  if (a === null || a !== b || s.length < 2 || t.length < 2) return false;
  return !share(s, t) && !kin(own, named);
}

/** Whether two names of the same body stand in two different counties (文昌阁乡 of 麻阳 is none of 应城市). */
function otherPlace(own: string, named: string, year: number | null): boolean {
  if (!sameStem(own, named)) return false;
  const [here, there] = [divisionOf(own, "", year), divisionOf(named, "", year)];
  if (!here || !there || here.code === there.code) return false;
  const short = (code: string): string => code.replace(/(?:00){1,2}$/u, "");
  return !short(here.code).startsWith(short(there.code)) && !short(there.code).startsWith(short(here.code));
}
const sameStem = (a: string, b: string): boolean => stem(a) !== "" && stem(a) === stem(b);

/** 济南市历下区街道办事处 for 济南市历下区泉城路街道办事处: place and ending are there, the name between is not. */
function partMissing(own: string, named: string): string | null {
  const [whole, part] = [withoutDivisions(own), withoutDivisions(named)];
  const hasPlace = comparable(named).length > part.length;
  const ending = TOWN_SUFFIX.exec(whole)?.[0];
  if (
    !hasPlace ||
    !ending ||
    part === whole ||
    !/^(?:街道办事处|街道办|街道|镇人民政府|镇政府|乡人民政府|乡政府)$/u.test(part)
  )
    return null;
  return whole.slice(0, whole.length - ending.length);
}

/** A bureau that section one speaks of as the one that did the year's work: 2023年，县发改局坚持……. */
function subjects(facts: Facts): NamedAuthor[] {
  const first = facts.sections.find(({ number }) => number === 1)?.text ?? "";
  return sentencesOf(first)
    .slice(0, 2)
    .flatMap((sentence): NamedAuthor[] => {
      const key = comparable(sentence);
      const name =
        /^(?:20\d{2}年度?[,，]?)?([\p{Script=Han}]{2,16}?(?:局|委员会|委|镇|乡|街道|街道办事处))(?=(?:坚持|认真|严格|深入|全面|高度|按照|紧紧|积极|切实|始终|以|围绕|贯彻|在|根据|持续|扎实|不断)[^局委镇])/u.exec(
          key,
        )?.[1];
      return name && !/^(?:我|本|全|各|在|按照|根据)|党委|区委|县委|市委|省委|领导|各级|上级/u.test(name)
        ? [{ position: "opening", name, quote: sentence }]
        : [];
    });
}

/** The county whose government website the report says it is published on. */
function websites(facts: Facts): string[] {
  return [...comparable(facts.preamble).matchAll(/([\p{Script=Han}]{2,20})人民政府(?:门户)?网站?/gu)].flatMap(
    (match) => {
      const place = match[1] ?? "";
      const [last] = countiesNamed(place).filter((name) => place.endsWith(name));
      return last ? [last] : [];
    },
  );
}

function judge(facts: Facts): { others: Violation[]; parts: Violation[] } | null {
  const own = facts.identity.organization?.name;
  if (!own) return null;
  const { authors } = authorsOf(facts.document, facts, TITLE);
  const others: Violation[] = [];
  const parts: Violation[] = [];
  const seen = new Set<string>();
  const report = (place: string, author: NamedAuthor): void => {
    if (seen.has(author.name)) return;
    if (otherBody(own, author.name) || otherPlace(own, author.name, facts.identity.year)) {
      seen.add(author.name);
      others.push({
        message: `${place}写的单位是“${author.name}”，与标题中的“${own}”不是同一单位，请核对是否误用了其他单位的文稿。`,
        quote: shortened(author.quote, 80),
      });
      return;
    }
    const missing = partMissing(own, author.name);
    if (missing !== null) {
      seen.add(author.name);
      parts.push({
        message: `${place}写的单位名称“${author.name}”缺少“${missing}”，应与标题中的“${own}”一致。`,
        quote: shortened(author.quote, 80),
      });
    }
  };
  for (const author of authors) report(PLACE[author.position], author);
  for (const author of subjects(facts)) report(PLACE.prose, author);
  const division = facts.identity.organization?.division ?? null;
  if (division && /[1-9]\d?$/u.test(division.code.slice(4))) {
    const foreign = websites(facts).filter((county) => !division.name.includes(county) && !own.includes(county));
    if (foreign[0] && foreign.length === websites(facts).length) {
      const there = divisionOf(`${foreign[0]}人民政府`, facts.preamble, facts.identity.year);
      if (there && there.code.slice(0, 4) !== division.code.slice(0, 4)) {
        others.push({
          message: `引言写明在“${foreign[0]}人民政府”网站公开，但本单位属于${division.name}，请核对是否误用了其他地区的文稿。`,
          quote: foreign[0],
          section: 0,
        });
      }
    }
  }
  return { others, parts };
}

/** Rules on who is named as the author. */
export const authorshipRules: readonly Rule[] = [
  {
    code: "ORGANIZATION-OTHER",
    severity: "error",
    source: { own: "标题、引言、联系方式说的是同一机关；写着别的地方或机关的，多半是照抄" },
    restsOn: ["words", "name"],
    check: (facts) => judge(facts)?.others ?? null,
  },
  {
    code: "ORGANIZATION-PART",
    severity: "warning",
    source: { own: "标题、引言、联系方式里的机关名称完整一致；只缺一部分的，只请核对" },
    restsOn: ["words", "name"],
    check: (facts) => judge(facts)?.parts ?? null,
  },
];
