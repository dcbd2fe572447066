import { SaxesParser } from "saxes";
import { LIMITS } from "../../limits.ts";
import { CorruptError, TooLargeError } from "../errors.ts";

/** An element without its namespace prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Character data directly inside, as written. */
  readonly text: string;
}

interface Growing extends XmlElement {
  children: XmlElement[];
  text: string;
}

export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** XML is UTF-8 unless a byte order mark or its declaration says otherwise. */
export function decodeXml(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w-]+)["']/iu.exec(head.replace(/^\u00ef\u00bb\u00bf/u, ""))?.[1]?.toLowerCase();
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
  const chinese = declared === "gb2312" || declared === "gbk" || declared === "gb18030" ? "gb18030" : undefined;
  return new TextDecoder(marked ?? chinese ?? "utf-8").decode(bytes);
}

/**
 * Parses XML into a small tree. Entities other than the five predefined ones are an error, so nothing can be expanded or fetched.
 * @throws CorruptError if it is not well-formed, TooLargeError beyond depth and count
 */
export function parseXml(bytes: Uint8Array): XmlElement {
  const parser = new SaxesParser({ xmlns: false });
  const stack: Growing[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  parser.on("error", (error) => {
    throw new CorruptError(undefined, { cause: error });
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (++count > LIMITS.xmlElements || stack.length >= LIMITS.xmlDepth) throw new TooLargeError();
    const element: Growing = { name: localName(name), attributes: attributes as Record<string, string>, children: [], text: "" };
    stack.at(-1)?.children.push(element);
    root ??= element;
    stack.push(element);
  });
  const addText = (text: string) => {
    const element = stack.at(-1);
    if (element) element.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    stack.pop();
  });
  parser.write(decodeXml(bytes)).close();
  if (!root) throw new CorruptError();
  return root;
}

export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((candidate) => candidate.name === name);
export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((candidate) => candidate.name === name) ?? [];

/** All descendants with a name, in document order. */
export function descendants(element: XmlElement | undefined, name: string): XmlElement[] {
  if (!element) return [];
  return element.children.flatMap((candidate) => [...(candidate.name === name ? [candidate] : []), ...descendants(candidate, name)]);
}
