import { unzipSync, zipSync } from "fflate";
import { documentOf, docxOf, htmlOf } from "../../bench/reports.ts";
import { type Document, isTable } from "../../lib/document/document.ts";
import type { Report } from "../../lib/report/schema.ts";
import { type MadeParagraph, u16, u32 } from "../../test/make/doc.ts";
import * as ofd from "../../test/make/ofd.ts";
import { ofdOf, pdfOf } from "../../test/make/pages.ts";
import * as pdf from "../../test/make/pdf.ts";
import { docOf } from "../../test/make/word97.ts";
import { figuresOf } from "./check.ts";
import type { Random } from "./random.ts";

/**
 * Alters how one figure of a sound report looks, while its codes are left or get digits of their own beside them:
 * strikes, raises, whitens, shrinks, clips, moves, covers or re-maps them. What the report then says of that figure
 * must be what the page shows, or the figure must be named uncertain.
 */

/** A file of which one figure does not look as its codes say. */
export interface Disguise {
  readonly name: string;
  readonly format: string;
  readonly bytes: Uint8Array;
  /** What the codes of the cell come to. */
  readonly coded: string;
  /** Whether a person reads the digits as the codes have them, however odd they look. */
  readonly legible: boolean;
  /** Whether a person may see a blank cell. */
  readonly blank: boolean;
  /** Whether a person sees nothing odd: then the figure must be read. */
  readonly plain: boolean;
}

/** Around the digits that are disguised; no text of a report has them. */
const [OPEN, CLOSE] = ["\ue000", "\ue001"];
const DISGUISED = new RegExp(`${OPEN}(\\d*)${CLOSE}`, "u");

type Look = (digits: string) => string;
const styled =
  (properties: string): Look =>
  (digits) =>
    `</w:t></w:r><w:r><w:rPr>${properties}</w:rPr><w:t>${digits}</w:t></w:r><w:r><w:t>`;
const span =
  (style: string): Look =>
  (digits) =>
    `<span style="${style}">${digits}</span>`;
const tag =
  (name: string): Look =>
  (digits) =>
    `<${name}>${digits}</${name}>`;

/** Ways of a format; those that a person sees nothing odd in come under `plain`. */
interface Ways<T> {
  readonly odd: Readonly<Record<string, T>>;
  readonly plain: Readonly<Record<string, T>>;
}

const DOCX: Ways<Look> = {
  odd: {
    struck: styled("<w:strike/>"),
    "struck twice": styled("<w:dstrike/>"),
    white: styled('<w:color w:val="FFFFFF"/>'),
    "nearly white": styled('<w:color w:val="FDFDFE"/>'),
    "the colour of its shading": styled(
      '<w:color w:val="FFFF00"/><w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>',
    ),
    tiny: styled('<w:sz w:val="3"/>'),
    narrow: styled('<w:w w:val="1"/>'),
    superscript: styled('<w:vertAlign w:val="superscript"/>'),
    subscript: styled('<w:vertAlign w:val="subscript"/>'),
    raised: styled('<w:position w:val="14"/>'),
    lowered: styled('<w:position w:val="-14"/>'),
  },
  plain: {
    bold: styled("<w:b/>"),
    coloured: styled('<w:color w:val="1F3864"/>'),
    "a little larger": styled('<w:sz w:val="23"/>'),
    "of another language": styled('<w:lang w:val="fr-FR"/>'),
    hinted: styled('<w:rFonts w:hint="eastAsia"/>'),
  },
};

const HTML: Ways<Look> = {
  odd: {
    struck: tag("s"),
    deleted: tag("del"),
    "struck by style": span("text-decoration:line-through"),
    superscript: tag("sup"),
    subscript: tag("sub"),
    raised: span("vertical-align:8px"),
    shifted: span("position:relative;top:-9px"),
    white: span("color:#fff"),
    "nearly white": span("color:rgb(253,254,253)"),
    "seen through": span("opacity:0"),
    transparent: span("color:transparent"),
    tiny: span("font-size:1px"),
    clipped: span("display:inline-block;width:0;overflow:hidden"),
    "cut out": span("position:absolute;clip:rect(0,0,0,0)"),
    "scaled away": span("display:inline-block;transform:scale(0)"),
    "moved away": span("position:absolute;left:-9999px"),
    floating: span("float:left"),
    floated: span("float:right"),
    masked: span("-webkit-text-security:disc"),
  },
  plain: {
    bold: tag("b"),
    coloured: span("color:#1f3864"),
    "a little larger": span("font-size:115%"),
    "in a font": span("font-family:Arial"),
    spaced: span("letter-spacing:0.5px"),
  },
};

