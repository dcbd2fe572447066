import { type Flaw, mergedFlaws } from "../../document/appearance.ts";
import type { Block, Document, Picture } from "../../document/document.ts";
import { isNumbered } from "../../document/numbering.ts";
import { oneLine } from "../../document/text.ts";
import type { FirstReading } from "../format.ts";
import { encodingOf } from "../shared/image-encodings.ts";
import { pixelSize } from "../shared/pixel-size.ts";
import { readWithPictures } from "../shared/text-pictures.ts";
import { Styles } from "./cascade.ts";
import { FLOATING, FORWARDED } from "./effects.ts";
import { flowOf } from "./flow.ts";
import type { Item, ParagraphItem, PictureItem } from "./items.ts";
import { Look, type PageFacts } from "./look.ts";
import { areTablesCovered } from "./overlays.ts";
import { parsePage } from "./page.ts";
import { keepsLineEnds, openPage, sourceOf } from "./page-files.ts";
import { firstOfDocument, rolesOf } from "./roles.ts";
import { Scripts } from "./scripts.ts";
import { composedLines } from "./styled-lines.ts";
import type { Element } from "./tree.ts";

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

/** The elements of tables of data and of pictures that may show some, and all around them. */
function tableElements(items: readonly Item[]): Set<Element> {
  const found = new Set<Element>();
  for (const item of items) {
    const own = item.kind === "table" || item.kind === "picture" ? item.element : undefined;
    for (let up = own ?? null; up && !found.has(up); up = up.parent) found.add(up);
  }
  return found;
}

/** Gives a picture's bytes by its address; null where the page does not hold them. */
type PictureAt = (address: string) => Uint8Array | null;
/** Points. */
const PIXEL = 0.75;

/** A picture, of its own size where the page says none. */
function pictureOf({ width, height, address }: PictureItem, pictureAt: PictureAt): Omit<Picture, "place"> {
  const content = address === undefined ? null : pictureAt(address);
  const encoding = content && encodingOf(content);
  if (!content || !encoding || address === undefined) return { kind: "picture", width, height };
  const own = pixelSize(content, encoding);
  return {
    kind: "picture",
    width: width || own.width * PIXEL,
    height: height || own.height * PIXEL,
    source: sourceOf(address),
  };
}

function blocksOf(items: readonly Item[], title: string | null, covered: boolean, pictureAt: PictureAt): Block[] {
  const roles = rolesOf(items, title);
  const first = firstOfDocument(items);
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
    } else if (item.kind === "picture") {
      // What stands above the document is the site's, and what floats over the page may lie over a picture.
      const { width, height } = item;
      const read = index >= first && !covered ? item : ({ kind: "picture", width, height } as const);
      blocks.push({ ...pictureOf(read, pictureAt), place: { paragraph: paragraphs } });
    }
  });
  return blocks;
}

/**
 * Reads a web page as government sites publish it: paragraphs and tables in reading order, layout tables unrolled,
 * hidden and deleted text gone. The page around the article has the role "furniture", the description above it (索引号,
 * 发布机构 …) "metadata". Places are `{paragraph}` and `{table, row, column}`, counted from 0.
 * @throws TooLargeError beyond the limits of a page and of a table; CorruptError for an .mht without a page.
 */
export function readHtml(bytes: Uint8Array): FirstReading {
  const { html, picture } = openPage(bytes);
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
  const covered = areTablesCovered(look, tableElements(items));
  const addresses = new Map(
    items.flatMap((item) =>
      item.kind === "picture" && item.address !== undefined ? [[sourceOf(item.address), item.address] as const] : [],
    ),
  );
  const document: Document = { format: "html", title, pages: [], blocks: blocksOf(items, title, covered, picture) };
  return readWithPictures(document, (source) => picture(addresses.get(source) ?? ""));
}

/** How the body of a page looks. */
const lookOf = (body: Element, facts: PageFacts): Look => {
  const page = Look.ofPage(facts);
  return (body.parent ? page.of(body.parent) : page).of(body);
};
