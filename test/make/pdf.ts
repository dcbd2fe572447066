import { deflateSync } from "node:zlib";

/**
 * A tiny PDF writer: Chinese text in a font that is not embedded, by a predefined CMap, and drawing operators as given.
 */
export interface PdfPage {
  /** Content stream operators; `text` gives those for a string. */
  readonly content: string;
  readonly width?: number;
  readonly height?: number;
  readonly rotate?: 0 | 90 | 180 | 270;
  /** Form XObjects by name, drawn with `/Name Do`. */
  readonly forms?: Readonly<Record<string, string>>;
  /** Names of one-pixel images, drawn with `/Name Do`. */
  readonly images?: readonly string[];
  /** Grey pictures of two by two pixels by name, 0 to 255 a pixel, and how opaque each pixel is. */
  readonly pictures?: Readonly<
    Record<string, { readonly grey: readonly number[]; readonly alpha?: readonly number[] }>
  >;
  /** Further resources by category, as entries of its dictionary: `{ ExtGState: "/Faint << /ca 0.1 >>" }`. */
  readonly resources?: Readonly<Record<string, string>>;
  /**
   * Fonts by name whose two-byte codes stand for no character but those given: UTF-16 in hexadecimal by code in
   * hexadecimal.
   */
  readonly fonts?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Layers by the name that `/OC /Name BDC` marks them with; false where the file switches them off. */
  readonly layers?: Readonly<Record<string, boolean>>;
  readonly annotations?: readonly PdfAnnotation[];
  /**
   * A second font, Helvetica: what each of its characters is said to be where that is another one ("" for nothing).
   * `latin` prints in it.
   */
  readonly said?: Readonly<Record<string, string>>;
}

/** What lies on a page without being part of its content: a form field, a remark, a stamp. */
export interface PdfAnnotation {
  readonly subtype: string;
  /** From the bottom left. */
  readonly rect: readonly [x0: number, y0: number, x1: number, y1: number];
  /** What a form field or a remark says. */
  readonly value: string;
  /** Operators that draw it, from the bottom left of its rectangle; a viewer draws it itself where there are none. */
  readonly appearance?: string;
  readonly flags?: number;
  /** Further entries of its dictionary. */
  readonly entries?: string;
}

const utf16Hex = (string: string): string => Buffer.from(string, "utf16le").swap16().toString("hex");
/** As entries of dictionaries hold it. */
const textString = (string: string): string => `<feff${utf16Hex(string)}>`;

/** Operators that print a string at a point from the bottom left, in text render mode `mode`. */
export function text(string: string, x: number, y: number, size = 10, mode = 0): string {
  return `BT /F ${size} Tf ${mode} Tr 1 0 0 1 ${x} ${y} Tm <${utf16Hex(string)}> Tj ET\n`;
}

/** Operators that print Latin characters in the page's second font. */
export const latin = (string: string, x: number, y: number, size = 10): string =>
  `BT /H ${size} Tf 1 0 0 1 ${x} ${y} Tm (${string}) Tj ET\n`;

