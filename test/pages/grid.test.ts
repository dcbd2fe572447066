import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { gridOf, isTable, type Table } from "../../lib/document/document.ts";
import { blocksOf } from "../../lib/pages/layout.ts";
import { turnPage } from "../../lib/pages/turn.ts";
import type { Field } from "../make/cells.ts";
import { asDrawn, asFound, mergedCells } from "../make/drawings.ts";
import { BORDERS, type DrawnCell, pageOf, written } from "../make/geometry.ts";

const drawing = fc.record({ cells: mergedCells, style: fc.constantFrom(...BORDERS) });

describe("a ruled table", () => {
  test("comes back as it was drawn, for any pattern of merged cells and any style of border", () => {
    fc.assert(
      fc.property(drawing, ({ cells, style }) => {
        const tables = blocksOf([pageOf(cells, style)]).filter(isTable);
        expect(tables).toHaveLength(1);
        expect(asFound(tables[0] as Table)).toEqual(asDrawn(cells));
      }),
      { numRuns: 300 },
    );
  });

  test("comes back the same from a page whose content lies sideways or upside down", () => {
    fc.assert(
      fc.property(drawing, fc.constantFrom(90 as const, 180 as const, 270 as const), ({ cells, style }, quarter) => {
        fc.pre(cells.some(({ text }) => text !== ""));
        const page = pageOf(cells, style);
        const [table] = blocksOf([turnPage(page, quarter)]).filter(isTable);
        expect(asFound(table as Table)).toEqual(asDrawn(cells));
        const place = table?.cells.find((cell) => cell.row === 0 && cell.column === 0)?.place;
        const corner = { 90: [842 - 90, 50], 180: [595 - 50, 842 - 90], 270: [90, 595 - 50] }[quarter] as [
          number,
          number,
        ];
        const [x, y, width, height] = place && "box" in place ? place.box : [0, 0, 0, 0];
        expect(Math.min(Math.abs(x - corner[0]), Math.abs(x + width - corner[0]))).toBeLessThan(2);
        expect(Math.min(Math.abs(y - corner[1]), Math.abs(y + height - corner[1]))).toBeLessThan(2);
      }),
      { numRuns: 60 },
    );
  });

  test("keeps a number whole that is wider than its cell", () => {
    const cells: DrawnCell[] = [0, 1, 2].map((index) => ({
      x0: 100 + 30 * index,
      x1: 130 + 30 * index,
      y0: 100,
      y1: 120,
      text: index === 1 ? "" : "7",
    }));
    const page = pageOf(cells, "strokes", 1, written("12345678", 127, 113));
    const [table] = blocksOf([page]).filter(isTable);
    expect(table?.cells.map((cell) => cell.text)).toEqual(["7", "12345678", "7"]);
  });

  test("keeps a label whole whose last character stands on the border of its cell", () => {
    const cells: DrawnCell[] = [0, 1].map((index) => ({
      x0: 100 + 60 * index,
      x1: 160 + 60 * index,
      y0: 100,
      y1: 140,
      text: index === 1 ? "7" : "",
    }));
    const [table] = blocksOf([
      pageOf(cells, "strokes", 1, [...written("等于第三项加", 110, 113), ...written("第四项", 110, 126)]),
    ]).filter(isTable);
    expect(table?.cells.map((cell) => cell.text)).toEqual(["等于第三项加\n第四项", "7"]);
  });

  test("reads lines inside a cell from top to bottom, and vertical writing downwards", () => {
    const cells: DrawnCell[] = [0, 1].map((index) => ({
      x0: 100 + 100 * index,
      x1: 200 + 100 * index,
      y0: 100,
      y1: 160,
      text: "",
    }));
    const lines = [...written("信息公开", 110, 140), ...written("本机关不掌握", 110, 120)];
    const upright = [...written("申", 240, 112), ...written("请", 240, 124), ...written("人", 240, 136)];
    const [table] = blocksOf([pageOf(cells, "fills", 1, [...lines, ...upright])]).filter(isTable);
    expect(table?.cells.map((cell) => cell.text)).toEqual(["本机关不掌握\n信息公开", "申请人"]);
  });

  test("ends where another begins below the same border in other columns", () => {
    const line = (xs: readonly number[], y: number, texts: readonly string[]): DrawnCell[] =>
      texts.map((text, index) => ({ x0: xs[index] as number, x1: xs[index + 1] as number, y0: y, y1: y + 20, text }));
    const above = [50, 150, 210, 270, 330, 400];
    const below = [50, 240, 275, 300, 320, 360, 400];
    const cells = [
      ...line(above, 100, ["事项", "自然人", "商业企业", "其他", "总计"]),
      ...line(above, 120, ["新收", "1", "2", "3", "6"]),
      ...line([50, 400], 140, ["续表"]),
      ...line(below, 160, ["予以公开", "4", "0", "1", "0", "5"]),
    ];
    const tables = blocksOf([pageOf(cells, "strokes")]).filter(isTable);
    expect(tables.map((table) => gridOf(table).map((row) => [...new Set(row)].map((cell) => cell?.text)))).toEqual([
      [
        ["事项", "自然人", "商业企业", "其他", "总计"],
        ["新收", "1", "2", "3", "6"],
      ],
      [["续表"], ["予以公开", "4", "0", "1", "0", "5"]],
    ]);
  });

  test("is not made of a frame around a text, nor of an underline", () => {
    const frame: DrawnCell = { x0: 80, x1: 300, y0: 100, y1: 160, text: "联系地址" };
    const page = pageOf([frame], "strokes", 1, written("下划线", 100, 300));
    const strokes = [...page.strokes, { x0: 100, y0: 302, x1: 140, y1: 302, thickness: 0.5 }];
    const blocks = blocksOf([{ ...page, strokes }]);
    expect(blocks.map((block) => block.kind)).toEqual(["paragraph", "paragraph"]);
  });
});

