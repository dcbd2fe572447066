import type { Role } from "../document/document.ts";
import { oneLine, squash } from "../document/text.ts";
import type { Item, ParagraphItem } from "./html-flow.ts";
import type { Element } from "./html-tree.ts";

/** Which paragraphs of a government site's page are its frame, which describe the document, and which are the document. */

/** Labels of the description that sites put above a document (《政府信息公开目录》 fields and their usual variants). */
const METADATA_LABEL =
  /^(?:信息)?(?:索引号|索取号|统一编号|主题分类|体裁分类|组配分类|信息分类|服务对象分类|分类|公开目录|栏目|名称|信息名称|标题|文件?号|发文字号|文件编号|发布机构|发文机关|发文单位|发布单位|制发机关|公开主体|公开责任部门|责任部门|责任单位|发布日期|发布时间|发文日期|成文日期|成文时间|生成日期|生成时间|制发日期|印发日期|公开日期|公开时间|更新时间|更新日期|生效日期|实施日期|废止日期|失效日期|有效性|时效性?|效力状态|关键词|主题词|公开方式|公开形式|公开程序|公开时限|公开范围|公开类别|公开属性|载体类型|语种|内容概述|内容摘要|信息来源|来源|作者|责任编辑|编辑|记录形式|著录者|时间|日期)(?:[(（][^)）]*[)）])?$/u;

const isLabel = (text: string): boolean =>
  METADATA_LABEL.test(
    squash(text)
      .replace(/[:：]$/u, "")
      .replace(/^[【[•·]+|[】\]]+$/gu, ""),
  );

