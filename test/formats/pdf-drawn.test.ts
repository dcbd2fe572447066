import { describe, expect, test } from "@jest/globals";
import { ReaderError } from "../../lib/formats/errors.ts";
import type { Reading } from "../../lib/formats/format.ts";
import { readPdf as firstReading } from "../../lib/formats/pdf/read.ts";
import type { FigureSeen, OcrEngine } from "../../lib/recognition/engine.ts";
import { latin, line, makePdf, type PdfPage, text } from "../make/pdf.ts";
import { readPdf, readPdfContents } from "../make/readings.ts";

const LEFT = 60;
const TOP = 700;
const [WIDTH, HEIGHT] = [80, 20];
const ROWS = ["行政许可", "行政处罚", "行政强制"] as const;

/** A ruled table of a word and two figures a row; `over` is drawn after the figures. */
function page(
  figures: readonly (readonly [string, string])[],
  { said, over = "", ink = "" }: { said?: PdfPage["said"]; over?: string; ink?: string } = {},
): PdfPage {
  const parts: string[] = [];
  for (let row = 0; row <= ROWS.length; row++)
    parts.push(line(LEFT, TOP - row * HEIGHT, LEFT + 3 * WIDTH, TOP - row * HEIGHT));
  for (let column = 0; column <= 3; column++)
    parts.push(line(LEFT + column * WIDTH, TOP, LEFT + column * WIDTH, TOP - ROWS.length * HEIGHT));
  ROWS.forEach((word, row) => {
    const y = TOP - (row + 1) * HEIGHT + 6;
    parts.push(text(word, LEFT + 6, y));
    figures[row]?.forEach((figure, column) => {
      if (figure !== "") parts.push(`${ink}${latin(figure, LEFT + (column + 1) * WIDTH + 30, y)}`);
    });
  });
  return { content: parts.join("") + over, said: said ?? {} };
}

const PLAIN = [
  ["85", "3180"],
  ["1,234.5", "0"],
  ["9", "267"],
] as const;

/** The kinds of flaws of the cells, by their text. */
async function flawsOf(of: PdfPage): Promise<Record<string, string[]>> {
  const { blocks } = await readPdf(makePdf([of]));
  const cells = blocks.flatMap((block) => (block.kind === "table" ? block.cells : []));
  return Object.fromEntries(
    cells.flatMap(({ text: of, flaws }) => (flaws ? [[of, flaws.map(({ kind }) => kind)]] : [])),
  );
}

/** Why the drawn page does not bear out cells, by their text. */
async function unprovenOf(of: PdfPage): Promise<Record<string, string>> {
  const { unproven } = await readPdfContents(makePdf([of]));
  return Object.fromEntries(unproven.map(({ text, why }) => [text, why]));
}

/** Operators over the first figure (85), from the bottom left of its cell. */
const inFirstCell = (operators: string): string => `q 1 0 0 1 ${LEFT + WIDTH} ${TOP - HEIGHT} cm ${operators} Q\n`;

describe("figures of a drawn page", () => {
  test("that show what their codes say are plain, blank cells too", async () => {
    expect(await flawsOf(page(PLAIN))).toEqual({});
    expect(
      await flawsOf(
        page([
          ["85", ""],
          ["", "7"],
          ["1", "2"],
        ]),
      ),
    ).toEqual({});
  });

  test.each([
    [
      "a font that draws 8 where its codes say 3",
      page(
        [
          ["85", "0"],
          ["7", "1"],
          ["2", "4"],
        ],
        { said: { "8": "3" } },
      ),
      { "35": "shape" },
    ],
    [
      "a font that draws 8 where its codes say nothing",
      page(
        [
          ["85", "0"],
          ["7", "1"],
          ["2", "4"],
        ],
        { said: { "8": " " } },
      ),
      { "5": "ink" },
    ],
    [
      "a letter whose font draws a digit",
      page(
        [
          ["85", "0"],
          ["7", "1"],
          ["2", "4"],
        ],
        { said: { "8": "B" } },
      ),
      { B5: "shape" },
    ],
    [
      "a point whose font draws a digit",
      page(
        [
          ["185", "0"],
          ["7", "1"],
          ["2", "4"],
        ],
        { said: { "8": "." } },
      ),
      { "1.5": "shape" },
    ],
  ])("are not borne out where they come of %s", async (_, of, flaws) => expect(await unprovenOf(of)).toEqual(flaws));

  test.each([
    ["a digit drawn as a path before it", "20 4 3 12 re f"],
    ["a stroke of a pen beside it", "2 w 12 4 m 18 15 l S"],
  ])("are not borne out where %s stands in their cell", async (_, operators) =>
    expect(await unprovenOf(page(PLAIN, { over: inFirstCell(operators) }))).toEqual({ "85": "ink" }),
  );

  test("are named where their characters have no ink", async () => {
    // A clip that lets nothing through but the table's other cells.
    const clipped = page(PLAIN, { ink: "" });
    const content = clipped.content.replace(
      latin("85", LEFT + WIDTH + 30, TOP - HEIGHT + 6),
      `q 0 0 10 10 re W n ${latin("85", LEFT + WIDTH + 30, TOP - HEIGHT + 6)} Q\n`,
    );
    const flaws = await flawsOf({ ...clipped, content });
    expect(Object.keys(flaws).every((text) => text === "85" || text === "")).toBe(true);
    expect(Object.values(flaws).flat()).not.toContain("glyphs");
  });

  test.each([
    ["a cell's shading", `0.85 g ${LEFT} ${TOP - 3 * HEIGHT} ${3 * WIDTH} ${3 * HEIGHT} re f 0 g\n`],
    ["dark shading under white figures", ""],
  ])("are plain on %s", async (what, under) => {
    const dark = what.startsWith("dark");
    const shade = dark ? `0.1 0.2 0.5 rg ${LEFT} ${TOP - 3 * HEIGHT} ${3 * WIDTH} ${3 * HEIGHT} re f 0 g\n` : under;
    const of = page(PLAIN, dark ? { ink: "1 g " } : {});
    expect(await flawsOf({ ...of, content: shade + of.content })).toEqual({});
  });
});

