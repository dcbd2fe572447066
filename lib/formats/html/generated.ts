import type { Appearance } from "../../document/appearance.ts";
import { unescaped } from "./css.ts";
import type { Look } from "./look.ts";
import type { Element } from "./tree.ts";

/** What style sheets add to elements, or give to their first letters only. */

const NOTHING = /^(?:none|normal|initial|unset|inherit|no-(?:open|close)-quote)$/iu;

/** Longer values show something. */
const MOST_CONTENT = 1000;

/**
 * Whether the value of `content` shows anything: text that is not only white space, or something that can't be worked
 * out.
 */
function showsContent(value: string): boolean {
  if (value.length > MOST_CONTENT) return true;
  let text = "";
  let rest = "";
  let quote = "";
  for (let at = 0; at < value.length; at++) {
    const character = value[at] as string;
    if (character === "\\" && quote !== "") text += value.slice(at, ++at + 1);
    else if (quote !== "") [text, quote] = character === quote ? [text, ""] : [text + character, quote];
    else if (character === '"' || character === "'") quote = character;
    else rest += character;
  }
  // What follows a slash is for those who listen.
  return (rest.split("/")[0] ?? "").trim() !== "" || unescaped(text).replace(/[\s\p{Cf}]/gu, "") !== "";
}

/** Whether content is generated before or behind an element's own that is seen, or that covers it. */
export function isGenerated(element: Element, look: Look, pseudo: "before" | "after"): boolean {
  const found = look.pseudo(element, pseudo);
  const content = found?.get("content");
  if (!found || content === undefined || NOTHING.test(content.trim()) || !found.look.shown || !found.look.visible)
    return false;
  return showsContent(content) || found.covers;
}

/**
 * How the first letter or line of an element looks where that is not as the rest; and marks of list items that a style
 * sheet writes.
 */
export function firstLook(element: Element, look: Look): Appearance | undefined {
  for (const pseudo of ["first-letter", "first-line"]) {
    const found = look.pseudo(element, pseudo);
    if (!found) continue;
    const own = found.look.shown ? found.look.appearance("0") : undefined;
    if (own && own.how !== look.appearance("0")?.how) return own;
    if (!found.look.visible) return { kind: "hidden", how: "看不见的首字" };
  }
  const marker = look.pseudo(element, "marker")?.get("content");
  return marker !== undefined && !NOTHING.test(marker.trim()) && showsContent(marker)
    ? { kind: "reordered", how: "样式生成的内容" }
    : undefined;
}
