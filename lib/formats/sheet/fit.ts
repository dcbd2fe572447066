import { type Flaw, isTiny } from "../../document/appearance.ts";
import { isNumberText } from "../../document/figure-text.ts";
import { isCutOff, widthOf } from "../shared/word-look.ts";
import { CHARACTER, type Geometry, PADDING } from "./geometry.ts";
import type { Item } from "./items.ts";

/** Whether an item's digits have room: a number in too narrow a column shows as ####, a text is cut off. */

/** Narrow signs take half of a digit's room. */
const NARROW = /[.,:;'|! ]/gu;
/** Points of each step of an indent: three spaces. */
const INDENT = 9 * 0.75;
/** Of the width: fonts differ by so much from what is estimated. */
const ERROR = 0.05;
const LEAST_ERROR = 0.25 * CHARACTER;
/** A line takes so many times the height of its letters. */
const LINE = 1.2;
/** Rows of a merged cell that are measured: so many hold any text. */
const MOST_ROWS = 100;
/** Longer texts are prose, which grows over its neighbours or is cut, without a figure lost. */
const LONGEST_FIGURE = 24;

/** @param usualSize of the font in whose digits column widths are counted, in points */
export function flawsOfFit(item: Item, geometry: Geometry, usualSize: number): Flaw[] {
  const { cell, style } = item;
  const text = item.runs.map((run) => run.text).join("");
  if (!cell || !style || !/\p{Nd}/u.test(text)) return [];
  const { size } = style.font;
  let height = 0;
  for (let row = item.top; row <= Math.min(item.bottom, item.top + MOST_ROWS); row++) height += geometry.height(row);
  const hidden = (how: string): Flaw[] => [{ kind: "hidden", how, text }];
  if (isCutOff(height, 0, size)) return hidden("被行高裁切的文字");
  if (style.turned || text.length > LONGEST_FIGURE) return [];
  // Digits of the usual font fill a column's characters, those of others as much more or less as they are larger or
  // smaller.
  const scale = CHARACTER / (usualSize / 2);
  const room = (geometry.width(item.left, item.right) - PADDING) * CHARACTER - style.indent * INDENT;
  const lines = text.split("\n");
  const widest = Math.max(
    ...lines.map((line) => (widthOf(line, size) - ((line.match(NARROW)?.length ?? 0) * size) / 4) * scale),
  );
  const fits = widest <= room + Math.max(LEAST_ERROR, ERROR * widest);
  if (style.shrink) return !fits && isTiny((size * Math.max(0, room)) / widest) ? hidden("字号极小的文字") : [];
  if (typeof cell.value === "number") return fits ? [] : hidden("列宽不够、不能完整显示的数字");
  if (!isNumberText(text)) return [];
  const broken = style.wrap ? lines.length + (fits ? 0 : Math.ceil(widest / Math.max(room, 1))) : 1;
  if (broken > 1 && geometry.hasHeight(item.top) && broken * LINE * size > height + size)
    return hidden("被行高裁切的文字");
  return !fits && !style.wrap ? hidden("列宽容不下的文字") : [];
}
