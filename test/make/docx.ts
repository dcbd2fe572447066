import { strToU8, type Zippable, zipSync } from "fflate";

/**
 * Writes Word files for tests from a description, with the constructs that real ones have. What the description does
 * not cover goes in as `{ xml }` (prefixes w, r, wp, a, pic, wps, mc, v, m, w10, w14 are declared).
 */

export type MakeRun =
  | string
  | {
      readonly text: string;
      readonly hidden?: boolean;
      /** Character style id. */
      readonly style?: string;
      /** Tracked changes: deleted text is gone from print, inserted text is there. */
      readonly change?: "deleted" | "inserted" | "movedFrom" | "movedTo";
    }
  | { readonly field: string; readonly result: string }
  | { readonly note: "footnote" | "endnote"; readonly id: number }
  /** In points. */
  | { readonly picture: readonly [width: number, height: number]; readonly part?: string }
  | { readonly textBox: readonly MakeBlock[]; readonly as?: "both" | "drawing" | "vml" }
  | { readonly xml: string };

export interface MakeParagraph {
  readonly runs: string | readonly MakeRun[];
  readonly style?: string;
  /** Automatic number: list id (of `lists`, counted from 1) and level from 0. */
  readonly list?: readonly [id: number, level: number];
  readonly outline?: number;
  /** The paragraph mark is deleted or hidden: the paragraph runs on into the next. */
  readonly mark?: "deleted" | "hidden";
}

export interface MakeCell {
  readonly content: string | readonly MakeBlock[];
  readonly columns?: number;
  readonly vertical?: "restart" | "continue";
  readonly horizontal?: "restart" | "continue";
  readonly deleted?: boolean;
  /** What else its properties say, as markup; also of rows and tables. */
  readonly xml?: string | undefined;
}

export interface MakeRow {
  readonly cells: readonly (string | MakeCell)[];
  /** Grid columns left out before and after the cells. */
  readonly before?: number;
  readonly after?: number;
  readonly deleted?: boolean;
  readonly hidden?: boolean;
  readonly xml?: string | undefined;
}

export interface MakeTable {
  readonly rows: readonly MakeRow[];
  /** Twips. */
  readonly grid?: readonly number[];
  readonly xml?: string | undefined;
}

export type MakeBlock =
  | string
  | { readonly paragraph: MakeParagraph }
  | { readonly table: MakeTable }
  | { readonly control: readonly MakeBlock[]; readonly gallery?: string }
  | { readonly xml: string };

export interface MakeLevel {
  readonly format: string;
  readonly text: string;
  readonly start?: number;
  readonly suffix?: "tab" | "space" | "nothing";
  /** Paragraph style that uses this level. */
  readonly style?: string;
  readonly legal?: boolean;
  readonly restart?: number;
}

export interface MakeList {
  /** Shares the counters of the list with this id instead of having levels of its own. */
  readonly like?: number;
  readonly levels?: readonly MakeLevel[];
  readonly startOverrides?: Readonly<Record<number, number>>;
}

export interface MakeStyle {
  readonly id: string;
  readonly name?: string;
  readonly type?: "paragraph" | "character" | "table";
  readonly basedOn?: string;
  readonly hidden?: boolean;
  readonly outline?: number;
  readonly list?: readonly [id: number, level: number];
  /** What else it says, as markup. */
  readonly xml?: string;
}

/** A part that the main document relates to, and the parts that this one relates to. */
export interface MakePart {
  readonly type: string;
  /** Below the main document's folder. */
  readonly target: string;
  readonly content: string | Uint8Array;
  readonly related?: readonly MakePart[];
  /** Of the relationship; otherwise one is made up. */
  readonly id?: string;
}

export interface MakeDocx {
  readonly body: readonly MakeBlock[];
  readonly title?: string;
  readonly styles?: readonly MakeStyle[];
  /** Run properties of the document's defaults, and of its settings part, as markup. */
  readonly defaults?: string;
  readonly settings?: string;
  readonly parts?: readonly MakePart[];
  readonly lists?: readonly MakeList[];
  readonly footnotes?: Readonly<Record<number, string>>;
  readonly header?: string | readonly MakeRun[];
  readonly footer?: string;
  /** ISO/IEC 29500 Strict namespaces. */
  readonly strict?: boolean;
  /** Part name of the main document. */
  readonly main?: string;
  readonly extraParts?: Readonly<Record<string, string | Uint8Array>>;
}

