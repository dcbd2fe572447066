import type { Appearance, StyledText } from "../../document/appearance.ts";
import type { XmlNode } from "../shared/xml-tree.ts";
import type { Font, Styles } from "./styles.ts";

/**
 * Strings of a workbook: plain, or runs of several fonts; readings above characters are none of the text (ECMA-376
 * 18.4).
 */

/** Characters that XML can't hold are written _x000D_, and such a sequence itself _x005F_x000D_ (22.9.2.19). */
export const unescaped = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9a-f]{4})_/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

const clean = (text: string): string => unescaped(text).replace(/\r\n?/gu, "\n");

/**
 * The text of a `si` or `is` in runs of one look each.
 * @param lookOf how a font looks in the cell
 */
export function runsOf(
  item: XmlNode | undefined,
  cell: Font,
  styles: Styles,
  lookOf: (font: Font) => Appearance | undefined,
): StyledText[] {
  const runs: StyledText[] = [];
  const push = (node: XmlNode, font: Font) => {
    const appearance = lookOf(font);
    runs.push({ text: clean(node.text), ...(appearance && { appearance }) });
  };
  for (const node of item?.children ?? []) {
    if (node.name === "x:t") push(node, cell);
    else if (node.name === "x:r") {
      const properties = node.children.find(({ name }) => name === "x:rPr");
      for (const text of node.children)
        if (text.name === "x:t") push(text, properties ? styles.run(properties, cell) : cell);
    }
  }
  return runs;
}
