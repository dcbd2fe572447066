import { LOWERED, RAISED, STRUCK, type StyledText } from "../../document/appearance.ts";
import type { Box, Picture, PictureCover } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { ReaderError } from "../errors.ts";
import { blipOf } from "../shared/blip.ts";
import type { Package } from "../shared/package.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";
import { type Area, COLUMNS, meets, ROWS } from "./area.ts";
import { CHARACTER, type Geometry } from "./geometry.ts";
import type { Item } from "./items.ts";
import { isOn } from "./styles.ts";

/**
 * What lies over the cells of a sheet: pictures, shapes, charts, shown comments and controls (ECMA-376 20.5; VML for
 * the last two).
 */
interface Drawing {
  readonly area: Area;
  /** Points from the sheet's corner. */
  readonly box: Box;
  readonly what: string;
  /** The paragraphs of its text. */
  readonly text: readonly (readonly StyledText[])[];
  readonly picture: Omit<Picture, "kind" | "place"> | null;
}

const EMU = 12_700;
/** Points: what reaches into a cell by no more touches only its border. */
const TOUCH = 1.5;

const numberIn = (node: XmlNode | undefined, name: string): number => {
  const value = Number(child(node, name)?.text.trim() ?? Number.NaN);
  return Number.isFinite(value) ? value : 0;
};

/** Of columns, in points. */
const widthBetween = (geometry: Geometry, from: number, to = from): number => geometry.width(from, to) * CHARACTER;

/** The index that lies so many points behind the beginning of the first one. */
function reached(from: number, points: number, end: number, size: (index: number) => number): number {
  let index = from;
  for (let rest = points; index < end && rest > size(index) + TOUCH; index++) rest -= size(index);
  return index;
}

/** Where a drawing lies, and how large it is in points. */
function placed(anchor: XmlNode, geometry: Geometry, end: { readonly row: number; readonly column: number }) {
  const [from, to, extent, at] = ["xdr:from", "xdr:to", "xdr:ext", "xdr:pos"].map((name) => child(anchor, name));
  const within = (value: number, most: number) => Math.min(Math.max(0, Math.trunc(value)), most - 1);
  const corner = (node: XmlNode | undefined) => ({
    row: within(numberIn(node, "xdr:row"), ROWS),
    column: within(numberIn(node, "xdr:col"), COLUMNS),
    x: numberIn(node, "xdr:colOff") / EMU,
    y: numberIn(node, "xdr:rowOff") / EMU,
  });
  const first = from
    ? corner(from)
    : { row: 0, column: 0, x: Number(at?.attributes.x ?? 0) / EMU || 0, y: Number(at?.attributes.y ?? 0) / EMU || 0 };
  const pointOf = ({ row, column, x, y }: typeof first) =>
    [(column > 0 ? widthBetween(geometry, 0, column - 1) : 0) + x, geometry.heightBefore(row) + y] as const;
  const [x, y] = pointOf(first);
  // A corner at a cell's far edge is one at the near edge of the next.
  const left = reached(first.column, first.x + TOUCH, COLUMNS - 1, (column) => widthBetween(geometry, column));
  const top = reached(first.row, first.y + TOUCH, Math.max(first.row, end.row), (row) => geometry.height(row));
  if (to) {
    const last = corner(to);
    const bottom = last.y <= TOUCH && last.row > top ? last.row - 1 : last.row;
    const right = last.x <= TOUCH && last.column > left ? last.column - 1 : last.column;
    const [x1, y1] = pointOf(last);
    return {
      area: { top, left, bottom, right },
      box: [x, y, x1 - x, y1 - y] as const,
      width: widthBetween(geometry, left, Math.max(left, right)),
      rows: bottom - top + 1,
    };
  }
  const [width, height] = [extent?.attributes.cx, extent?.attributes.cy].map(
    (value) => Number(value ?? 0) / EMU || 0,
  ) as [number, number];
  const right = reached(first.column, first.x + width, COLUMNS - 1, (column) => widthBetween(geometry, column));
  const bottom = reached(first.row, first.y + height, Math.max(first.row, end.row), (row) => geometry.height(row));
  return { area: { top, left, bottom, right }, box: [x, y, width, height] as const, width, rows: height / 15 };
}

function* inside(node: XmlNode, name: string): Generator<XmlNode> {
  for (const inner of node.children) {
    if (inner.name === name) yield inner;
    else if (inner.name !== "mc:Fallback") yield* inside(inner, name);
  }
}

function textOf(shape: XmlNode): StyledText[][] {
  return [...inside(shape, "a:p")].map((paragraph) =>
    paragraph.children.flatMap((run): StyledText[] => {
      if (run.name === "a:br") return [{ text: "\n" }];
      const properties = child(run, "a:rPr")?.attributes ?? {};
      const raised = Number(properties.baseline ?? 0);
      const struck = (properties.strike ?? "noStrike") !== "noStrike";
      const appearance = struck ? STRUCK : raised > 0 ? RAISED : raised < 0 ? LOWERED : undefined;
      return [{ text: child(run, "a:t")?.text ?? "", ...(appearance && { appearance }) }];
    }),
  );
}

/** The part that holds a picture, and what of it is cut off. */
function keptAs(picture: XmlNode, target: (id: string | undefined) => string | null): Pick<Picture, "source" | "cut"> {
  const { source: id, ...rest } = blipOf(child(picture, "xdr:blipFill"));
  const source = target(id);
  return { ...rest, ...(source !== null && { source }) };
}

