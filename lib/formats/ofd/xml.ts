import { parseXmlTree, type XmlNode } from "../shared/xml-tree.ts";

export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/**
 * Parses a part, names without their namespace prefixes. @throws CorruptError, TooLargeError as `parseXmlTree` does.
 */
export const parseXml = (bytes: Uint8Array): XmlNode =>
  parseXmlTree(bytes, ({ name, attributes }) => ({ name: localName(name), attributes }));

export const childrenOf = (element: XmlNode | undefined, name: string): XmlNode[] =>
  element?.children.filter((candidate) => candidate.name === name) ?? [];

/** All descendants with a name, in document order. */
export function descendants(element: XmlNode | undefined, name: string): XmlNode[] {
  if (!element) return [];
  return element.children.flatMap((candidate) => [
    ...(candidate.name === name ? [candidate] : []),
    ...descendants(candidate, name),
  ]);
}

/** A boolean attribute, "false" or "0" in any case; `otherwise` where it says neither that nor the contrary. */
export function isTrue(value: string | undefined, otherwise: boolean): boolean {
  const word = value?.trim().toLowerCase();
  if (word === "true" || word === "1") return true;
  return word === "false" || word === "0" ? false : otherwise;
}

/** Numbers between white space or commas; "#" begins a hexadecimal one. */
export const numbersOf = (text: string | undefined): number[] =>
  (text ?? "")
    .trim()
    .split(/[\s,]+/u)
    .map((part) =>
      part.startsWith("#") ? Number.parseInt(part.slice(1), 16) : part === "" ? Number.NaN : Number(part),
    )
    .filter(Number.isFinite);
