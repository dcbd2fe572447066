import { type Mutation, type Put, replacing } from "./mutation.ts";

/**
 * Damage to the objects of a PDF. Streams are kept as they are, so that what a page says stays; which pages and fonts
 * there are may change.
 */

const changing = (name: string, container: boolean, pattern: RegExp, put: Put): Mutation =>
  replacing(`pdf ${name}`, container, pattern, put);

const NUMBERS = ["0", "-1", "2147483648", "1e30", "99999999999", "null", "<<>>", "[]", "()"];

export const pdfMutations: readonly Mutation[] = [
  changing(
    "cross-reference",
    true,
    /^\d{10} \d{5} [nf]/gmu,
    (_, random) => `${String(random.below(1e6)).padStart(10, "0")} 00000 n`,
  ),
  changing(
    "start of cross-references",
    true,
    /startxref\s+\d+/gu,
    (_, random) => `startxref\n${random.pick([0, random.below(1e6), 99999999999])}`,
  ),
  changing("trailer", true, /trailer/gu, (_, random) => random.pick(["trailer trailer", "trailor", ""])),
  changing("size", true, /\/Size \d+/gu, (_, random) => `/Size ${random.pick(NUMBERS)}`),
  changing(
    "stream length",
    true,
    /\/Length \d+/gu,
    (_, random) => `/Length ${random.pick(["0", "1", "7", "99999999", "-1"])}`,
  ),
  changing("end of object", true, /endobj/gu, () => ""),
  changing("end mark", true, /%%EOF/gu, (_, random) => random.pick(["", "%%EOF\n%%EOF", "%%EOF\0\0\0"])),
  changing("header", true, /^%PDF-1\.\d/gu, (_, random) => random.pick(["%PDF-9.9", "%PDF-2.0", "junk\n%PDF-1.4"])),
  changing("reference", false, /\d+ 0 R/gu, (_, random) => `${random.below(20)} 0 R`),
  changing("object number", false, /\d+ 0 obj/gu, (_, random) => `${random.below(20)} 0 obj`),
  changing("page loop", false, /\/Kids ?\[[^\]]*\]/gu, (found) => found.replace("]", " 1 0 R 2 0 R]")),
  changing("number", false, /(?<=\/[A-Za-z]+ )-?\d+(?:\.\d+)?/gu, (_, random) => random.pick(NUMBERS)),
  changing("box", false, /\/MediaBox ?\[[^\]]*\]/gu, (_, random) =>
    random.pick([
      "/MediaBox [0 0 1e9 1e9]",
      "/MediaBox [0 0 0 0]",
      "/MediaBox [9 9 -9 -9]",
      "/MediaBox 5",
      "/MediaBox [0 0 595 842] /Rotate 90 /UserUnit 1000",
    ]),
  ),
  changing("filter", false, /\/Filter ?\/\w+/gu, (_, random) =>
    random.pick([
      "/Filter /LZWDecode",
      "/Filter [/FlateDecode /FlateDecode]",
      "/Filter /Crypt",
      "/Filter /JBIG2Decode",
      "/Filter /JPXDecode",
      "",
    ]),
  ),
  changing("name", false, /\/[A-Z][A-Za-z]+/gu, (_, random) =>
    random.pick(["/X", "/Type", "/Kids", "/Encrypt", "/Page", "/Font", "/ObjStm"]),
  ),
];
