import { type Flaw, mergedFlaws } from "../../document/appearance.ts";
import type { Block, Document } from "../../document/document.ts";
import { isNumbered } from "../../document/numbering.ts";
import { oneLine } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import { decode } from "../shared/decode.ts";
import { Styles } from "./cascade.ts";
import { FLOATING, FORWARDED } from "./effects.ts";
import { flowOf } from "./flow.ts";
import type { Item, ParagraphItem } from "./items.ts";
import { Look, type PageFacts } from "./look.ts";
import { isMhtml, pageOfMhtml } from "./mhtml.ts";
import { areTablesCovered } from "./overlays.ts";
import { parsePage } from "./page.ts";
import { rolesOf } from "./roles.ts";
import { Scripts } from "./scripts.ts";
import { composedLines } from "./styled-lines.ts";
import type { Element } from "./tree.ts";

/** A saved web page (also as .mht) as text. @throws TooLargeError, CorruptError */
export function htmlText(bytes: Uint8Array): string {
  if (bytes.length > LIMITS.htmlBytes) throw new TooLargeError();
  const { text } = decode(isMhtml(bytes) ? pageOfMhtml(bytes) : bytes);
  return keepsLineEnds(text) ? text.replace(/^[ \t]*#{1,6}[ \t]+/gmu, "") : text;
}

/** Text with tables in HTML but no other markup, as converters to Markdown write it: its line ends mean something. */
export const keepsLineEnds = (html: string): boolean =>
  !/<(?:p|div|br|body|html|li|h[1-6]|pre|center|article|section)\b/iu.test(withoutTables(html));

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

/** Characters of text that a page holds, and that its style sheets leave to be seen. */
function lengthsOf(element: Element, look: Look): { readonly shown: number; readonly all: number } {
  let shown = 0;
  let all = 0;
  for (const child of element.children) {
    if (typeof child === "string") {
      const length = child.trim().length;
      all += length;
      shown += look.visible ? length : 0;
    } else {
      const own = look.of(child);
      const inside = lengthsOf(child, own);
      all += own.shown || own.hiddenBySheet ? inside.all : 0;
      shown += own.shown ? inside.shown : 0;
    }
  }
  return { shown, all };
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
      (item.holder.parent === before.holder.parent ||
        item.holder.parent === before.holder ||
        item.holder === before.holder.parent)
    ) {
      const runs =
        before.runs || item.runs
          ? [
              [
                ...(before.runs?.[0] ?? [{ text: before.lines[0] ?? "" }]),
                ...(item.runs?.[0] ?? [{ text: item.lines[0] ?? "" }]),
              ],
            ]
          : undefined;
      joined[joined.length - 1] = { ...before, lines: [`${before.lines[0]}${item.lines[0]}`], ...(runs && { runs }) };
    } else joined.push(item);
  }
  return joined;
}

/** The paragraphs of an item: its text, and what in it is not plain. */
function paragraphsOf(item: ParagraphItem): { readonly text: string; readonly flaws?: readonly Flaw[] }[] {
  const { lines, runs } = item;
  if (staysWhole(item))
    return [
      runs
        ? composedLines(runs.flatMap((line, at) => (at === 0 ? line : [{ text: "\n" }, ...line])))
        : { text: lines.join("\n") },
    ];
  return lines.map((text, at) => (runs?.[at] ? composedLines(runs[at]) : { text }));
}

/** The elements of tables of data, and all around them. */
function tableElements(items: readonly Item[]): Set<Element> {
  const found = new Set<Element>();
  for (const item of items) {
    for (let up = (item.kind === "table" && item.element) || null; up && !found.has(up); up = up.parent) found.add(up);
  }
  return found;
}

function blocksOf(items: readonly Item[], title: string | null, covered: boolean): Block[] {
  const roles = rolesOf(items, title);
  const blocks: Block[] = [];
  let paragraphs = 0;
  let tables = 0;
  items.forEach((item, index) => {
    if (item.kind === "paragraph") {
      for (const paragraph of paragraphsOf(item))
        blocks.push({
          kind: "paragraph",
          ...paragraph,
          role: roles[index] ?? "body",
          place: { paragraph: paragraphs++ },
        });
    } else if (item.kind === "table") {
      const table = tables++;
      const over: readonly Flaw[] = covered ? [{ ...FLOATING, text: "" }] : [];
      const cells = item.cells.map((cell) => ({
        ...cell,
        ...(covered && { flaws: mergedFlaws([...(cell.flaws ?? []), ...over]) }),
        place: { table, row: cell.row, column: cell.column },
      }));
      blocks.push({
        kind: "table",
        rows: item.rows,
        columns: item.columns,
        cells,
        ragged: item.ragged,
        place: { table, row: 0, column: 0 },
      });
    } else if (item.kind === "picture") blocks.push({ ...item, place: { paragraph: paragraphs } });
  });
  return blocks;
}

/**
 * Reads a web page as government sites publish it: paragraphs and tables in reading order, layout tables unrolled,
 * hidden and deleted text gone. The page around the article has the role "furniture", the description above it (索引号,
 * 发布机构 …) "metadata". Places are `{paragraph}` and `{table, row, column}`, counted from 0.
 * @throws TooLargeError beyond the limits of a page and of a table; CorruptError for an .mht without a page.
 */
export function readHtml(bytes: Uint8Array): Document {
  const html = htmlText(bytes);
  const page = parsePage(html);
  const scripts = new Scripts(page.scripts, page.linkedScripts);
  const facts: PageFacts = { styles: new Styles(page, scripts.rootNames), scripts, revealed: false };
  const lengths = lengthsOf(page.root, lookOf(page.root, facts));
  // A page that hides most of itself lets a script show it again (tabs, fade-in): what its style sheet hides there is
  // read, and told.
  const own = lookOf(page.root, { ...facts, revealed: hidesMost(lengths.shown, lengths.all) });
  const look = page.forwarded ? own.replaced(FORWARDED) : own;
  const title = page.title === null ? null : oneLine(page.title) || null;
  const items = joinLabels(flowOf(page.root, look, keepsLineEnds(html) ? "kept" : "collapsed"));
  return {
    format: "html",
    title,
    pages: [],
    blocks: blocksOf(items, title, areTablesCovered(look, tableElements(items))),
  };
}

/** How the body of a page looks. */
const lookOf = (body: Element, facts: PageFacts): Look => {
  const page = Look.ofPage(facts);
  return (body.parent ? page.of(body.parent) : page).of(body);
};
