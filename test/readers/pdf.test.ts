import { describe, expect, test } from "@jest/globals";
import { gridOf, isParagraph, isTable } from "../../lib/document/document.ts";
import { CorruptError, TooLargeError } from "../../lib/readers/errors.ts";
import { withPdfium } from "../../lib/readers/pdf/engine.ts";
import { readPdf } from "../../lib/readers/pdf/pdf.ts";
import { salvageTextOfPdf } from "../../lib/readers/pdf/salvage.ts";
import { flatTextOfPdf } from "../../lib/readers/pdf/text.ts";
import { line, makePdf, table, text } from "../make/pdf.ts";

const ROWS = [
  ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
  ["规章", "0", "0", "12"],
  ["行政规范性文件", "3", "", "1,204"],
  ["行政许可", "7", "8", "9"],
];
const PROSE = text("根据信息公开条例编制本报告。", 60, 760);

const textsOf = async (bytes: Uint8Array) => {
  const document = await readPdf(bytes);
  return document.blocks.filter(isTable).map((block) => gridOf(block).map((cells) => cells.map((cell) => cell?.text ?? null)));
};

describe("a PDF", () => {
  test("gives paragraphs and tables in reading order, with its title and the places of cells from the top left", async () => {
    const document = await readPdf(makePdf([{ content: table(ROWS, 60, 700) + PROSE }], "2023年年度报告"));
    expect(document.title).toBe("2023年年度报告");
    expect(document.pages).toEqual([{ number: 1, kind: "text", width: 595, height: 842 }]);
    expect(document.blocks.map((block) => block.kind)).toEqual(["paragraph", "table"]);
    expect(document.blocks.filter(isParagraph)[0]?.text).toBe("根据信息公开条例编制本报告。");
    const [found] = document.blocks.filter(isTable);
    expect(found && gridOf(found).map((cells) => cells.map((cell) => cell?.text))).toEqual(ROWS);
    const place = found?.cells[0]?.place;
    expect(place && "box" in place && place.box.map(Math.round)).toEqual([60, 142, 80, 20]);
  });

  test("reads borders and text inside form objects, moved by their matrices", async () => {
    const bytes = makePdf([{ content: "q 1 0 0 1 40 -300 cm /T Do Q", forms: { T: table(ROWS, 20, 900) } }]);
    expect(await textsOf(bytes)).toEqual([ROWS]);
  });

  test("reads a page that is turned by /Rotate, and one whose content lies sideways", async () => {
    const turned = makePdf([{ content: `q 0 1 -1 0 595 0 cm ${table(ROWS, 60, 500)} Q`, rotate: 90 }]);
    expect(await textsOf(turned)).toEqual([ROWS]);
    expect((await readPdf(turned)).pages[0]).toMatchObject({ width: 842, height: 595 });
    const sideways = makePdf([{ content: `q 0 1 -1 0 595 0 cm ${table(ROWS, 60, 500)} Q` }]);
    expect(await textsOf(sideways)).toEqual([ROWS]);
    expect((await flatTextOfPdf(sideways)).pieces).toEqual(ROWS.flat());
  });

  test("joins a table over two pages and leaves the page numbers out of it", async () => {
    const pages = [
      { content: PROSE + table(ROWS.slice(0, 3), 60, 140) + text("— 1 —", 280, 30) },
      { content: table([ROWS[0] ?? [], ROWS[3] ?? []], 60, 790) + text("— 2 —", 280, 30) },
    ];
    const document = await readPdf(makePdf(pages));
    expect(await textsOf(makePdf(pages))).toEqual([ROWS]);
    expect(
      document.blocks
        .filter(isParagraph)
        .filter(({ role }) => role === "furniture")
        .map((block) => block.text),
    ).toEqual(["— 1 —", "— 2 —"]);
  });

  test("has the figures of form fields and typed remarks in both readings, drawn or not, but none that are hidden and no comments", async () => {
    const rows = [ROWS[0] ?? [], ["规章", "", "", ""], ROWS[3] ?? []];
    const bytes = makePdf([
      {
        content: table(rows, 60, 700),
        annotations: [
          { subtype: "FreeText", rect: [302, 661, 378, 679], value: "39", appearance: text("39", 5, 5) },
          { subtype: "Widget", rect: [142, 661, 218, 679], value: "17", appearance: text("17", 5, 5) },
          { subtype: "Widget", rect: [222, 661, 298, 679], value: "28" },
          { subtype: "Widget", rect: [142, 621, 218, 639], value: "99", appearance: text("99", 5, 5), flags: 2 },
          { subtype: "Text", rect: [222, 661, 240, 679], value: "请核对" },
        ],
      },
    ]);
    const filled = [ROWS[0], ["规章", "17", "28", "39"], ROWS[3]];
    expect(await textsOf(bytes)).toEqual([filled]);
    expect((await flatTextOfPdf(bytes)).pieces).toEqual(filled.flat());
  });

  test("has what shows: not what an area covers, nor white text on nothing", async () => {
    const [head = [], ...rows] = ROWS;
    const shaded = `0.2 g 60 680 320 20 re f 1 g ${head.map((name, column) => text(name, 66 + 80 * column, 686)).join("")} 0 g `;
    const grid = table([head.map(() => ""), ...rows], 60, 700);
    const pasted = `1 g 222 662 76 16 re f 0 g ${text("8", 226, 666)}`;
    const bytes = makePdf([{ content: `${shaded}${grid}${pasted} 1 g ${text("77", 226, 646)} 0 g` }]);
    expect(await textsOf(bytes)).toEqual([[head, ["规章", "0", "8", "12"], ...rows.slice(1)]]);
  });

  test("folds compatibility ideographs, which some programs write for ordinary ones", async () => {
    const document = await readPdf(makePdf([{ content: text("总⾏⼀", 60, 700) }]));
    expect(document.blocks.filter(isParagraph)[0]?.text).toMatch(/^总/u);
    expect(JSON.stringify(document.blocks)).not.toMatch(/[\u2e80-\u2fdf\uf900-\ufaff]/u);
  });

  test("says of each page what it is", async () => {
    const full = "q 595 0 0 842 0 0 cm /I Do Q ";
    const lines = (mode: number) =>
      Array.from({ length: 20 }, (_, index) => text("政府信息公开工作年度报告", 60, 780 - 20 * index, 10, mode)).join("");
    const garbled = Array.from({ length: 20 }, (_, index) => text("犐犆犛犜犔狀狅犿", 60, 780 - 20 * index)).join("");
    const document = await readPdf(
      makePdf([
        { content: lines(0) },
        { content: full, images: ["I"] },
        { content: full + lines(3), images: ["I"] },
        { content: lines(0) + full, images: ["I"] },
        { content: `${lines(0)}q 300 0 0 300 60 60 cm /I Do Q`, images: ["I"] },
        { content: garbled },
        { content: line(10, 10, 20, 10) },
      ]),
    );
    expect(document.pages.map((page) => page.kind)).toEqual(["text", "picture", "searchable-scan", "searchable-scan", "mixed", "garbled", "blank"]);
    expect(document.blocks.filter((block) => block.kind === "picture").map((block) => block.place)).toContainEqual({
      page: 5,
      box: [60, 482, 300, 300],
    });
  });

  test("is refused when it is cut off, has no pages to show or too many, and the next one is read all the same", async () => {
    const good = makePdf([{ content: table(ROWS, 60, 700) }]);
    await expect(readPdf(good.subarray(0, good.length / 2))).rejects.toThrow(CorruptError);
    await expect(readPdf(Buffer.from("%PDF-1.7\nnothing\n%%EOF"))).rejects.toThrow(CorruptError);
    await expect(readPdf(makePdf(Array.from({ length: 501 }, () => ({ content: "" }))))).rejects.toThrow(TooLargeError);
    const deep = makePdf([{ content: "q 1 0 0 1 0 0 cm ".repeat(10) + table(ROWS, 60, 700) }]);
    expect(await textsOf(deep)).toEqual([ROWS]);
    expect(await textsOf(good)).toEqual([ROWS]);
  });
});