/** Header of two rows, groups of labelled rows under a row-spanning first column, three columns of figures. */
function longTable(groups: readonly number[]): { rows: number; fields: (Field & { text: string })[] } {
  const fields: (Field & { text: string })[] = [
    { row: 0, column: 0, rowSpan: 2, columnSpan: 2, text: "项目" },
    { row: 0, column: 2, rowSpan: 1, columnSpan: 3, text: "申请人情况" },
    ...["自然人", "其他", "总计"].map((text, index) => ({
      row: 1,
      column: 2 + index,
      rowSpan: 1,
      columnSpan: 1,
      text,
    })),
  ];
  let row = 2;
  groups.forEach((count, group) => {
    fields.push({ row, column: 0, rowSpan: count, columnSpan: 1, text: `（${"一二三四五六"[group]}）组` });
    for (let index = 0; index < count; index++, row++) {
      fields.push({ row, column: 1, rowSpan: 1, columnSpan: 1, text: `${index + 1}.事由` });
      for (let column = 2; column < 5; column++)
        fields.push({ row, column, rowSpan: 1, columnSpan: 1, text: `${(row * 7 + column) % 50}` });
    }
  });
  return { rows: row, fields };
}

const XS = [50, 110, 200, 260, 320, 380];
const place = ({ row, column, rowSpan, columnSpan, text }: Field & { text: string }, top: number): DrawnCell => ({
  x0: XS[column] as number,
  x1: XS[column + columnSpan] as number,
  y0: top + 20 * row,
  y1: top + 20 * (row + rowSpan),
  text,
});

