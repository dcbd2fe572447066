import { sentences, shortened } from "../../common/report-text.ts";
import { comparable } from "../../common/wording.ts";
import { FORM_2021 } from "../sources.ts";
import type { Rule } from "./rule.ts";

/** Leading marks of a note: （填表说明：, 注：, 1. */
const LEAD =
  /^(?:[(（【[〔<《“"「*]|注意?[:：]?|备注[:：]?|说明[:：]|提示[:：]|温馨提示[:：]|\d{1,2}[.、．]|[(（][一二三四五六七八九十\d]+[)）])+/u;

/**
 * The guidance of the official form, as an instruction: it must open the sentence. A sentence that reports on the form
 * (按照“没有的应填入0”的要求……) does not.
 */
const INSTRUCTIONS: readonly RegExp[] = [
  /^(?:本|该|此|这一?)(?:部分|项)(?:内容)?(?:应当?|需要?|须)?(?:主要|重点|简要)(?:报告|填写|填报|反映|说明|阐述|介绍|概述)(?!我|了|20)/u,
  /^(?:本|该|此|这一?)(?:部分|项|栏|章|节|段)(?:内容)?(?:应当?|需要?|须|请|要|将)?(?:主要|重点|简要)?(?:报告|填写|填报|反映|说明|阐述|介绍|概述)(?:[:：]|本行政机关|本单位|本机关|申请人|行政机关|因|以下|政府信息公开|上级|主动公开|存在|各|是否|的?内容)/u,
  /^(?:本|该|此|这一?)(?:部分|项|栏)(?:内容)?(?:还|也)?(?:应当?|须|必须|请|可以?)(?:还|同时|一并|如实|分别)?(?:报告|填写|填报|反映|说明|阐述|介绍|概述|列出|注明|写明)/u,
  /^(?:本|该|此)(?:部分|项|表)(?:内容)?(?:应当?|须|请|要求)?(?:以|用|按)(?:照)?(?:表格|文字)(?:的)?(?:形式|描述)?(?:进行)?(?:报告|填报|填写|体现|反映)/u,
  /^(?:本|该)?(?:统计)?表(?:格)?中(?:没有|无)(?:数据|内容)?(?:的)?(?:项目|数据|事项|情况)?(?:的)?,?(?:应当?|须|请|一律|均|要)?填(?:入|写|报)?[“"”'‘]?0/u,
  /^(?:没有|无)(?:数据)?的(?:项目|数据|事项)?,?(?:应当?|须|请|一律|均)填(?:入|写|报)?[“"”'‘]?0/u,
  /^(?:不得|不能|不可)(?:空白|空缺|留空).{0,20}(?:填|内容)/u,
  /^(?:填表|填写|填报|编写|编制|模板|格式|样表|范本|写作|撰写)(?:说明|提示|要求|须知|指引|注意事项|示例|参考)(?:[:：)）]|$)/u,
  /^(?:请|应)?(?:在此处?|此处|在这里|在本处|此栏|此项|此部分)(?:请)?(?:应|需)?(?:填写|填入|填报|输入|插入|添加|说明|描述|写|录入|补充)/u,
  /^(?:请|应)(?:各单位|各部门|各地|各镇街)?(?:根据|结合|按照|参照)(?:本)?(?:单位|部门|地区|实际|机关)?.{0,12}(?:填写|填报|编写|修改|补充|删除|替换)/u,
  /^(?:重在|应重在|内容应重在)(?:聚焦主题|数据准确)/u,
  /^内容应重在数据准确/u,
  /^(?:(?:本|该)部分)?(?:内容|文字)?(?:篇幅|字数)?(?:原则上|一般)?(?:应当?|请|要)?(?:不超过|不得超过|控制在).{0,6}字/u,
  /^应对本(?:行政机关|地区|单位).{0,30}(?:进行综述|进行报告)/u,
  /^(?:县级以上人民政府、?垂直管理系统的年度报告|县级以上(?:地方)?人民政府.{0,20}年度报告),?应/u,
  /^(?:文字描述|文字说明|单位名称|填写单位名称|请填写|填写单位|行政机关名称|机关全称|单位全称|此处填写|示例|样例|模板|样本)(?:[)）】\]]|$)/u,
];
/** Guidance that gives itself away wherever it stands. */
const TELLTALES: readonly RegExp[] = [
  /(?:填报|填写|编写|发布|正式发布|上报|使用|定稿)(?:时|后|前)?(?:,)?(?:请|应|须|务必)?(?:将)?(?:自行)?(?:删除|删去|去掉)(?:本|此|该|以上|括号内|红色|蓝色)(?:段|行|部分|处)?(?:的)?(?:说明|文字|提示|内容|字体|括号)?/u,
  /请(?:自行)?(?:删除|删去)(?:本|此|该|以上|括号内)(?:段|行|处)?(?:的)?(?:说明|文字|提示|内容)/u,
  /(?:本|该|此)(?:部分|项)(?:还|也)(?:应当?|须|可以?)(?:同时|一并)?(?:报告|填写|填报|反映|说明)/u,
  /(?:篇幅|字数)(?:原则上|一般)(?:应当?)?(?:不超过|不得超过|控制在)[\d一二三四五六七八九十百千,]{1,6}字(?!的)/u,
  /[(（](?:文字描述|请?填写[^()（）]{0,12}|此处[^()（）]{0,14}|单位名称|行政机关名称|单位全称|机关名称|填[入写]单位[^()（）]{0,6}|由[^()（）]{0,8}填写|如无请?填[^()（）]{0,6}|没有填[“"]?0[^()（）]{0,6})[)）]/u,
];
/** Placeholders of the form: XX局, 20XX年, ××件, ____件, 某某镇, 龙湾镇(区). */
const PLACEHOLDERS: readonly RegExp[] = [
  /20(?:[XxＸ×*_]{2}|\d[XxＸ×*])年/u,
  /(?<![A-Za-z0-9*＊./@_-])[XＸ×xｘ]{2,20}(?=年|月|日|件|条|份|次|项|个|宗|县|市|区|镇|乡|街道|局|委|办|厅|省|单位|部门|机关|中心|人民政府|同志)/u,
  /(?<=\p{Script=Han})[_＿]{2,}(?=年|月|日|件|条|份|次|项|个|宗|万?元|%)/u,
  /(?:某某|〇〇|○○|□□)(?:县|市|区|镇|乡|街道|局|委|办|单位|部门|人民政府)/u,
  /(?<![乡各全])镇[(（]区[)）]/u,
];

const REPORTS_ON_IT = /(?:发现|指出|纠正|督促|整改|培训|提醒各|要求各|检查|抽查|通报).{0,30}$/u;

/** Sentence by sentence: the instruction or placeholder that the form's author would have had to remove. */
function leftover(sentence: string): { quote: string; placeholder: boolean } | null {
  const key = comparable(sentence).replace(/[，]/gu, ",");
  const bare = key.replace(LEAD, "").replace(LEAD, "");
  if (INSTRUCTIONS.some((pattern) => pattern.test(bare))) return { quote: sentence, placeholder: false };
  for (const pattern of TELLTALES) {
    const match = pattern.exec(key);
    if (match && !REPORTS_ON_IT.test(key.slice(0, match.index))) return { quote: sentence, placeholder: false };
  }
  for (const pattern of PLACEHOLDERS) {
    const match = pattern.exec(key);
    if (match)
      return { quote: key.slice(Math.max(0, match.index - 10), match.index + match[0].length + 8), placeholder: true };
  }
  return null;
}

/**
 * Guidance of the official form or a placeholder left in the text: one finding a section, with the first words and the
 * number of places.
 */
export const templateTextRule: Rule = {
  code: "TEMPLATE-TEXT",
  severity: "error",
  source: { says: "格式里的填写说明和占位文字不属于报告", cites: [{ text: FORM_2021, article: "格式的填写说明" }] },
  restsOn: ["words"],
  check: (facts) => {
    const tables = facts.document.blocks.flatMap((block) =>
      block.kind === "table" ? block.cells.flatMap((cell) => cell.text.split(/[。；;\n]+/u)) : [],
    );
    const all = [
      ...sentences(facts),
      ...tables.filter((text) => text.trim().length > 5).map((text) => ({ section: -1, text })),
    ];
    if (all.length === 0) return null;
    const seen = new Set<string>();
    const hits = all.flatMap(({ section, text }) => {
      const found = leftover(text);
      const key = comparable(text);
      if (!found || seen.has(key)) return [];
      seen.add(key);
      return [{ section, ...found }];
    });
    const sections = [...new Set(hits.map(({ section }) => section))];
    return sections.flatMap((section) => {
      const own = hits.filter((hit) => hit.section === section);
      const [first] = own;
      if (!first) return [];
      const place = section < 0 ? "表格中" : section === 0 ? "引言（标题）中" : `第${"一二三四五六"[section - 1]}部分`;
      const many = own.length > 1 ? `等${own.length}处` : "";
      const message = first.placeholder
        ? `${place}残留模板占位文字“${shortened(first.quote, 40)}”${many}，请换成实际内容。`
        : `${place}残留模板填写说明“${shortened(first.quote, 40)}”${many}，请删除。`;
      return [{ message, quote: first.quote, ...(section >= 0 ? { section } : {}) }];
    });
  },
};
