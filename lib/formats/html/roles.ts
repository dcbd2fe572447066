import type { Role } from "../../document/document.ts";
import { numberingOf } from "../../document/numbering.ts";
import { squash } from "../../document/text.ts";
import { isFooterLine, isFurnitureLine, isMetadataLine } from "../shared/page-lines.ts";
import type { Item, ParagraphItem } from "./items.ts";
import type { Element } from "./tree.ts";

/**
 * Which paragraphs of a government site's page are its frame, which describe the document, and which are the document.
 */

const CHROME_NAME =
  /(?:^|[-_\s])(?:nav\w*|menu\w*|foot\w*|copyright|bread\w*|crumbs?|position|location|pos|weizhi|dqwz|mbx|share\w*|bdshare\w*|jiathis\w*|side\w*|rel|related\w*|relate|xgwj|xgxx|pag(?:er|es|ination)\w*|prev\w*|next\w*|tool\w*|print\w*|search\w*|login\w*|banner|links?|friend\w*|top\w*|header|head|logo|qrcode|ewm|fontsize|zihao)(?=$|[-_\s\d])/iu;

function isChrome(element: Element): boolean {
  if (element.name === "nav" || element.name === "footer" || element.name === "aside") return true;
  const role = element.attributes.get("role") ?? "";
  if (/^(navigation|banner|contentinfo|search|complementary)$/u.test(role)) return true;
  return (
    CHROME_NAME.test(element.attributes.get("class") ?? "") || CHROME_NAME.test(element.attributes.get("id") ?? "")
  );
}

/** Numbered as the parts of a document are, not as the items of a list. */
const isNumberedPart = (line: string): boolean => ![null, "item"].includes(numberingOf(line));
const isProse = (item: ParagraphItem): boolean =>
  item.links < 0.5 && item.lines.some((line) => line.length > 50 && /[，。；]/u.test(line));
const isHeading = (element: Element): boolean => /^h[1-6]$/u.test(element.name);

/** Whether an item is surely a part of the document itself. */
const isCore = (item: Item): boolean =>
  item.kind === "table" ||
  (item.kind === "paragraph" &&
    !item.metadata &&
    (isProse(item) || (item.links < 0.5 && isNumberedPart(item.lines[0] ?? ""))));

/** The index of the first item that is surely a part of the document; 0 where none is. */
export const firstOfDocument = (items: readonly Item[]): number => Math.max(0, items.findIndex(isCore));

/**
 * The role of each item (tables and pictures are always body). An element that its name calls a frame (nav, footer,
 * class "share") is one only where nothing of the document stands in it; link lists are furniture only before the
 * document's first and after its last words.
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
    if (index < first && isMetadataLine(text)) return "metadata";
    if (!core[index] && isFurnitureLine(text)) return "furniture";
    if (index > last && isFooterLine(text)) return "furniture";
    if (outside && first >= 0 && (item.links >= 0.8 || inFrame(item.holder))) return "furniture";
    if (!outside && !core[index] && inFrame(item.holder)) return "furniture";
    return isHeading(item.holder) ? "heading" : "body";
  });
}

/**
 * What the titles of official documents call them: the kinds of 《党政机关公文处理工作条例》第八条 that stand in no menu,
 * and what is published year by year.
 */
const KIND = /(?:报告|年报|公报|预算|决算|决定|决议|通告|通报|批复|议案|纪要)/u;

/** Whether a paragraph is the document's title: what the title element says, or a heading that names such a kind. */
function isTitle(item: ParagraphItem, title: string | null): boolean {
  const text = squash(item.lines.join(""));
  if (item.links >= 0.8 || text.length < 6 || text.length > 80) return false;
  if (/^h[1-3]$/u.test(item.holder.name) && KIND.test(text)) return true;
  return title !== null && text.length >= 10 && squash(title).includes(text);
}
