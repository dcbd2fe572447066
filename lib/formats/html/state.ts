import { type Appearance, blended, type Colour, RAISED, WHITE } from "../../document/appearance.ts";
import type { Values } from "./cascade.ts";
import { type Paint, parseColour } from "./colours.ts";
import { deformation, type Get, isInline, isTablePart, paintedBy, pixelEffect, RIGHT_TO_LEFT } from "./effects.ts";
import { pixelsOf } from "./lengths.ts";
import { familyNames } from "./page-fonts.ts";
import type { Element } from "./tree.ts";

/** What an element's text takes from the elements around it, and how declared values change that. */

/** Where an element stands: outside of tables, in one, or in a cell. */
type Zone = "page" | "table" | "cell";

export interface State {
  readonly zone: Zone;
  /** False where the page itself says that the element is not drawn. */
  readonly shown: boolean;
  /** Whether that is a style sheet's word. */
  readonly hiddenBySheet: boolean;
  readonly visible: boolean;
  /** Pixels. */
  readonly size: number;
  readonly rem: number;
  readonly zoom: number;
  /** Null where it can't be worked out. */
  readonly colour: Paint | null;
  readonly fill: Paint | null | undefined;
  readonly behind: Colour | null;
  /** Other colours that may lie behind it. */
  readonly grounds: readonly Colour[];
  readonly opacity: number;
  readonly struck: boolean;
  /** Pixels above the line of the cell's or block's text. */
  readonly up: number;
  readonly spacing: number;
  /** Of a line: pixels, or times the size; undefined for what the font says. */
  readonly line: { readonly pixels?: number; readonly times?: number } | undefined;
  readonly indent: number;
  readonly listStyle: string;
  readonly ownFont: boolean;
  readonly fixedTable: boolean;
  /** Whether the element itself is taken out of the flow. */
  readonly floats: boolean;
  /** What holds for all inside, and what holds up to the next table inside. */
  readonly whole: Appearance | undefined;
  readonly part: Appearance | undefined;
  readonly custom: Values | undefined;
}

const BLACK: Paint = { colour: [0, 0, 0], alpha: 1 };
export const START: State = {
  zone: "page",
  shown: true,
  hiddenBySheet: false,
  visible: true,
  size: 16,
  rem: 16,
  zoom: 1,
  colour: BLACK,
  fill: undefined,
  behind: WHITE,
  grounds: [],
  opacity: 1,
  struck: false,
  up: 0,
  spacing: 0,
  line: undefined,
  indent: 0,
  listStyle: "disc",
  ownFont: false,
  fixedTable: false,
  floats: false,
  whole: undefined,
  part: undefined,
  custom: undefined,
};

const INHERIT = /^(?:inherit|unset|revert|revert-layer)$/u;
export const getter =
  (values: Values): Get =>
  (property) => {
    const value = values.get(property);
    return value === undefined || INHERIT.test(value) ? undefined : value;
  };

const KEYWORDS: Readonly<Record<string, number>> = {
  "xx-small": 9,
  "x-small": 10,
  small: 13,
  medium: 16,
  initial: 16,
  large: 18,
  "x-large": 24,
  "xx-large": 32,
  "xxx-large": 48,
};

/** A text's size in pixels; undefined where it can't be worked out. */
export function sizeOf(value: string, around: State): number | undefined {
  if (value === "smaller") return around.size / 1.2;
  if (value === "larger") return around.size * 1.2;
  const pixels = KEYWORDS[value] ?? pixelsOf(value, { em: around.size, rem: around.rem, whole: around.size });
  return pixels === undefined || Number.isNaN(pixels) ? undefined : Math.max(0, pixels);
}

const isFar = (value: string | undefined): boolean =>
  value !== undefined && /^-\d{3,}(?:\.\d+)?(?:px|em|pt|rem)?$/u.test(value);
export const isZero = (value: string | undefined): boolean =>
  value !== undefined && /^[+-]?0*(?:\.0+)?(?:[a-z]+|%)?$/u.test(value) && /0/u.test(value);
export const isFloating = (get: Get): boolean => /^(?:absolute|fixed)$/u.test(get("position") ?? "");