const TRANSITIONAL = {
  w: "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
  r: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
  wp: "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
  a: "http://schemas.openxmlformats.org/drawingml/2006/main",
  pic: "http://schemas.openxmlformats.org/drawingml/2006/picture",
  m: "http://schemas.openxmlformats.org/officeDocument/2006/math",
};
const STRICT = {
  w: "http://purl.oclc.org/ooxml/wordprocessingml/main",
  r: "http://purl.oclc.org/ooxml/officeDocument/relationships",
  wp: "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
  a: "http://purl.oclc.org/ooxml/drawingml/main",
  pic: "http://purl.oclc.org/ooxml/drawingml/picture",
  m: "http://purl.oclc.org/ooxml/officeDocument/math",
};
const COMMON = {
  wps: "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
  mc: "http://schemas.openxmlformats.org/markup-compatibility/2006",
  v: "urn:schemas-microsoft-com:vml",
  w10: "urn:schemas-microsoft-com:office:word",
  w14: "http://schemas.microsoft.com/office/word/2010/wordml",
};
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export const escapeXml = (text: string) => text.replace(/[&<>"]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
const tag = (name: string, value: string | number | undefined) =>
  value === undefined ? "" : `<w:${name} w:val="${value}"/>`;
const flag = (name: string, on: boolean | undefined) => (on ? `<w:${name}/>` : "");

/** Tabs and line breaks of a text as Word writes them. */
function textOf(text: string, element = "t"): string {
  return text
    .split(/([\t\n])/u)
    .map((part) =>
      part === "\t"
        ? "<w:tab/>"
        : part === "\n"
          ? "<w:br/>"
          : part && `<w:${element} xml:space="preserve">${escapeXml(part)}</w:${element}>`,
    )
    .join("");
}

const CHANGES = { deleted: "del", inserted: "ins", movedFrom: "moveFrom", movedTo: "moveTo" } as const;

function textBoxXml(blocks: readonly MakeBlock[], as: "both" | "drawing" | "vml"): string {
  const content = `<w:txbxContent>${blocks.map(blockXml).join("")}</w:txbxContent>`;
  const drawing = `<w:drawing><wp:anchor><wp:extent cx="127000" cy="127000"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>${content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>`;
  const vml = `<w:pict><v:shape style="width:10pt;height:10pt"><v:textbox>${content}</v:textbox></v:shape></w:pict>`;
  if (as === "drawing") return drawing;
  if (as === "vml") return vml;
  return `<mc:AlternateContent><mc:Choice Requires="wps">${drawing}</mc:Choice><mc:Fallback>${vml}</mc:Fallback></mc:AlternateContent>`;
}

function pictureXml([width, height]: readonly [number, number], part = "rIdPicture"): string {
  const graphic = `<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="${part}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>`;
  return `<w:drawing><wp:inline><wp:extent cx="${width * 12_700}" cy="${height * 12_700}"/>${graphic}</wp:inline></w:drawing>`;
}

function runXml(run: MakeRun): string {
  if (typeof run === "string") return `<w:r>${textOf(run)}</w:r>`;
  if ("xml" in run) return run.xml;
  if ("picture" in run) return `<w:r>${pictureXml(run.picture, run.part)}</w:r>`;
  if ("textBox" in run) return `<w:r>${textBoxXml(run.textBox, run.as ?? "both")}</w:r>`;
  if ("note" in run) return `<w:r><w:${run.note}Reference w:id="${run.id}"/></w:r>`;
  if ("field" in run) {
    const mark = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
    return `${mark("begin")}<w:r><w:instrText>${escapeXml(run.field)}</w:instrText></w:r>${mark("separate")}<w:r>${textOf(run.result)}</w:r>${mark("end")}`;
  }
  const properties = tag("rStyle", run.style) + flag("vanish", run.hidden);
  const gone = run.change === "deleted";
  const markup = `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}${textOf(run.text, gone ? "delText" : "t")}</w:r>`;
  return run.change ? `<w:${CHANGES[run.change]} w:id="1" w:author="a">${markup}</w:${CHANGES[run.change]}>` : markup;
}

const listXml = (list: readonly [number, number] | undefined) =>
  list && `<w:numPr><w:ilvl w:val="${list[1]}"/><w:numId w:val="${list[0]}"/></w:numPr>`;

function paragraphXml({ runs, style, list, outline, mark }: MakeParagraph): string {
  const markXml =
    mark === "deleted"
      ? '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
      : mark === "hidden"
        ? "<w:rPr><w:vanish/></w:rPr>"
        : "";
  const properties = `${tag("pStyle", style)}${listXml(list) ?? ""}${tag("outlineLvl", outline)}${markXml}`;
  const content = typeof runs === "string" ? runXml(runs) : runs.map(runXml).join("");
  return `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`;
}

function cellXml(cell: string | MakeCell): string {
  const {
    content,
    columns,
    vertical,
    horizontal,
    deleted,
    xml = "",
  } = typeof cell === "string" ? ({ content: cell } as MakeCell) : cell;
  const properties = `${tag("gridSpan", columns)}${tag("hMerge", horizontal)}${
    vertical === "continue" ? "<w:vMerge/>" : tag("vMerge", vertical)
  }${flag("cellDel", deleted)}${xml}`;
  const blocks =
    typeof content === "string"
      ? content === ""
        ? "<w:p/>"
        : paragraphXml({ runs: content })
      : content.map(blockXml).join("");
  return `<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/>${properties}</w:tcPr>${blocks}</w:tc>`;
}

function rowXml({ cells, before, after, deleted, hidden, xml = "" }: MakeRow): string {
  const properties = `${tag("gridBefore", before)}${tag("gridAfter", after)}${flag("hidden", hidden)}${deleted ? '<w:del w:id="1" w:author="a"/>' : ""}${xml}`;
  return `<w:tr>${properties && `<w:trPr>${properties}</w:trPr>`}${cells.map(cellXml).join("")}</w:tr>`;
}

export function blockXml(block: MakeBlock): string {
  if (typeof block === "string") return paragraphXml({ runs: block });
  if ("xml" in block) return block.xml;
  if ("paragraph" in block) return paragraphXml(block.paragraph);
  if ("control" in block) {
    const gallery =
      block.gallery && `<w:sdtPr><w:docPartObj><w:docPartGallery w:val="${block.gallery}"/></w:docPartObj></w:sdtPr>`;
    return `<w:sdt>${gallery ?? ""}<w:sdtContent>${block.control.map(blockXml).join("")}</w:sdtContent></w:sdt>`;
  }
  const grid = block.table.grid?.map((width) => `<w:gridCol w:w="${width}"/>`).join("");
  return `<w:tbl><w:tblPr>${block.table.xml ?? ""}</w:tblPr>${grid === undefined ? "" : `<w:tblGrid>${grid}</w:tblGrid>`}${block.table.rows.map(rowXml).join("")}</w:tbl>`;
}

function styleXml({ id, name, type, basedOn, hidden, outline, list, xml = "" }: MakeStyle): string {
  const paragraph = `${listXml(list) ?? ""}${tag("outlineLvl", outline)}`;
  const run = hidden === undefined ? "" : tag("vanish", hidden ? 1 : 0);
  return `<w:style w:type="${type ?? "paragraph"}" w:styleId="${id}">${tag("name", name ?? id)}${tag("basedOn", basedOn)}${
    paragraph && `<w:pPr>${paragraph}</w:pPr>`
  }${run && `<w:rPr>${run}</w:rPr>`}${xml}</w:style>`;
}

function numberingXml(lists: readonly MakeList[]): string {
  const definitions = lists.map(({ levels }, index) => {
    const markup = levels?.map(
      (level, at) =>
        `<w:lvl w:ilvl="${at}">${tag("start", level.start ?? 1)}${tag("numFmt", level.format)}${tag("lvlRestart", level.restart)}${tag("pStyle", level.style)}${flag(
          "isLgl",
          level.legal,
        )}${tag("suff", level.suffix)}<w:lvlText w:val="${escapeXml(level.text)}"/></w:lvl>`,
    );
    return markup ? `<w:abstractNum w:abstractNumId="${index}">${markup.join("")}</w:abstractNum>` : "";
  });
  const numbers = lists.map(({ like, startOverrides }, index) => {
    const overrides = Object.entries(startOverrides ?? {}).map(
      ([level, start]) => `<w:lvlOverride w:ilvl="${level}"><w:startOverride w:val="${start}"/></w:lvlOverride>`,
    );
    return `<w:num w:numId="${index + 1}"><w:abstractNumId w:val="${like === undefined ? index : like - 1}"/>${overrides.join("")}</w:num>`;
  });
  return definitions.join("") + numbers.join("");
}

/** The bytes of a Word file. */
export function makeDocx(description: MakeDocx): Uint8Array {
  const {
    body,
    title,
    styles,
    defaults,
    settings,
    parts = [],
    lists,
    footnotes,
    header,
    footer,
    strict,
    main = "word/document.xml",
    extraParts,
  } = description;
  const namespaces = { ...(strict ? STRICT : TRANSITIONAL), ...COMMON };
  const declarations = Object.entries(namespaces)
    .map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
    .join("");
  const root = (name: string, content: string) => strToU8(`${HEAD}<w:${name}${declarations}>${content}</w:${name}>`);
  const folder = main.replace(/[^/]*$/u, "");
  const files: Zippable = {};
  const related: { id: string; type: string; target: string }[] = [];
  const part = (type: string, id: string, content: Uint8Array) => {
    files[`${folder}${id}.xml`] = content;
    related.push({ id, type, target: `${id}.xml` });
  };
  const shared =
    defaults === undefined
      ? ""
      : `<w:docDefaults><w:rPrDefault><w:rPr>${defaults}</w:rPr></w:rPrDefault></w:docDefaults>`;
  if (styles ?? defaults) part("styles", "styles", root("styles", shared + (styles ?? []).map(styleXml).join("")));
  if (settings !== undefined) part("settings", "settings", root("settings", settings));
  if (lists) part("numbering", "numbering", root("numbering", numberingXml(lists)));
  if (footnotes) {
    const notes = Object.entries(footnotes).map(
      ([id, text]) => `<w:footnote w:id="${id}">${paragraphXml({ runs: text })}</w:footnote>`,
    );
    part("footnotes", "footnotes", root("footnotes", notes.join("")));
  }
  if (header !== undefined) part("header", "header1", root("hdr", paragraphXml({ runs: header })));
  if (footer !== undefined) part("footer", "footer1", root("ftr", paragraphXml({ runs: footer })));
  const reference = (kind: string, text: MakeDocx["header"]) =>
    text === undefined ? "" : `<w:${kind}Reference w:type="default" r:id="${kind}1"/>`;
  const section = `<w:sectPr>${reference("header", header)}${reference("footer", footer)}</w:sectPr>`;
  files[main] = root("document", `<w:body>${body.map(blockXml).join("")}${section}</w:body>`);
  if (title !== undefined) {
    files["docProps/core.xml"] = strToU8(
      `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title></cp:coreProperties>`,
    );
  }
  const relationship = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${namespaces.r}/${type}" Target="${target}"/>`;
  const relationships = (content: string) =>
    strToU8(`${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${content}</Relationships>`);
  files["_rels/.rels"] = relationships(relationship("rId1", "officeDocument", main));
  const relate = (part: string, targets: typeof related) => {
    files[part.replace(/[^/]*$/u, (name) => `_rels/${name}.rels`)] = relationships(
      targets.map(({ id, type, target }) => relationship(id, type, target)).join(""),
    );
  };
  const put = (made: readonly MakePart[]): typeof related =>
    made.map(({ type, target, content, related: inner, id = target }) => {
      files[`${folder}${target}`] = typeof content === "string" ? strToU8(content) : content;
      if (inner) relate(`${folder}${target}`, put(inner));
      return { id, type, target: `/${folder}${target}` };
    });
  relate(main, [...related, ...put(parts)]);
  files["[Content_Types].xml"] = strToU8(
    `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${main}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
  );
  for (const [name, content] of Object.entries(extraParts ?? {}))
    files[name] = typeof content === "string" ? strToU8(content) : content;
  return zipSync(files);
}

/** A merged cell on a grid. */
export interface PlacedCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly text: string;
}

/**
 * A table with the given cells, which must not overlap. Columns that no cell covers are left out at the row's ends
 * (gridBefore, gridAfter); inside a row they must be covered.
 *
 * @param horizontal how cells over several columns are written: one wide cell, or one that others merge into
 */
export function tableOf(
  cells: readonly PlacedCell[],
  rows: number,
  columns: number,
  horizontal: "gridSpan" | "hMerge" = "gridSpan",
): MakeTable {
  const made = Array.from({ length: rows }, (_, row): MakeRow => {
    const here = cells
      .filter((cell) => cell.row <= row && row < cell.row + cell.rowSpan)
      .toSorted((a, b) => a.column - b.column);
    const last = here.at(-1);
    const written = here.flatMap((cell): MakeCell[] => {
      const vertical = cell.rowSpan === 1 ? undefined : cell.row === row ? ("restart" as const) : ("continue" as const);
      const content = cell.row === row ? cell.text : "";
      if (horizontal === "gridSpan" || cell.columnSpan === 1)
        return [{ content, columns: cell.columnSpan === 1 ? undefined : cell.columnSpan, vertical }];
      return Array.from(
        { length: cell.columnSpan },
        (_, at): MakeCell => ({
          content: at === 0 ? content : "",
          vertical,
          horizontal: at === 0 ? "restart" : "continue",
        }),
      );
    });
    return {
      cells: written,
      before: here[0]?.column || undefined,
      after: columns - (last ? last.column + last.columnSpan : 0) || undefined,
    };
  });
  return { rows: made, grid: Array.from({ length: columns }, () => 900) };
}
