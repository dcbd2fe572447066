import { SaxesParser, type SaxesTagNS } from "saxes";
import { subscript, superscript } from "../../document/appearance.ts";
import { foldIdeographs } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { CorruptError, TooLargeError } from "../errors.ts";
import { decodeXml } from "../shared/xml-tree.ts";

/**
 * Prepares a document part for mammoth, which keeps hidden text, shows every branch of a merge it does not know, and
 * drops or trips over some elements. Events in, markup out: but for automatic numbers it shares no step of
 * understanding with the reader.
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
const SCRIPTS: Readonly<Record<string, Scope["script"]>> = { sup: "superscript", sub: "subscript" };
/** Themselves only: what they hold is printed, but mammoth would pass over it or change it. */
const UNWRAPPED = new Set(
  "hyperlink fldSimple dir bdo ruby rubyBase sdt sdtContent customXml smartTag ins moveTo drawing pict object".split(
    " ",
  ),
);
const RENAMED: Readonly<Record<string, string>> = { cr: "br", ptab: "tab" };
const TEXT = new Set(["t", "instrText"]);

const escapeXml = (text: string) =>
  text
    .replace(/[\p{Cc}\p{Cs}]/gu, (sign) => (sign === "\t" || sign === "\n" ? sign : ""))
    .replace(/[&<>"]/gu, (sign) => `&#${sign.charCodeAt(0)};`);

/** Marks of a run that take its text off the page or off the line. */
type Mark = "vanish" | "strike" | "dstrike" | "superscript" | "subscript";
const SIMPLE: readonly Mark[] = ["vanish", "strike", "dstrike"];
/** Said by two styles they cancel each other (17.7.3). */
const TOGGLES: ReadonlySet<Mark> = new Set<Mark>(["vanish", "strike"]);
const isOff = (value: string | undefined) => /^(?:0|false|off)$/u.test(value ?? "1");

/** What a property says of marks: which it sets, and which it clears. */
function marksSaid(name: string, value: string | undefined): readonly (readonly [Mark, boolean])[] {
  if (name === "vertAlign")
    return [["superscript", value === "superscript"] as const, ["subscript", value === "subscript"] as const];
  return SIMPLE.flatMap((mark) => (mark === name ? [[mark, !isOff(value)] as const] : []));
}

export type StyleMarks = ReadonlyMap<string, ReadonlySet<Mark>>;

/** The marks that each style sets, by itself or through the style it is based on. */
export function styleMarks(xml: string): StyleMarks {
  const said = new Map<string, readonly (readonly [Mark, boolean])[]>();
  const bases = new Map<string, string>();
  for (const style of xml.split(/<(?:\w+:)?style\s/u).slice(1)) {
    const id = /styleId=["']([^"']*)["']/u.exec(style)?.[1] ?? "";
    const properties = [...style.matchAll(/<(?:\w+:)?(vanish|d?strike|vertAlign)\b([^<>]*)>/gu)];
    said.set(
      id,
      properties.flatMap(([, name = "", attributes = ""]) =>
        marksSaid(name, /val=["']([^"']*)["']/u.exec(attributes)?.[1]),
      ),
    );
    const base = /val=["']([^"']*)["']/u.exec(/<(?:\w+:)?basedOn\s([^<>]*)>/u.exec(style)?.[1] ?? "")?.[1];
    if (base !== undefined) bases.set(id, base);
  }
  const resolved = new Map<string, ReadonlySet<Mark>>();
  for (const id of said.keys()) {
    const chain: string[] = [];
    for (let at: string | undefined = id; at !== undefined && said.has(at) && !resolved.has(at); at = bases.get(at)) {
      resolved.set(at, new Set()); // styles based on each other in a circle end here
      chain.push(at);
    }
    for (const one of chain.reverse()) {
      const marks = new Set(resolved.get(bases.get(one) ?? ""));
      for (const [mark, on] of said.get(one) ?? []) on ? marks.add(mark) : marks.delete(mark);
      resolved.set(one, marks);
    }
  }
  return resolved;
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
  /** Of a run: what its own properties and its styles say; of a paragraph: what its style says. */
  readonly marks: Set<Mark>;
  /** Digits in it are raised or lowered. */
  script: "superscript" | "subscript" | undefined;
  /** Of a field's beginning: the entries of a drop-down form field, and which of them it shows. */
  dropDown: { readonly entries: string[]; result?: string | undefined; preset?: string | undefined } | undefined;
  /** Of a paragraph: what its automatic number comes from; its mark is deleted or hidden. */
  styleId: string | undefined;
  list: { id: string | undefined; level: string | undefined } | undefined;
  markGone: boolean;
}

/**
 * @param bytes the main document part
 * @param styles the marks that styles set
 * @param numberOf automatic numbers, which mammoth loses: written out as text
 * @returns a main document part that holds what is printed and nothing that mammoth stumbles over
 * @throws CorruptError if it is not well-formed, TooLargeError if nested beyond any honest document.
 */
export function cleanDocument(bytes: Uint8Array, styles: StyleMarks, numberOf: NumberOf): string {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const out: string[] = [];
  const stack: Scope[] = [];
  let dropping = 0;
  let elements = 0;
  let fields = 0;
  /** From this depth of fields on nothing else is shown: a drop-down form field shows the entry selected. */
  let shownBySelection = Number.POSITIVE_INFINITY;
  const nearest = (name: string) => stack.findLast((scope) => scope.name === name);
  parser.on("doctype", () => {
    throw new CorruptError();
  });
  parser.on("error", (error) => {
    if (!/disallowed character|malformed character entity/u.test(error.message))
      throw new CorruptError(undefined, { cause: error });
  });

  const property = (name: string, value: string | undefined, attributes: Readonly<Record<string, string>>) => {
    const on = !isOff(value);
    const cell = nearest("tc");
    const run = stack.at(-1)?.name === "rPr" && stack.at(-2)?.name === "r" ? stack.at(-2) : undefined;
    const said = run ? marksSaid(name, value) : [];
    if (run && name === "rStyle") {
      for (const mark of styles.get(value ?? "") ?? [])
        run.marks.has(mark) && TOGGLES.has(mark) ? run.marks.delete(mark) : run.marks.add(mark);
    } else if (run && said.length > 0)
      for (const [mark, set] of said) set ? run.marks.add(mark) : run.marks.delete(mark);
    else if (name === "pStyle") {
      const paragraph = nearest("p");
      if (paragraph) {
        for (const mark of styles.get(value ?? "") ?? []) paragraph.marks.add(mark);
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
      marks: new Set(),
      script: stack.at(-1)?.script,
      dropDown: undefined,
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
    for (const attribute of Object.values(tag.attributes))
      if (WORDPROCESSING.has(attribute.uri)) attributes[attribute.local] = attribute.value;
    const parent = stack.at(-1);
    if (tag.uri === COMPATIBILITY) {
      // One branch only: the first that prints anything.
      if (parent?.name === "AlternateContent" && parent.printed) dropping = 1;
      else open({ name: tag.local }, "", "");
      return;
    }
    if (MATH.test(tag.uri)) {
      if (tag.local.endsWith("Pr")) dropping = 1;
      else if (tag.local === "r" || tag.local === "t")
        open({ name: tag.local }, `<w:${tag.local}>`, `</w:${tag.local}>`);
      else open({ name: "", ...(tag.local in SCRIPTS && { script: SCRIPTS[tag.local] }) }, "", "");
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
    if (parent?.name === "trPr" || parent?.name === "tcPr" || parent?.name === "rPr" || name === "pStyle")
      property(name, attributes.val, attributes);
    if (name === "fldChar") {
      if (attributes.fldCharType === "begin") fields++;
      const tooDeep = fields > LIMITS.fieldDepth;
      if (attributes.fldCharType === "end") fields = Math.max(0, fields - 1);
      if (fields < shownBySelection) shownBySelection = Number.POSITIVE_INFINITY;
      if (tooDeep) {
        dropping = 1;
        return;
      }
    }
    const choice = nearest("fldChar")?.dropDown;
    if (name === "ddList" && parent?.name === "ffData")
      (nearest("fldChar") ?? ({} as Scope)).dropDown = { entries: [] };
    else if (choice && name === "listEntry") choice.entries.push(attributes.val ?? "");
    else if (choice && name === "result") choice.result = attributes.val;
    else if (choice && name === "default") choice.preset = attributes.val;
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
      open({ name, ...(name === "r" && { marks: new Set(nearest("p")?.marks) }) }, markup, `</w:${name}>`);
    }
  });
  const print = (text: string) => {
    out.push(escapeXml(foldIdeographs(text)));
    if (text.trim() !== "") for (const scope of stack) scope.printed = true;
  };
  const addText = (text: string) => {
    const scope = stack.at(-1);
    if (dropping > 0 || !scope || !TEXT.has(scope.name) || fields >= shownBySelection) return;
    const run = stack.at(-2);
    // What else stands in a struck run, a picture, is seen.
    if (run?.marks.has("strike") || run?.marks.has("dstrike")) return;
    const script = scope.script ?? (["superscript", "subscript"] as const).find((mark) => run?.marks.has(mark));
    print(script === undefined ? text : script === "superscript" ? superscript(text) : subscript(text));
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
    if (scope.dropDown) {
      const { entries, result, preset } = scope.dropDown;
      out.push('<w:t xml:space="preserve">');
      print(entries[Number(result ?? preset ?? 0)] ?? "");
      out.push("</w:t>");
      shownBySelection = fields;
    }
    if (scope.name === "r" && scope.marks.has("vanish")) scope.remove = true;
    const paragraph = scope.name === "pPr" ? stack.at(-1) : undefined;
    if (paragraph?.name === "p" && !paragraph.markGone && !paragraph.marks.has("vanish")) {
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
