import { hasTablePicture } from "../../common/pictures.ts";
import { hasProse, partsOf, printedTexts, shortened } from "../../common/report-text.ts";
import type { Violation } from "../../common/rule.ts";
import { comparable } from "../../common/wording.ts";
import type { Facts } from "../facts.ts";
import { formDue, SECTION_TITLES, TABLE_OF_SECTION } from "../form.ts";
import { FORM_2019, FORM_2021 } from "../sources.ts";
import type { Rule } from "./rule.ts";
import { templateTextRule } from "./template-text.ts";

const NUMERALS = ["一", "二", "三", "四", "五", "六"] as const;
const nameOf = (number: number): string => `${NUMERALS[number - 1]}、${SECTION_TITLES[number - 1]}`;

/** How a list in the preamble names each of the six parts. */
const PART_WORDS: readonly RegExp[] = [
  /(?:总体|整体|基本|概述)(?:工作)?(?:情况)?/gu,
  /主动公开/gu,
  /(?:收到|接收|受理|办理|处理)[^,，、;；]{0,14}申请|依申请公开|公开申请/gu,
  /复议/gu,
  /问题/gu,
  /其[他它][^,，、;；。]{0,4}(?:事项|情况|报告)/gu,
];

function preambleParts(preamble: string): Violation[] | null {
  const key = comparable(preamble);
  const sentence = key.split(/[。\n]/u).find((part) => /六个?(?:部分|方面)/u.test(part));
  if (!sentence) return null;
  const counts = PART_WORDS.map((word) => [...sentence.matchAll(word)].length);
  // Without a list nothing can be compared: 内容分为六个部分。
  if (counts.filter((count) => count > 0).length < 3) return null;
  const absent = counts.flatMap((count, index) => (count === 0 ? [nameOf(index + 1)] : []));
  const repeated = [4, 5].filter((number) => (counts[number - 1] ?? 0) > 1 && absent.length > 0).map(nameOf);
  if (absent.length === 0) return [];
  const extra = repeated.length > 0 ? `，且重复列出“${repeated.join("”“")}”` : "";
  return [
    {
      message: `引言称报告由六个部分组成，但未列出“${absent.join("”“")}”${extra}，请补全引言中的六部分名称。`,
      section: 0,
      quote: shortened(sentence, 120),
    },
  ];
}

const BRACKETS = "[〔\\[［(（【]?";
const CITED_2019 = new RegExp(`国办公开办函${BRACKETS}2019[〕\\]］)）】]?60号`, "u");
const CITED_2021 = new RegExp(`国办公开办函${BRACKETS}2021[〕\\]］)）】]?30号`, "u");
const TITLE_2019 = /政府信息公开工作年度报告有关事项的通知/u;

function mixedForms(facts: Facts): Violation[] | null {
  const { template, applicationsForm } = facts.tables;
  if (template === null || facts.doubtful.has("template")) return null;
  const key = comparable(
    partsOf(facts)
      .map(({ text }) => text)
      .join("\n"),
  );
  const [cites2019, cites2021] = [CITED_2019.test(key), CITED_2021.test(key)];
  const found: Violation[] = [];
  if (applicationsForm !== null && applicationsForm !== template) {
    found.push({
      message: `第二部分表格用的是${template}年版格式，第三部分表格用的是${applicationsForm}年版格式，请统一使用同一版格式。`,
    });
  }
  if (cites2019 !== cites2021) {
    const cited = cites2019 ? "2019" : "2021";
    const number = cites2019 ? "国办公开办函〔2019〕60号" : "国办公开办函〔2021〕30号";
    if (cited !== template)
      found.push({ message: `正文引用的文号是${number}，但表格用的是${template}年版格式，请核对文号和表格版本。` });
    else if (cites2021 && TITLE_2019.test(key))
      found.push({
        message: "正文写的是2019年《…年度报告有关事项的通知》的标题，文号却是〔2021〕30号，请核对文件标题和文号。",
      });
  }
  return found;
}

/**
 * Whether a page was not read at all, or the section's table was not found and a picture stands in the text that may
 * show both.
 */
function mayStandInPicture({ document, tables }: Facts, section: number): boolean {
  const read = new Set(
    document.blocks.flatMap((block) => (block.kind !== "picture" && "page" in block.place ? [block.place.page] : [])),
  );
  if (document.pages.some(({ kind, number }) => (kind === "picture" || kind === "garbled") && !read.has(number)))
    return true;
  const table = TABLE_OF_SECTION[section];
  return table !== undefined && tables.count[table] === 0 && hasTablePicture(document);
}

