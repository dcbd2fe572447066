import type { Appearance } from "../../document/appearance.ts";
import { textIn } from "./effects.ts";
import type { Element } from "./tree.ts";

/** What form fields and other elements show instead of their text. */

const control = (how: string): Appearance => ({ kind: "covered", how });
const TYPED =
  /^(?:text|number|date|tel|email|url|search|button|submit|reset|time|month|week|datetime|datetime-local)$/u;

/** What a form field shows: a text, or that it shows something else. */
export interface Shown {
  readonly text: string;
  readonly appearance?: Appearance;
}

export function inputShows(element: Element): Shown {
  const type = (element.attributes.get("type") ?? "text").toLowerCase();
  const value = element.attributes.get("value") ?? "";
  if (TYPED.test(type) || !/^[a-z-]+$/u.test(type)) {
    const hint = element.attributes.get("placeholder") ?? "";
    return value === "" && hint !== "" ? { text: "", appearance: control("输入框里的提示文字") } : { text: value };
  }
  return { text: "", appearance: control("表单控件") };
}

/** The option that a list of choices shows. */
export function selectShows(select: Element): Shown {
  const options: Element[] = [];
  const collect = ({ children }: Element): void => {
    for (const child of children) {
      if (typeof child === "string") continue;
      if (child.name === "option") options.push(child);
      else collect(child);
    }
  };
  collect(select);
  const { attributes } = select;
  if (attributes.has("multiple") || Number(attributes.get("size") ?? 1) > 1)
    return { text: "", appearance: control("多选列表") };
  const chosen =
    options.findLast((option) => option.attributes.has("selected")) ??
    options.find((option) => !option.attributes.has("disabled"));
  return { text: chosen ? chosen.attributes.get("label") || textIn(chosen) : "" };
}

/** Elements whose content is shown only where browsers can't show the element itself. */
const INSTEAD: Readonly<Record<string, string>> = {
  progress: "进度条",
  meter: "刻度条",
  audio: "音频",
  video: "视频",
  math: "公式",
};
/**
 * What an element shows in the place of its content, if browsers know it; and pages inside of the page, which have
 * edges of their own.
 */
export const isFrame = ({ name, attributes }: Element): boolean => name === "div" && attributes.has("srcdoc");
export const FRAME: Appearance = control("内嵌网页");
export const shownInstead = ({ name }: Element): Appearance | undefined => {
  const how = INSTEAD[name];
  return how === undefined ? undefined : control(how);
};

export const PICTURE: Appearance = control("图片");
export const MOVING: Appearance = { kind: "reordered", how: "滚动文字" };
