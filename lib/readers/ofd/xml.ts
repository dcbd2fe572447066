import { parseXmlTree, type XmlNode } from "../xml-tree.ts";

export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Parses a part, names without their namespace prefixes. @throws CorruptError, TooLargeError as `parseXmlTree` does. */
export const parseXml = (bytes: Uint8Array): XmlNode => parseXmlTree(bytes, ({ name, attributes }) => ({ name: localName(name), attributes }));

export const childrenOf = (element: XmlNode | undefined, name: string): XmlNode[] =>
  element?.children.filter((candidate) => candidate.name === name) ?? [];

/** All descendants with a name, in document order. */
export function descendants(element: XmlNode | undefined, name: string): XmlNode[] {
  if (!element) return [];
  return element.children.flatMap((candidate) => [...(candidate.name === name ? [candidate] : []), ...descendants(candidate, name)]);
}
