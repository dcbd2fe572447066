import { strToU8, zipSync } from "fflate";
import { Parser } from "htmlparser2";
import mammoth from "mammoth";
import type { FlatText } from "../../document/document.ts";
import { LIMITS } from "../../limits.ts";
import { CorruptError } from "../errors.ts";
import { openPackage } from "../shared/package.ts";
import { parseXml } from "../shared/package-xml.ts";
import { decodeXml } from "../shared/xml-tree.ts";
import { cleanDocument, type NumberOf } from "./clean.ts";
import { readNumbering } from "./numbering.ts";
import { styleMarks } from "./style-marks.ts";
import { readStyles } from "./styles.ts";

/**
 * The second reading of a Word file, by mammoth. Mammoth receives a freshly built one-part package: size-limited,
 * without the constructs it mishandles.
 */

const MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

function packageOf(document: string): Uint8Array {
  const types = `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${MAIN_TYPE}"/></Types>`;
  const relationships = `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE_DOCUMENT}" Target="word/document.xml"/></Relationships>`;
  return zipSync(
    {
      "[Content_Types].xml": strToU8(types),
      "_rels/.rels": strToU8(relationships),
      "word/document.xml": strToU8(document),
    },
    { level: 0 },
  );
}

interface Markup {
  readonly cell: RegExp;
  readonly paragraph: RegExp;
  readonly lineBreak: RegExp;
  /** Elements whose text counts; all if absent. */
  readonly text?: RegExp;
}

const HTML: Markup = { cell: /^t[dh]$/u, paragraph: /^(?:p|h[1-6]|li)$/u, lineBreak: /^br$/u };
const WORD: Markup = { cell: /^w:tc$/u, paragraph: /^w:p$/u, lineBreak: /^w:br$/u, text: /^w:t$/u };

/**
 * Text as pieces: a paragraph outside of tables or a cell each. A cell around another table is a piece only if it has
 * text of its own.
 */
function piecesOf(markup: string, { cell, paragraph, lineBreak, text }: Markup): string[] {
  const pieces: string[] = [];
  const cells: { readonly lines: string[]; readonly at: number; nested: boolean }[] = [];
  let line = "";
  let depth = 0;
  const endLine = () => {
    const printed = line.replaceAll("\u2011", "-");
    line = "";
    if (printed.trim() === "") return;
    const inside = cells.at(-1);
    if (inside) inside.lines.push(printed);
    else pieces.push(printed);
  };
  const parser = new Parser(
    {
      onopentagname(name) {
        if (text?.test(name)) depth++;
        if (cell.test(name)) {
          endLine();
          for (const outer of cells) outer.nested = true;
          cells.push({ lines: [], at: pieces.length, nested: false });
        } else if (paragraph.test(name)) endLine();
        else if (lineBreak.test(name)) line += "\n";
        else if (name === "w:tab") line += "\t";
      },
      ontext(data) {
        if (!text || depth > 0) line += data;
      },
      onclosetag(name) {
        if (text?.test(name)) depth--;
        if (paragraph.test(name)) endLine();
        if (!cell.test(name)) return;
        endLine();
        const closed = cells.pop();
        if (closed && (!closed.nested || closed.lines.length > 0)) pieces.splice(closed.at, 0, closed.lines.join("\n"));
      },
    },
    { decodeEntities: true, lowerCaseTags: false, xmlMode: text !== undefined },
  );
  parser.end(markup);
  endLine();
  return pieces;
}

/**
 * The flat text of a Word file in reading order, read from its bytes by mammoth: paragraphs and cells, blank cells
 * included, cells that a merge covers left out. Without notes, headers and footers. Where mammoth fails, a plain pass
 * over the same part.
 *
 * @throws ReaderError as `readDocx`.
 */
export async function flatTextOfDocx(bytes: Uint8Array): Promise<FlatText> {
  const office = openPackage(bytes);
  const main = office.read(office.main);
  if (!main) throw new CorruptError();
  const styleBytes = office.read(office.related("styles"));
  const styles = readStyles(styleBytes && parseXml(styleBytes));
  const numbering = readNumbering(office.parse(office.related("numbering")), styles);
  const numberOf: NumberOf = (list, styleId) =>
    numbering.next(
      list?.id,
      list?.level,
      styleId === undefined ? styles.defaultParagraph : styles.get(styleId),
      styleId,
    );
  const document = cleanDocument(main, styleMarks(styleBytes ? decodeXml(styleBytes) : ""), numberOf);
  const plain = () => ({ pieces: piecesOf(document, WORD), blanksKept: true });
  if (document.length > LIMITS.mammothCharacters) return plain();
  try {
    const html = await mammoth.convertToHtml(
      { buffer: Buffer.from(packageOf(document)) },
      // All that its map of styles could tell apart, in a package without styles and lists, is headings from paragraphs.
      { externalFileAccess: false, includeEmbeddedStyleMap: false, includeDefaultStyleMap: false },
    );
    return { pieces: piecesOf(html.value, HTML), blanksKept: true };
  } catch {
    return plain();
  }
}
