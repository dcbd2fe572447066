import { describe, expect, test } from "@jest/globals";
import { isTable } from "../../lib/document/document.ts";
import { flatTextOfPdf } from "../../lib/formats/pdf/flat-text.ts";
import { pdfOf } from "../make/pages.ts";
import { line, makePdf, type PdfAnnotation, type PdfPage, table, text } from "../make/pdf.ts";
import { processed, readPdf } from "../make/readings.ts";
import { allTexts, reportDocument, tablesOf } from "../make/tables.ts";

const SIZE = 9;

/** Where the figure stands: the baseline of its first digit, from the bottom left. */
interface Spot {
  readonly x: number;
  readonly y: number;
}
type Altered = Partial<Omit<PdfPage, "content">> & {
  /** Operators drawn before the page's own. */
  readonly under?: string;
  /** Operators that print the figure. */
  readonly figure: string;
  readonly over?: string;
};

const SPOT: Spot = { x: 260, y: 606 };
const LABELS = ["信息内容", "本年处理决定数量"];

/** A page of prose and a table with one figure, drawn as told: what is read in its cell, and what is told of it. */
async function read({ under = "", figure, over = "", ...rest }: Altered) {
  const prose = Array.from({ length: 4 }, (_, index) =>
    text("根据《中华人民共和国政府信息公开条例》编制本报告。", 60, 780 - 16 * index),
  ).join("");
  const content = `${under}${prose}${table([LABELS, ["行政许可", ""], ["行政处罚", "7"]], 60, 640, 180)}${figure}${over}`;
  const { pages, blocks } = await readPdf(makePdf([{ ...rest, content }]));
  const cells = blocks
    .filter(isTable)
    .flatMap((block) => block.cells.map((cell) => ({ text: cell.text, flaws: cell.flaws ?? [] })));
  return { kind: pages[0]?.kind, cells, figure: cells[3] };
}

const put = (string: string, x: number, y: number, size = SIZE) => text(string, x, y, size);
const box = (x: number, y: number, width: number, height: number) => `${x} ${y} ${width} ${height} re f `;
const oval = (x: number, y: number, w: number, h: number) =>
  `${x} ${y + h / 2} m ${x} ${y + h} ${x + w} ${y + h} ${x + w} ${y + h / 2} c ${x + w} ${y} ${x} ${y} ${x} ${y + h / 2} c f `;
const annotation = (subtype: string, { x, y }: Spot, more: Partial<PdfAnnotation>): PdfAnnotation => ({
  subtype,
  rect: [x - 2, y - 3, x + 22, y + 10],
  value: "",
  ...more,
});
const quads = ({ x, y }: Spot) => `/QuadPoints [${x} ${y + 8} ${x + 18} ${y + 8} ${x} ${y - 2} ${x + 18} ${y - 2}]`;
const GRADIENT =
  "/S << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 595 0] /Function << /FunctionType 2 /Domain [0 1] /C0 [0.1 0.2 0.6] /C1 [0.1 0.2 0.6] /N 1 >> >>";