/** Where one text of a drawn page stands, and how large it is. */
interface Print {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}
type Drawing = (digits: string, print: Print) => string;

const printed = (digits: string, { x, y, size }: Print, mode = 0): string => pdf.text(digits, x, y, size, mode);
const within =
  (operators: string): Drawing =>
  (digits, print) =>
    `q ${operators} ${printed(digits, print)} Q\n`;
const over =
  (operators: (print: Print & { readonly width: number }) => string): Drawing =>
  (digits, print) =>
    `${printed(digits, print)} q ${operators({ ...print, width: (digits.length * print.size) / 2 })} Q\n`;

const PDF: Ways<Drawing> = {
  odd: {
    white: within("1 1 1 rg"),
    "nearly white": within("0.99 0.98 0.99 rg"),
    unpainted: (digits, print) => printed(digits, print, 3),
    clipped: within("0 0 1 1 re W n"),
    tiny: (digits, print) => printed(digits, { ...print, size: 0.5 }),
    narrow: within("1 Tz"),
    raised: (digits, print) => printed(digits, { ...print, y: print.y + 5, size: print.size * 0.6 }),
    lowered: (digits, print) => printed(digits, { ...print, y: print.y - 3, size: print.size * 0.6 }),
    struck: over(({ x, y, size, width }) => `0.6 w ${x} ${y + size * 0.33} m ${x + width} ${y + size * 0.33} l S`),
    "painted over": over(({ x, y, size, width }) => `1 1 1 rg ${x} ${y - 2} ${width} ${size * 1.2} re f`),
    "drawn over": over(
      ({ x, y, size, width }) => `1 1 1 RG ${size * 1.4} w ${x} ${y + size * 0.4} m ${x + width} ${y + size * 0.4} l S`,
    ),
    // In the font of which `inPdf` says that each digit is the next.
    "re-mapped": (digits, { x, y, size }) => pdf.latin(digits, x, y, size),
    "curved over": over(
      ({ x, y, size, width: w }) =>
        `1 1 1 rg ${x} ${y - 2} m ${x} ${y + size * 2} ${x + w} ${y + size * 2} ${x + w} ${y - 2} c f`,
    ),
  },
  plain: {
    blue: within("0.1 0.2 0.5 rg"),
    "marked beneath": (digits, print) =>
      `q 1 1 0.6 rg ${print.x - 2} ${print.y - 2} 20 ${print.size * 1.2} re f Q ${printed(digits, print)}`,
    clipped: (digits, print) => `q ${print.x - 20} ${print.y - 20} 90 60 re W n ${printed(digits, print)} Q\n`,
  },
};

/** `y` is the upper edge here; `colour` is markup of what fills or strokes it. */
const ofdText = (digits: string, { x, y, size }: Print, attributes = "", colour = ""): string =>
  ofd.text(digits, x, y + size, size, attributes).replace("<ofd:TextCode", `${colour}<ofd:TextCode`);
const ofdWith =
  (attributes: string, colour = ""): Drawing =>
  (digits, print) =>
    ofdText(digits, print, attributes, colour);
const ofdOver =
  (path: (width: number, size: number) => string, attributes: string, colour = ""): Drawing =>
  (digits, print) => {
    const drawn = ofd.path(print.x, print.y, path((digits.length * print.size) / 2, print.size), attributes);
    return ofdText(digits, print) + drawn.replace("<ofd:AbbreviatedData", `${colour}<ofd:AbbreviatedData`);
  };
const box = (w: number, size: number) => `M 0 0 L ${w} 0 L ${w} ${size * 1.3} L 0 ${size * 1.3} C`;
const filled = (value: string) => `<ofd:FillColor Value="${value}"/>`;

