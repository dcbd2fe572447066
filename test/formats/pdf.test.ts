import { describe, expect, test } from "@jest/globals";
import { gridOf, isParagraph, isTable } from "../../lib/document/document.ts";
import { CorruptError, TooLargeError } from "../../lib/formats/errors.ts";
import { flatTextOfPdf } from "../../lib/formats/pdf/flat-text.ts";
import { salvageTextOfPdf } from "../../lib/formats/pdf/salvage.ts";
import { withPdfium } from "../../lib/formats/shared/pdfium/engine.ts";
import { line, makePdf, table, text } from "../make/pdf.ts";
import { readPdf } from "../make/readings.ts";

const ROWS = [
  ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
  ["规章", "0", "0", "12"],
  ["行政规范性文件", "3", "", "1,204"],
  ["行政许可", "7", "8", "9"],
];
const PROSE = text("根据信息公开条例编制本报告。", 60, 760);

const { push } = Array.prototype;
const { parse } = JSON;

const textsOf = async (bytes: Uint8Array) => {
  const document = await readPdf(bytes);
  return document.blocks
    .filter(isTable)
    .map((block) => gridOf(block).map((cells) => cells.map((cell) => cell?.text ?? null)));
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

  test.each<[string, string]>([
    ["a rounded badge", "0.1 0.2 0.6 rg 50 690 m 50 725 l 300 725 l 320 725 320 690 300 690 c f "],
    ["a polygon", "0.1 0.2 0.6 rg 40 690 m 60 725 l 340 725 l 320 690 l f "],
    ["a gradient", "q 40 690 300 30 re W n /S sh Q "],
    ["a shading pattern", "/Pattern cs /P scn 40 690 300 30 re f "],
  ])("has white text on %s", async (_, background) => {
    const shading =
      "<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 595 0] /Function << /FunctionType 2 /Domain [0 1] /C0 [0 0 0.4] /C1 [0 0.3 0] /N 1 >> >>";
    const resources = { Shading: `/S ${shading}`, Pattern: `/P << /PatternType 2 /Shading ${shading} >>` };
    const document = await readPdf(makePdf([{ content: `${background}1 g ${text("2024", 60, 700)}`, resources }]));
    expect(document.blocks.filter(isParagraph).map((block) => block.text)).toEqual(["2024"]);
  });

  test("has characters beyond U+FFFF, and an odd code costs that character only", async () => {
    const fonts = { T: { "0001": "4e91", "0002": "d842dfb7", "0003": "d83d", "0004": "6eaa" } };
    const bytes = makePdf([{ content: `${PROSE}BT /T 10 Tf 60 700 Td <0001000200030004> Tj ET`, fonts }]);
    expect((await readPdf(bytes)).blocks.filter(isParagraph)[1]?.text).toBe("云𠮷 溪");
  });

  test("tells a digit that has no code, and quotes nothing of a bullet that has none", async () => {
    const fonts = { T: { "0001": "0038", "0002": "0000", "0003": "529e", "0004": "7ed3", "0005": "f0b7" } };
    const bytes = makePdf([
      { content: `${PROSE}BT /T 10 Tf 60 700 Td <00030004000100020001> Tj 0 -40 Td <000500030004> Tj ET`, fonts },
    ]);
    const flaws = (await readPdf(bytes)).blocks
      .filter(isParagraph)
      .map((block) => block.flaws?.map(({ kind, text: quoted }) => [kind, quoted]));
    expect(flaws).toEqual([undefined, [["glyphs", "\ufffd"]], [["glyphs", ""]]]);
  });

  test("is garbled where most of its characters have no code", async () => {
    const content = `BT /T 10 Tf 60 700 Td <${"000500060007".repeat(20)}> Tj ET`;
    expect(
      (await readPdf(makePdf([{ content, fonts: { T: { "0005": "0000", "0006": "e001", "0007": "fffd" } } }]))).pages[0]
        ?.kind,
    ).toBe("garbled");
  });

  test.each(["ÄÅÇÉÑÖÜáàâäãåçéèêëíì", "!\"#$%&'()*+,-./:;<=>ABCabc", "aBcDeFgHiJkLmNoPqRsTuVwX"])(
    "is garbled where its text reads %s",
    async (codes) => {
      const content = Array.from({ length: 6 }, (_, index) => text(codes, 60, 780 - 20 * index)).join("");
      expect((await readPdf(makePdf([{ content }]))).pages[0]?.kind).toBe("garbled");
    },
  );

  test.each(["The office answered 85 requests in 2024.", "Élève déçu, où êtes-vous allé cet été?"])(
    "is no worse for being in another language: %s",
    async (words) => {
      const content = Array.from({ length: 6 }, (_, index) => text(words, 60, 780 - 20 * index)).join("");
      expect((await readPdf(makePdf([{ content }]))).pages[0]?.kind).toBe("text");
    },
  );

  test("keeps figures apart that stand one below the other in a cell", async () => {
    const stacked = [..."00010"].map((digit, index) => text(digit, 170, 686 - 12 * index)).join("");
    const bytes = makePdf([{ content: table([["行政许可", ""]], 60, 700, 80, 70) + stacked }]);
    expect(await textsOf(bytes)).toEqual([[["行政许可", "0\n0\n0\n1\n0"]]]);
  });

  test("has writing along an edge of the page and slanted writing, which stands in no cell", async () => {
    const along = text("装订线内不要答题", 0, 0).replace("1 0 0 1 0 0", "0 1 -1 0 30 300");
    const slanted = text("内部资料", 0, 0, 30).replace("1 0 0 1 0 0", "0.707 0.707 -0.707 0.707 150 560");
    const bytes = makePdf([{ content: PROSE + table(ROWS, 60, 700) + along + slanted }]);
    const document = await readPdf(bytes);
    expect(document.blocks.filter(isParagraph).map(({ text, role }) => [text, role])).toEqual([
      ["根据信息公开条例编制本报告。", "body"],
      ["装订线内不要答题", "body"],
      ["内部资料", "furniture"],
    ]);
    expect(await textsOf(bytes)).toEqual([ROWS]);
  });

  test("reads text of negative size as it shows", async () => {
    const content = "BT /F -10 Tf -1 0 0 -1 60 700 Tm <00380035> Tj ET ";
    expect((await readPdf(makePdf([{ content }]))).blocks.filter(isParagraph).map((block) => block.text)).toEqual([
      "85",
    ]);
  });

  test("reads what a form draws that draws itself, and stops", async () => {
    const bytes = makePdf([{ content: `${PROSE}/T Do`, forms: { T: `${text("附件", 60, 700)}/T Do` } }]);
    expect((await readPdf(bytes)).blocks.filter(isParagraph).map((block) => block.text)).toContain("附件");
  });

  test("folds compatibility ideographs, which some programs write for ordinary ones", async () => {
    const document = await readPdf(makePdf([{ content: text("总⾏⼀", 60, 700) }]));
    expect(document.blocks.filter(isParagraph)[0]?.text).toMatch(/^总/u);
    expect(JSON.stringify(document.blocks)).not.toMatch(/[\u2e80-\u2fdf\uf900-\ufaff]/u);
  });

  test("says of each page what it is", async () => {
    const full = "q 595 0 0 842 0 0 cm /I Do Q ";
    const lines = (mode: number) =>
      Array.from({ length: 20 }, (_, index) => text("政府信息公开工作年度报告", 60, 780 - 20 * index, 10, mode)).join(
        "",
      );
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
    expect(document.pages.map((page) => page.kind)).toEqual([
      "text",
      "picture",
      "searchable-scan",
      "searchable-scan",
      "mixed",
      "garbled",
      "blank",
    ]);
    expect(document.blocks.filter((block) => block.kind === "picture").map((block) => block.place)).toContainEqual({
      page: 5,
      box: [60, 482, 300, 300],
    });
  });

  test("is said to be damaged where the engine finds nothing on any page", async () => {
    await expect(readPdf(makePdf([{ content: "" }, { content: "q Q" }]))).rejects.toThrow("可能已损坏");
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

  test("leaves the engine its own functions, which its library has slow ones for in Node 20", async () => {
    await flatTextOfPdf(makePdf([{ content: PROSE }]));
    expect(Array.prototype.push).toBe(push);
    expect(JSON.parse).toBe(parse);
  });

  test("joins a number that its cell broke over two lines, and keeps figures of narrow columns apart", async () => {
    const row = (y: number, label: string, total: string) =>
      text(label, 60, y) + text("57", 200, y) + text("0", 223, y) + text(total, 236, y);
    const broken = text("12", 236, 684) + text("34", 236, 672);
    const content =
      row(700, "予以公开", "57") +
      text("部分公开", 60, 678) +
      text("57", 200, 678) +
      text("0", 223, 678) +
      broken +
      row(656, "总计", "57");
    const flat = await flatTextOfPdf(makePdf([{ content }]));
    expect(flat.pieces).toEqual(["予以公开", "57", "0", "57", "部分公开", "57", "0", "1234", "总计", "57", "0", "57"]);
  });

  test("has once what is printed twice to look bold", async () => {
    const bold = (string: string, x: number, y: number) => text(string, x, y) + text(string, x + 0.3, y);
    const content = [bold("予以公开", 60, 700), bold("0", 200, 700), bold("11", 240, 700), text("11", 280, 700)].join(
      "",
    );
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
    expect(await salvageTextOfPdf(makePdf([{ content: PROSE }]))).toEqual({
      pieces: ["根据信息公开条例编制本报告。"],
      blanksKept: false,
    });
    await expect(salvageTextOfPdf(Buffer.from("%PDF-1.7 nothing"))).rejects.toThrow(CorruptError);
  });
});
