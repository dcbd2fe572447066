import { SaxesParser, type SaxesTagNS } from "saxes";
import { foldIdeographs } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { CorruptError, TooLargeError } from "../errors.ts";
import { decodeXml } from "../xml-tree.ts";

/**
 * Prepares a document part for mammoth, which keeps hidden text, shows every branch of a merge it does not know, and drops or trips
 * over some elements. Events in, markup out: but for automatic numbers it shares no step of understanding with the reader.
 */

/** Stands in the flat text where the document shows a picture. */
export const PICTURE_MARK = "\ufffc";
const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const WORDPROCESSING = new Set([W, "http://purl.oclc.org/ooxml/wordprocessingml/main"]);
const MATH = /\/(?:officeDocument\/)?(?:2006\/)?math$/u;
const COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/** With all they hold: descriptions of looks, references to other parts, readings above characters. */
const DROPPED = new Set(
  (
    "sectPr tblPr tblGrid tblPrEx sdtPr sdtEndPr rubyPr rt footnoteReference endnoteReference commentReference annotationRef pPrChange rPrChange " +
    "tcPrChange trPrChange bookmarkStart bookmarkEnd softHyphen del moveFrom"
  ).split(" "),
);
/** Themselves only: what they hold is printed, but mammoth would pass over it or change it. */
const UNWRAPPED = new Set("hyperlink fldSimple dir bdo ruby rubyBase sdt sdtContent customXml smartTag ins moveTo drawing pict object".split(" "));
const RENAMED: Readonly<Record<string, string>> = { cr: "br", ptab: "tab" };
const TEXT = new Set(["t", "instrText"]);