const OFD: Ways<Drawing> = {
  odd: {
    white: ofdWith("", filled("255 255 255")),
    "nearly white": ofdWith("", filled("253 254 253")),
    transparent: ofdWith('Alpha="0"'),
    "nearly transparent": ofdWith('Alpha="6"'),
    tiny: (digits, print) => ofdText(digits, { ...print, size: 0.2 }),
    raised: (digits, print) => ofdText(digits, { ...print, y: print.y - 1, size: print.size * 0.6 }),
    lowered: (digits, print) => ofdText(digits, { ...print, y: print.y + 2, size: print.size * 0.6 }),
    struck: ofdOver((w, size) => `M 0 ${size * 0.67} L ${w} ${size * 0.67}`, 'LineWidth="0.2"'),
    "painted over": ofdOver(box, 'Stroke="false" Fill="true"', filled("255 255 255")),
    "out of its boundary": (digits, print) => ofdText(digits, print).replace(/ 200 [\d.]+"/u, ' 0.1 0.1"'),
  },
  plain: {
    blue: ofdWith("", filled("20 40 120")),
    bold: ofdWith('Weight="700"'),
  },
};

/** A modifier of [MS-DOC]: its number and its operand's bytes. */
const modifier = (number: number, ...operand: readonly number[]): readonly number[] => [...u16(number), ...operand];

const DOC: Ways<readonly number[]> = {
  odd: {
    struck: modifier(0x0837, 1),
    "struck twice": modifier(0x2a53, 1),
    white: modifier(0x6870, ...u32(0xffffff)),
    "nearly white": modifier(0x6870, ...u32(0xfdfefd)),
    tiny: modifier(0x4a43, ...u16(3)),
    narrow: modifier(0x4852, ...u16(1)),
    superscript: modifier(0x2a48, 1),
    subscript: modifier(0x2a48, 2),
    raised: modifier(0x4845, ...u16(14)),
    lowered: modifier(0x4845, ...u16(-14 & 0xffff)),
  },
  plain: {
    bold: modifier(0x0835, 1),
    coloured: modifier(0x6870, ...u32(0x64381f)),
    "a little larger": modifier(0x4a43, ...u16(23)),
  },
};

/** A paragraph of a Word file with its marked digits modified. */
const inDoc =
  (modifiers: readonly number[]) =>
  (paragraph: MadeParagraph): MadeParagraph => {
    const [before, digits, after] = paragraph.text.split(DISGUISED) as [string, string?, string?];
    if (digits === undefined) return paragraph;
    const runs = [
      { text: before, modifiers: [] },
      { text: digits, modifiers },
      { text: after ?? "", modifiers: [] },
    ];
    return { ...paragraph, runs: runs.filter(({ text }) => text !== "") };
  };

/** A page of a PDF with its marked digits drawn in a way of their own. */
const inPdf =
  (way: Drawing) =>
  (page: pdf.PdfPage): pdf.PdfPage => ({
    ...page,
    said: Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [String(digit), String((digit + 1) % 10)])),
    content: page.content.replace(
      /BT \/F ([\d.]+) Tf 0 Tr 1 0 0 1 ([\d.-]+) ([\d.-]+) Tm <([0-9a-f]*e000[0-9a-f]*e001[0-9a-f]*)> Tj ET\n/u,
      (_, ...found) => {
        const [size, x, y] = found.slice(0, 3).map(Number) as [number, number, number];
        const [, before = "", digits = "", after = ""] =
          /^([0-9a-f]*)e000([0-9a-f]*)e001([0-9a-f]*)$/u.exec(String(found[3])) ?? [];
        const text = (codes: string): string => Buffer.from(codes, "hex").swap16().toString("utf16le");
        const at = (characters: number): Print => ({ size, y, x: x + (characters * size) / 2 });
        const [first, last] = [before.length / 4, (before.length + digits.length) / 4];
        return `${printed(text(before), at(0))}${way(text(digits), at(first))}${printed(text(after), at(last))}`;
      },
    ),
  });

/** The same of an OFD page. */
const inOfd =
  (way: Drawing) =>
  ({ content }: { readonly content: string }) => ({
    content: content.replace(
      new RegExp(
        `<ofd:TextObject ID="1" Boundary="([\\d.]+) ([\\d.-]+)[^"]*" Font="1" Size="([\\d.]+)" ><ofd:TextCode[^>]*>(\\d*)${OPEN}(\\d*)${CLOSE}(\\d*)</ofd:TextCode></ofd:TextObject>`,
        "u",
      ),
      (_, ...found) => {
        const [x, y, size] = found.slice(0, 3).map(Number) as [number, number, number];
        const [before, digits, after] = found.slice(3, 6).map(String) as [string, string, string];
        const at = (characters: number): Print => ({ size, y, x: x + (characters * size) / 2 });
        const text = (part: string, print: Print): string => (part === "" ? "" : ofdText(part, print));
        return `${text(before, at(0))}${way(digits, at(before.length))}${text(after, at(before.length + digits.length))}`;
      },
    ),
  });