describe("a page too large to be drawn as finely as its digits want", () => {
  test("is read all the same, and its figures are looked at as far as it goes", async () => {
    const { blocks } = await readPdf(makePdf([{ ...page(PLAIN), width: 14_400, height: 14_400 }]));
    const cells = blocks.flatMap((block) => (block.kind === "table" ? block.cells : []));
    expect(cells.map(({ text: of }) => of)).toEqual(ROWS.flatMap((word, row) => [word, ...(PLAIN[row] ?? [])]));
  });
});

describe("the recogniser", () => {
  const swapped = makePdf([
    page(
      [
        ["85", "0"],
        ["7", "1"],
        ["2", "4"],
      ],
      { said: { "8": "3" } },
    ),
  ]);
  const stroke = makePdf([page(PLAIN, { over: inFirstCell("2 w 12 4 m 18 15 l S") })]);
  const engine = (seen: FigureSeen, asked: number[]): OcrEngine => ({
    name: "a reader of cells",
    recognise: () => Promise.reject(new Error("no page is to be recognised")),
    readFigures: async (pictures) => {
      asked.push(pictures.length);
      return pictures.map(() => seen);
    },
  });
  const cellsOf = ({ document: { blocks } }: Reading) =>
    blocks.flatMap((block) => (block.kind === "table" ? block.cells : []));
  const look = async (bytes: Uint8Array, seen: FigureSeen) => {
    const asked: number[] = [];
    const first = await firstReading(bytes);
    const cells = cellsOf((await first.pictures?.recognise({ engine: engine(seen, asked) })) ?? first);
    first.close();
    return { asked, pages: first.pictures?.cells ?? 0, flaws: cells.flatMap(({ flaws = [] }) => flaws) };
  };

  test("reads the cells that the page does not bear out, and only these", async () =>
    expect(await look(swapped, { text: "85", certain: true })).toEqual({
      asked: [1],
      pages: 1,
      flaws: [{ kind: "glyphs", how: "字形与编码不符的文字（页面上像是“85”）", text: "35" }],
    }));

  test("is not asked of a page that shows what its codes say", async () =>
    expect((await look(makePdf([page(PLAIN)]), { text: "", certain: true })).asked).toEqual([]));

  test("settles a cell in which it sees what the codes say", async () =>
    expect((await look(stroke, { text: "85", certain: true })).flaws).toEqual([]));

  test("settles nothing where it is not sure", async () =>
    expect((await look(stroke, { text: "85", certain: false })).flaws.map(({ kind }) => kind)).toEqual(["covered"]));

  test("that runs out of time costs nothing that was read natively", async () => {
    const late = {
      ...engine({ text: "", certain: false }, []),
      readFigures: () => Promise.reject(new ReaderError("TIMEOUT", "识别超时。")),
    };
    const first = await firstReading(swapped);
    const cells = cellsOf((await first.pictures?.recognise({ engine: late })) ?? first);
    first.close();
    expect(cells.filter(({ flaws }) => flaws).map(({ text: of }) => of)).toEqual(["35"]);
    expect(cells).toHaveLength(9);
  });
});
