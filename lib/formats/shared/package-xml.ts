import { child, parseXmlTree, type XmlNode } from "./xml-tree.ts";

/**
 * Parts of an Office file as trees. Names carry the usual prefix of their namespace ("w:p", "mc:Choice"), whatever
 * prefix the file uses, transitional and Strict alike; attributes go by local name, those of the relationships
 * namespace as "r:id".
 */

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
  "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x:",
  "http://purl.oclc.org/ooxml/spreadsheetml/main": "x:",
  "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr:",
  "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing": "xdr:",
  "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main": "x14:",
  "http://schemas.microsoft.com/office/excel/2006/main": "xm:",
  "urn:schemas-microsoft-com:office:excel": "excel:",
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

const openScope = (outer: Scope, declarations: Record<string, string>): Scope => ({
  uris: { ...outer.uris, ...declarations },
  names: new Map(),
});

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

function declarationsOf(attributes: Readonly<Record<string, string>>): Record<string, string> | null {
  let declarations: Record<string, string> | null = null;
  for (const key in attributes) {
    if (!key.startsWith("xmlns")) continue;
    declarations ??= {};
    declarations[key.slice(6)] = attributes[key] ?? "";
  }
  return declarations;
}

function localAttributes(scope: Scope, attributes: Readonly<Record<string, string>>): Record<string, string> {
  const local: Record<string, string> = {};
  for (const key in attributes) {
    const colon = key.indexOf(":");
    if (colon < 0) local[key] ??= attributes[key] ?? "";
    else if (translate(scope, key).startsWith("r:")) local[`r:${key.slice(colon + 1)}`] = attributes[key] ?? "";
    else local[key.slice(colon + 1)] = attributes[key] ?? "";
  }
  return local;
}

/** Parses one part. @throws CorruptError, TooLargeError as `parseXmlTree` does. */
export function parseXml(bytes: Uint8Array): XmlNode {
  /** In force at each depth. */
  const scopes: Scope[] = [{ uris: { "": "" }, names: new Map() }];
  return parseXmlTree(bytes, ({ name, attributes }, depth) => {
    const outer = scopes[depth] as Scope;
    const declarations = declarationsOf(attributes);
    const scope = declarations ? openScope(outer, declarations) : outer;
    scopes[depth + 1] = scope;
    return { name: translate(scope, name), attributes: localAttributes(scope, attributes) };
  });
}

/** The `w:val` of a child element; undefined if either is missing. */
export const childValue = (node: XmlNode | undefined, name: string): string | undefined =>
  child(node, name)?.attributes.val;

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
  const understood = choices.find((choice) =>
    (choice.attributes.Requires ?? "").split(/\s+/u).every((prefix) => UNDERSTOOD.test(prefix)),
  );
  return (understood ?? fallback ?? choices[0])?.children ?? [];
}
