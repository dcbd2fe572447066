import {
  type Appearance,
  blended,
  type Colour,
  isFaint,
  isShifted,
  isTiny,
  LOWERED,
  RAISED,
  STRUCK,
} from "../../document/appearance.ts";
import { CLIPPED, CROWDED, INDENTED, isElsewhere, MOVED, OWN_FONT } from "./effects.ts";
import type { State } from "./state.ts";

/** How a page's text looks where its colour, size and place are known. */

function faintness({ colour, fill, behind, grounds, opacity, zone }: State): Appearance | undefined {
  const paint = fill === undefined ? colour : fill;
  if (paint === null || behind === null)
    return zone === "page" ? undefined : { kind: "hidden", how: "颜色无法核实的文字" };
  const faint = (ground: Colour) => isFaint(blended(paint.colour, paint.alpha * opacity, ground), ground);
  if (![behind, ...grounds].some(faint)) return undefined;
  if (paint.alpha * opacity < 0.5) return { kind: "hidden", how: "透明文字" };
  return { kind: "hidden", how: paint.colour.every((part) => part > 250) ? "白色文字" : "与底色相近的文字" };
}

function smallness({ size, zoom, spacing, line, indent, zone, up }: State): Appearance | undefined {
  if (isTiny(size * zoom * 0.75)) return { kind: "hidden", how: "字号极小的文字" };
  if (spacing < -size / 4) return CROWDED;
  if (zone !== "cell") return undefined;
  if (indent < -2 * size || indent > 12 * size) return INDENTED;
  const height = line?.pixels ?? (line?.times === undefined ? size : line.times * size);
  return height < size / 2 && up === 0 ? CLIPPED : undefined;
}

function offTheLine({ up, size, zone }: State): Appearance | undefined {
  if (isElsewhere(up, size) && zone === "cell") return MOVED;
  return isShifted(up, size) ? (up > 0 ? RAISED : LOWERED) : undefined;
}

/** How text looks in a state; undefined if plain. */
export function appearanceIn(state: State, text: string): Appearance | undefined {
  if (state.struck) return STRUCK;
  return (
    state.whole ??
    faintness(state) ??
    smallness(state) ??
    offTheLine(state) ??
    state.part ??
    (state.ownFont && /\p{Nd}/u.test(text) ? OWN_FONT : undefined)
  );
}