const inZip = (bytes: Uint8Array, part: string, look: Look): Uint8Array => {
  const parts = unzipSync(bytes);
  const text = Buffer.from(parts[part] as Uint8Array).toString();
  return zipSync({ ...parts, [part]: Buffer.from(text.replace(DISGUISED, (_, digits: string) => look(digits))) });
};

interface Format {
  readonly name: string;
  readonly ways: Ways<unknown>;
  readonly write: (document: Document, way: never) => Uint8Array;
}
const formatOf = <T>(name: string, ways: Ways<T>, write: (document: Document, way: T) => Uint8Array): Format => ({
  name,
  ways,
  write,
});

const FORMATS: readonly Format[] = [
  formatOf("docx", DOCX, (document, look: Look) => inZip(docxOf(document), "word/document.xml", look)),
  formatOf("doc", DOC, (document, modifiers: readonly number[]) => docOf(document, inDoc(modifiers))),
  formatOf("html", HTML, (document, look: Look) =>
    Buffer.from(htmlOf(document).replace(DISGUISED, (_, digits: string) => look(digits))),
  ),
  formatOf("pdf", PDF, (document, way: Drawing) => pdfOf(document, "", inPdf(way))),
  formatOf("ofd", OFD, (document, way: Drawing) => ofdOf(document, "", inOfd(way))),
];

/** Looks in which a figure that has no other is still read. */
const LEGIBLE: ReadonlySet<string> = new Set([
  "superscript",
  "subscript",
  "raised",
  "lowered",
  "shifted",
  "floating",
  "floated",
  "re-mapped",
]);

/** Looks in which a figure that has no other is seen. */
const SEEN: ReadonlySet<string> = new Set([...LEGIBLE, "struck", "struck twice", "deleted", "struck by style"]);

/** Disguises one figure of a report. */
export function disguised(random: Random): Disguise {
  const document = documentOf(57);
  const figures = document.blocks
    .filter(isTable)
    .flatMap(({ cells }) => cells.filter(({ text }) => /^\d+$/u.test(text)));
  const figure = random.pick(figures);
  const format = random.pick(FORMATS);
  const plain = random.chance(0.2);
  const [name, way] = random.pick(Object.entries(plain ? format.ways.plain : format.ways.odd));
  const digits = plain ? figure.text : String(random.below(99) + 1);
  // All of a figure is disguised, or digits are put before or after it.
  const place = plain ? "all" : random.pick(["all", "before", "after"] as const);
  const marked = `${OPEN}${digits}${CLOSE}`;
  const text = place === "all" ? marked : place === "before" ? `${marked}${figure.text}` : `${figure.text}${marked}`;
  const blocks = document.blocks.map((block) =>
    isTable(block)
      ? { ...block, cells: block.cells.map((cell) => (cell === figure ? { ...cell, text } : cell)) }
      : block,
  );
  return {
    name: `${name}, ${place}, ${digits} at ${figure.text}`,
    format: format.name,
    bytes: format.write({ ...document, blocks }, way as never),
    legible: place === "all" && LEGIBLE.has(name),
    blank: place === "all" && !SEEN.has(name),
    coded: text.replace(DISGUISED, "$1"),
    plain,
  };
}

/**
 * What a report says wrongly of a disguised file: a figure that is neither as it was nor named.
 * @param sound the figures of the same report without a disguise
 */
export function faultsOfDisguise(
  report: Report,
  sound: ReadonlyMap<string, number | null>,
  { plain, legible, blank, coded }: Disguise,
): string[] {
  const read = figuresOf(report);
  const named = new Set(report.uncertain);
  if (plain)
    return report.status === "valid" ? [] : [`an ordinary look: ${report.status}, ${report.uncertain.join(", ")}`];
  if (read.size === 0) return [];
  const isSeen = (value: number | null | undefined): boolean =>
    (legible && value === Number(coded)) || (blank && value === null);
  return [...sound].flatMap(([name, value]) =>
    read.get(name) === value || named.has(name) || isSeen(read.get(name))
      ? []
      : [`${name}: ${value} became ${read.get(name)} (codes ${coded})`],
  );
}
