import { SaxesParser, type SaxesTagNS } from "saxes";
import { subscript, superscript } from "../../document/appearance.ts";
import { foldIdeographs } from "../../document/text.ts";
import { LIMITS } from "../../limits.ts";
import { CorruptError, TooLargeError } from "../errors.ts";
import { pictureMark } from "../shared/picture-marks.ts";
import { decodeXml } from "../shared/xml-tree.ts";
import { HOLD_REMOVALS, REMOVALS } from "./removals.ts";
import type { DropDown, Scope, Script } from "./scope.ts";
import { marksSaid, type StyleMarks, TOGGLES } from "./style-marks.ts";

/**
 * Prepares a document part for mammoth, which keeps hidden text, shows every branch of a merge it does not know, and
 * drops or trips over some elements. Events in, markup out: but for automatic numbers it shares no step of
 * understanding with the reader.
 */

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const WORDPROCESSING = new Set([W, "http://purl.oclc.org/ooxml/wordprocessingml/main"]);
const MATH = /\/(?:officeDocument\/)?(?:2006\/)?math$/u;
const COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/**
 * With all they hold: descriptions of looks (the commonest by name: a third of all elements of a report), references to
 * other parts, readings above characters.
 */
const DROPPED = new Set(
  (
    "sectPr tblPr tblGrid tblPrEx sdtPr sdtEndPr rubyPr rt footnoteReference endnoteReference commentReference annotationRef pPrChange rPrChange " +
    "tcPrChange trPrChange bookmarkStart bookmarkEnd softHyphen del moveFrom " +
    "rFonts sz szCs color lang kern jc ind spacing keepNext keepLines shd pBdr tcW tcBorders tcMar vAlign trHeight"
  ).split(" "),
);
const SCRIPTS: Readonly<Record<string, Script>> = { sup: "superscript", sub: "subscript" };
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
/** Counts a paragraph and returns its automatic number, "" if it has none. */
export type NumberOf = (
  list: { readonly id: string | undefined; readonly level: string | undefined } | undefined,
  styleId: string | undefined,
) => string;

type Attributes = Readonly<Record<string, string>>;

class Cleaner {
  readonly #styles: StyleMarks;
  readonly #numberOf: NumberOf;
  readonly #out: string[] = [];
  readonly #stack: Scope[] = [];
  /** How many elements are open from the outermost one on that is left out. */
  #dropping = 0;
  #elements = 0;
  #fields = 0;
  /** From this depth of fields on nothing else is shown: a drop-down form field shows the entry selected. */
  #shownBySelection = Number.POSITIVE_INFINITY;

  constructor(styles: StyleMarks, numberOf: NumberOf) {
    this.#styles = styles;
    this.#numberOf = numberOf;
  }

  get markup(): string {
    return this.#out.join("");
  }

  opened(tag: SaxesTagNS): void {
    if (this.#stack.length + this.#dropping >= LIMITS.xmlDepth || ++this.#elements > LIMITS.xmlElements)
      throw new TooLargeError();
    if (this.#dropping > 0) this.#dropping++;
    else if (tag.uri === COMPATIBILITY) this.#branch(tag.local);
    else if (MATH.test(tag.uri)) this.#math(tag.local);
    else if (WORDPROCESSING.has(tag.uri)) this.#word(RENAMED[tag.local] ?? tag.local, attributesOf(tag));
    else this.#foreign(tag);
  }

  text(text: string): void {
    const scope = this.#stack.at(-1);
    if (this.#dropping > 0 || !scope || !TEXT.has(scope.name) || this.#fields >= this.#shownBySelection) return;
    const run = this.#stack.at(-2);
    // What else stands in a struck run, a picture, is seen.
    if (run?.marks.has("strike") || run?.marks.has("dstrike")) return;
    const script = scope.script ?? (["superscript", "subscript"] as const).find((mark) => run?.marks.has(mark));
    this.#print(script === undefined ? text : script === "superscript" ? superscript(text) : subscript(text));
  }

  closed(): void {
    if (this.#dropping > 0) {
      this.#dropping--;
      return;
    }
    const scope = this.#stack.pop();
    if (!scope) return;
    if (scope.close) this.#out.push(scope.close);
    if (scope.dropDown) this.#showSelected(scope.dropDown);
    if (scope.name === "r" && scope.marks.has("vanish")) scope.remove = true;
    if (scope.name === "pPr") this.#printNumber(this.#stack.at(-1));
    if (!scope.remove && (!scope.removeBlank || scope.printed)) return;
    this.#out.length = scope.from;
    if (scope.name === "r" && scope.fields !== "") this.#out.push(`<w:r>${scope.fields}</w:r>`);
  }

  readonly #nearest = (name: string): Scope | undefined => this.#stack.findLast((scope) => scope.name === name);

  #open(scope: Partial<Scope> & { readonly name: string }, markup: string, close: string): void {
    this.#stack.push({
      from: this.#out.length,
      remove: false,
      removeBlank: false,
      printed: false,
      fields: "",
      rows: 0,
      marks: new Set(),
      script: this.#stack.at(-1)?.script,
      dropDown: undefined,
      styleId: undefined,
      list: undefined,
      markGone: false,
      ...scope,
      close,
    });
    if (markup) this.#out.push(markup);
  }