const METADATA_LINE = /^[•·【[\s]*([^:：]{2,12})[:：】]/u;
const startsWithLabel = (text: string): boolean => isLabel(METADATA_LINE.exec(text)?.[1] ?? "");

/** Pairs of label and value, one a line, where the rows are the description of a document; null where they are anything else. */
export function metadataPairs(rows: readonly (readonly string[])[]): string[] | null {
  const cells = rows.flatMap((row) => row.map(oneLine));
  const filled = cells.filter((text) => text !== "");
  const labels = cells.filter((text) => isLabel(text) || (text.length < 80 && startsWithLabel(text)));
  if (labels.length < 2 || labels.length * 3 < filled.length) return null;
  const lines: string[] = [];
  for (const row of rows) {
    const texts = row.map(oneLine);
    for (let at = 0; at < texts.length; at++) {
      const text = texts[at] ?? "";
      if (text === "") continue;
      const next = texts[at + 1];
      if (isLabel(text) && next !== undefined && !isLabel(next)) {
        lines.push(/[:：]$/u.test(text) ? `${text}${next}` : `${text}：${next}`);
        at++;
      } else lines.push(text);
    }
  }
  return lines;
}

const FURNITURE_LINE =
  /^[【[（(|>\s]*(?:(?:您|你)?(?:现在)?(?:的|所在)?当?前?(?:所在)?的?位置\s*[:：]|[上下]一[篇条页个]|打\s*印|关闭|收藏|返回|分享|我要纠错|保存|复制|字\s*[号体]\s*[:：]?\s*[[【(（]?\s*(?:特?大|小)|字\s*[号体]\s*[:：]\s*$|[大小中]\s+[大小中]\s+[大小中]\b|扫一扫|手机扫|无障碍|网站地图|联系我们|版权所有|相关(?:文档|链接|附件|信息|文章|解读|新闻)\s*[:：]?$|(?:浏览|阅读|点击|访问)(?:次数|量)?\s*[:：]|【?下载)/u;
const FOOTER_LINE = /ICP备|公网安备|网站标识码|版权所有|技术支持\s*[:：]|^(?:主办|承办|维护)(?:单位)?\s*[:：]/u;

const CHROME_NAME =
  /(?:^|[-_\s])(?:nav\w*|menu\w*|foot\w*|copyright|bread\w*|crumbs?|position|location|pos|weizhi|dqwz|mbx|share\w*|bdshare\w*|jiathis\w*|side\w*|rel|related\w*|relate|xgwj|xgxx|pag(?:er|es|ination)\w*|prev\w*|next\w*|tool\w*|print\w*|search\w*|login\w*|banner|links?|friend\w*|top\w*|header|head|logo|qrcode|ewm|fontsize|zihao)(?=$|[-_\s\d])/iu;

function isChrome(element: Element): boolean {
  if (element.name === "nav" || element.name === "footer" || element.name === "aside") return true;
  const role = element.attributes.get("role") ?? "";
  if (/^(navigation|banner|contentinfo|search|complementary)$/u.test(role)) return true;
  return CHROME_NAME.test(element.attributes.get("class") ?? "") || CHROME_NAME.test(element.attributes.get("id") ?? "");
}

const SECTION_HEADING = /^(?:[一二三四五六][、.．]|[（(][一二三四五六][)）])/u;
const isProse = (item: ParagraphItem): boolean => item.links < 0.5 && item.lines.some((line) => line.length > 50 && /[，。；]/u.test(line));
const isHeading = (element: Element): boolean => /^h[1-6]$/u.test(element.name);

/** Whether an item is surely a part of the document itself. */
const isCore = (item: Item): boolean =>
  item.kind === "table" ||
  (item.kind === "paragraph" && !item.metadata && (isProse(item) || (item.links < 0.5 && SECTION_HEADING.test(item.lines[0] ?? ""))));

/**
 * The role of each item (tables and pictures are always body). An element that its name calls a frame (nav, footer, class "share") is one only
 * where nothing of the document stands in it; link lists are furniture only before the document's first and after its last words.
 */
export function rolesOf(items: readonly Item[], title: string | null): Role[] {
  const core = items.map(isCore);
  const first = core.indexOf(true);
  const last = core.lastIndexOf(true);
  const documents = new Set<Element>();
  items.forEach((item, index) => {
    if (item.kind !== "paragraph" || !(core[index] || isTitle(item, title))) return;
    for (let up: Element | null = item.holder; up; up = up.parent) documents.add(up);
  });
  const framed = new Map<Element, boolean>();
  const inFrame = (element: Element | null): boolean => {
    if (!element || documents.has(element)) return false;
    const known = framed.get(element);
    if (known !== undefined) return known;
    const answer = isChrome(element) || inFrame(element.parent);
    framed.set(element, answer);
    return answer;
  };
  return items.map((item, index): Role => {
    if (item.kind !== "paragraph") return "body";
    const text = item.lines.join(" ");
    if (item.metadata) return "metadata";
    if (isTitle(item, title)) return isHeading(item.holder) ? "heading" : "body";
    const outside = first < 0 || index < first || index > last;
    if (text.length < 200 && startsWithLabel(text) && (outside || text.length < 80) && index < Math.max(first, 0)) return "metadata";
    if (text.length < 120 && FURNITURE_LINE.test(text) && !core[index]) return "furniture";
    if (index > last && text.length < 300 && FOOTER_LINE.test(text)) return "furniture";
    if (outside && first >= 0 && (item.links >= 0.8 || inFrame(item.holder))) return "furniture";
    if (!outside && !core[index] && inFrame(item.holder)) return "furniture";
    return isHeading(item.holder) ? "heading" : "body";
  });
}

/** Whether a paragraph is the document's title: what the title element says, or a heading that calls itself a report. */
function isTitle(item: ParagraphItem, title: string | null): boolean {
  const text = squash(item.lines.join(""));
  if (item.links >= 0.8 || text.length < 6 || text.length > 80) return false;
  if (/^h[1-3]$/u.test(item.holder.name) && /报告|年报/u.test(text)) return true;
  return title !== null && text.length >= 10 && squash(title).includes(text);
}
