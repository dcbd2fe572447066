import type { Appearance } from "../../document/appearance.ts";
import { parseColour } from "./colours.ts";
import { pixelsOf } from "./lengths.ts";
import type { Element } from "./tree.ts";

/** What single properties of CSS do to text, judged by what Chromium draws. */

/** A declared value; undefined where the property is not set or takes what is around. */
export type Get = (property: string) => string | undefined;

const hidden = (how: string): Appearance => ({ kind: "hidden", how });
const covered = (how: string): Appearance => ({ kind: "covered", how });
const reordered = (how: string): Appearance => ({ kind: "reordered", how });

export const MOVED = hidden("移到别处的文字");
export const SHIFTED = reordered("左右移位的文字");
export const FLOATING = covered("浮动在表格上的内容");
export const UNSETTLED = hidden("样式无法核实的文字");
export const CROWDED = covered("挤在一起的文字");
export const CLIPPED = hidden("被裁切的文字");
export const INDENTED = hidden("缩进到单元格以外的文字");
export const RIGHT_TO_LEFT = reordered("从右向左排的文字");
export const GENERATED = reordered("样式生成的内容");
export const REPLACED = reordered("组件或脚本替换的内容");
export const FORWARDED = reordered("会自动跳转到另一页的网页中的文字");
export const SCRIPTED = reordered("脚本可能改写的文字");
export const OWN_FONT: Appearance = { kind: "glyphs", how: "网页自带字体的文字" };
export const COLLAPSED = hidden("可能折叠的列");
export const FOLDED = hidden("折叠起来的文字");
export const SHOWN_BY_SCRIPT = hidden("样式表隐藏、要由脚本显示的文字");

/** Han and other full-width characters are as wide as high, digits and Latin about half. */
const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/u;
/** More text than this is no figure. */
const MOST_TEXT = 200;

/** The beginning of what an element holds. */
export function textIn(element: Element, limit = MOST_TEXT): string {
  let text = "";
  let left = 1000;
  const visit = ({ children }: Element): void => {
    for (const child of children) {
      if (text.length >= limit || --left < 0) return;
      if (typeof child === "string") text += child.trim();
      else visit(child);
    }
  };
  visit(element);
  return text;
}

const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? size : size / 2), 0);

const TABLE_PART = /^(?:table|thead|tbody|tfoot|tr|td|th|col|colgroup|caption)$/u;
export const isTablePart = ({ name }: Element): boolean => TABLE_PART.test(name);

const px = (value: string | undefined, em: number, whole?: number): number =>
  value === undefined
    ? Number.NaN
    : (pixelsOf(value, { em, rem: 16, ...(whole !== undefined && { whole }) }) ?? Number.NaN);

/** A box that is too small for its text (in a table). */
export function clipping(element: Element, get: Get, size: number, fixed: boolean): Appearance | undefined {
  const clamp = get("line-clamp");
  if (clamp !== undefined && clamp !== "none") return CLIPPED;
  const cuts = /hidden|clip|scroll|auto/u.test(get("overflow") ?? "");
  const cell = element.name === "td" || element.name === "th";
  const field = element.name === "input";
  const narrow = !cuts && /^inline-(?:block|flex|grid|table)$/u.test(get("display") ?? "");
  if ((!cuts && !narrow && !field) || (isTablePart(element) && !cell)) return undefined;
  const widths = [get("max-width"), cell && !fixed ? undefined : get("width")].filter((value) => value !== undefined);
  const text = field ? (element.attributes.get("value") ?? "") : textIn(element);
  const need = widths.length > 0 ? widthOf(text, size) * 0.95 : 0;
  const share = (value: string) => (/^[\d.]+%$/u.test(value) ? Number.parseFloat(value) < 10 : px(value, size) < need);
  if (need > 0 && widths.some(share)) return narrow ? CROWDED : CLIPPED;
  const heights = cell || narrow ? [] : [get("height"), get("max-height")];
  return heights.some((value) => px(value, size) < size * 0.6) ? CLIPPED : undefined;
}

