import { child, type XmlNode } from "../xml-tree.ts";
import { childValue, onOff } from "./xml.ts";

/** What a style, its ancestors included, says about numbering, outline and hiddenness (ECMA-376 17.7). */
export interface Style {
  /** As Word names built-in styles: "heading 1", "toc 2", "Title"; lower case. */
  readonly name: string;
  readonly numId: string | undefined;
  readonly level: number | undefined;
  /** Style that brought the numbering: list levels may name it. */
  readonly numberedBy: string | undefined;
  readonly outlineLevel: number | undefined;
  readonly hidden: boolean | undefined;
}

export interface Styles {
  readonly get: (id: string | undefined) => Style | undefined;
  /** The style of paragraphs that name none. */
  readonly defaultParagraph: Style | undefined;
  /** Hidden by the document's defaults. */
  readonly hidden: boolean;
}

const integer = (value: string | undefined): number | undefined => (/^-?\d{1,9}$/u.test(value ?? "") ? Number(value) : undefined);

export function readStyles(tree: XmlNode | null): Styles {
  const nodes = new Map<string, XmlNode>();
  let defaultId: string | undefined;
  for (const node of tree?.children ?? []) {
    const id = node.attributes.styleId;
    if (node.name !== "w:style" || id === undefined) continue;
    nodes.set(id, node);
    if (node.attributes.type === "paragraph" && /^(?:1|true|on)$/u.test(node.attributes.default ?? "")) defaultId = id;
  }
  const resolved = new Map<string, Style | undefined>();
  const get = (id: string | undefined): Style | undefined => {
    if (id === undefined) return undefined;
    if (resolved.has(id)) return resolved.get(id);
    resolved.set(id, undefined); // styles based on each other in a circle end here
    const node = nodes.get(id);
    if (!node) return undefined;
    const base = get(childValue(node, "w:basedOn"));
    const paragraph = child(node, "w:pPr");
    const numbering = child(paragraph, "w:numPr");
    const numId = childValue(numbering, "w:numId");
    const style: Style = {
      name: (childValue(node, "w:name") ?? "").toLowerCase(),
      numId: numId ?? base?.numId,
      level: integer(childValue(numbering, "w:ilvl")) ?? base?.level,
      numberedBy: numId === undefined ? base?.numberedBy : id,
      outlineLevel: integer(childValue(paragraph, "w:outlineLvl")) ?? base?.outlineLevel,
      hidden: onOff(child(node, "w:rPr"), "w:vanish") ?? base?.hidden,
    };
    resolved.set(id, style);
    return style;
  };
  const defaults = child(child(child(tree ?? undefined, "w:docDefaults"), "w:rPrDefault"), "w:rPr");
  return { get, defaultParagraph: get(defaultId), hidden: onOff(defaults, "w:vanish") ?? false };
}
