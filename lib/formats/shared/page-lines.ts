import { oneLine, squash, withoutTrailing } from "../../document/text.ts";

/** Lines that government sites print around a document: its description, and the tools and links of the page. */

/** Labels of the description that sites put above a document (《政府信息公开目录》 fields and their usual variants). */
const METADATA_LABEL =
  /^(?:信息)?(?:索引号|索取号|统一编号|主题分类|体裁分类|组配分类|信息分类|服务对象分类|分类|公开目录|栏目|名称|信息名称|标题|文件?号|发文字号|文件编号|发布机构|发文机关|发文单位|发布单位|制发机关|公开主体|公开责任部门|责任部门|责任单位|发布日期|发布时间|发文日期|成文日期|成文时间|生成日期|生成时间|制发日期|印发日期|公开日期|公开时间|更新时间|更新日期|生效日期|实施日期|废止日期|失效日期|有效性|时效性?|效力状态|关键词|主题词|公开方式|公开形式|公开程序|公开时限|公开范围|公开类别|公开属性|载体类型|语种|内容概述|内容摘要|信息来源|来源|作者|责任编辑|编辑|记录形式|著录者|时间|日期)(?:[(（][^)）]*[)）])?$/u;

const isLabel = (text: string): boolean =>
  METADATA_LABEL.test(
    withoutTrailing(
      squash(text)
        .replace(/[:：]$/u, "")
        .replace(/^[【[•·]+/u, ""),
      /[】\]]/u,
    ),
  );

const METADATA_LINE = /^[•·【[\s]*([^:：]{2,12})[:：】]/u;
const startsWithLabel = (text: string): boolean => isLabel(METADATA_LINE.exec(text)?.[1] ?? "");

/** Whether the rows of a table are the description of a document: pairs of label and value. */
export function isMetadata(rows: readonly (readonly string[])[]): boolean {
  const cells = rows.flatMap((row) => row.map(oneLine));
  const filled = cells.filter((text) => text !== "");
  const labels = cells.filter((text) => isLabel(text) || (text.length < 80 && startsWithLabel(text)));
  return labels.length >= 2 && labels.length * 3 >= filled.length;
}

/** The pairs of label and value in a row of metadata, one a line. */
export function metadataLines(row: readonly string[]): string[] {
  const texts = row.map(oneLine);
  const lines: string[] = [];
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at] ?? "";
    if (text === "") continue;
    const next = texts[at + 1];
    if (isLabel(text) && next !== undefined && !isLabel(next)) {
      lines.push(/[:：]$/u.test(text) ? `${text}${next}` : `${text}：${next}`);
      at++;
    } else lines.push(text);
  }
  return lines;
}

const FURNITURE_LINE =
  /^[【[（(|>\s]*(?:(?:您|你)?(?:现在)?(?:的|所在)?当?前?(?:所在)?的?位置\s*[:：]|[上下]一[篇条页个]|(?:打\s*印|关闭|收藏|返回|分享|保存|复制)(?:本页|本文|此页|页面|窗口|顶部|首页|列表|上一?级|到|链接|地址)*\s*(?:$|[\s:：】\])）|])|我要纠错|字\s*[号体]\s*(?:[:：]\s*)?(?:[[【(（]\s*)?(?:特?大|小)|字\s*[号体]\s*[:：]\s*$|[大小中]\s+[大小中]\s+[大小中]\b|扫一扫|手机扫|无障碍|网站地图|联系我们|版权所有|相关(?:文档|链接|附件|信息|文章|解读|新闻)\s*[:：]?$|(?:浏览|阅读|点击|访问)(?:次数|量)?\s*[:：]|【?下载\s*(?:Word|PDF|附件|打印|$))/iu;
const FOOTER_LINE = /ICP备|公网安备|网站标识码|版权所有|技术支持\s*[:：]|^(?:主办|承办|维护)(?:单位)?\s*[:：]/u;

/** A line of the description above a document, such as 发布机构：…. */
export const isMetadataLine = (text: string): boolean => text.length < 200 && startsWithLabel(text);

/** A line of a page's frame: where it stands on the site, tools, neighbours, counters. */
export const isFurnitureLine = (text: string): boolean => text.length < 120 && FURNITURE_LINE.test(text);

/** A line of a site's imprint. */
export const isFooterLine = (text: string): boolean => text.length < 300 && FOOTER_LINE.test(text);
