import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Document, gridOf, isTable, type Table } from "../../lib/document/document.ts";
import { flatTextOfDoc } from "../../lib/formats/doc/flat-text.ts";
import { CorruptError, EncryptedError, ReaderError, UnsupportedError } from "../../lib/formats/errors.ts";
import { container, type MadeCell, type MadeParagraph, makeDoc, row, u32 } from "../make/doc.ts";
import { readDoc } from "../make/readings.ts";

/** Made by LibreOffice Writer from sources of our own. */
const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/doc/${name}.doc`, import.meta.url)));

const lines = (document: Document): string[] =>
  document.blocks.flatMap((block) => {
    if (block.kind === "picture") return [`picture ${block.width}x${block.height}`];
    if (block.kind === "paragraph") return [`${block.role}: ${block.text}`];
    return gridOf(block).map(
      (cells) => `| ${cells.map((cell, i) => (cell && cell === cells[i - 1] ? "<" : (cell?.text ?? "-"))).join(" | ")}`,
    );
  });
const tableOf = (document: Document): Table => document.blocks.find(isTable) as Table;
const paragraph = (text: string, rest: Partial<MadeParagraph> = {}): MadeParagraph => ({ mark: 13, text, ...rest });

describe("a .doc as Writer saves it", () => {
  test("keeps merged cells, blanks, field results and notes, and drops hidden and deleted text", () => {
    const document = readDoc(fixture("mixed"));
    expect(document.title).toBe("T");
    expect(lines(document)).toEqual([
      "body: 甲乡2023年政府信息公开工作年度报告",
      "body: 可见文字结尾",
      "body: 链接：结果。",
      "body: 带脚注的句子",
      "| 事项 | 本年 | < | 合计",
      "| 事项 | 甲 | 乙 | 合计",
      "| 一、新收 | 1 |  | 1",
      "| 二、结转 | -5 | 12 | 7",
      "body: 表后",
      "note: 脚注内容",
    ]);
    expect(tableOf(document)).toMatchObject({ rows: 4, columns: 4, ragged: false });
    expect(tableOf(document).cells[0]).toMatchObject({
      text: "事项",
      rowSpan: 2,
      columnSpan: 1,
      place: { table: 0, row: 0, column: 0 },
    });
  });

  test("takes frames around tables away and sets other nested tables behind their own", () => {
    expect(lines(readDoc(fixture("lists")))).toEqual([
      "body: 前文",
      "body: 框内说明",
      "| 内甲 | 1",
      "| 内乙 | ",
      "body: 框内结尾",
      "body: 中间",
      "| 左 | 外",
      "| 跨列 | <",
      "| 里 | 2",
      "body: 1. 第一",
      "body: 2. 第二",
      "body: a. 子项",
      "body: 3. 第三",
      "body: 后文",
    ]);
  });

  test("prints automatic numbers of paragraphs, styles and cells, and drops text that a style hides", () => {
    expect(lines(readDoc(fixture("numbered")))).toEqual([
      "furniture: 页眉文字",
      "heading: 一、总体情况",
      "body: （一）公开",
      "body: 一.一.1 细节",
      "body: 一.一.2 细节",
      "body: （二）申请",
      "heading: 二、图表",
      "body: （一）重来",
      "body: 看得见疏排",
      "body: 五、另起",
      "| （一）结果 | 3 | ",
      "|  | 合并 | <",
      "body: 末段",
    ]);
  });
});

describe("what stands beside the text of a .doc", () => {
  test("is in order: text boxes behind the paragraph they hang on, pictures with their size", () => {
    expect(lines(readDoc(fixture("boxes")))).toEqual([
      ...["body: 段一", "body: 框一", "body: 段二", "body: 框二"],
      ...["picture 150x75", "body: 段三", "body: 页后", "body: 新节"],
    ]);
    expect(lines(readDoc(fixture("pics")))).toEqual([
      "picture 150x75",
      "body: 图前图后",
      "picture 150x75",
      "body: 浮动",
      "body: 终",
    ]);
  });
});

describe("a table in a text box of a .doc", () => {
  const table = [
    ...row([
      { text: "甲", right: 1000 },
      { text: "1", right: 2000 },
    ]),
    ...row([
      { text: "乙", right: 1000 },
      { text: "2", right: 2000 },
    ]),
  ];
  const box = [...table, paragraph("")];
  const length = box.reduce((sum, { text }) => sum + text.length + 1, 0);
  const entries = [0, length - 1, length].flatMap(u32);
  const structures = {
    56: [...entries, ...new Array<number>(14).fill(0), ...u32(1026), ...new Array<number>(26).fill(0)],
  };
  const bytes = makeDoc([paragraph("正文")], { textBoxes: box, structures });

  test("is read as a table", async () => {
    expect(lines(readDoc(bytes))).toEqual(["body: 正文", "| 甲 | 1", "| 乙 | 2"]);
    expect((await flatTextOfDoc(bytes)).pieces).toEqual(["正文", "甲", "1", "乙", "2"]);
  });
});

describe("the second reading of a .doc", () => {
  test("gives cells in order with the blank ones, without what merges took away and what is hidden", async () => {
    expect(await flatTextOfDoc(fixture("mixed"))).toEqual({
      blanksKept: true,
      pieces: [
        ...["甲乡2023年政府信息公开工作年度报告", "可见文字结尾", "链接：结果。", "带脚注的句子"],
        ...["事项", "本年", "合计", "甲", "乙"],
        ...["一、新收", "1", "", "1", "二、结转", "-5", "12", "7", "表后", "脚注内容"],
      ],
    });
  });

  test("keeps widely spaced text, which word-extractor itself takes for deleted", async () => {
    expect((await flatTextOfDoc(fixture("numbered"))).pieces).toContain("看得见疏排");
  });

  test("gives the cells of nested tables where they stand", async () => {
    expect((await flatTextOfDoc(fixture("lists"))).pieces.slice(0, 13)).toEqual([
      ...["前文", "框内说明", "内甲", "1", "内乙", "", "框内结尾", "中间"],
      ...["左", "外", "里", "2", "跨列"],
    ]);
  });
});

/**
 * A legal pattern of merges: rows of cells with left, right and vertical merge, made by growing cells where there is
 * room.
 */
interface Pattern {
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly {
    readonly row: number;
    readonly column: number;
    readonly rowSpan: number;
    readonly columnSpan: number;
  }[];
}

const pattern = fc
  .record({
    rows: fc.integer({ min: 1, max: 5 }),
    columns: fc.integer({ min: 1, max: 6 }),
    spans: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })), {
      minLength: 30,
      maxLength: 30,
    }),
  })
  .map(({ rows, columns, spans }): Pattern => {
    const taken = Array.from({ length: rows }, () => new Array<boolean>(columns).fill(false));
    const cells: Pattern["cells"][number][] = [];
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        if (taken[r]?.[c]) continue;
        // The first row has every column by itself, so that each is there to be found.
        const [down, across] = r === 0 ? [1, 1] : (spans[r * columns + c] ?? [1, 1]);
        let columnSpan = 1;
        while (columnSpan < across && c + columnSpan < columns && !taken[r]?.[c + columnSpan]) columnSpan++;
        const rowSpan = Math.min(down, rows - r);
        for (let i = r; i < r + rowSpan; i++)
          for (let j = c; j < c + columnSpan; j++) (taken[i] as boolean[])[j] = true;
        cells.push({ row: r, column: c, rowSpan, columnSpan });
      }
    }
    return { rows, columns, cells };
  });

function written({ rows, cells }: Pattern, jitter: readonly number[], flags: readonly boolean[]): MadeParagraph[] {
  let next = 0;
  return Array.from({ length: rows }, (_, r) => {
    const edge = (column: number): number => 700 * column + (jitter[next++ % jitter.length] ?? 0);
    const made: MadeCell[] = [];
    const numbered = [...cells.entries()].filter(([, cell]) => r >= cell.row && r < cell.row + cell.rowSpan);
    for (const [i, cell] of numbered.sort(([, a], [, b]) => a.column - b.column)) {
      const vertical = cell.rowSpan === 1 ? "single" : r === cell.row ? "first" : "continued";
      const text = vertical === "continued" ? "" : `格${i}`;
      const right = cell.column + cell.columnSpan;
      if (flags[i % flags.length] && cell.columnSpan > 1) {
        // Merged by marks: all cells stay in the row.
        for (let c = cell.column; c < right; c++) {
          made.push({
            text: c === cell.column ? text : "",
            right: edge(c + 1),
            vertical,
            horizontal: c === cell.column ? 1 : 2,
          });
        }
      } else made.push({ text, right: edge(right), vertical });
    }
    return row(made);
  }).flat();
}

describe("a table of a .doc", () => {
  test("comes out with every span right for any legal pattern of merges, edges that miss each other and pieces out of order", async () => {
    await fc.assert(
      fc.asyncProperty(
        pattern,
        fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 7, maxLength: 7 }),
        fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        fc.boolean(),
        async (shape, jitter, flags, shuffled) => {
          const bytes = makeDoc([paragraph("before"), ...written(shape, jitter, flags), paragraph("后")], { shuffled });
          const table = tableOf(readDoc(bytes));
          const expected = shape.cells.map((cell, i) => ({ ...cell, text: `格${i}` }));
          expect(
            table.cells.map(({ row, column, rowSpan, columnSpan, text }) => ({
              row,
              column,
              rowSpan,
              columnSpan,
              text,
            })),
          ).toEqual(expected);
          expect(table).toMatchObject({ rows: shape.rows, columns: shape.columns, ragged: false });
          expect((await flatTextOfDoc(bytes)).pieces).toEqual(["before", ...expected.map((cell) => cell.text), "后"]);
        },
      ),
      { numRuns: 60 },
    );
  });

  describe("as Word itself writes it, with modifiers in the Data stream", () => {
    /** Inserts two cells of 1000 twips at the row's beginning. */
    const inserts = [0x21, 0x76, 0, 2, ...[0xe8, 0x03]];
    const data = [inserts.length, 0, ...inserts];
    const pointer = [0x6b, 0x64, 0, 0, 0, 0];
    const made = (keepsDefinition: boolean) => {
      const parts = row([
        { text: "甲", right: 1000 },
        { text: "1", right: 2000 },
      ]).map((part, i) => {
        const [end, definition] = [part.modifiers?.slice(0, 6) ?? [], part.modifiers?.slice(6) ?? []];
        return i < 2 ? part : { ...part, modifiers: [...end, ...pointer, ...(keepsDefinition ? definition : [])] };
      });
      return tableOf(readDoc(makeDoc([...parts, paragraph("后")], { data })));
    };
    test.each([
      ["a definition behind them stands for them", true],
      ["they alone make the row", false],
    ])("%s", (_, keepsDefinition) =>
      expect(made(keepsDefinition)).toMatchObject({ ragged: false, rows: 1, columns: 2 }),
    );
  });

  test("is ragged where a row does not define its cells", () => {
    const bare = row([
      { text: "甲", right: 1000 },
      { text: "1", right: 2000 },
    ]).map((part) => ({ ...part, modifiers: part.modifiers?.slice(0, 6) ?? [] }));
    expect(tableOf(readDoc(makeDoc([...bare, paragraph("后")])))).toMatchObject({ ragged: true, rows: 1, columns: 2 });
  });

  test("that is ragged has its cells in order, without those a merge took away", () => {
    const first = row([
      { text: "办理", right: 1000, vertical: "first" },
      { text: "公开", right: 2000 },
      { text: "3", right: 3000 },
    ]);
    const second = row([
      { text: "", right: 1000, vertical: "continued" },
      { text: "不公开", right: 2000 },
      { text: "4", right: 3000 },
    ]);
    const broken = first.filter((_, i) => i !== 2);
    expect(lines(readDoc(makeDoc([...broken, ...second, paragraph("后")])))).toEqual([
      "| 办理 | 公开",
      "| 不公开 | 4",
      "body: 后",
    ]);
  });

  test("loses a row only where all of it is hidden", () => {
    const seen = row([
      { text: "甲", right: 1000 },
      { text: "1", right: 2000 },
    ]);
    const hidden = row([
      { text: "乙", right: 1000 },
      { text: "2", right: 2000 },
    ]).map((part): MadeParagraph => ({ ...part, hides: "all" }));
    const blanked = row([
      { text: "丙", right: 1000 },
      { text: "3", right: 2000 },
    ]).map((part, i): MadeParagraph => (i === 1 ? { ...part, hides: "text" } : part));
    expect(lines(readDoc(makeDoc([...seen, ...hidden, ...blanked, paragraph("后")])))).toEqual([
      "| 甲 | 1",
      "| 丙 | ",
      "body: 后",
    ]);
  });
});

describe("the text of a .doc", () => {
  test("runs on over a paragraph mark that is hidden", () => {
    expect(lines(readDoc(makeDoc([paragraph("甲"), paragraph("乙", { hides: "all" }), paragraph("丙")])))).toEqual([
      "body: 甲",
      "body: 丙",
    ]);
    expect(lines(readDoc(makeDoc([paragraph("乙", { hides: "mark" }), paragraph("丙")])))).toEqual(["body: 乙丙"]);
  });

  test("does not run on into a table", () => {
    const cells = row([
      { text: "一", right: 1000 },
      { text: "1", right: 2000 },
    ]);
    expect(lines(readDoc(makeDoc([paragraph("前", { hides: "mark" }), ...cells, paragraph("后")])))).toEqual([
      "body: 前",
      "| 一 | 1",
      "body: 后",
    ]);
  });

  test("shows only results of fields, and takes a field code that would swallow a cell for damage", () => {
    const cells = row([
      { text: "\u0013 A", right: 1000 },
      { text: "5", right: 2000 },
    ]);
    const text = paragraph("共\u0013 =SUM(A1) \u0013 B \u0014 9\u0015\u0014７\u0015件");
    expect(lines(readDoc(makeDoc([text, ...cells, paragraph("\u0015后")])))).toEqual([
      "body: 共７件",
      "|  A | 5",
      "body: 后",
    ]);
  });

  test("keeps line breaks and the hyphens that are printed", () => {
    expect(lines(readDoc(makeDoc([paragraph("一\u000b二\u001e三\u001f四")])))).toEqual(["body: 一\n二\u2011三四"]);
  });
});

describe("a .doc that cannot be read", () => {
  test("is named for what it is: an old version, one with a password, one without Word text, a damaged one", () => {
    const good = [paragraph("甲")];
    expect(() => readDoc(makeDoc(good, { magic: 0xa5dc }))).toThrow(UnsupportedError);
    expect(() => readDoc(makeDoc(good, { flags: 0x0100 }))).toThrow(EncryptedError);
    expect(() => readDoc(container({ EncryptedPackage: new Uint8Array(5000) }))).toThrow(EncryptedError);
    expect(() => readDoc(container({ Workbook: new Uint8Array(5000) }))).toThrow(UnsupportedError);
    expect(() => readDoc(fixture("mixed").subarray(0, 6000))).toThrow(CorruptError);
    expect(() => readDoc(new Uint8Array(4096))).toThrow(CorruptError);
  });

  test("ends with one reader's error or a document for any change of any bytes, in both readings", async () => {
    const originals = ["mixed", "lists", "numbered"].map(fixture);
    const change = fc.tuple(fc.nat(20000), fc.constantFrom(0, 1, 3, 0x7f, 0x80, 0xfe, 0xff));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 40000 }),
        async (which, changes, length) => {
          const bytes = (originals[which] as Uint8Array).slice(0, length > 20000 ? undefined : length);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const readings = [async () => readDoc(bytes), () => flatTextOfDoc(bytes)];
          for (const read of readings) {
            const error = await read().then(
              () => null,
              (reason: unknown) => reason,
            );
            expect(error === null || error instanceof ReaderError).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("is refused where sectors run in a circle", () => {
    const bytes = fixture("mixed").slice();
    const view = new DataView(bytes.buffer);
    const fat = (view.getUint32(76, true) + 1) * 512;
    const directory = view.getUint32(48, true);
    view.setUint32(fat + 4 * directory, directory, true);
    expect(() => readDoc(bytes)).toThrow(CorruptError);
  });
});