describe("a table that a page's end parts", () => {
  const text = (table: Table | undefined) =>
    table && gridOf(table).map((line) => line.map((cell) => cell?.text ?? null));
  const cells = (y: number, texts: readonly string[]): DrawnCell[] =>
    texts.map((value, index) => ({
      x0: XS[index + 1] as number,
      x1: XS[index + 2] as number,
      y0: y,
      y1: y + 20,
      text: value,
    }));

  test("is one table again, with or without a repeated header, its first column drawn again or not", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
        fc.nat(100),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom(...BORDERS),
        fc.integer({ min: -12, max: 12 }),
        (groups, at, headerAgain, columnAgain, style, shift) => {
          const { rows, fields } = longTable(groups);
          const breakAt = 3 + (at % Math.max(rows - 3, 1));
          fc.pre(breakAt < rows);
          const above = fields
            .filter(({ row }) => row < breakAt)
            .map((field) => ({ ...field, rowSpan: Math.min(field.rowSpan, breakAt - field.row) }));
          const header = headerAgain ? fields.filter(({ row }) => row < 2) : [];
          const lead = headerAgain ? 2 : 0;
          const below = fields.flatMap((field) => {
            if (field.row >= breakAt) return [{ ...field, row: field.row - breakAt + lead }];
            const rest = field.row + field.rowSpan - breakAt;
            return rest > 0 && columnAgain ? [{ ...field, row: lead, rowSpan: rest, text: "" }] : [];
          });
          const first = pageOf(
            above.map((field) => place(field, 700 - 20 * breakAt)),
            style,
            1,
            written("— 1 —", 280, 810),
          );
          const second = pageOf(
            [...header, ...below]
              .map((field) => place(field, 80))
              .map((cell) => ({ ...cell, x0: cell.x0 + shift, x1: cell.x1 + shift })),
            style,
            2,
            written("— 2 —", 280, 810),
          );
          const blocks = blocksOf([first, second]);
          const tables = blocks.filter(isTable);
          expect(tables).toHaveLength(1);
          const whole = blocksOf([
            {
              ...pageOf(
                fields.map((field) => place(field, 80)),
                style,
              ),
              height: 2000,
            },
          ]).filter(isTable)[0];
          expect(text(tables[0])).toEqual(text(whole));
          expect(
            blocks
              .filter((block) => block.kind === "paragraph")
              .every((block) => block.kind === "paragraph" && block.role === "furniture"),
          ).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("has a row whole again that the page's end cut in two", () => {
    const first = [
      ...cells(700, ["名称", "自然人", "其他", "总计"]),
      ...cells(720, ["1.事由", "1", "2", "3"]),
      ...cells(740, ["5.要求行政", "4", "5", "9"]),
    ];
    const second = [...cells(60, ["机关确认", "", "", ""]), ...cells(80, ["6.其他", "0", "0", "0"])];
    const tables = blocksOf([pageOf(first, "strokes"), pageOf(second, "strokes", 2)]).filter(isTable);
    expect(text(tables[0])).toEqual([
      ["名称", "自然人", "其他", "总计"],
      ["1.事由", "1", "2", "3"],
      ["5.要求行政\n机关确认", "4", "5", "9"],
      ["6.其他", "0", "0", "0"],
    ]);
  });

  test("has a header whole again that the page's end cut in two, though both halves are closed off", () => {
    const second = [...cells(60, ["", "组织", "机构", ""]), ...cells(80, ["1.事由", "1", "2", "3"])];
    const tables = blocksOf([
      pageOf(cells(760, ["名称", "社会公益", "法律服务", "总计"]), "strokes"),
      pageOf(second, "strokes", 2),
    ]).filter(isTable);
    expect(text(tables[0])).toEqual([
      ["名称", "社会公益\n组织", "法律服务\n机构", "总计"],
      ["1.事由", "1", "2", "3"],
    ]);
  });

  test("keeps its header apart from a first row on the next page that has a blank", () => {
    const [header, row] = [
      ["信息内容", "本年制发", "本年废止", "现行有效"],
      ["规章", "3", "", "5"],
    ] as const;
    const tables = blocksOf([pageOf(cells(760, header), "strokes"), pageOf(cells(60, row), "strokes", 2)]).filter(
      isTable,
    );
    expect(text(tables[0])).toEqual([header, row]);
  });

  test.each([
    { above: ["三、国有资本", "", "", ""], below: ["总计", "16.1", "总计", "16.1"] },
    { above: ["年初结转", "本年收入", "本年支出", "年末结转"], below: ["决算数", "决算数", "决算数", "决算数"] },
  ])(
    "keeps a total, and heads that say the same, a row of their own on the next page: $below.0",
    ({ above, below }) => {
      const tables = blocksOf([pageOf(cells(760, above), "strokes"), pageOf(cells(60, below), "strokes", 2)]).filter(
        isTable,
      );
      expect(text(tables[0])).toEqual([above, below]);
    },
  );

  test("ends a label at the page's end where blanks below it stand beside another panel", () => {
    const [above, below] = [
      ["三、国有", "263.75", "三、国防", "0.00"],
      ["", "", "四、公安", "0.00"],
    ] as const;
    const tables = blocksOf([pageOf(cells(760, above), "strokes"), pageOf(cells(60, below), "strokes", 2)]).filter(
      isTable,
    );
    expect(text(tables[0])).toEqual([above, below]);
  });

  test("stays two tables where a text stands between them or the columns differ", () => {
    const { rows, fields } = longTable([2]);
    const first = pageOf(
      fields.map((field) => place(field, 740 - 20 * rows)),
      "strokes",
    );
    const again = pageOf(
      fields.map((field) => place(field, 120)),
      "strokes",
      2,
      written("续表如下所示", 60, 100),
    );
    expect(blocksOf([first, again]).filter(isTable)).toHaveLength(2);
    const other: DrawnCell[] = [0, 1, 2].map((index) => ({
      x0: 70 + 90 * index,
      x1: 160 + 90 * index,
      y0: 60,
      y1: 80,
      text: `${index}`,
    }));
    expect(blocksOf([first, pageOf(other, "strokes", 2)]).filter(isTable)).toHaveLength(2);
  });
});
