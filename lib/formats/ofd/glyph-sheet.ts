/**
 * A page that shows glyphs of a font by their numbers, as a PDF: whatever engine draws PDF files draws any font so,
 * TrueType, OpenType or bare CFF.
 */

/** Points: the size of the glyphs, and the room of each. */
const SIZE = 8;
const ROOM = 2 * SIZE;
/** Parts of the page's height: the size of the glyphs, and how far down their baseline is. */
export const GLYPH_SHARE = SIZE / ROOM;
export const BASELINE = 0.75;

const SIGNATURES = {
  trueType: ["00010000", "74727565", "74746366"],
  openType: ["4f54544f"],
  compact: ["0100"],
} as const;

/** How a PDF embeds a font file of this kind; null for kinds that it numbers no glyphs of. */
function embeddingOf(
  font: Uint8Array,
): { readonly key: string; readonly subtype: string; readonly type: string } | null {
  const head = Buffer.from(font.subarray(0, 4)).toString("hex");
  const is = (kind: readonly string[]) => kind.some((signature) => head.startsWith(signature));
  if (is(SIGNATURES.trueType)) return { key: "FontFile2", subtype: "", type: "CIDFontType2" };
  if (is(SIGNATURES.openType)) return { key: "FontFile3", subtype: "/Subtype /OpenType ", type: "CIDFontType0" };
  return is(SIGNATURES.compact)
    ? { key: "FontFile3", subtype: "/Subtype /CIDFontType0C ", type: "CIDFontType0" }
    : null;
}

/**
 * The page, each glyph in a square as high as the page, from left to right; null where the font is of no kind that can
 * be drawn by number.
 */
export function glyphSheet(font: Uint8Array, glyphs: readonly number[]): Uint8Array | null {
  const embedding = embeddingOf(font);
  if (!embedding) return null;
  const shown = glyphs.map(
    (glyph, index) =>
      `1 0 0 1 ${index * ROOM + SIZE / 2} ${(1 - BASELINE) * ROOM} Tm <${glyph.toString(16).padStart(4, "0")}> Tj`,
  );
  const content = `BT /F ${SIZE} Tf ${shown.join(" ")} ET`;
  const toGlyphs = embedding.type === "CIDFontType2" ? "/CIDToGIDMap /Identity " : "";
  const objects: readonly (string | Uint8Array)[][] = [
    ["<</Type /Catalog /Pages 2 0 R>>"],
    ["<</Type /Pages /Kids [3 0 R] /Count 1>>"],
    [
      `<</Type /Page /Parent 2 0 R /MediaBox [0 0 ${ROOM * glyphs.length} ${ROOM}] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>`,
    ],
    [`<</Length ${content.length}>>\nstream\n${content}\nendstream`],
    ["<</Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [6 0 R]>>"],
    [
      `<</Type /Font /Subtype /${embedding.type} /BaseFont /F ${toGlyphs}/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor 7 0 R>>`,
    ],
    [
      `<</Type /FontDescriptor /FontName /F /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 /${embedding.key} 8 0 R>>`,
    ],
    [`<<${embedding.subtype}/Length ${font.length}>>\nstream\n`, font, "\nendstream"],
  ];
  const parts: Uint8Array[] = [];
  const offsets: number[] = [];
  let length = 0;
  const put = (part: string | Uint8Array) => {
    const bytes = Buffer.from(part as string);
    parts.push(bytes);
    length += bytes.length;
  };
  put("%PDF-1.7\n");
  objects.forEach((object, index) => {
    offsets.push(length);
    for (const part of [`${index + 1} 0 obj\n`, ...object, "\nendobj\n"]) put(part);
  });
  const start = length;
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  put(
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<</Size ${objects.length + 1} /Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`,
  );
  return Buffer.concat(parts);
}