  /** Of a choice between versions one only: the first that prints anything. */
  #branch(name: string): void {
    const parent = this.#stack.at(-1);
    if (parent?.name === "AlternateContent" && parent.printed) this.#dropping = 1;
    else this.#open({ name }, "", "");
  }

  #math(name: string): void {
    if (name.endsWith("Pr")) this.#dropping = 1;
    else if (name === "r" || name === "t") this.#open({ name }, `<w:${name}>`, `</w:${name}>`);
    else this.#open({ name: "", ...(name in SCRIPTS && { script: SCRIPTS[name] }) }, "", "");
  }

  /** A mark where a picture stands, by its relationship. */
  #foreign(tag: SaxesTagNS): void {
    const source = this.#nearest("r") ? relationshipOf(tag) : undefined;
    this.#open({ name: "" }, source === undefined ? "" : `<w:t>${escapeXml(pictureMark(source))}</w:t>`, "");
    if (source !== undefined) this.#printed();
  }

  #word(name: string, attributes: Attributes): void {
    const parent = this.#stack.at(-1);
    this.#numbering(name, parent?.name, attributes.val);
    if (HOLD_REMOVALS.has(parent?.name) || name === "pStyle") this.#property(name, attributes);
    if (name === "fldChar" && !this.#field(attributes.fldCharType)) {
      this.#dropping = 1;
      return;
    }
    this.#selection(name, parent?.name, attributes.val);
    const isMark = name === "del" && parent?.name === "rPr";
    if (DROPPED.has(name) && !isMark) this.#dropping = 1;
    else if (UNWRAPPED.has(name)) this.#open({ name }, "", "");
    else if (name === "txbxContent") this.#open({ name }, "<w:pict><w:txbxContent>", "</w:txbxContent></w:pict>");
    else this.#keep(name, attributes);
  }

  #keep(name: string, attributes: Attributes): void {
    const parent = this.#stack.at(-1);
    const table = name === "tr" ? this.#nearest("tbl") : undefined;
    if (table) table.rows++;
    const kept = Object.entries(attributes).map(([key, value]) => ` w:${key}="${escapeXml(value)}"`);
    const declaration = parent === undefined ? ` xmlns:w="${W}"` : "";
    const markup = `<w:${name}${declaration}${kept.join("")}>`;
    if (name === "fldChar" && parent?.name === "r") parent.fields += `${markup}</w:fldChar>`;
    const marks = name === "r" ? { marks: new Set(this.#nearest("p")?.marks) } : {};
    this.#open({ name, ...marks }, markup, `</w:${name}>`);
  }

  /** What a paragraph's automatic number comes from. */
  #numbering(name: string, parent: string | undefined, value: string | undefined): void {
    const paragraph = this.#nearest("p");
    if (!paragraph) return;
    if (parent !== "numPr") {
      if (name === "numPr" && parent === "pPr") paragraph.list = { id: undefined, level: undefined };
    } else if (paragraph.list && name === "numId") paragraph.list.id = value;
    else if (paragraph.list && name === "ilvl") paragraph.list.level = value;
  }

  #property(name: string, attributes: Attributes): void {
    const [parent, holder] = [this.#stack.at(-1), this.#stack.at(-2)];
    const value = attributes.val;
    const run = parent?.name === "rPr" && holder?.name === "r" ? holder : undefined;
    const said = run ? marksSaid(name, value) : [];
    if (name === "rStyle" && run) {
      for (const mark of this.#styles.get(value ?? "") ?? [])
        run.marks.has(mark) && TOGGLES.has(mark) ? run.marks.delete(mark) : run.marks.add(mark);
    } else if (run && said.length > 0)
      for (const [mark, set] of said) set ? run.marks.add(mark) : run.marks.delete(mark);
    else if (name === "pStyle") this.#style(value);
    else if (Object.hasOwn(REMOVALS, name))
      REMOVALS[name]?.({ value, attributes, parent: parent?.name, holder: holder?.name, nearest: this.#nearest });
  }

  #style(id: string | undefined): void {
    const paragraph = this.#nearest("p");
    if (!paragraph) return;
    for (const mark of this.#styles.get(id ?? "") ?? []) paragraph.marks.add(mark);
    paragraph.styleId = id;
  }

  /** Counts the fields that are open. Whether they are not nested too deep. */
  #field(type: string | undefined): boolean {
    if (type === "begin") this.#fields++;
    const fits = this.#fields <= LIMITS.fieldDepth;
    if (type === "end") this.#fields = Math.max(0, this.#fields - 1);
    if (this.#fields < this.#shownBySelection) this.#shownBySelection = Number.POSITIVE_INFINITY;
    return fits;
  }

  /** What a drop-down form field offers, and which of it is selected. */
  #selection(name: string, parent: string | undefined, value: string | undefined): void {
    const field = this.#nearest("fldChar");
    if (!field) return;
    const { dropDown } = field;
    if (name === "ddList" && parent === "ffData") field.dropDown = { entries: [] };
    else if (dropDown && name === "listEntry") dropDown.entries.push(value ?? "");
    else if (dropDown && name === "result") dropDown.result = value;
    else if (dropDown && name === "default") dropDown.preset = value;
  }

  #showSelected({ entries, result, preset }: DropDown): void {
    this.#out.push('<w:t xml:space="preserve">');
    this.#print(entries[Number(result ?? preset ?? 0)] ?? "");
    this.#out.push("</w:t>");
    this.#shownBySelection = this.#fields;
  }

  #printNumber(paragraph: Scope | undefined): void {
    if (paragraph?.name !== "p" || paragraph.markGone || paragraph.marks.has("vanish")) return;
    const number = this.#numberOf(paragraph.list, paragraph.styleId);
    if (number !== "") this.#out.push(`<w:r><w:t xml:space="preserve">${escapeXml(number)}</w:t></w:r>`);
  }

  #print(text: string): void {
    this.#out.push(escapeXml(foldIdeographs(text)));
    if (text.trim() !== "") this.#printed();
  }

  #printed(): void {
    for (const scope of this.#stack) scope.printed = true;
  }
}

