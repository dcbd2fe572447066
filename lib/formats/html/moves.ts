import type { Appearance } from "../../document/appearance.ts";
import { hasMargin } from "./covers.ts";
import {
  castsFar,
  clipping,
  distortion,
  FLOATING,
  GENERATED,
  type Get,
  isAside,
  isElsewhere,
  isTablePart,
  MOVED,
  OUTLINED,
  outlined,
  paintedBy,
  pull,
  SHIFTED,
  textIn,
  UNSETTLED,
} from "./effects.ts";
import { isFloating, isZero, type State } from "./state.ts";
import type { Element } from "./tree.ts";

/** What an element of a table does to its text, and to the table around. */

/** Keywords only: what is worked out from something else can't be settled here. */
const COMPUTED = ["display", "visibility", "position", "float", "direction", "order", "opacity"];
/** Marks of lists that are no numbers. */
export const BULLET = /^(?:none|disc(?:losure-\w+)?|circle|square|initial)$/u;

const cellTexts = new WeakMap<Element, string>();
/** Whether an element holds all the text of its cell. */
function standsAlone(element: Element): boolean {
  let cell = element.parent;
  while (cell && !isTablePart(cell)) cell = cell.parent;
  if (!cell) return false;
  const all = cellTexts.get(cell) ?? textIn(cell);
  cellTexts.set(cell, all);
  return all === textIn(element);
}

/** An element of a table, and how it stands to what is around it. */
interface Placed {
  readonly element: Element;
  readonly get: Get;
  readonly around: State;
  /** Of its text, in pixels, and whether that is known rather than taken from around. */
  readonly size: number;
  readonly sizeKnown: boolean;
  /** Pixels that it is shifted. */
  readonly up: number;
  readonly right: number;
}

/** What moves it. */
interface Moves extends Placed {
  readonly row: boolean;
  readonly floats: boolean;
  /** Pixels that a margin pulls it over others. */
  readonly pulled: number;
  /** Whether it stands elsewhere than its place in the source says. */
  readonly rearranged: boolean;
  readonly transformed: Appearance | undefined;
  readonly outline: boolean;
}

const PLACES = ["top", "left", "right", "bottom", "transform", "translate"];
const GRID_PLACES = ["grid-area", "grid-row", "grid-column", "grid-row-start", "grid-column-start"];

export function movesOf(placed: Placed): Moves {
  const { element, get, around, size } = placed;
  const row = isTablePart(element);
  return {
    ...placed,
    row,
    floats: isFloating(get),
    pulled: around.zone === "cell" && !row ? pull(element, get, size) : 0,
    rearranged:
      (!isZero(get("order")) && get("order") !== undefined) ||
      /reverse/u.test(get("flex-direction") ?? "") ||
      GRID_PLACES.some((name) => !/^(?:auto|initial|auto\s*\/.*)$/u.test(get(name) ?? "auto")),
    transformed: distortion(get),
    outline: outlined(get, size),
  };
}

/** Whether it may lie over its neighbours. */
export function laysOver({ element, get, size, up, right, ...moves }: Moves): boolean {
  const { row, floats, pulled } = moves;
  const isPlaced = PLACES.some((name) => get(name) !== undefined && get(name) !== "auto");
  return (
    (floats && (row || isPlaced || pulled > 0 || hasMargin(get))) ||
    isElsewhere(up, size) ||
    isAside(right, size * 4) ||
    pulled > size * 1.5 ||
    moves.outline ||
    (element.name !== "table" && castsFar(get, size)) ||
    moves.transformed !== undefined ||
    (row && (moves.rearranged || /right|inline-end/u.test(get("float") ?? "")))
  );
}

/** What it does to its own text. */
export function effectOf(moves: Moves, keyframes: ReadonlySet<string>): Appearance | undefined {
  const { element, get, around, size, up, right } = moves;
  if (moves.floats) return FLOATING;
  if (moves.transformed) return moves.transformed;
  if (moves.outline) return OUTLINED;
  if (isElsewhere(up, size)) return MOVED;
  if (isAside(right, size) || moves.pulled > 0 || moves.rearranged) return SHIFTED;
  const floated = get("float");
  if (!moves.row && floated !== undefined && floated !== "none" && !standsAlone(element)) return SHIFTED;
  if (!moves.sizeKnown || COMPUTED.some((name) => get(name)?.includes("("))) return UNSETTLED;
  if (
    get("display")?.includes("list-item") &&
    element.name !== "li" &&
    !BULLET.test(get("list-style-type") ?? around.listStyle)
  )
    return GENERATED;
  if (paintedBy(get("background-image")) === "picture") return { kind: "covered", how: "背景图片" };
  const animation = get("animation-name");
  if (animation?.split(/[\s,]+/u).some((name) => keyframes.has(name))) return { kind: "hidden", how: "有动画的文字" };
  return clipping(element, get, size, around.fixedTable);
}