describe("a figure of a PDF", () => {
  test.each<[string, string, (spot: Spot) => Altered]>([
    [
      "with 31 struck out beside it",
      "struck",
      ({ x, y }) => ({ figure: put("3185", x, y) + line(x, y + 3, x + 18, y + 3) }),
    ],
    [
      "with 31 struck out by a thin rectangle",
      "struck",
      ({ x, y }) => ({ figure: put("3185", x, y) + box(x, y + 2.8, 18, 0.6) }),
    ],
    [
      "with 31 struck out by a remark",
      "struck",
      ({ x, y }) => ({
        figure: put("3185", x, y),
        annotations: [annotation("StrikeOut", { x, y }, { entries: `${quads({ x, y })} /C [1 0 0]` })],
      }),
    ],
    ["with a note mark", "raised", ({ x, y }) => ({ figure: put("85", x, y) + put("1", x + 18, y + 4, 5) })],
    [
      "with a note mark of two digits",
      "raised",
      ({ x, y }) => ({ figure: put("85", x, y) + put("12", x + 18, y + 4, 5) }),
    ],
    [
      "with a digit raised by its position alone",
      "raised",
      ({ x, y }) => ({ figure: put("85", x, y) + put("2", x + 18, y + 3) }),
    ],
    ["with a lowered digit", "raised", ({ x, y }) => ({ figure: put("85", x, y) + put("2", x + 18, y - 2, 5) })],
    ["with a white digit", "hidden", ({ x, y }) => ({ figure: `${put("85", x, y)}1 g ${put("3", x + 18, y)}0 g ` })],
    [
      "with a nearly white digit",
      "hidden",
      ({ x, y }) => ({ figure: `${put("85", x, y)}0.9 g ${put("3", x + 18, y)}0 g ` }),
    ],
    [
      "with a transparent digit",
      "hidden",
      ({ x, y }) => ({
        figure: `${put("85", x, y)}q /A gs ${put("3", x + 18, y)}Q `,
        resources: { ExtGState: "/A << /ca 0 >>" },
      }),
    ],
    [
      "with a digit of the colour of its shading",
      "hidden",
      ({ x, y }) => ({
        figure: `0.5 g ${box(x - 3, y - 3, 60, 14)}0 g ${put("85", x, y)}0.52 g ${put("3", x + 18, y)}0 g `,
      }),
    ],
    [
      "with a digit in an invisible separation",
      "hidden",
      ({ x, y }) => ({
        figure: `${put("85", x, y)}/CS cs 0 scn ${put("3", x + 18, y)}0 g `,
        resources: {
          ColorSpace:
            "/CS [/Separation /Spot /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 0 0 1] /N 1 >>]",
        },
      }),
    ],
    [
      "with a digit painted with no colour",
      "hidden",
      ({ x, y }) => ({
        figure: `${put("85", x, y)}/CS cs 1 scn ${put("3", x + 18, y)}0 g `,
        resources: {
          ColorSpace:
            "/CS [/Separation /None /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 0 0 1] /N 1 >>]",
        },
      }),
    ],
    ["with a tiny digit", "hidden", ({ x, y }) => ({ figure: put("85", x, y) + put("3", x + 18, y, 2) })],
    [
      "with a digit without height",
      "hidden",
      ({ x, y }) => ({ figure: `${put("85", x, y)}${put("3", x + 18, y).replace("1 0 0 1", "1 0 0 0.01")}` }),
    ],
    [
      "with a digit without breadth",
      "hidden",
      ({ x, y }) => ({ figure: `${put("85", x, y)}BT 1 Tz ET ${put("3", x + 18, y)}BT 100 Tz ET ` }),
    ],
    ["with an invisible digit", "hidden", ({ x, y }) => ({ figure: put("85", x, y) + text("3", x + 18, y, SIZE, 3) })],
    [
      "with a digit that is a clip only",
      "hidden",
      ({ x, y }) => ({ figure: `${put("85", x, y)}q ${text("3", x + 18, y, SIZE, 7)}Q ` }),
    ],
    [
      "with a digit outside its clip",
      "hidden",
      ({ x, y }) => ({ figure: `${put("85", x, y)}q 0 0 5 5 re W n ${put("3", x + 18, y)}Q ` }),
    ],
    [
      "with a digit outside a round clip",
      "hidden",
      ({ x, y }) => ({
        figure: `${put("85", x, y)}q ${oval(x - 5, y - 5, 20, 20).replace(" f ", " W n ")}${put("3", x + 18, y)}Q `,
      }),
    ],
    [
      "with a digit that blends away",
      "hidden",
      ({ x, y }) => ({
        figure: `${put("85", x, y)}q /A gs 1 g ${put("3", x + 18, y)}Q `,
        resources: { ExtGState: "/A << /BM /Multiply >>" },
      }),
    ],
    [
      "with a mirrored digit",
      "reordered",
      ({ x, y }) => ({ figure: `${put("8", x, y)}${put("5", x + 18, y).replace("1 0 0 1", "-1 0 0 1")}` }),
    ],
    ["upside down", "reordered", ({ x, y }) => ({ figure: put("86", x + 18, y + 7).replace("1 0 0 1", "-1 0 0 -1") })],
    ["printed over another", "covered", ({ x, y }) => ({ figure: put("85", x, y) + put("31", x, y) })],
    [
      "under a white shape and another figure",
      "covered",
      ({ x, y }) => ({ figure: `${put("31", x, y)}1 g ${box(x - 2, y - 2, 24, 12)}0 g ${put("85", x, y)}` }),
    ],
    [
      "under a curved shape",
      "covered",
      ({ x, y }) => ({ figure: `${put("31", x, y)}1 g ${oval(x - 8, y - 6, 34, 20)}0 g ` }),
    ],
    [
      "under a polygon",
      "covered",
      ({ x, y }) => ({
        figure: `${put("31", x, y)}1 g ${x - 6} ${y - 3} m ${x - 2} ${y + 11} l ${x + 26} ${y + 11} l ${x + 22} ${y - 3} l f 0 g `,
      }),
    ],
    [
      "under a thick stroke",
      "covered",
      ({ x, y }) => ({ figure: `${put("31", x, y)}q 1 G 14 w ${line(x - 4, y + 3, x + 24, y + 3)}Q ` }),
    ],
    [
      "under a gradient",
      "covered",
      ({ x, y }) => ({
        figure: `${put("31", x, y)}q ${x - 2} ${y - 2} 24 12 re W n /S sh Q `,
        resources: { Shading: GRADIENT },
      }),
    ],
    [
      "under a small picture",
      "covered",
      ({ x, y }) => ({ figure: `${put("31", x, y)}q 24 0 0 12 ${x - 2} ${y - 2} cm /I Do Q `, images: ["I"] }),
    ],
    [
      "partly under a small picture",
      "covered",
      ({ x, y }) => ({ figure: `${put("385", x, y)}q 8 0 0 12 ${x - 2} ${y - 2} cm /I Do Q `, images: ["I"] }),
    ],
    [
      "with a stroke that makes an 8 of its 3",
      "covered",
      ({ x, y }) => ({ figure: put("35", x, y) + line(x + 0.6, y, x + 0.6, y + 6.5) }),
    ],
    [
      "crossed out by a slanting line",
      "covered",
      ({ x, y }) => ({ figure: put("85", x, y) + line(x - 2, y - 2, x + 20, y + 9) }),
    ],
    [
      "crossed by a line as long as its cell",
      "covered",
      ({ x, y }) => ({ figure: put("85", x, y) + line(x - 18, y + 3, x + 150, y + 3) }),
    ],
    [
      "under a stamp",
      "covered",
      ({ x, y }) => ({
        figure: put("31", x, y),
        annotations: [annotation("Stamp", { x, y }, { appearance: `1 g 0 0 24 13 re f 0 g ${put("85", 2, 3)}` })],
      }),
    ],
    [
      "under a round stamp",
      "covered",
      ({ x, y }) => ({
        figure: put("31", x, y),
        annotations: [annotation("Stamp", { x, y }, { appearance: `1 g ${oval(0, 0, 24, 13)}` })],
      }),
    ],
    [
      "under an opaque highlight",
      "covered",
      ({ x, y }) => ({
        figure: put("31", x, y),
        annotations: [annotation("Highlight", { x, y }, { appearance: "1 1 0 rg 0 0 24 13 re f" })],
      }),
    ],
    [
      "under a drawn square without appearance",
      "covered",
      ({ x, y }) => ({
        figure: put("31", x, y),
        annotations: [annotation("Square", { x, y }, { entries: "/IC [1 1 1] /C [0 0 0]" })],
      }),
    ],
    [
      "crossed out by a pen without appearance",
      "covered",
      ({ x, y }) => ({
        figure: put("85", x, y),
        annotations: [
          annotation(
            "Ink",
            { x, y },
            { entries: `/InkList [[${x - 2} ${y - 2} ${x + 20} ${y + 9}]] /C [1 0 0] /BS << /W 1 >>` },
          ),
        ],
      }),
    ],
    [
      "under a remark with another figure",
      "covered",
      ({ x, y }) => ({
        figure: put("31", x, y),
        annotations: [
          annotation("FreeText", { x, y }, { value: "85", appearance: `1 g 0 0 24 13 re f 0 g ${put("85", 2, 3)}` }),
        ],
      }),
    ],
    ["cut by its clip", "hidden", ({ x, y }) => ({ figure: `q ${x} ${y - 3} 13 14 re W n ${put("85", x, y)}Q ` })],
    [
      "painted over, with mere spaces printed on it",
      "covered",
      ({ x, y }) => ({ figure: `${put("31", x, y)}1 g ${box(x - 2, y - 2, 24, 12)}0 g ${put("  ", x, y)}` }),
    ],
    ["under a block of type", "covered", ({ x, y }) => ({ figure: put("31", x, y) + put("█", x - 1, y - 1, 20) })],
    [
      "with a digit in a transparent form",
      "hidden",
      ({ x, y }) => ({
        figure: `${put("85", x, y)}q /A gs /T Do Q `,
        forms: { T: put("3", x + 18, y) },
        resources: { ExtGState: "/A << /ca 0 >>" },
      }),
    ],
    [
      "in a form field with another value",
      "stale",
      ({ x, y }) => ({
        figure: "",
        annotations: [annotation("Widget", { x, y }, { value: "31", appearance: text("85", 5, 5) })],
      }),
    ],
    ["with a digit in a private-use code", "glyphs", ({ x, y }) => ({ figure: put("85\ue001", x, y) })],
  ])("%s is told to be so, and nothing else is", (_, kind, alter) =>
    read(alter(SPOT)).then(({ cells, figure }) => {
      expect(new Set(figure?.flaws.map((flaw) => flaw.kind))).toEqual(new Set([kind]));
      expect(cells.filter(({ flaws }) => flaws.length > 0)).toHaveLength(1);
    }),
  );

  test("behind a cell's border, lower than the label that ends at it, is plain", async () => {
    const { figure } = await read({ figure: put("项目", 221, SPOT.y + 4) + put("85", 241, SPOT.y) });
    expect(figure).toEqual({ text: "85", flaws: [] });
  });

  test.each<[string, (spot: Spot) => Altered]>([
    ["drawn plainly", ({ x, y }) => ({ figure: put("85", x, y) })],
    ["underlined", ({ x, y }) => ({ figure: put("85", x, y) + line(x, y - 1, x + 18, y - 1) })],
    ["close to a border", ({ x, y }) => ({ figure: put("85", x, y) + line(x - 20, y + 7.2, x + 40, y + 7.2) })],
    ["in grey", ({ x, y }) => ({ figure: `0.6 g ${put("85", x, y)}0 g ` })],
    [
      "in white on a dark cell",
      ({ x, y }) => ({ figure: `0.2 g ${box(x - 3, y - 3, 60, 14)}1 g ${put("85", x, y)}0 g ` }),
    ],
    [
      "in white on a dark badge",
      ({ x, y }) => ({ figure: `0.2 g ${oval(x - 12, y - 9, 44, 26)}1 g ${put("85", x, y)}0 g ` }),
    ],
    [
      "in white on a thick stroke",
      ({ x, y }) => ({ figure: `q 14 w ${line(x - 8, y + 3, x + 40, y + 3)}Q 1 g ${put("85", x, y)}0 g ` }),
    ],
    [
      "in white on a gradient",
      ({ x, y }) => ({
        figure: `q ${x - 2} ${y - 2} 24 12 re W n /S sh Q 1 g ${put("85", x, y)}0 g `,
        resources: { Shading: GRADIENT },
      }),
    ],
    [
      "filled with a gradient",
      ({ x, y }) => ({
        figure: `/Pattern cs /P scn ${put("85", x, y)}0 g `,
        resources: { Pattern: `/P << /PatternType 2 /Shading ${GRADIENT.slice(3)} >>` },
      }),
    ],
    [
      "in a separation that prints",
      ({ x, y }) => ({
        figure: `/CS cs 1 scn ${put("85", x, y)}0 g `,
        resources: {
          ColorSpace:
            "/CS [/Separation /Spot /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 0 0 1] /N 1 >>]",
        },
      }),
    ],
    [
      "on a shaded cell drawn in the reversed direction",
      ({ x, y }) => ({ figure: `0.9 g ${box(x + 40, y + 11, -60, -14)}0 g ${put("85", x, y)}` }),
    ],
    [
      "under a fill that its clip keeps off",
      ({ x, y }) => ({ figure: put("85", x, y), over: `q 500 20 40 20 re W n 1 g ${box(0, 0, 595, 842)}Q ` }),
    ],
    [
      "printed, painted over and printed again",
      ({ x, y }) => ({ figure: `${put("85", x, y)}1 g ${box(x - 2, y - 2, 24, 12)}0 g ${put("85", x, y)}` }),
    ],
    [
      "under a faint watermark",
      ({ x, y }) => ({
        figure: put("85", x, y),
        over: `q /A gs ${box(x - 40, y - 40, 120, 120)}Q `,
        resources: { ExtGState: "/A << /ca 0.1 >>" },
      }),
    ],
    [
      "under a transparent picture",
      ({ x, y }) => ({
        figure: put("85", x, y),
        over: `q 400 0 0 600 60 60 cm /W Do Q `,
        pictures: { W: { grey: [0, 0, 0, 0], alpha: [20, 20, 20, 20] } },
      }),
    ],
    [
      "over a pale picture",
      ({ x, y }) => ({
        figure: put("85", x, y),
        under: "q 400 0 0 600 60 60 cm /W Do Q ",
        pictures: { W: { grey: [240, 245, 240, 245] } },
      }),
    ],
    [
      "beside a seal",
      ({ x, y }) => ({ figure: put("85", x, y), over: `q 60 0 0 25 ${x + 40} ${y - 18} cm /I Do Q `, images: ["I"] }),
    ],
    [
      "under a pale slanting watermark",
      ({ x, y }) => ({
        figure: put("85", x, y),
        over: `0.9 g ${put("内部资料2024", x - 20, y - 20, 30).replace("1 0 0 1", "0.7 0.7 -0.7 0.7")}0 g `,
      }),
    ],
    [
      "over a pale slanting watermark",
      ({ x, y }) => ({
        figure: put("85", x, y),
        under: `0.9 g ${put("内部资料", x - 20, y - 20, 30).replace("1 0 0 1", "0.7 0.7 -0.7 0.7")}0 g `,
      }),
    ],
    ["in bold made by printing it twice", ({ x, y }) => ({ figure: put("85", x, y) + put("85", x + 0.3, y) })],
    ["in a transparency group that hides nothing", ({ x, y }) => ({ figure: "/T Do ", forms: { T: put("85", x, y) } })],
    ["in a layer that is on", ({ x, y }) => ({ figure: `/OC /L BDC ${put("85", x, y)}EMC `, layers: { L: true } })],
    [
      "beside a layer that is off",
      ({ x, y }) => ({ figure: `/OC /L BDC ${put("3", x - 9, y)}EMC ${put("85", x, y)}`, layers: { L: false } }),
    ],
    [
      "instead of another in a layer that is off",
      ({ x, y }) => ({
        figure: `/OC /A BDC ${put("31", x, y)}EMC /OC /B BDC ${put("85", x, y)}EMC `,
        layers: { A: false, B: true },
      }),
    ],
    [
      "with a remark far off",
      ({ x, y }) => ({
        figure: put("85", x, y),
        annotations: [annotation("Square", { x: x + 60, y: y - 40 }, { entries: "/IC [1 1 1] /C [0 0 0]" })],
      }),
    ],
  ])("%s is plain", async (_, alter) => {
    const { kind, cells } = await read(alter(SPOT));
    expect(kind).toBe("text");
    expect(cells.map((cell) => cell.text)).toEqual([...LABELS, "行政许可", "85", "行政处罚", "7"]);
    expect(cells.flatMap((cell) => cell.flaws)).toEqual([]);
  });
});