function drawingOf(
  anchor: XmlNode,
  geometry: Geometry,
  end: { readonly row: number; readonly column: number },
  target: (id: string | undefined) => string | null,
): Drawing | null {
  const [properties] = inside(anchor, "xdr:cNvPr");
  if (isOn(properties?.attributes.hidden)) return null;
  const { area, box, width, rows } = placed(anchor, geometry, end);
  const [picture, another] = inside(anchor, "xdr:pic");
  const [chart] = inside(anchor, "xdr:graphicFrame");
  const shapes = [...inside(anchor, "xdr:sp")];
  return {
    area,
    box,
    what: picture ? "图片" : chart ? "图表" : "图形",
    text: shapes.flatMap(textOf),
    // Of several in a group, how they lie is not known: they are told, not read.
    picture: picture
      ? {
          width,
          height: rows * 15,
          ...(!another && keptAs(picture, target)),
          ...(shapes.length > 0 && { covers: [{ from: 0, to: 1, how: "图形" }] }),
        }
      : null,
  };
}

/** Shown comments, and controls, from the sheet's VML part. */
function vmlDrawings(part: XmlNode, geometry: Geometry): Drawing[] {
  const found: Drawing[] = [];
  for (const data of inside(part, "excel:ClientData")) {
    const comment = data.attributes.ObjectType === "Note";
    if (comment && !child(data, "excel:Visible")) continue;
    const [left, , top, , right, dx, bottom, dy] = (child(data, "excel:Anchor")?.text ?? "")
      .split(",")
      .map((value) => Number(value.trim()));
    if ([left, top, right, bottom].some((value) => value === undefined || !(value >= 0 && value < ROWS))) continue;
    const area = {
      left,
      top,
      right: (dx ?? 0) > 2 ? right : (right as number) - 1,
      bottom: (dy ?? 0) > 2 ? bottom : (bottom as number) - 1,
    } as Area;
    const x = area.left > 0 ? widthBetween(geometry, 0, area.left - 1) : 0;
    const y = geometry.heightBefore(area.top);
    const box = [
      x,
      y,
      widthBetween(geometry, area.left, area.right),
      geometry.heightBefore(area.bottom + 1) - y,
    ] as const;
    found.push({ area, box, what: comment ? "批注" : "控件", text: [], picture: null });
  }
  return found;
}

/** The drawings of a sheet in their order. */
export function drawingsOf(
  office: Package,
  part: string,
  tree: XmlNode,
  geometry: Geometry,
  end: { readonly row: number; readonly column: number },
): readonly Drawing[] {
  const relationships = office.relationships(part);
  const related = (name: string) => {
    const id = child(tree, name)?.attributes["r:id"];
    return relationships.find((relationship) => id !== undefined && relationship.id === id)?.target ?? null;
  };
  const parsed = (target: string | null) => {
    try {
      return target === null ? null : office.parse(target);
    } catch (error) {
      // Old drawings are HTML as often as XML; the cells are read all the same.
      if (error instanceof ReaderError && error.code === "CORRUPT") return null;
      throw error;
    }
  };
  const drawingPart = related("x:drawing");
  const drawing = parsed(drawingPart);
  const vml = parsed(related("x:legacyDrawing"));
  const targets = new Map(
    (drawing && drawingPart !== null ? office.relationships(drawingPart) : []).map(({ id, target }) => [id, target]),
  );
  const anchors = (["xdr:twoCellAnchor", "xdr:oneCellAnchor", "xdr:absoluteAnchor"] as const).flatMap((name) =>
    drawing ? [...inside(drawing, name)] : [],
  );
  return [
    ...anchors
      .slice(0, LIMITS.floatingDrawings + 1)
      .flatMap((anchor) => drawingOf(anchor, geometry, end, (id = "") => targets.get(id) ?? null) ?? []),
    ...(vml ? vmlDrawings(vml, geometry) : []),
  ];
}

/** The drawings with what lies over those that are pictures: what comes later in the file. */
export function withCovers(drawings: readonly Drawing[]): readonly Drawing[] {
  const tooMany = drawings.length > LIMITS.floatingDrawings;
  return drawings.map((drawing, index): Drawing => {
    const { picture, box } = drawing;
    if (!picture) return drawing;
    const over = tooMany
      ? [{ from: 0, to: 1, how: "图形" }]
      : drawings.slice(index + 1).flatMap((other) => coverOf(box, other));
    const covers = [...(picture.covers ?? []), ...over];
    return covers.length > 0 ? { ...drawing, picture: { ...picture, covers } } : drawing;
  });
}

function coverOf([x, y, width, height]: Box, { box, what }: Drawing): PictureCover[] {
  const across = Math.min(x + width, box[0] + box[2]) - Math.max(x, box[0]);
  const [top, bottom] = [Math.max(y, box[1]), Math.min(y + height, box[1] + box[3])];
  return across > TOUCH && bottom - top > TOUCH
    ? [{ from: (top - y) / height, to: (bottom - y) / height, how: what }]
    : [];
}

/** Tells the items that drawings lie over, whether they show something or not. */
export function markCovered(items: readonly Item[], drawings: readonly Drawing[]): void {
  const tooMany = drawings.length > LIMITS.floatingDrawings || drawings.length * items.length > LIMITS.sheetComparisons;
  for (const item of items) {
    const over = tooMany ? drawings[0] : drawings.find(({ area }) => meets(area, item));
    if (over) item.flaws.push({ kind: "covered", how: `盖在上面的${over.what}`, text: "" });
  }
}
