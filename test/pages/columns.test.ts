import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isParagraph } from "../../lib/document/document.ts";
import type { Glyph } from "../../lib/pages/geometry.ts";
import { blocksOf } from "../../lib/pages/layout.ts";
import { type DrawnCell, pageOf, written } from "../make/geometry.ts";

const SIZE = 10;
const BODY =
  "全镇上下持续推进决策执行管理服务结果公开，全年共发布各类信息一千二百余条，群众满意度稳步提升，未发生因信息公开引起的投诉。";
const LETTERS = "甲乙丙丁戊己庚辛壬";

/** Paragraphs set in a column so many characters wide, first lines indented by two. */
function setIn(paragraphs: readonly string[], x: number, y: number, width: number, pitch = 18): Glyph[] {
  const lines = paragraphs.flatMap((paragraph) => `　　${paragraph}`.match(new RegExp(`.{1,${width}}`, "gu")) ?? []);
  return lines.flatMap((line, index) =>
    written(line, x, y + index * pitch, SIZE).filter((glyph) => glyph.text !== "　"),
  );
}

const textsOf = (glyphs: readonly Glyph[], cells: readonly DrawnCell[] = []) =>
  blocksOf([pageOf(cells, "strokes", 1, glyphs)]).map((block) => (isParagraph(block) ? block.text : block.kind));

describe("prose in columns side by side", () => {
  test("is read column by column, whatever the number of columns, their width and the distance of their lines", () => {
    const layout = fc.record({
      columns: fc.constantFrom([2, 18], [2, 22], [3, 12], [3, 14]),
      gutter: fc.integer({ min: 12, max: 40 }),
      pitches: fc.array(fc.integer({ min: 14, max: 20 }), { minLength: 3, maxLength: 3 }),
      each: fc.integer({ min: 2, max: 3 }),
    });
    fc.assert(
      fc.property(layout, ({ columns: [count = 2, width = 18], gutter, pitches, each }) => {
        const columns = Array.from({ length: count }, (_, at) =>
          [...LETTERS.slice(at * each, (at + 1) * each)].map((letter) => letter + BODY),
        );
        const glyphs = columns.flatMap((paragraphs, at) =>
          setIn(paragraphs, 40 + at * (width * SIZE + gutter), 140, width, pitches[at]),
        );
        expect(textsOf(glyphs)).toEqual(columns.flat());
      }),
      { numRuns: 100 },
    );
  });

  test("goes on in the next column in the middle of a paragraph, below a title and above a table over the whole page", () => {
    // The first column ends with a full line.
    const [above, below] = [`甲${BODY}${BODY}`.slice(0, 22 * 5 - 2), `乙${BODY}`];
    const glyphs = [
      ...written("云桥镇人民政府公报", 180, 80, 20),
      ...setIn([above], 50, 140, 22),
      ...[below.slice(0, 22), below.slice(22, 44), below.slice(44)].flatMap((line, at) =>
        written(line, 290, 140 + 18 * at, SIZE),
      ),
      ...setIn([`丙${BODY}`], 290, 140 + 18 * 3, 22),
    ];
    const cells = [0, 1].map(
      (at): DrawnCell => ({ x0: 50 + 230 * at, x1: 280 + 230 * at, y0: 300, y1: 320, text: `${at}` }),
    );
    expect(textsOf(glyphs, cells)).toEqual(["云桥镇人民政府公报", above + below, `丙${BODY}`, "table"]);
  });

  test("is not made of short entries side by side", () => {
    const entries = ["联系人", "电话", "地址", "邮编", "传真"];
    const glyphs = entries.flatMap((entry, at) => [
      ...written(`${entry}：某某某`, 60, 140 + 18 * at, SIZE),
      ...written("abcdefghijklmnopqrstuvwxyz".slice(0, 12 + 3 * at), 300, 140 + 18 * at, SIZE),
    ]);
    expect(textsOf(glyphs)[0]).toMatch(/^联系人：某某某 abc/u);
  });
});

describe("who signs a text, and when", () => {
  const width = 46;
  const prose = `特此${BODY}`;
  const last = 140 + 18 * Math.floor((prose.length + 1) / width);

  test.each([
    ["below the last line", last + 18],
    ["beside the last line", last],
  ])("is no part of its last paragraph: %s", (_, y) => {
    const glyphs = [
      ...setIn([prose], 60, 140, width),
      ...written("云桥镇人民政府", 440, y, SIZE),
      ...written("2025年1月20日", 430, y + 18, SIZE),
    ];
    expect(textsOf(glyphs)).toEqual([prose, "云桥镇人民政府", "2025年1月20日"]);
  });

  test("is no part of it on a page of its own", () => {
    const full = (BODY + BODY).slice(0, 2 * width - 2);
    const pages = [
      setIn([full], 60, 700, width),
      [...written("云桥镇人民政府", 440, 80, SIZE), ...written("2025年1月20日", 430, 98, SIZE)],
    ];
    const blocks = blocksOf(pages.map((glyphs, at) => pageOf([], "strokes", at + 1, glyphs)));
    expect(blocks.filter(isParagraph).map(({ text }) => text)).toEqual([full, "云桥镇人民政府", "2025年1月20日"]);
  });
});
