import { halfWidth, squash } from "./text.ts";

/**
 * What may stand in a cell of figures, said once for whoever looks for such cells; what number it is, is read
 * elsewhere.
 */

/** Units that authors write behind a figure, the longer before what they begin or end with. */
export const UNITS = "亿元|百万元|万元|千元|元|件次|件|条|项|个|份|宗|起|次|人次|人|部|篇";

const NUMBER = new RegExp(`^[-+−–±]?\\d[\\d,，.'’]*(?:${UNITS}|万|%)?$`, "u");
/** Whether a text looks like a number with or without a unit, however it is spaced. */
export const isNumberText = (text: string): boolean => NUMBER.test(halfWidth(squash(text)));

const PLACEHOLDER =
  /^(?:[/／\\＼*＊×xX]{1,2}|[-—–－─―ー_]{1,4}|无|零|〇|没有|暂无|无数据|暂无数据|未统计|不涉及|不适用|未发生|空|空白|同上|待定|N\/?A)[。.，、,;；]?$/iu;
/** Whether a text is a mark or word that authors put where the form wants a 0. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text.trim());