/** Rules on the parts of a report and the official form it follows. */
export const structureRules: readonly Rule[] = [
  {
    code: "SECTION-MISSING",
    severity: "error",
    source: { says: "年度报告分六个部分", cites: [{ text: FORM_2021, article: "一、报告内容" }] },
    check: (facts) => {
      if (!hasProse(facts)) return null;
      const found = new Set(facts.sections.map(({ number }) => number));
      const missing = [1, 2, 3, 4, 5, 6].filter((number) => !found.has(number));
      const hidden = missing.filter((number) => mayStandInPicture(facts, number));
      // A heading that may stand in a picture nobody read is not missing.
      if (missing.length > 0 && hidden.length === missing.length) return null;
      const illegible = facts.document.pages.some(({ recognised }) => recognised === false);
      return missing
        .filter((number) => !hidden.includes(number))
        .map((number) =>
          illegible || facts.tracedSections.has(number)
            ? {
                message: `未能确定有没有“${nameOf(number)}”部分的标题，请核对标题的文字和位置。`,
                section: number,
                unsettled: true,
              }
            : { message: `缺少“${nameOf(number)}”部分，请按规定格式补上该部分的标题和内容。`, section: number },
        );
    },
  },
  {
    code: "SECTION-ORDER",
    severity: "warning",
    source: { says: "六个部分依次排列", cites: [{ text: FORM_2021, article: "一、报告内容" }] },
    check: (facts) => {
      if (facts.sections.length < 2) return null;
      const numbers = facts.sections.map(({ number }) => number);
      const late = facts.sections.find((section, index) =>
        numbers.slice(0, index).some((earlier) => earlier > section.number),
      );
      if (!late) return [];
      return [
        {
          message: `“${late.title}”应为第${NUMERALS[late.number - 1]}部分，现排在第${NUMERALS[numbers.indexOf(late.number)] ?? "六"}位，请按规定的六部分顺序调整。`,
          section: late.number,
        },
      ];
    },
  },
  {
    code: "PREAMBLE-PARTS",
    severity: "warning",
    source: { own: "引言列举的部分与格式的六个部分一致；列举错了，多半是照抄了别的文稿" },
    check: (facts) => preambleParts(facts.preamble),
  },
  {
    code: "TEMPLATE-YEAR",
    severity: "error",
    source: {
      says: "2019、2020年度用2019年的格式，2021年度起用2021年的格式",
      cites: [
        { text: FORM_2019, article: "格式" },
        { text: FORM_2021, article: "格式" },
      ],
    },
    check: (facts) => {
      const { template } = facts.tables;
      const { year } = facts.identity;
      if (template === null || year === null || facts.doubtful.has("template")) return null;
      const due = formDue(year);
      if (template === due) return [];
      return [
        {
          message:
            due === "2021"
              ? `${year}年度报告用的是2019年旧版格式（国办公开办函〔2019〕60号）的表格，2021年度起应使用〔2021〕30号规定的新版格式。`
              : `${year}年度报告用的是2021年版格式（国办公开办函〔2021〕30号）的表格，该年度应使用〔2019〕60号规定的格式。`,
          section: 2,
        },
      ];
    },
  },
  templateTextRule,
  {
    code: "TEMPLATE-MIXED",
    severity: "warning",
    source: { own: "各张统计表、引用的文号和文件标题应属于同一版格式；两版格式的栏目含义不同，混用就不能比较" },
    check: mixedForms,
  },
  {
    code: "RESIDUE",
    severity: "info",
    source: { own: "文中不残留转换留下的标记和乱码；它们不是作者的文字，发布后影响阅读" },
    restsOn: ["words"],
    check: (facts) => {
      const texts = printedTexts(facts);
      if (texts.length === 0) return null;
      return RESIDUES.flatMap(({ pattern, what }) => {
        const hits = texts.flatMap((text) => pattern.exec(text)?.[0] ?? []);
        return hits[0] === undefined
          ? []
          : [
              {
                message: `文中残留${what}“${shortened(hits[0], 30)}”${hits.length > 1 ? `等${hits.length}处` : ""}，请清理后再发布。`,
                quote: hits[0],
              },
            ];
      });
    },
  },
];

/** What conversion leaves in a text; a site's own buttons are not the author's. */
const RESIDUES: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\[bookmark:[^\][]*\]|_GoBack|_Hlk\d{5,}/u, what: "书签标记" },
  {
    pattern: /&(?:nbsp|lt|gt|amp|quot|ensp|emsp|ldquo|rdquo);|<\/?(?:p|span|div|br|td|tr|font|strong|o:p)\b[^<>]*>/u,
    what: "网页代码",
  },
  { pattern: /\ufffd|[?？]。[ㄒㄐㄓㄖㄘ]|锘縛|锟斤拷|烫烫烫/u, what: "乱码" },
  { pattern: /(?<![《<〈])(?:工作)?年度报告格式[>》](?!的)(?=\p{Script=Han})/u, what: "不完整的书名号" },
  { pattern: /(?<!\d)20\d{2}(?:1[0-2]|0?[1-9])(?:3[01]|[12]\d)日/u, what: "缺少“年”“月”的日期" },
  { pattern: /错误[!！]\s*(?:未定义书签|未找到引用源|超链接引用无效)/u, what: "Word域错误提示" },
];
