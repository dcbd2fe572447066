import { halfWidth, squash } from "./text.ts";

const PAGE_NUMBER = /^(?:[-—–―~·.]*第?[0-9]{1,3}页?(?:[,，/]?共?[0-9]{1,3}页?)?[-—–―~·.]*)$/u;

/** Whether a text of a second reading is what stands at a page's end to number it, if it stands there: 4, - 4 -, 第4页. */
export const isPageNumber = (text: string): boolean => PAGE_NUMBER.test(halfWidth(squash(text)));
