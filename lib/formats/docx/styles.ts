import { childValue } from "../shared/package-xml.ts";
import { child, type XmlNode } from "../shared/xml-tree.ts";

/** Properties by element name, as styles, tables and the document's defaults give them one over the other. */
export type Properties = ReadonlyMap<string, XmlNode>;

/** What a style, its ancestors included, says (ECMA-376 17.7). */
export interface Style {
  /** As Word names built-in styles: "heading 1", "toc 2", "Title"; lower case. */
  readonly name: string;
  readonly numId: string | undefined;
  readonly level: number | undefined;
  /** Style that brought the numbering: list levels may name it. */
  readonly numberedBy: string | undefined;
  readonly outlineLevel: number | undefined;
  readonly run: Properties;
  readonly paragraph: Properties;
  /**
   * Of a table's style: what it says of the whole table, and of its parts by the names of 17.18.89 (firstRow,
   * band1Horz, …).
   */
  readonly table: Properties;
  readonly parts: ReadonlyMap<string, TablePart>;
}

/** What a table's style says of cells and the text in them. */
export type TablePart = Pick<Style, "run" | "paragraph"> & { readonly cell: Properties };

export interface Styles {
  readonly get: (id: string | undefined) => Style | undefined;
  /** The styles of paragraphs and tables that name none. */
  readonly defaultParagraph: Style | undefined;
  readonly defaultTable: Style | undefined;
  /** The document's defaults. */
  readonly run: Properties;
  readonly paragraph: Properties;
}

const integer = (value: string | undefined): number | undefined =>
  /^-?\d{1,9}$/u.test(value ?? "") ? Number(value) : undefined;

/** The properties that a reader asks for; others are not kept. */
const KEPT = new Set(
  (
    "w:vanish w:webHidden w:strike w:dstrike w:vertAlign w:position w:color w:shd w:highlight w:sz w:w w:spacing w:fitText w:eastAsianLayout w:rtl " +
    "w:rFonts w14:textFill w14:textOutline w:tcBorders w:ind w:bidi w:framePr w:tblStyleRowBandSize w:tblStyleColBandSize w:tblLayout w:tblCellMar"
  ).split(" "),
);
/** Each of their attributes is said by itself. */
const BY_ATTRIBUTE = new Set(["w:spacing", "w:ind", "w:rFonts"]);

/** Properties said later over those said before. */
export function over(base: Properties, own: Properties | XmlNode | undefined): Properties {
  const nodes =
    own === undefined ? [] : "children" in own ? own.children.filter(({ name }) => KEPT.has(name)) : [...own.values()];
  if (nodes.length === 0) return base;
  const merged = new Map(base);
  for (const node of nodes) {
    const before = BY_ATTRIBUTE.has(node.name) ? merged.get(node.name) : undefined;
    merged.set(node.name, before ? { ...node, attributes: { ...before.attributes, ...node.attributes } } : node);
  }
  return merged;
}

export const NONE: Properties = new Map();

/** Whether an on/off property is on; undefined if nothing is said. */
export const isOn = (node: XmlNode | undefined): boolean | undefined =>
  node && !/^(?:0|false|off)$/u.test(node.attributes.val ?? "1");

const partOf = (node: XmlNode, base: TablePart | undefined): TablePart => ({
  run: over(base?.run ?? NONE, child(node, "w:rPr")),
  paragraph: over(base?.paragraph ?? NONE, child(node, "w:pPr")),
  cell: over(base?.cell ?? NONE, child(node, "w:tcPr")),
});

function styleOf(node: XmlNode, id: string, base: Style | undefined): Style {
  const paragraph = child(node, "w:pPr");
  const numbering = child(paragraph, "w:numPr");
  const numId = childValue(numbering, "w:numId");
  const parts = new Map(base?.parts);
  if (node.attributes.type === "table") {
    parts.set("wholeTable", partOf(node, parts.get("wholeTable")));
    for (const part of node.children) {
      const type = part.attributes.type ?? "";
      if (part.name === "w:tblStylePr") parts.set(type, partOf(part, parts.get(type)));
    }
  }
  return {
    name: (childValue(node, "w:name") ?? "").toLowerCase(),
    numId: numId ?? base?.numId,
    level: integer(childValue(numbering, "w:ilvl")) ?? base?.level,
    numberedBy: numId === undefined ? base?.numberedBy : id,
    outlineLevel: integer(childValue(paragraph, "w:outlineLvl")) ?? base?.outlineLevel,
    run: over(base?.run ?? NONE, child(node, "w:rPr")),
    paragraph: over(base?.paragraph ?? NONE, paragraph),
    table: over(base?.table ?? NONE, child(node, "w:tblPr")),
    parts,
  };
}

export function readStyles(tree: XmlNode | null): Styles {
  const nodes = new Map<string, XmlNode>();
  const defaults = new Map<string, string>();
  for (const node of tree?.children ?? []) {
    const id = node.attributes.styleId;
    if (node.name !== "w:style" || id === undefined) continue;
    nodes.set(id, node);
    if (/^(?:1|true|on)$/u.test(node.attributes.default ?? "")) defaults.set(node.attributes.type ?? "", id);
  }
  const resolved = new Map<string, Style | undefined>();
  const get = (id: string | undefined): Style | undefined => {
    if (id === undefined) return undefined;
    if (resolved.has(id)) return resolved.get(id);
    const chain: XmlNode[] = [];
    let base: string | undefined = id;
    for (
      let node = nodes.get(id);
      node && !resolved.has(base ?? "");
      base = childValue(node, "w:basedOn"), node = nodes.get(base ?? "")
    ) {
      resolved.set(base ?? "", undefined); // styles based on each other in a circle end here
      chain.push(node);
    }
    let style = resolved.get(base ?? "");
    for (const node of chain.reverse()) {
      const own = node.attributes.styleId ?? "";
      style = styleOf(node, own, style);
      resolved.set(own, style);
    }
    return style;
  };
  const document = child(tree ?? undefined, "w:docDefaults");
  return {
    get,
    defaultParagraph: get(defaults.get("paragraph")),
    defaultTable: get(defaults.get("table")),
    run: over(NONE, child(child(document, "w:rPrDefault"), "w:rPr")),
    paragraph: over(NONE, child(child(document, "w:pPrDefault"), "w:pPr")),
  };
}
