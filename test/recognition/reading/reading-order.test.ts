import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { SecondPiece } from "../../../lib/recognition/engine.ts";
import { inReadingOrder } from "../../../lib/recognition/reading/reading-order.ts";

const HIGH = 10;
const piece = (text: string, x: number, middle: number, width: number): SecondPiece => ({
  text,
  box: [x, middle - HIGH / 2, width, HIGH],
});

/** A row of figures whose labels stand beside each other, each about the middle of the row. */
const rowOf = (labels: readonly (readonly string[])[], figures: readonly string[], y: number): SecondPiece[] => [
  ...labels.flatMap((lines, column) =>
    lines.map((line, n) => piece(line, 40 + 90 * column, y + 1.2 * HIGH * (n - (lines.length - 1) / 2), 80)),
  ),
  ...figures.map((figure, n) => piece(figure, 340 + 40 * n, y, 10)),
];

describe("the second look at a table without borders", () => {
  test("reads the labels of each row whole, one after the other, before its figures", () => {
    const label = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label, label), { minLength: 2, maxLength: 6 }), (heights) => {
        let y = 100;
        const rows = heights.map((counts, row) => {
          const labels = counts.map((count, column) =>
            Array.from({ length: count }, (_, n) => `第${row}行${"甲乙丙"[column]}${"一二三四"[n]}`),
          );
          const half = (Math.max(...counts) * 1.2 * HIGH) / 2 + 4;
          const figures = ["1", "2", "0", "0", "3", "0", "6"];
          y += half;
          const pieces = rowOf(labels, figures, y);
          y += half;
          return { pieces, texts: [...labels.flat(), ...figures] };
        });
        const above = piece("三、收到和处理政府信息公开申请情况", 40, 40, 300);
        const below = piece("四、其他需要报告的事项", 40, y + 60, 200);
        const order = inReadingOrder([below, ...rows.flatMap(({ pieces }) => pieces), above], []);
        expect(order.map(({ text }) => text)).toEqual([above.text, ...rows.flatMap(({ texts }) => texts), below.text]);
      }),
      { numRuns: 100 },
    );
  });
});
