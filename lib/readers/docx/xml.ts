import { SaxesParser, type SaxesTagPlain } from "saxes";
import { LIMITS } from "../../limits.ts";
import { CorruptError, TooLargeError } from "../errors.ts";

/**
 * One XML part of an Office file as a light tree. Names carry the usual prefix of their namespace ("w:p", "mc:Choice"), whatever
 * prefix the file uses, transitional and Strict alike; attributes go by local name, those of the relationships namespace as "r:id".
 */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** The character data directly inside. */
  readonly text: string;
}

const PREFIXES: Readonly<Record<string, string>> = {
  "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
  "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
  "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
  "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
  "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
  "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp:",
  "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
  "http://purl.oclc.org/ooxml/drawingml/main": "a:",
  "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
  "http://purl.oclc.org/ooxml/drawingml/picture": "pic:",
  "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
  "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
  "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
  "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps:",
  "http://schemas.microsoft.com/office/word/2010/wordml": "w14:",
  "urn:schemas-microsoft-com:vml": "v:",
  "http://schemas.openxmlformats.org/package/2006/relationships": "",
  "http://schemas.openxmlformats.org/package/2006/content-types": "",
  "http://purl.org/dc/elements/1.1/": "dc:",
  "": "",
};

/** Namespace declarations in force, with the names already translated under them. */
interface Scope {
  readonly uris: Readonly<Record<string, string>>;
  readonly names: Map<string, string>;
}

const openScope = (outer: Scope, declarations: Record<string, string>): Scope => ({ uris: { ...outer.uris, ...declarations }, names: new Map() });

function translate(scope: Scope, raw: string): string {
  const known = scope.names.get(raw);
  if (known !== undefined) return known;
  const colon = raw.indexOf(":");
  const prefix = raw.slice(0, Math.max(colon, 0));
  const local = raw.slice(colon + 1);
  const name = (PREFIXES[scope.uris[prefix] ?? prefix] ?? "?:") + local;
  scope.names.set(raw, name);
  return name;
}

function declarationsOf(attributes: Record<string, string>): Record<string, string> | null {
  let declarations: Record<string, string> | null = null;
  for (const key in attributes) {
    if (!key.startsWith("xmlns")) continue;
    declarations ??= {};
    declarations[key.slice(6)] = attributes[key] ?? "";
  }
  return declarations;
}

function localAttributes(scope: Scope, attributes: Record<string, string>): Record<string, string> {
  const local: Record<string, string> = {};
  for (const key in attributes) {
    const colon = key.indexOf(":");
    if (colon < 0) local[key] ??= attributes[key] ?? "";
    else if (translate(scope, key).startsWith("r:")) local[`r:${key.slice(colon + 1)}`] = attributes[key] ?? "";
    else local[key.slice(colon + 1)] = attributes[key] ?? "";
  }
  return local;
}

/** XML by its byte order mark, else by its declaration, else UTF-8. */
export function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w.-]+)["']/u.exec(Buffer.from(bytes.subarray(0, 200)).toString("latin1"))?.[1];
  try {
    return new TextDecoder(/^utf-?16/iu.test(declared ?? "") ? "utf-8" : declared).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Characters XML forbids are printed by nobody: a file with such is read all the same. Any other fault makes Word refuse it too. */
const FORGIVEN = /disallowed character|malformed character entity/u;

interface OpenNode extends XmlNode {
  children: XmlNode[];
  text: string;
  readonly outer: Scope;
}

/**
 * Parses one part. No entity but the five of XML and character references is known, and a DOCTYPE is refused: nothing is ever fetched.
 *
 * @throws CorruptError if it is not well-formed; TooLargeError if nested or grown beyond any honest document.
 */
export function parseXml(bytes: Uint8Array): XmlNode {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const stack: OpenNode[] = [];
  let scope: Scope = { uris: { "": "" }, names: new Map() };
  let root: XmlNode | null = null;
  let elements = 0;
  parser.on("doctype", () => {
    throw new CorruptError("文件内含不允许的外部定义（DOCTYPE），请用原软件重新另存后提交。");
  });
  parser.on("error", (error) => {
    if (!FORGIVEN.test(error.message)) throw new CorruptError(undefined, { cause: error });
  });
  parser.on("opentag", (tag: SaxesTagPlain) => {
    if (stack.length >= LIMITS.xmlDepth || ++elements > LIMITS.xmlElements)
      throw new TooLargeError("文件内容嵌套过深或过多，超出处理上限，请检查文件。");
    const outer = scope;
    const declarations = declarationsOf(tag.attributes);
    if (declarations) scope = openScope(scope, declarations);
    stack.push({ name: translate(scope, tag.name), attributes: localAttributes(scope, tag.attributes), children: [], text: "", outer });
  });
  const addText = (text: string) => {
    const node = stack.at(-1);
    if (node) node.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const node = stack.pop();
    if (!node) return;
    scope = node.outer;
    const parent = stack.at(-1);
    if (parent) parent.children.push(node);
    else root = node;
  });
  parser.write(decodeXml(bytes)).close();
  if (!root) throw new CorruptError();
  return root;
}

export const child = (node: XmlNode | undefined, name: string): XmlNode | undefined => node?.children.find((candidate) => candidate.name === name);

/** The `w:val` of a child element; undefined if either is missing. */
export const childValue = (node: XmlNode | undefined, name: string): string | undefined => child(node, name)?.attributes.val;

/** An on/off property: undefined if absent; present without a value means on. */
export function onOff(node: XmlNode | undefined, name: string): boolean | undefined {
  const found = child(node, name);
  if (!found) return undefined;
  return !/^(?:0|false|off)$/u.test(found.attributes.val ?? "1");
}

/** Word extensions whose content this reader understands, by the prefixes that Word and WPS give them. */
const UNDERSTOOD = /^(?:wps|wpg|wpc|wp14|w14|w15|w16\w*)$/u;

/** The one branch of an mc:AlternateContent that is shown. */
export function chooseAlternate(node: XmlNode): readonly XmlNode[] {
  const choices = node.children.filter((candidate) => candidate.name === "mc:Choice");
  const fallback = child(node, "mc:Fallback");
  const understood = choices.find((choice) => (choice.attributes.Requires ?? "").split(/\s+/u).every((prefix) => UNDERSTOOD.test(prefix)));
  return (understood ?? fallback ?? choices[0])?.children ?? [];
}
