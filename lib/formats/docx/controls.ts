import type { Appearance } from "../../document/appearance.ts";
import { squash } from "../../document/text.ts";
import type { Package } from "../shared/package.ts";
import { childValue } from "../shared/package-xml.ts";
import { child, parseXmlTree, type XmlNode } from "../shared/xml-tree.ts";

/** Content controls (ECMA-376 17.5.2): whether the text kept in them is what Word shows. */

/** The value that a control is bound to; null where it can't be told. */
export type BoundValue = (binding: XmlNode) => string | null;

/** Built-in properties have parts of their own, under these ids. */
const CORE_PROPERTIES = "{6c3c8bc8-f283-45ae-878a-bab7291924a1}";
const EXTENDED_PROPERTIES = "{6668398d-a668-4e3e-a5eb-62b293d839f1}";

/**
 * Names as the part writes them: what a step of a path means is told by the name after the prefix, unless several
 * namespaces share it.
 */
const parsePart = (bytes: Uint8Array): XmlNode => parseXmlTree(bytes, (tag) => tag);
const localName = (name: string): string => name.slice(name.indexOf(":") + 1);
const namespaceOf = ({ name, attributes }: XmlNode): string =>
  `${name} ${Object.entries(attributes)
    .filter(([key]) => key.startsWith("xmlns"))
    .join()}`;

/**
 * What a path such as /ns0:report[1]/ns0:number[1]/@value selects; null for any other path, and where it is not clear.
 */
function selected(root: XmlNode, path: string): string | null {
  const steps = path.trim().split("/");
  if (steps.shift() !== "") return null;
  let candidates: readonly XmlNode[] = [root];
  let node: XmlNode | undefined;
  for (const [at, step] of steps.entries()) {
    const last = at === steps.length - 1;
    if (last && step === "text()") break;
    if (last && node && step.startsWith("@")) return node.attributes[step.slice(1)] ?? null;
    const [, name, index] = /^((?:[^\s:@[\]]+:)?[^\s:@[\]()]+)(?:\[(\d{1,6})\])?$/u.exec(step) ?? [];
    if (name === undefined) return null;
    const named = candidates.filter((candidate) => localName(candidate.name) === localName(name));
    if (new Set(named.map(namespaceOf)).size > 1 || (index === undefined && named.length > 1)) return null;
    node = named[Number(index ?? 1) - 1];
    if (!node) return null;
    candidates = node.children;
  }
  return node?.children.length === 0 ? node.text : null;
}

/** Values out of the package's custom XML and its properties; each part is parsed once. */
export function boundValues(office: Package): BoundValue {
  const parts = new Map<string, XmlNode | null>();
  const parse = (name: string) => {
    const bytes = office.read(name);
    return bytes && parsePart(bytes);
  };
  let ids: Map<string, string> | undefined;
  const partNames = () => {
    const names = new Map([
      [CORE_PROPERTIES, office.core],
      [EXTENDED_PROPERTIES, "docProps/app.xml"],
    ]);
    for (const { type, target } of office.relationships(office.main)) {
      if (type !== "customXml" || target === null) continue;
      const properties = office
        .relationships(target)
        .find((relationship) => relationship.type === "customXmlProps")?.target;
      const id = office.parse(properties ?? "")?.attributes.itemID;
      if (id !== undefined) names.set(id.toLowerCase(), target);
    }
    return names;
  };
  return ({ attributes }) => {
    ids ??= partNames();
    const name = ids.get(attributes.storeItemID?.toLowerCase() ?? "");
    if (name === undefined) return null;
    if (!parts.has(name)) parts.set(name, parse(name));
    const root = parts.get(name);
    return root ? selected(root, attributes.xpath ?? "") : null;
  };
}

/** Looked through in one control: those of a figure hold a dozen. */
const MOST_ELEMENTS = 1000;

/** The text in a control, cut short where it is longer than what it is compared to. */
function textIn(node: XmlNode, most: number): string {
  let text = "";
  let left = MOST_ELEMENTS;
  const walk = (inner: XmlNode) => {
    if (text.length > most || left-- <= 0 || /^w:(?:del|moveFrom|rPr|pPr)$/u.test(inner.name)) return;
    if (inner.name === "w:t") text += squash(inner.text);
    for (const next of inner.children) walk(next);
  };
  walk(node);
  return text;
}

/** Lists show one thing and keep another. */
function displayed(properties: XmlNode, value: string): string {
  const list = child(properties, "w:dropDownList") ?? child(properties, "w:comboBox");
  return list?.children.find((item) => item.attributes.value === value)?.attributes.displayText ?? value;
}

/** How the text in a `w:sdt` looks, as far as the control tells; undefined where it is plain. */
export function controlAppearance(control: XmlNode, boundValue: BoundValue): Appearance | undefined {
  const properties = child(control, "w:sdtPr");
  if (!properties) return undefined;
  if (
    child(properties, "w:showingPlcHdr") &&
    !/^(?:0|false|off)$/u.test(childValue(properties, "w:showingPlcHdr") ?? "1")
  )
    return { kind: "stale", how: "占位提示文字" };
  const binding = properties.children.find(({ name }) => name.endsWith(":dataBinding"));
  if (!binding) return undefined;
  const value = boundValue(binding);
  const shown = value === null ? "" : squash(displayed(properties, value));
  const same = value !== null && textIn(child(control, "w:sdtContent") ?? control, shown.length) === shown;
  return same ? undefined : { kind: "stale", how: "与其绑定数据不符的文字" };
}