function attributesOf(tag: SaxesTagNS): Attributes {
  const attributes: Record<string, string> = {};
  for (const attribute of Object.values(tag.attributes))
    if (WORDPROCESSING.has(attribute.uri)) attributes[attribute.local] = attribute.value;
  return attributes;
}

/** What of a picture's element (a:blip, v:imagedata) tells the part that holds it. */
const RELATIONSHIPS: Readonly<Record<string, string>> = { blip: "embed", imagedata: "id" };

const relationshipOf = ({ local, attributes }: SaxesTagNS): string | undefined =>
  Object.values(attributes).find((one) => one.local === RELATIONSHIPS[local] && /\/relationships$/u.test(one.uri))
    ?.value;

/**
 * @param bytes the main document part
 * @param styles the marks that styles set
 * @param numberOf automatic numbers, which mammoth loses: written out as text
 * @returns a main document part that holds what is printed and nothing that mammoth stumbles over
 * @throws CorruptError if it is not well-formed, TooLargeError if nested beyond any honest document.
 */
export function cleanDocument(bytes: Uint8Array, styles: StyleMarks, numberOf: NumberOf): string {
  const cleaner = new Cleaner(styles, numberOf);
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on("doctype", () => {
    throw new CorruptError();
  });
  parser.on("error", (error) => {
    if (!/disallowed character|malformed character entity/u.test(error.message))
      throw new CorruptError(undefined, { cause: error });
  });
  parser.on("opentag", (tag) => cleaner.opened(tag));
  parser.on("text", (text) => cleaner.text(text));
  parser.on("cdata", (text) => cleaner.text(text));
  parser.on("closetag", () => cleaner.closed());
  parser.write(decodeXml(bytes)).close();
  return cleaner.markup;
}