/** A ToUnicode map of all printable ASCII characters. */
function toUnicode(said: Readonly<Record<string, string>>): string {
  const codes = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i)).filter((code) => said[code] !== "");
  const entries = codes.map((code) => `<${code.charCodeAt(0).toString(16)}> <${utf16Hex(said[code] ?? code)}>`);
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange ${entries.length} beginbfchar ${entries.join(" ")} endbfchar endcmap end end`;
}

export const line = (x0: number, y0: number, x1: number, y1: number): string => `${x0} ${y0} m ${x1} ${y1} l S\n`;

/** A ruled table with one line of text a cell; `top` is its upper edge from the bottom of the page. */
export function table(
  rows: readonly (readonly string[])[],
  left: number,
  top: number,
  width = 80,
  height = 20,
): string {
  const columns = rows[0]?.length ?? 0;
  const parts: string[] = [];
  for (let row = 0; row <= rows.length; row++)
    parts.push(line(left, top - row * height, left + columns * width, top - row * height));
  for (let column = 0; column <= columns; column++)
    parts.push(line(left + column * width, top, left + column * width, top - rows.length * height));
  rows.forEach((cells, row) => {
    cells.forEach((cell, column) => {
      if (cell !== "") parts.push(text(cell, left + column * width + 6, top - (row + 1) * height + 6));
    });
  });
  return parts.join("");
}

export function makePdf(pages: readonly PdfPage[], title = ""): Buffer {
  const objects: string[] = [];
  const add = (body: string) => objects.push(body);
  const reserve = () => add("");
  const stream = (dictionary: string, data: Buffer) =>
    `<< ${dictionary} /Length ${data.length} >>\nstream\n${data.toString("latin1")}\nendstream`;
  const catalog = reserve();
  const tree = reserve();
  const descriptor = add(
    "<< /Type /FontDescriptor /FontName /SimSun /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 859 /Descent -141 /CapHeight 700 /StemV 80 >>",
  );
  const cid = add(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 [500] 814 939 500] /FontDescriptor ${descriptor} 0 R >>`,
  );
  const font = add(
    `<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UTF16-H /DescendantFonts [${cid} 0 R] >>`,
  );
  const addForm = (content: string, width: number, height: number) =>
    add(
      stream(
        `/Type /XObject /Subtype /Form /BBox [0 0 ${width} ${height}] /Resources << /Font << /F ${font} 0 R >> >>`,
        Buffer.from(content, "latin1"),
      ),
    );
  const fields: number[] = [];
  const layers: { readonly object: number; readonly on: boolean }[] = [];
  const kids = pages.map((page) => {
    const resources: string[] = [];
    for (const [name, content] of Object.entries(page.forms ?? {})) {
      resources.push(`/${name} ${addForm(content, 2000, 2000)} 0 R`);
    }
    for (const name of page.images ?? []) {
      const image = add(
        stream(
          "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray",
          Buffer.from([200]),
        ),
      );
      resources.push(`/${name} ${image} 0 R`);
    }
    for (const [name, { grey, alpha }] of Object.entries(page.pictures ?? {})) {
      const plane = "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray";
      const mask = alpha ? `/SMask ${add(stream(plane, Buffer.from(alpha)))} 0 R` : "";
      resources.push(`/${name} ${add(stream(`${plane} ${mask}`, Buffer.from(grey)))} 0 R`);
    }
    const fonts = Object.entries(page.fonts ?? {}).map(([name, characters]) => {
      const entries = Object.entries(characters).map(([code, hex]) => `<${code}> <${hex}>`);
      const cmap = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def 1 begincodespacerange <0000> <ffff> endcodespacerange ${entries.length} beginbfchar ${entries.join(" ")} endbfchar endcmap end end`;
      const type0 = `/Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [${cid} 0 R]`;
      return `/${name} ${add(`<< ${type0} /ToUnicode ${add(stream("", Buffer.from(cmap)))} 0 R >>`)} 0 R`;
    });
    const properties = Object.entries(page.layers ?? {}).map(([name, on]) => {
      const object = add(`<< /Type /OCG /Name (${name}) >>`);
      layers.push({ object, on });
      return `/${name} ${object} 0 R`;
    });
    const further = Object.entries({ ...page.resources, Properties: properties.join(" ") }).map(
      ([category, entries]) => `/${category} << ${entries} >>`,
    );
    const content = add(stream("/Filter /FlateDecode", deflateSync(Buffer.from(page.content, "latin1"))));
    const annotations = (page.annotations ?? []).map(
      ({ subtype, rect, value, appearance, flags = 4, entries = "" }) => {
        const [x0, y0, x1, y1] = rect;
        const drawn = appearance === undefined ? "" : `/AP << /N ${addForm(appearance, x1 - x0, y1 - y0)} 0 R >>`;
        const said = textString(value);
        const own = subtype === "Widget" ? `/FT /Tx /T (f${fields.length}) /V ${said}` : `/Contents ${said}`;
        const annotation = add(
          `<< /Type /Annot /Subtype /${subtype} /Rect [${rect.join(" ")}] /F ${flags} /DA (/F 10 Tf 0 g) ${own} ${drawn} ${entries} >>`,
        );
        if (subtype === "Widget") fields.push(annotation);
        return `${annotation} 0 R`;
      },
    );
    const unicode = page.said && add(stream("", Buffer.from(toUnicode(page.said), "latin1")));
    const helvetica = add(
      `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding ${unicode ? `/ToUnicode ${unicode} 0 R` : ""} >>`,
    );
    const box = `/MediaBox [0 0 ${page.width ?? 595} ${page.height ?? 842}]`;
    return add(
      `<< /Type /Page /Parent ${tree} 0 R ${box} /Rotate ${page.rotate ?? 0} /Annots [${annotations.join(" ")}] /Contents ${content} 0 R /Resources << /Font << /F ${font} 0 R /H ${helvetica} 0 R ${fonts.join(" ")} >> /XObject << ${resources.join(" ")} >> ${further.join(" ")} >> >>`,
    );
  });
  objects[tree - 1] = `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] >>`;
  const form =
    fields.length === 0
      ? ""
      : `/AcroForm << /Fields [${fields.map((field) => `${field} 0 R`).join(" ")}] /NeedAppearances true /DR << /Font << /F ${font} 0 R >> >> >>`;
  const references = (of: typeof layers) => of.map(({ object }) => `${object} 0 R`).join(" ");
  const optional =
    layers.length === 0
      ? ""
      : `/OCProperties << /OCGs [${references(layers)}] /D << /OFF [${references(layers.filter(({ on }) => !on))}] /Order [${references(layers)}] >> >>`;
  objects[catalog - 1] = `<< /Type /Catalog /Pages ${tree} 0 R ${form} ${optional} >>`;
  const info = add(`<< /Title ${textString(title)} >>`);
  let file = "%PDF-1.7\n";
  const offsets = objects.map((body, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("")}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root ${catalog} 0 R /Info ${info} 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}