describe("the engine", () => {
  test("is a new one after an abort, and the next file is read", async () => {
    const before = await withPdfium((pdfium) => pdfium);
    expect(await withPdfium((pdfium) => pdfium)).toBe(before);
    const abort = () => {
      throw new WebAssembly.RuntimeError("unreachable");
    };
    await expect(withPdfium(abort)).rejects.toThrow("unreachable");
    expect(await withPdfium((pdfium) => pdfium)).not.toBe(before);
    expect(await textsOf(makePdf([{ content: table(ROWS, 60, 700) }]))).toEqual([ROWS]);
  });
});

describe("the second reading of a PDF", () => {
  test("has one piece a cell in the order of drawing, and an empty one for a blank cell", async () => {
    const flat = await flatTextOfPdf(makePdf([{ content: PROSE + table(ROWS, 60, 700) }]));
    expect(flat).toMatchObject({ pieces: ["根据信息公开条例编制本报告。", ...ROWS.flat()], blanksKept: true });
  });

  test("joins a number that its cell broke over two lines, and keeps figures of narrow columns apart", async () => {
    const row = (y: number, label: string, total: string) => text(label, 60, y) + text("57", 200, y) + text("0", 223, y) + text(total, 236, y);
    const broken = text("12", 236, 684) + text("34", 236, 672);
    const content =
      row(700, "予以公开", "57") + text("部分公开", 60, 678) + text("57", 200, 678) + text("0", 223, 678) + broken + row(656, "总计", "57");
    const flat = await flatTextOfPdf(makePdf([{ content }]));
    expect(flat.pieces).toEqual(["予以公开", "57", "0", "57", "部分公开", "57", "0", "1234", "总计", "57", "0", "57"]);
  });

  test("has once what is printed twice to look bold", async () => {
    const bold = (string: string, x: number, y: number) => text(string, x, y) + text(string, x + 0.3, y);
    const content = [bold("予以公开", 60, 700), bold("0", 200, 700), bold("11", 240, 700), text("11", 280, 700)].join("");
    const flat = await flatTextOfPdf(makePdf([{ content }]));
    expect(flat.pieces).toEqual(["予以公开", "0", "11", "11"]);
  });

  test("tells a blank cell where the whole column is blank but headed, and leaves page numbers out", async () => {
    const rows = [
      ["结果维持", "结果纠正", "其他结果", "总计"],
      ["1", "", "2", "3"],
    ];
    const flat = await flatTextOfPdf(makePdf([{ content: table(rows, 60, 700) + text("- 3 -", 280, 30) }]));
    expect(flat.pieces).toEqual(rows.flat());
  });

  test("is salvaged line by line where the first engine refuses it", async () => {
    expect(await salvageTextOfPdf(makePdf([{ content: PROSE }]))).toEqual({ pieces: ["根据信息公开条例编制本报告。"], blanksKept: false });
    await expect(salvageTextOfPdf(Buffer.from("%PDF-1.7 nothing"))).rejects.toThrow(CorruptError);
  });
});
