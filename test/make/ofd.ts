import { strToU8, zipSync } from "fflate";

/** A tiny OFD writer (GB/T 33190): objects of each page as XML, millimetres from the top left. */
export interface OfdPage {
  readonly content: string;
  /** Layers beside that of the content, as XML. */
  readonly layers?: string;
  readonly template?: string;
  readonly templateOrder?: "Background" | "Foreground";
  readonly box?: string;
}

const XMLNS = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const escaped = (text: string) => text.replace(/&/gu, "&amp;").replace(/</gu, "&lt;");

/** A text object; DeltaX is written out with repeats. */
export function text(string: string, x: number, y: number, size = 4, attributes = ""): string {
  const count = [...string].length;
  const step = /^[\d.,-]+$/u.test(string) ? size / 2 : size;
  const delta = count > 1 ? ` DeltaX="g ${count - 1} ${step}"` : "";
  return `<ofd:TextObject ID="1" Boundary="${x} ${y - size} 200 ${size * 1.3}" Font="1" Size="${size}" ${attributes}><ofd:TextCode X="0" Y="${size}"${delta}>${escaped(string)}</ofd:TextCode></ofd:TextObject>`;
}

export const path = (x: number, y: number, data: string, attributes = ""): string =>
  `<ofd:PathObject ID="2" Boundary="${x} ${y} 300 300" ${attributes}><ofd:AbbreviatedData>${data}</ofd:AbbreviatedData></ofd:PathObject>`;

/** A ruled table with one line of text a cell; every other border is a filled rectangle. */
export function table(rows: readonly (readonly string[])[], left: number, top: number, width = 30, height = 8): string {
  const columns = rows[0]?.length ?? 0;
  const parts: string[] = [];
  for (let row = 0; row <= rows.length; row++) {
    const filled = `M 0 0 L ${columns * width} 0 L ${columns * width} 0.2 L 0 0.2 C`;
    parts.push(
      row % 2 === 0
        ? path(left, top + row * height, `M 0 0 L ${columns * width} 0`)
        : path(left, top + row * height - 0.1, filled, 'Stroke="false" Fill="true"'),
    );
  }
  for (let column = 0; column <= columns; column++)
    parts.push(path(left + column * width, top, `S 0 0 L 0 ${rows.length * height}`));
  rows.forEach((cells, row) => {
    cells.forEach((cell, column) => {
      if (cell !== "") parts.push(text(cell, left + column * width + 2, top + (row + 1) * height - 2.5));
    });
  });
  return parts.join("");
}

export const image = (x: number, y: number, width: number, height: number, id: number, attributes = ""): string =>
  `<ofd:ImageObject ID="9" Boundary="${x} ${y} ${width} ${height}" CTM="${width} 0 0 ${height} 0 0" ResourceID="${id}" ${attributes}/>`;

export const layer = (content: string, attributes: string): string =>
  `<ofd:Layer ID="7" ${attributes}>${content}</ofd:Layer>`;

/** Files of a package, XML or bytes, by their paths. */
export type OfdFiles = Readonly<Record<string, string | Uint8Array>>;

/** A remark on the first page. */
export const annotation = (
  type: string,
  [x, y, width, height]: readonly [number, number, number, number],
  content: string,
  attributes = "",
): OfdFiles => ({
  "Doc_0/Annotations.xml": `<ofd:Annotations ${XMLNS}><ofd:Page PageID="100"><ofd:FileLoc>Annots/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`,
  "Doc_0/Annots/A.xml": `<ofd:PageAnnot ${XMLNS}><ofd:Annot Type="${type}" ${attributes}><ofd:Appearance Boundary="${x} ${y} ${width} ${height}">${content}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>`,
});

/** The resources of the document, as XML. */
export const resources = (content: string): OfdFiles => ({
  "Doc_0/PublicRes.xml": `<ofd:Res ${XMLNS} BaseLoc="Res">${content}</ofd:Res>`,
});

/** One document a list of pages. `more` adds files to the package. */
export function makeOfd(documents: readonly (readonly OfdPage[])[], more: OfdFiles = {}, title = ""): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  const put = (name: string, xml: string) => {
    files[name] = strToU8(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`);
  };
  const bodies = documents.map((pages, index) => {
    const folder = `Doc_${index}`;
    const templates = pages
      .map((page, at) =>
        page.template ? `<ofd:TemplatePage ID="${900 + at}" BaseLoc="Tpls/Tpl_${at}/Content.xml"/>` : "",
      )
      .join("");
    const list = pages.map((_, at) => `<ofd:Page ID="${100 + at}" BaseLoc="Pages/Page_${at}/Content.xml"/>`).join("");
    put(
      `${folder}/Document.xml`,
      `<ofd:Document ${XMLNS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>${templates}</ofd:CommonData><ofd:Pages>${list}</ofd:Pages><ofd:Annotations>Annotations.xml</ofd:Annotations></ofd:Document>`,
    );
    pages.forEach((page, at) => {
      const area = page.box ? `<ofd:Area><ofd:PhysicalBox>${page.box}</ofd:PhysicalBox></ofd:Area>` : "";
      const template = page.template
        ? `<ofd:Template TemplateID="${900 + at}" ZOrder="${page.templateOrder ?? "Background"}"/>`
        : "";
      put(
        `${folder}/Pages/Page_${at}/Content.xml`,
        `<ofd:Page ${XMLNS}>${area}${template}<ofd:Content><ofd:Layer ID="5">${page.content}</ofd:Layer>${page.layers ?? ""}</ofd:Content></ofd:Page>`,
      );
      if (page.template)
        put(
          `${folder}/Tpls/Tpl_${at}/Content.xml`,
          `<ofd:Page ${XMLNS}><ofd:Content><ofd:Layer ID="6">${page.template}</ofd:Layer></ofd:Content></ofd:Page>`,
        );
    });
    return `<ofd:DocBody><ofd:DocInfo><ofd:Title>${escaped(title)}</ofd:Title></ofd:DocInfo><ofd:DocRoot>${folder}/Document.xml</ofd:DocRoot></ofd:DocBody>`;
  });
  put("OFD.xml", `<ofd:OFD ${XMLNS} Version="1.0" DocType="OFD">${bodies.join("")}</ofd:OFD>`);
  for (const [name, file] of Object.entries(more)) {
    if (typeof file === "string") put(name, file);
    else files[name] = file;
  }
  return zipSync(files);
}
