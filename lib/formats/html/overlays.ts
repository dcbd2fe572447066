import { isNumberText } from "../../document/figure-text.ts";
import { type Cover, isCrammed } from "./covers.ts";
import { type Get, isFilled, textIn } from "./effects.ts";
import { pixelsOf } from "./lengths.ts";
import type { Look } from "./look.ts";
import { isFloating } from "./state.ts";
import type { Element } from "./tree.ts";

/**
 * What stands outside of the tables and may be laid over one. Where it comes to lie only a browser knows; so bars,
 * menus, badges and notices of a site, which have words or links, are taken for what they are, and only what can pass
 * for a part of a table counts.
 */

const PICTURE = /^(?:img|svg|canvas|object|embed|picture|video|input)$/u;

/** Whether an element holds a picture, and whether it or what is around or in it can be clicked. */
function contentOf(element: Element): { readonly picture: boolean; readonly clicked: boolean } {
  let picture = false;
  let clicked = false;
  let left = 200;
  const look = ({ name, attributes }: Element) => {
    picture ||= PICTURE.test(name);
    clicked ||= name === "a" || name === "button" || attributes.has("onclick");
  };
  const visit = (one: Element): void => {
    look(one);
    for (const child of one.children) if (typeof child !== "string" && --left > 0) visit(child);
  };
  visit(element);
  for (let up = element.parent; up; up = up.parent) if (up.name === "a" || up.attributes.has("onclick")) clicked = true;
  return { picture, clicked };
}

const px = (value: string | undefined): number =>
  value === undefined ? Number.NaN : (pixelsOf(value, { em: 16, rem: 16, whole: 1000 }) ?? Number.NaN);
const isSet = (value: string | undefined): boolean =>
  value !== undefined && !/^(?:auto|0[a-z%]*|none|initial)$/u.test(value);

/** Pixels by which something reaches up over what stands before it. */
const reachesUp = (get: Get): number =>
  Math.max(
    0,
    -(px(get("margin-top")) || 0) -
      Math.min(0, /relative/u.test(get("position") ?? "") ? px(get("top")) || 0 : 0) +
      (/relative/u.test(get("position") ?? "") ? Math.max(0, px(get("bottom")) || 0) : 0),
    /translate(?:y|3d)?\([^()]*-\d/iu.test(`${get("transform")} translate(${get("translate") ?? "0"})`) ? A_LINE : 0,
  );
const A_LINE = 16;

/** Whether something with a place of its own is at an edge of the window, as bars and floating buttons are. */
const isAtEdge = (get: Get): boolean =>
  isSet(get("right")) || get("right") === "0" || get("bottom") !== undefined || !(px(get("left")) > 50);

const fillsWindow = (get: Get): boolean =>
  ["left", "right", "top", "bottom"].every((side) => /^0[a-z%]*$/u.test(get(side) ?? "")) ||
  (/^100(?:%|vw)$/u.test(get("width") ?? "") && /^100(?:%|vh)$/u.test(get("height") ?? ""));

function laidOverTables({ element, get }: Cover, tables: ReadonlySet<Element>, look: Look): boolean {
  if (!get) return false;
  // What holds a table is no cover, unless it is pulled over the one before.
  if (tables.has(element)) return !isFloating(get) && reachesUp(get) > 2 * A_LINE && followsTable(element, tables);
  const text = textIn(element, 12).replace(/\s+/gu, "");
  const figure = isNumberText(text) || (text.length <= 8 && /\p{Nd}/u.test(text) && !/\d{4}/u.test(text));
  const { picture, clicked } = contentOf(element);
  const blank = text === "" && (picture || isFilled(get)) && !clicked;
  if (!isFloating(get))
    return reachesUp(get) >= A_LINE && followsTable(element, tables) && (text !== "" || picture || isFilled(get));
  if (!figure && !blank) return false;
  if (figure && !clicked) return true;
  if (clicked) return false;
  if (get("position") === "fixed") return !isAtEdge(get) || (blank && fillsWindow(get));
  const placed = ["top", "left", "right", "bottom", "transform", "translate", "margin-top", "margin-left"].some(
    (name) => isSet(get(name)),
  );
  return placed && reachesTables(element, get, tables, look);
}

/** Whether the nearest thing before an element, or before those it is the first in, holds a table. */
function followsTable(element: Element, tables: ReadonlySet<Element>): boolean {
  for (let one = element; one.parent; one = one.parent) {
    const siblings = one.parent.children;
    const before = siblings
      .slice(0, siblings.indexOf(one))
      .findLast((each) =>
        typeof each === "string" ? each.trim() !== "" : each.name !== "script" && each.name !== "style",
      );
    if (before !== undefined) return typeof before !== "string" && tables.has(before);
  }
  return false;
}

/**
 * How far from the place that it is counted from a picture may be laid without a word on where tables are: a seal
 * beside a signature is.
 */
const NEAR = 300;

/** Whether what is placed against its surroundings can be over a table: those hold one, or it is laid far from them. */
function reachesTables(element: Element, get: Get, tables: ReadonlySet<Element>, look: Look): boolean {
  const far = ["top", "bottom", "margin-top"].some((name) => Math.abs(px(get(name))) > NEAR);
  for (let up = element.parent; up; up = up.parent) {
    const position = look.facts.styles.declared(up, undefined)?.values.get("position");
    if (position !== undefined && position !== "static") return tables.has(up) || far;
  }
  return true;
}

/** Whether something on the page may lie over its tables. @param tables the elements that are or hold tables of data */
export const areTablesCovered = (look: Look, tables: ReadonlySet<Element>): boolean =>
  isCrammed(look.covers) || look.covers.some((cover) => laidOverTables(cover, tables, look));
