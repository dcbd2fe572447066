import { unzipSync, zipSync } from "fflate";
import { documentOf, docxOf, htmlOf } from "../../../bench/reports.ts";
import { type Document, isTable } from "../../../lib/document/document.ts";
import type { Report } from "../../../lib/report/schema.ts";
import { ofdOf, pdfOf } from "../../../test/make/pages.ts";
import { docOf } from "../../../test/make/word97.ts";
import { figuresOf } from "../check.ts";
import type { Random } from "../random.ts";
import { DOC, inDoc } from "./doc.ts";
import { DOCX, HTML } from "./markup.ts";
import { inOfd, OFD } from "./ofd.ts";
import { inPdf, PDF } from "./pdf.ts";
import { CLOSE, DISGUISED, type Drawing, type Look, OPEN, type Ways } from "./ways.ts";

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
