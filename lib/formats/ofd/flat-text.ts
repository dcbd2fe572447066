import { superscript } from "../../document/appearance.ts";
import type { FlatText } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { TooLargeError } from "../errors.ts";
import { flatTextOf } from "../shared/placed/flat-text.ts";
import { type PlacedPage, type PlacedString, uprightPage } from "../shared/placed/strings.ts";
import { child, decodeXml } from "../shared/xml-tree.ts";
import { type CharacterMark, type FillMark, type LineMark, type Mark, placed } from "./flat-marks.ts";
import { list } from "./flat-objects.ts";
import { readMarks } from "./flat-part.ts";
import { type OfdDocument, OfdPackage, type OfdPage, resolve } from "./package.ts";
import { childrenOf } from "./xml.ts";

type Turned = PlacedString & { readonly quarter: number };

const POINTS = 72 / 25.4;
/** Composite units within one another. */
const MOST_NESTED = 8;

/** All marks of a page, those of composite units in their places. @throws TooLargeError */
function unfolded(
  marks: readonly Mark[],
  units: ReadonlyMap<string, readonly Mark[]>,
): Exclude<Mark, { kind: "unit" }>[] {
  const all: Exclude<Mark, { kind: "unit" }>[] = [];
  let seen = 0;
  const unfold = (some: readonly Mark[], depth: number) => {
    for (const mark of some) {
      if (++seen > LIMITS.drawnObjects) throw new TooLargeError();
      if (mark.kind !== "unit") all.push(mark);
      else if (depth < MOST_NESTED)
        unfold(
          (units.get(mark.id) ?? []).map((inner) => placed(inner, mark.place)),
          depth + 1,
        );
    }
  };
  unfold(marks, 0);
  return all;
}

/** Millimetres: marks are looked for in bands of this height. */
const BAND = 4;

/** Marks by the bands of the page that they touch. */
function banded<T extends LineMark | FillMark>(marks: readonly T[]): (y: number) => readonly T[] {
  const bands = new Map<number, T[]>();
  for (const mark of marks) {
    const [first, last] = [
      Math.floor((Math.min(mark.y0, mark.y1) - 1) / BAND),
      Math.floor((Math.max(mark.y0, mark.y1) + 1) / BAND),
    ];
    for (let band = Math.max(first, -1); band <= Math.min(last, 1000); band++) {
      const known = bands.get(band);
      if (known) known.push(mark);
      else bands.set(band, [mark]);
    }
  }
  return (y) => bands.get(Math.floor(y / BAND)) ?? [];
}

const inside = ({ x0, y0, x1, y1 }: FillMark, x: number, y: number) => x >= x0 && x <= x1 && y >= y0 && y <= y1;
/** Millimetres: a thinner filled rectangle is a line. */
const THIN = 0.5;

/**
 * What a person reads of a page's marks, in the order they are drawn: nothing white on white, painted over or struck
 * out.
 */
function shownCharacters(marks: readonly Exclude<Mark, { kind: "unit" }>[]): CharacterMark[] {
  const order = new Map(marks.map((mark, index) => [mark, index]));
  const fills = marks.filter((mark): mark is FillMark => mark.kind === "fill");
  const lines = marks.flatMap((mark): LineMark[] => {
    if (mark.kind === "line") return [mark];
    if (mark.kind !== "fill" || mark.white || mark.y1 - mark.y0 > THIN) return [];
    const y = (mark.y0 + mark.y1) / 2;
    return [{ kind: "line", x0: mark.x0, y0: y, x1: mark.x1, y1: y }];
  });
  const [fillsAt, linesAt] = [banded(fills), banded(lines)];
  const isShown = (mark: CharacterMark): boolean => {
    if (mark.quarter !== 0) return true;
    const [x, y] = [mark.x + mark.width / 2, mark.y - 0.35 * mark.size];
    const around = fillsAt(y).filter((fill) => inside(fill, x, y));
    const at = order.get(mark) as number;
    const later = (fill: FillMark) => (order.get(fill) as number) > at;
    if (around.some((fill) => fill.opaque && later(fill))) return false;
    if (mark.white && around.every((fill) => fill.white || later(fill))) return false;
    return !linesAt(y).some((line) => isStruck(mark, line));
  };
  const characters: CharacterMark[] = [];
  let parted = false;
  for (const mark of marks) {
    if (mark.kind !== "character") continue;
    const shown = isShown(mark);
    if (shown) characters.push(parted ? { ...mark, goesOn: false } : mark);
    parted = !shown;
  }
  return characters;
}

