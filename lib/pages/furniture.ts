import { squash } from "../document/text.ts";
import type { Line } from "./lines.ts";

/** Lines of one page that stand outside its tables, top to bottom. */
interface PageLines {
  readonly number: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

const PAGE_NUMBER =
  /^(?:[-—–―‐~·.•\s]*(?:第)?[0-9０-９]{1,3}(?:页)?(?:[,，/／]?(?:共)?[0-9０-９]{1,3}(?:页)?)?[-—–―‐~·.•\s]*|第[一二三四五六七八九十]+页|page[0-9]+(?:of[0-9]+)?)$/iu;

const FURNITURE = {
  /** It stands in this share of the page's height, at either end: 3.6 cm of A4, a usual margin. */
  margin: 0.12,
  /** Lines of it at either end, at most: further in stands text. */
  deepest: 3,
  /** Heights are compared in steps of so many points. */
  heightStep: 4,
  /** The same on two pages at least, and on half of them; on half of so many in a long document. */
  fewest: 2,
  ofPages: 6,
  /** The middle of a line stands so far above its baseline, in em. */
  middle: 0.5,
} as const;

const shape = (text: string) => squash(text).replace(/[0-9０-９]+/gu, "#");

/**
 * Page headers, footers and page numbers: lines in the outer margins that are a page number,
 * or that stand at the same height on several pages with the same words (numbers may differ).
 */
export function findFurniture(pages: readonly PageLines[]): Set<Line> {
  const furniture = new Set<Line>();
  const seen = new Map<string, Line[]>();
  for (const { height, lines } of pages) {
    const outer = new Set([...lines.slice(0, FURNITURE.deepest), ...lines.slice(-FURNITURE.deepest)]);
    for (const line of outer) {
      const top = line.y < FURNITURE.margin * height;
      const bottom = line.y > (1 - FURNITURE.margin) * height;
      if (!top && !bottom) continue;
      const text = squash(line.text);
      const outermost = line === lines[0] || line === lines.at(-1);
      if (outermost && PAGE_NUMBER.test(text)) furniture.add(line);
      const key = `${top ? "top" : "bottom"}|${Math.round((top ? line.y : height - line.y) / FURNITURE.heightStep)}|${shape(line.text)}`;
      seen.set(key, [...(seen.get(key) ?? []), line]);
    }
  }
  const repeated = [...seen.values()].filter(
    (lines) => lines.length >= FURNITURE.fewest && lines.length * 2 >= Math.min(pages.length, FURNITURE.ofPages),
  );
  const candidates = new Set(repeated.flat());
  // The header of a table is repeated too: elsewhere the same two lines follow each other in the middle of a page.
  const pairs = pages.flatMap(({ lines }) =>
    lines.map((line, index) => ({ line, pair: `${shape(line.text)}|${shape(lines[index + 1]?.text ?? "")}` })),
  );
  const inText = new Set(pairs.filter(({ line }) => !candidates.has(line)).map(({ pair }) => pair));
  const inTable = new Set(
    pairs.filter(({ line, pair }) => candidates.has(line) && inText.has(pair)).map(({ line }) => line),
  );
  for (const lines of repeated) {
    if (lines.some((line) => inTable.has(line))) continue;
    // It may stand at the height where other pages begin their text.
    const others = pages.filter((page) => !lines.some((line) => page.lines.includes(line)));
    const tops = others
      .map((page) => page.lines.find((line) => !candidates.has(line)))
      .map((line) => (line ? line.y - line.size : Infinity));
    const isTop = (lines[0]?.y ?? 0) < FURNITURE.margin * (pages[0]?.height ?? 0);
    if (!isTop || lines.every((line) => line.y - FURNITURE.middle * line.size < Math.min(...tops)))
      for (const line of lines) furniture.add(line);
  }
  return furniture;
}
