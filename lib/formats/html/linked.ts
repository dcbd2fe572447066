import type { Appearance } from "../../document/appearance.ts";
import type { Look } from "./look.ts";
import type { Element } from "./tree.ts";

/** What style sheets could do that are not in the page. */

const UNREAD: Appearance = { kind: "hidden", how: "另存的样式表可能改变的文字" };
const HAS_DIGIT = /\p{Nd}/u;
/** Cells with more text hold no figure. */
const MOST_TEXT = 400;

/**
 * A doubt about a cell whose digits stand in elements of different classes or ids, so that a style sheet that is not in
 * the page could hide or move some of them and not the others.
 */
export function linkedDoubt(cell: Element, look: Look): Appearance | undefined {
  if (!look.facts.styles.unread) return undefined;
  const names = new Set<string>();
  let left = MOST_TEXT;
  const visit = (element: Element, name: string): void => {
    for (const child of element.children) {
      if (left <= 0) return;
      if (typeof child === "string") {
        left -= child.length;
        if (HAS_DIGIT.test(child)) names.add(name);
      } else if (child.name !== "table") {
        left--;
        visit(
          child,
          `${name} ${child.attributes.get("class") ?? ""}#${child.attributes.get("id") ?? ""}`.replace(
            / #(?= |$)/gu,
            "",
          ),
        );
      }
    }
  };
  visit(cell, "");
  return names.size > 1 && left > 0 ? UNREAD : undefined;
}
