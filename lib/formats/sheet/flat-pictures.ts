import type { Package } from "../shared/package.ts";
import { pictureMark } from "../shared/picture-marks.ts";
import { decodeXml } from "../shared/xml-tree.ts";

/** The pictures of a sheet for the second reading: marks, by the rows that they begin in, from the markup itself. */

export interface PictureMark {
  readonly row: number;
  readonly column: number;
  readonly mark: string;
}

const ANCHOR = /<(?:\w+:)?(?:twoCellAnchor|oneCellAnchor|absoluteAnchor)\b/u;
const FALLBACK_END = "</mc:Fallback>";

/** The number in an element of an anchor's corner; 0 where it has none. */
const numberIn = (anchor: string, pattern: RegExp): number => Number(pattern.exec(anchor)?.[1] ?? 0);
const ROW = /<(?:\w+:)?row>\s*(\d{1,7})\s*</u;
const COLUMN = /<(?:\w+:)?col>\s*(\d{1,7})\s*</u;

/** Without what stands there for programs that do not know the rest. */
const withoutFallbacks = (xml: string): string =>
  xml
    .split("<mc:Fallback")
    .map((part, at) => {
      const end = at === 0 ? -1 : part.indexOf(FALLBACK_END);
      return end < 0 ? part : part.slice(end + FALLBACK_END.length);
    })
    .join("");

/** @param part the sheet's */
export function pictureMarks(office: Package, part: string): readonly PictureMark[] {
  const drawing = office.relationships(part).find(({ type }) => type === "drawing")?.target;
  const content = drawing ? office.read(drawing) : null;
  if (!drawing || !content) return [];
  const targets = new Map(office.relationships(drawing).map(({ id, target }) => [id, target]));
  const [, ...anchors] = withoutFallbacks(decodeXml(content)).split(ANCHOR);
  const marks = anchors.flatMap((anchor) =>
    [...anchor.matchAll(/<(?:\w+:)?blip\s[^<>]*\bembed=["']([^"'<>]+)["']/gu)].flatMap(([, id = ""]) => {
      const target = targets.get(id);
      return target
        ? [{ row: numberIn(anchor, ROW), column: numberIn(anchor, COLUMN), mark: pictureMark(target) }]
        : [];
    }),
  );
  return marks.sort((a, b) => a.row - b.row || a.column - b.column);
}