/** What changes each pixel of an element, wherever it stands. */
export function pixelEffect(get: Get, size: number): Appearance | undefined {
  const differs = (property: string, plain: RegExp) => {
    const value = get(property);
    return value !== undefined && !plain.test(value);
  };
  if (filters(get("filter"))) return hidden("加了滤镜的文字");
  if (differs("mix-blend-mode", /^(?:normal|isolate|initial)$/u)) return hidden("与底色混合的文字");
  if (differs("mask", /^(?:none|initial)\b/iu)) return hidden("加了遮罩的文字");
  if (differs("clip-path", /^(?:none|initial)$/u)) return CLIPPED;
  if (differs("clip", /^(?:auto|initial)$/u) && /absolute|fixed/u.test(get("position") ?? "")) return CLIPPED;
  if (differs("-webkit-text-security", /^(?:none|initial)$/u)) return hidden("以圆点代替的文字");
  if (get("background-clip")?.includes("text")) return hidden("以底色填充的文字");
  if (differs("writing-mode", /^(?:horizontal-tb|lr(?:-tb)?|rl(?:-tb)?|initial)$/u)) return reordered("竖排的文字");
  if (/url\(|image/u.test(get("content") ?? "")) return REPLACED;
  if (/sups|subs|sinf|frac|afrc|numr|dnom|ordn/u.test(get("font-feature-settings") ?? ""))
    return { kind: "raised", how: "字体特性改变的文字" };
  if (differs("font-size-adjust", /^(?:none|initial)$/u)) return hidden("字号无法核实的文字");
  if (differs("-webkit-box-reflect", /^(?:none|initial)$/u)) return covered("有倒影的文字");
  if (differs("text-emphasis", /^(?:none|initial)\b/u)) return covered("带着重号的文字");
  return strokes(get, size);
}

/** An outline of some width is drawn over the text of its own element, or of those beside it. */
export const outlined = (get: Get, size: number): boolean => {
  const drawn = [get("outline"), get("outline-style"), get("outline-width")].some(
    (value) => value !== undefined && !/^(?:none|0|0px)\b/u.test(value),
  );
  const width = Math.max(
    0,
    ...(`${get("outline")} ${get("outline-width")}`.match(/[\d.]{1,40}[a-z]{1,5}/gu) ?? []).map(
      (length) => px(length, size) || 0,
    ),
  );
  return drawn && (width > size / 2 || px(get("outline-offset"), size) < 0);
};
export const OUTLINED = covered("被轮廓线压住的文字");

/** A shadow that reaches beyond the spaces of a cell. */
export const castsFar = (get: Get, size: number): boolean =>
  !/^none|inset/u.test(get("box-shadow") ?? "none") &&
  (
    get("box-shadow")
      ?.replace(/\([^()]*\)/gu, "")
      .match(/-?[\d.]{1,40}[a-z]{1,5}/gu) ?? []
  ).some((length) => Math.abs(px(length, size)) > size);

function strokes(get: Get, size: number): Appearance | undefined {
  const stroke = /(?:^|\s)([\d.]+[a-z]+)/u.exec(
    get("-webkit-text-stroke") ?? get("-webkit-text-stroke-width") ?? "",
  )?.[1];
  if (px(stroke, size) > size * 0.1) return hidden("描边的文字");
  if (
    px(get("text-decoration-thickness"), size, size) > size * 0.3 ||
    px(get("text-underline-offset"), size, size) < -size * 0.1
  )
    return covered("被线条压住的文字");
  for (const shadow of (get("text-shadow") ?? "none").split(/,(?![^(]*\))/u)) {
    const offsets = shadow.replace(/\([^()]*\)/gu, "").match(/-?[\d.]{1,40}(?:px|em|pt|rem)/gu) ?? [];
    if (offsets.slice(0, 2).some((offset) => Math.abs(px(offset, size)) > size * 0.3)) return covered("有重影的文字");
  }
  return undefined;
}

/**
 * Whether filters are set that may hide text: grey for days of mourning and what only Internet Explorer knew do not.
 */
function filters(value: string | undefined): boolean {
  const rest = (value ?? "none")
    .replace(/\s+/gu, "")
    .replace(/progid:[\w.]{1,100}(?:\([^()]*\))?|alpha\([^()]*\)|gray(?![\w(])/giu, "")
    .replace(/(?:grayscale|sepia|hue-rotate|drop-shadow)\((?:[^()]|\([^()]*\))*\)/giu, "")
    .replace(/(?:brightness|contrast|opacity|saturate)\((?:1(?:\.0{1,9})?|100%)?\)|blur\((?:0[a-z]{0,3})?\)/giu, "");
  return !/^(?:none|initial|;)?$/iu.test(rest);
}

const FUNCTION = /([a-z0-9]{1,20})\(((?:[^()]|\([^()]*\))*)\)/giu;

/** What transformations do: nothing, move, or more. */
function effectOf(transform: string): "none" | "move" | "more" {
  const value = transform.replace(/\s+/gu, "");
  let effect: "none" | "move" | "more" = value.replace(FUNCTION, "") === "" ? "none" : "more";
  for (const [, name = "", list = ""] of value.matchAll(FUNCTION)) {
    const numbers = list.split(",").map((part) => (part.includes("(") ? Number.NaN : Number.parseFloat(part)));
    if (name.startsWith("translate"))
      effect = effect === "none" && !numbers.every((number) => number === 0) ? "move" : effect;
    else if (name.startsWith("scale")) effect = numbers.every((number) => number === 1) ? effect : "more";
    else if (name.startsWith("rotate")) effect = numbers.every((number) => number === 0) ? effect : "more";
    else if (name === "matrix") effect = numbers.join() === "1,0,0,1,0,0" ? effect : "more";
    else if (name !== "perspective") effect = "more";
  }
  return effect;
}

const DISTORTED = hidden("经变形的文字");

/** What transforms an element does to it. */
function transformed(get: Get): "none" | "move" | "more" {
  const single = ["scale", "rotate", "translate"].flatMap((property) => {
    const value = get(property);
    return value === undefined || /^(?:none|initial)$/u.test(value)
      ? []
      : [`${property}(${value.trim().replace(/\s+/gu, ",")})`];
  });
  const whole = [get("transform") ?? "none", ...single].filter((value) => value !== "none").join(" ");
  const path = get("offset-path") ?? get("offset");
  if (path !== undefined && path !== "none") return "more";
  return whole === "" || whole === "initial" ? "none" : effectOf(whole);
}

/** Of an element in a table: any transform counts there. */
export const distortion = (get: Get): Appearance | undefined => (transformed(get) === "none" ? undefined : DISTORTED);
/** Of an element around tables: to move them all changes nothing. */
export const deformation = (get: Get): Appearance | undefined => (transformed(get) === "more" ? DISTORTED : undefined);

/** The colours of a gradient; "picture" for an image of the page. */
export function paintedBy(image: string | undefined): readonly string[] | "picture" {
  if (image === undefined || /^(?:none|initial)$/iu.test(image)) return [];
  if (/(?:url|image-set|element|cross-fade|paint)\(/iu.test(image)) return "picture";
  return (image.match(/#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^()]*\)|[a-z]+/giu) ?? []).filter((word) => parseColour(word));
}

/** Whether something is drawn behind or around an element's text that covers what lies below. */
export const isFilled = (get: Get): boolean =>
  [
    get("background-color"),
    get("background-image"),
    get("border"),
    get("border-top"),
    get("border-bottom"),
    get("outline"),
    get("box-shadow"),
    get("backdrop-filter"),
  ].some((value) => value !== undefined && !/^(?:none|initial|0|transparent|0px)\b/iu.test(value));

const IN_LINE =
  /^(?:a|abbr|b|bdi|bdo|big|cite|code|dfn|em|font|i|ins|kbd|label|mark|q|rt|ruby|s|samp|small|span|strike|strong|sub|sup|tt|u|del|var)$/u;
export const isInline = (element: Element, get: Get): boolean => {
  const display = get("display");
  return display === undefined
    ? IN_LINE.test(element.name) || element.name.includes("-") || element.name.includes(":")
    : /^inline/u.test(display);
};

/**
 * How far negative margins may pull a paragraph: Word's own indents of cells reach half a character and the cell's
 * margins outwards.
 */
const MOST_OUTSIDE = 32;

/** The greatest pull (pixels) of negative margins beyond what is usual; 0 for none. */
export function pull(element: Element, get: Get, size: number): number {
  const across = isInline(element, get) ? size * 0.3 : MOST_OUTSIDE;
  const beyond = (side: string, least: number) => {
    const margin = px(get(`margin-${side}`), size);
    return margin < -least ? -margin : 0;
  };
  return Math.max(
    beyond("left", across),
    beyond("right", across),
    beyond("top", size * 0.5),
    beyond("bottom", size * 0.5),
  );
}

/** Pixels by which an element is moved against its neighbours: up and to the right. */
export function shiftOf(
  element: Element,
  get: Get,
  size: number,
  around: number,
): { readonly up: number; readonly right: number } {
  let up = 0;
  let right = 0;
  const align = get("vertical-align") ?? get("baseline-shift");
  if (align !== undefined && !isTablePart(element) && isInline(element, get)) {
    const small = size < around * 0.8;
    if (align === "super") up += around / 3;
    else if (align === "sub") up -= around / 3;
    else if (/^(?:text-)?top$/u.test(align)) up += small ? around / 3 : 0;
    else if (/^(?:text-)?bottom$/u.test(align)) up -= small ? around / 3 : 0;
    else up += px(align, size, size * 1.2) || 0;
  }
  if (/relative/u.test(get("position") ?? "")) {
    up += px(get("bottom"), size) || 0;
    up -= px(get("top"), size) || 0;
    right += (px(get("left"), size) || 0) - (px(get("right"), size) || 0);
  }
  return { up, right };
}

/** A whole line: what is moved so far stands where another row's figure does. */
export const isElsewhere = (shift: number, size: number): boolean => Math.abs(shift) > size * 1.3;
/** Half a digit to the side is under its neighbour. */
export const isAside = (shift: number, size: number): boolean => Math.abs(shift) > size / 4;
