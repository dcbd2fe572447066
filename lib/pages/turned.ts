import type { Paragraph } from "../document/document.ts";
import { boxOfGlyphs, type Glyph, quarterTurn } from "./geometry.ts";
import { groupLines } from "./lines.ts";

/** Slanted writing is set at this many directions at most: degrees that count as one. */
const STEP = 5;

/**
 * Writing outside of tables in another direction than most of its page: notes along an edge, and slanted marks, which
 * only surround the text. One paragraph a line.
 */
export function readTurnedText(glyphs: readonly Glyph[], page: number): Paragraph[] {
  const directions = new Map<number, Glyph[]>();
  for (const glyph of glyphs) {
    const direction = quarterTurn(glyph.angle) ?? Math.round(glyph.angle / STEP) * STEP;
    if (direction === 0) continue;
    const known = directions.get(direction);
    if (known) known.push(glyph);
    else directions.set(direction, [glyph]);
  }
  return [...directions].flatMap(([direction, members]) => {
    const [cos, sin] = [Math.cos((-direction * Math.PI) / 180), Math.sin((-direction * Math.PI) / 180)];
    const origins = new Map<Glyph, Glyph>();
    const level = members.map((glyph) => {
      const turned = { ...glyph, x: glyph.x * cos - glyph.y * sin, y: glyph.x * sin + glyph.y * cos, angle: 0 };
      origins.set(turned, glyph);
      return turned;
    });
    return groupLines(level).map((line): Paragraph => {
      const box = boxOfGlyphs(line.glyphs.map((glyph) => origins.get(glyph) ?? glyph));
      return {
        kind: "paragraph",
        text: line.text,
        role: quarterTurn(direction) === null ? "furniture" : "body",
        place: { page, box },
      };
    });
  });
}