/** Whether an element is not drawn by what is declared for it. */
export function isDrawn(element: Element, get: Get, zone: Zone): boolean {
  if (get("display") === "none" || get("content-visibility") === "hidden") return false;
  if (/^(?:tr|tbody|thead|tfoot)$/u.test(element.name) && get("visibility") === "collapse") return false;
  const opacity = get("opacity");
  if (opacity !== undefined && Number.parseFloat(opacity) <= 0) return false;
  if (zone === "page" && !isInline(element, get) && isFar(get("text-indent"))) return false;
  if (isFloating(get) && (isFar(get("left")) || isFar(get("top")))) return false;
  return (
    isTablePart(element) ||
    get("overflow") !== "hidden" ||
    !(isZero(get("height")) || isZero(get("max-height")) || isZero(get("width")))
  );
}

export const shareOf = (value: string | undefined): number => {
  const share = Number.parseFloat(value ?? "1") / (value?.endsWith("%") ? 100 : 1);
  return Number.isNaN(share) ? 1 : Math.min(1, Math.max(0, share));
};
export const zoomOf = (value: string | undefined): number => {
  const zoom = Number.parseFloat(value ?? "1") / (value?.endsWith("%") ? 100 : 1);
  return zoom > 0 ? zoom : 1;
};

export const wholeEffect = (get: Get, size: number, inTable: boolean): Appearance | undefined => {
  if (get("direction") === "rtl") return RIGHT_TO_LEFT;
  if (get("mso-hide") === "all" && get("display") !== "none") return { kind: "hidden", how: "在Word中隐藏的文字" };
  if (/super|sub\b/u.test(`${get("font-variant-position")} ${get("font-variant")}`))
    return { ...RAISED, how: "上标或下标字形" };
  return pixelEffect(get, size) ?? (inTable ? undefined : deformation(get));
};

function paintOf(value: string | undefined, around: Paint | null): Paint | null | undefined {
  if (value === undefined) return undefined;
  const paint = value === "initial" ? BLACK : parseColour(value);
  return paint === "current" ? around : paint;
}

/** Properties that elements take from those around. */
export function inherited(get: Get, around: State, size: number, fonts: ReadonlySet<string>): Partial<State> {
  const measures = { em: size, rem: around.rem, whole: 1000 };
  const pixels = (property: string, known: number) => {
    const value = get(property);
    return value === undefined ? known : (pixelsOf(value, measures) ?? 0);
  };
  const colour = paintOf(get("color"), around.colour);
  const fill = paintOf(get("-webkit-text-fill-color"), colour === undefined ? around.colour : colour);
  const family = get("font-family");
  return {
    ...(colour !== undefined && { colour }),
    ...(fill !== undefined && { fill }),
    spacing: pixels("letter-spacing", around.spacing),
    indent: pixels("text-indent", around.indent),
    line: lineOf(get("line-height"), around.line, size, around.rem),
    ...(get("list-style-type") !== undefined && { listStyle: get("list-style-type") }),
    ...(family !== undefined && { ownFont: familyNames(family).some((name) => fonts.has(name)) }),
  };
}

function lineOf(value: string | undefined, around: State["line"], size: number, rem: number): State["line"] {
  if (value === undefined) return around;
  if (/^[\d.]+$/u.test(value)) return { times: Number(value) };
  const pixels = pixelsOf(value, { em: size, rem, whole: size });
  return pixels === undefined || Number.isNaN(pixels) ? undefined : { pixels };
}

export const customOf = (values: Values, around: Values | undefined): Values | undefined => {
  const own = [...values].filter(([name]) => name.startsWith("--"));
  if (own.length === 0) return around;
  return new Map([...(around ?? []), ...own].slice(-MOST_CUSTOM));
};
/** Each element that sets one copies those around it. */
const MOST_CUSTOM = 300;

/** What lies behind an element's text. */
export function groundOf(get: Get, around: State): Pick<State, "behind" | "grounds"> {
  const paint = paintOf(get("background-color"), around.colour);
  const painted = paintedBy(get("background-image"));
  const behind = paint === undefined ? around.behind : paint === null ? null : laidOver(paint, around.behind);
  const under = paint?.alpha === 1 ? [] : around.grounds;
  if (painted === "picture" || painted.length === 0) return { behind, grounds: under };
  const stops = painted.flatMap((word) => {
    const stop = paintOf(word, around.colour);
    return stop && behind ? [blended(stop.colour, stop.alpha, behind)] : [];
  });
  return { behind, grounds: [...under, ...stops].slice(0, 20) };
}

const laidOver = ({ colour, alpha }: Paint, behind: Colour | null): Colour | null =>
  alpha === 1 ? colour : behind && blended(colour, alpha, behind);