/**
 * A level line strikes a character out where it runs through the middle of nearly all its width, and no further than
 * words go.
 */
function isStruck({ x, y, width, size }: CharacterMark, { x0, y0, x1, y1 }: LineMark): boolean {
  const [left, right] = [Math.min(x0, x1), Math.max(x0, x1)];
  const across = Math.min(right, x + width) - Math.max(left, x);
  const middle = (y0 + y1) / 2;
  return Math.abs(y1 - y0) < 0.2 * size && across > 0.6 * width && middle < y - 0.1 * size && middle > y - 0.6 * size;
}

/** Digits above the line of what they follow, and smaller, as the note marks they are. */
function withNoteMarks(characters: readonly CharacterMark[]): CharacterMark[] {
  let base: CharacterMark | undefined;
  return characters.map((character) => {
    const { text, x, y, size } = character;
    const beside =
      base &&
      Math.abs(x - base.x - base.width) < 0.9 * base.size &&
      y < base.y - 0.15 * base.size &&
      y > base.y - 0.75 * base.size;
    if (base && beside && size < 0.88 * base.size)
      return /^[0-9]$/u.test(text) ? { ...character, text: superscript(text), goesOn: true } : character;
    base = character;
    return character;
  });
}

/** The characters as strings, in points from the upper left corner of the page. */
function stringsOf(characters: readonly CharacterMark[], left: number, top: number): Turned[] {
  const strings: Turned[] = [];
  let [startX, startY] = [0, 0];
  for (const { text, x, y, width, size, quarter, goesOn } of characters) {
    const last = strings.at(-1);
    if (goesOn && last) {
      strings[strings.length - 1] = {
        ...last,
        text: last.text + text,
        width: (Math.hypot(x - startX, y - startY) + width) * POINTS,
      };
      continue;
    }
    strings.push({
      text,
      x: (x - left) * POINTS,
      y: (y - top) * POINTS,
      width: width * POINTS,
      size: size * POINTS || 1,
      quarter,
    });
    [startX, startY] = [x, y];
  }
  return strings;
}

function placedPage(
  ofd: OfdPackage,
  document: OfdDocument,
  page: OfdPage,
  shared: ReadonlyMap<string, readonly Mark[]>,
): PlacedPage {
  const marksIn = (path: string) => readMarks(decodeXml(ofd.read(path)));
  const root = ofd.parse(page.path);
  const [left = 0, top = 0, width = 210, height = 297] = list(
    child(child(root, "Area"), "PhysicalBox")?.text ?? document.physicalBox,
  ).map(Number);
  const templates = childrenOf(root, "Template").flatMap(({ attributes }) => {
    const template = document.templates.get(attributes.TemplateID ?? "");
    return template && ofd.has(template.path)
      ? [{ path: template.path, over: (attributes.ZOrder ?? template.layer) === "Foreground" }]
      : [];
  });
  const own = childrenOf(root, "PageRes").flatMap((element) => {
    const path = resolve(page.path, element.text.trim());
    return ofd.has(path) ? [...marksIn(path).units] : [];
  });
  const paths = [...templates.filter(({ over }) => !over), page, ...templates.filter(({ over }) => over)].map(
    ({ path }) => path,
  );
  const marks = unfolded(
    paths.flatMap((path) => marksIn(path).marks),
    own.length === 0 ? shared : new Map([...shared, ...own]),
  );
  return uprightPage(width * POINTS, height * POINTS, stringsOf(withNoteMarks(shownCharacters(marks)), left, top));
}

/**
 * The text of an OFD file, read a second time from its bytes: the text codes in the order they are drawn, without
 * borders, tables or layers.
 * @throws CorruptError, EncryptedError, TooLargeError, UnsupportedError
 */
export function flatTextOfOfd(bytes: Uint8Array): FlatText {
  const ofd = new OfdPackage(bytes);
  return flatTextOf(
    ofd.documents.flatMap((document) => {
      const shared = new Map(document.resources.flatMap((path) => [...readMarks(decodeXml(ofd.read(path))).units]));
      return document.pages.map((page) => placedPage(ofd, document, page, shared));
    }),
  );
}