const escapeXml = (text: string) =>
  text.replace(/[\p{Cc}\p{Cs}]/gu, (sign) => (sign === "\t" || sign === "\n" ? sign : "")).replace(/[&<>"]/gu, (sign) => `&#${sign.charCodeAt(0)};`);

/** Ids of styles whose text is hidden, by themselves or through the style they are based on. */
export function hiddenStyles(xml: string): ReadonlySet<string> {
  const hidden = new Set<string>();
  const based: [string, string][] = [];
  for (const style of xml.split(/<(?:\w+:)?style\s/u).slice(1)) {
    const id = /styleId=["']([^"']*)["']/u.exec(style)?.[1] ?? "";
    const vanish = /<(?:\w+:)?vanish\b([^<>]*)>/u.exec(style);
    if (vanish && !/val=["'](?:0|false|off)["']/u.test(vanish[1] ?? "")) hidden.add(id);
    const base = /val=["']([^"']*)["']/u.exec(/<(?:\w+:)?basedOn\s([^<>]*)>/u.exec(style)?.[1] ?? "")?.[1];
    if (base !== undefined && !vanish) based.push([id, base]);
  }
  for (let before = -1; before !== hidden.size; ) {
    before = hidden.size;
    for (const [id, base] of based) if (hidden.has(base)) hidden.add(id);
  }
  return hidden;
}

/** Counts a paragraph and returns its automatic number, "" if it has none. */
export type NumberOf = (
  list: { readonly id: string | undefined; readonly level: string | undefined } | undefined,
  styleId: string | undefined,
) => string;

interface Scope {
  readonly name: string;
  readonly close: string;
  /** Where the element's markup begins, and whether it goes when the element ends. */
  readonly from: number;
  remove: boolean;
  /** The same, unless it printed something. */
  removeBlank: boolean;
  printed: boolean;
  /** Field marks of a run: they stay when the run goes. */
  fields: string;
  /** Rows of a table begun so far. */
  rows: number;
  /** Of a paragraph: its style hides; what its automatic number comes from; its mark is deleted or hidden. */
  hiddenStyle: boolean;
  styleId: string | undefined;
  list: { id: string | undefined; level: string | undefined } | undefined;
  markGone: boolean;
}

/**
 * @param bytes the main document part
 * @param hidden ids of hidden styles
 * @param numberOf automatic numbers, which mammoth loses: written out as text
 * @returns a main document part that holds what is printed and nothing that mammoth stumbles over
 * @throws CorruptError if it is not well-formed, TooLargeError if nested beyond any honest document.
 */
export function cleanDocument(bytes: Uint8Array, hidden: ReadonlySet<string>, numberOf: NumberOf): string {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const out: string[] = [];
  const stack: Scope[] = [];
  let dropping = 0;
  let elements = 0;
  let fields = 0;
  const nearest = (name: string) => stack.findLast((scope) => scope.name === name);
  parser.on("doctype", () => {
    throw new CorruptError();
  });
  parser.on("error", (error) => {
    if (!/disallowed character|malformed character entity/u.test(error.message)) throw new CorruptError(undefined, { cause: error });
  });

  const property = (name: string, value: string | undefined, attributes: Readonly<Record<string, string>>) => {
    const on = !/^(?:0|false|off)$/u.test(value ?? "1");
    const cell = nearest("tc");
    const run = stack.at(-1)?.name === "rPr" && stack.at(-2)?.name === "r" ? stack.at(-2) : undefined;
    if (name === "vanish" && run) run.remove = on;
    else if (name === "rStyle" && run) run.remove = hidden.has(value ?? "") !== (nearest("p")?.hiddenStyle ?? false);
    else if (name === "pStyle") {
      const paragraph = nearest("p");
      if (paragraph) {
        paragraph.hiddenStyle = hidden.has(value ?? "");
        paragraph.styleId = value;
      }
    } else if (stack.at(-2)?.name === "pPr" && (name === "del" || name === "moveFrom" || (name === "vanish" && on))) {
      const paragraph = nearest("p");
      if (paragraph) paragraph.markGone = true;
    } else if (name === "hidden" && stack.at(-1)?.name === "trPr") (nearest("tr") as Scope).remove = on;
    else if (name === "del" && stack.at(-1)?.name === "trPr") (nearest("tr") as Scope).remove = true;
    else if (name === "cellDel" && cell) cell.remove = true;
    // The first row has nothing above it to continue.
    else if (name === "vMerge" && cell && value !== "restart" && (nearest("tbl")?.rows ?? 0) > 1) cell.remove = true;
    else if (name === "cellMerge" && cell && attributes.vMerge === "cont") cell.remove = true;
    else if (name === "hMerge" && cell && value !== "restart") cell.removeBlank = true;
  };

  const open = (scope: Partial<Scope> & { name: string }, markup: string, close: string) => {
    stack.push({
      from: out.length,
      remove: false,
      removeBlank: false,
      printed: false,
      fields: "",
      rows: 0,
      hiddenStyle: false,
      styleId: undefined,
      list: undefined,
      markGone: false,
      ...scope,
      close,
    });
    if (markup) out.push(markup);
  };

  parser.on("opentag", (tag: SaxesTagNS) => {
    if (stack.length + dropping >= LIMITS.xmlDepth || ++elements > LIMITS.xmlElements) throw new TooLargeError();
    if (dropping > 0) {
      dropping++;
      return;
    }
    const word = WORDPROCESSING.has(tag.uri);
    const name = RENAMED[tag.local] ?? tag.local;
    const attributes: Record<string, string> = {};
    for (const attribute of Object.values(tag.attributes)) if (WORDPROCESSING.has(attribute.uri)) attributes[attribute.local] = attribute.value;
    const parent = stack.at(-1);
    if (tag.uri === COMPATIBILITY) {
      // One branch only: the first that prints anything.
      if (parent?.name === "AlternateContent" && parent.printed) dropping = 1;
      else open({ name: tag.local }, "", "");
      return;
    }
    if (MATH.test(tag.uri)) {
      if (tag.local.endsWith("Pr")) dropping = 1;
      else if (tag.local === "r" || tag.local === "t") open({ name: tag.local }, `<w:${tag.local}>`, `</w:${tag.local}>`);
      else open({ name: "" }, "", "");
      return;
    }
    if (!word) {
      // A mark where a picture stands: what is recognised in it has its place in the order.
      const picture = (tag.local === "pic" || tag.local === "imagedata") && nearest("r") !== undefined;
      open({ name: "" }, picture ? `<w:t>${PICTURE_MARK}</w:t>` : "", "");
      if (picture) for (const scope of stack) scope.printed = true;
      return;
    }
    if (parent?.name === "numPr") {
      const list = nearest("p")?.list;
      if (list && name === "numId") list.id = attributes.val;
      if (list && name === "ilvl") list.level = attributes.val;
    } else if (name === "numPr" && parent?.name === "pPr") {
      const paragraph = nearest("p");
      if (paragraph) paragraph.list = { id: undefined, level: undefined };
    }
    if (parent?.name === "trPr" || parent?.name === "tcPr" || parent?.name === "rPr" || name === "pStyle") property(name, attributes.val, attributes);
    if (name === "fldChar") {
      if (attributes.fldCharType === "begin") fields++;
      const tooDeep = fields > LIMITS.fieldDepth;
      if (attributes.fldCharType === "end") fields = Math.max(0, fields - 1);
      if (tooDeep) {
        dropping = 1;
        return;
      }
    }
    const isMark = name === "del" && parent?.name === "rPr";
    if (DROPPED.has(name) && !isMark) dropping = 1;
    else if (UNWRAPPED.has(name)) open({ name }, "", "");
    else if (name === "txbxContent") open({ name }, "<w:pict><w:txbxContent>", "</w:txbxContent></w:pict>");
    else {
      if (name === "tr") (nearest("tbl") ?? ({ rows: 0 } as Scope)).rows++;
      const kept = Object.entries(attributes).map(([key, value]) => ` w:${key}="${escapeXml(value)}"`);
      const declaration = stack.length === 0 ? ` xmlns:w="${W}"` : "";
      const markup = `<w:${name}${declaration}${kept.join("")}>`;
      if (name === "fldChar" && parent?.name === "r") parent.fields += `${markup}</w:fldChar>`;
      open({ name, remove: name === "r" && (nearest("p")?.hiddenStyle ?? false) }, markup, `</w:${name}>`);
    }
  });
  const addText = (text: string) => {
    if (dropping > 0 || !TEXT.has(stack.at(-1)?.name ?? "")) return;
    out.push(escapeXml(foldIdeographs(text)));
    if (text.trim() !== "") for (const scope of stack) scope.printed = true;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    if (dropping > 0) {
      dropping--;
      return;
    }
    const scope = stack.pop();
    if (!scope) return;
    if (scope.close) out.push(scope.close);
    const paragraph = scope.name === "pPr" ? stack.at(-1) : undefined;
    if (paragraph?.name === "p" && !paragraph.markGone && !paragraph.hiddenStyle) {
      const number = numberOf(paragraph.list, paragraph.styleId);
      if (number !== "") out.push(`<w:r><w:t xml:space="preserve">${escapeXml(number)}</w:t></w:r>`);
    }
    if (!scope.remove && (!scope.removeBlank || scope.printed)) return;
    out.length = scope.from;
    if (scope.name === "r" && scope.fields !== "") out.push(`<w:r>${scope.fields}</w:r>`);
  });
  parser.write(decodeXml(bytes)).close();
  return out.join("");
}