describe("the second reading of a figure of a PDF", () => {
  const flat = async ({ figure, ...rest }: Altered) => {
    const content = table([LABELS, ["行政许可", ""]], 60, 640, 180) + figure;
    return (await flatTextOfPdf(makePdf([{ ...rest, content }]))).pieces;
  };
  const { x, y } = SPOT;

  test("has no digit of a layer that is off", async () => {
    const figure = `/OC /A BDC ${put("3", x - 9, y)}EMC /OC /B BDC ${put("85", x, y)}EMC `;
    expect(await flat({ figure, layers: { A: false, B: true } })).toEqual([...LABELS, "行政许可", "85"]);
  });

  test.each<[string, number, string]>([
    ["raised", 4, "85¹²"],
    ["lowered", -2, "85₁₂"],
  ])("has %s digits as such", async (_, rise, expected) =>
    expect((await flat({ figure: put("85", x, y) + put("12", x + 18, y + rise, 5) })).join("")).toContain(expected),
  );
});

describe("a report without fault in a PDF", () => {
  const LICENSING = "proactive.licensing.decisions";
  /** Its figure of 行政许可, 3185 or 85, with what is drawn over it. */
  async function judged(printed: string, over: (spot: Spot) => string) {
    const report = reportDocument(tablesOf(new Map([...allTexts("2021", "0"), [LICENSING, printed]]), "2021"));
    const figure = new RegExp(text(printed, 0, 0, SIZE).trim().replace("0 0 Tm", "(\\S+) (\\S+) Tm"), "u");
    const pdf = pdfOf(report, "", (page) => {
      const [, x, y] = figure.exec(page.content) ?? [];
      return x && y ? { ...page, content: page.content + over({ x: Number(x), y: Number(y) }) } : page;
    });
    return (await processed("a.pdf", pdf)).report;
  }

  test("has a figure with a part struck out as a person sees it, and names it", async () => {
    const report = await judged("3185", ({ x, y }) => line(x, y + 3, x + 18, y + 3));
    expect(report).toMatchObject({
      status: "needs-review",
      uncertain: [LICENSING],
      tables: { proactive: { licensing: { decisions: 85 } } },
    });
    const finding = report.findings.find(({ code }) => code === "NUMBER-STRUCK");
    expect(finding?.message).toContain("数字旁有删除线文字“31”");
  });

  test("names a figure that a later one is pasted over", async () => {
    const report = await judged("85", ({ x, y }) => `1 g ${x - 2} ${y - 2} 24 12 re f 0 g ${text("31", x, y, SIZE)}`);
    expect(report).toMatchObject({ status: "needs-review", uncertain: [LICENSING] });
    expect(report.findings.find(({ code }) => code === "NUMBER-COVERED")?.message).toContain("被图形遮盖的文字“85”");
  });

  test("is valid where nothing but a rule stands under the figure", async () => {
    const report = await judged("85", ({ x, y }) => line(x, y - 1.5, x + 18, y - 1.5));
    expect(report).toMatchObject({
      status: "valid",
      uncertain: [],
      tables: { proactive: { licensing: { decisions: 85 } } },
    });
  });
});
