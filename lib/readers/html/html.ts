import type { Block, Document } from "../../document/document.ts";
import { isNumbered } from "../../document/numbering.ts";
import { oneLine } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { decode } from "../decode.ts";
import { TooLargeError } from "../errors.ts";
import { flowOf, type Item, type ParagraphItem } from "./flow.ts";
import { rolesOf } from "./roles.ts";
import { isHidden, parseStyles, type StyleSheet } from "./style.ts";
import { type Element, parsePage } from "./tree.ts";
import { isMhtml, pageOfMhtml } from "./mhtml.ts";

const NO_STYLES: StyleSheet = { rules: new Map() };

/** A saved web page (also as .mht) as text. @throws TooLargeError, CorruptError */
export function htmlText(bytes: Uint8Array): string {
  if (bytes.length > LIMITS.htmlBytes) throw new TooLargeError();
  const { text } = decode(isMhtml(bytes) ? pageOfMhtml(bytes) : bytes);
  return keepsLineEnds(text) ? text.replace(/^[ \t]*#{1,6}[ \t]+/gmu, "") : text;
}

/** Text with tables in HTML but no other markup, as converters to Markdown write it: its line ends mean something. */
export const keepsLineEnds = (html: string): boolean => !/<(?:p|div|br|body|html|li|h[1-6]|pre|center|article|section)\b/iu.test(withoutTables(html));

/** One that does not end goes on to the next or to the end of the page. */
function withoutTables(html: string): string {
  const [before = "", ...tables] = html.split(/<table\b/iu);
  const behind = tables.map((table) => {
    const end = /<\/table\s*>/iu.exec(table);
    return end ? table.slice(end.index + end[0].length) : "";
  });
  return before + behind.join("");
}

/** Whether a style sheet leaves less than half of a text of some length to be seen. */
export const hidesMost = (shown: number, all: number): boolean => shown * 2 < all && all - shown > 100;

function shownLength(element: Element, sheet: StyleSheet): number {
  let length = 0;
  for (const child of element.children) {
    if (typeof child === "string") length += child.trim().length;
    else if (!isHidden(child, sheet)) length += shownLength(child, sheet);
  }
  return length;
}

/** A title of two lines is one paragraph; other lines that share one are paragraphs of their own. */
function staysWhole(item: ParagraphItem): boolean {
  if (item.lines.length === 1) return true;
  if (/^h[1-6]$/u.test(item.holder.name)) return !item.lines.some((line) => isNumbered(line));
  return item.centred && item.lines.length <= 3 && item.lines.every((line) => line.length < 60 && !isNumbered(line));
}

/** A metadata label that its value follows in an element of its own becomes one paragraph with it. */
function joinLabels(items: readonly Item[]): Item[] {
  const joined: Item[] = [];
  for (const item of items) {
    const before = joined.at(-1);
    if (
      item.kind === "paragraph" &&
      before?.kind === "paragraph" &&
      before.lines.length === 1 &&
      item.lines.length === 1 &&
      /^[\p{sc=Han}\s]{2,10}[:：]$/u.test(before.lines[0] ?? "") &&
      (item.lines[0]?.length ?? 0) < 80 &&
      !/[:：]$/u.test(item.lines[0] ?? "") &&
      (item.holder.parent === before.holder.parent || item.holder.parent === before.holder || item.holder === before.holder.parent)
    ) {
      joined[joined.length - 1] = { ...before, lines: [`${before.lines[0]}${item.lines[0]}`] };
    } else joined.push(item);
  }
  return joined;
}

function blocksOf(items: readonly Item[], title: string | null): Block[] {
  const roles = rolesOf(items, title);
  const blocks: Block[] = [];
  let paragraphs = 0;
  let tables = 0;
  items.forEach((item, index) => {
    if (item.kind === "paragraph") {
      for (const text of staysWhole(item) ? [item.lines.join("\n")] : item.lines) {
        blocks.push({ kind: "paragraph", text, role: roles[index] ?? "body", place: { paragraph: paragraphs++ } });
      }
    } else if (item.kind === "table") {
      const table = tables++;
      const cells = item.cells.map((cell) => ({ ...cell, place: { table, row: cell.row, column: cell.column } }));
      blocks.push({ kind: "table", rows: item.rows, columns: item.columns, cells, ragged: item.ragged, place: { table, row: 0, column: 0 } });
    } else blocks.push({ ...item, place: { paragraph: paragraphs } });
  });
  return blocks;
}

/**
 * Reads a web page as government sites publish it: paragraphs and tables in reading order, layout tables unrolled, hidden and deleted text gone.
 * The page around the article has the role "furniture", the description above it (索引号, 发布机构 …) "metadata".
 * Places are `{paragraph}` and `{table, row, column}`, counted from 0.
 * @throws TooLargeError beyond the limits of a page and of a table; CorruptError for an .mht without a page.
 */
export function readHtml(bytes: Uint8Array): Document {
  const html = htmlText(bytes);
  const page = parsePage(html);
  const own = parseStyles(page.styles);
  // A page that hides most of itself lets a script show it again (tabs, fade-in): its style sheet says nothing about what a reader sees.
  const sheet = hidesMost(shownLength(page.root, own), shownLength(page.root, NO_STYLES)) ? NO_STYLES : own;
  const title = page.title === null ? null : oneLine(page.title) || null;
  const items = joinLabels(flowOf(page.root, sheet, keepsLineEnds(html)));
  return { format: "html", title, pages: [], blocks: blocksOf(items, title) };
}
