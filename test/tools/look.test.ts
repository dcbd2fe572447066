import { describe, expect, jest, test } from "@jest/globals";
import sharp from "sharp";
import { documentOf, docxReport, ofdReport, pdfReport } from "../../bench/reports.ts";
import type { OcrEngine } from "../../lib/recognition/engine.ts";
import { lookAt } from "../../tools/look/look.ts";
import { blankPicture, engineThatReads } from "../make/looks.ts";
import { pdfOf } from "../make/pages.ts";

jest.setTimeout(60_000);

const none: OcrEngine = {
  name: "none",
  recognise: () => Promise.reject(new Error("nothing is to be recognised")),
  readFigures: async (pictures) => pictures.map(() => ({ text: "", certain: false })),
};

/** The colours that marks are drawn in. */
const COLOURS = {
  rulings: [0xdd, 0, 0],
  cells: [0, 0x88, 0],
  odd: [0xff, 0x88, 0],
  doubts: [0xaa, 0, 0xaa],
} as const;
type Mark = keyof typeof COLOURS;

/** How many pixels of a picture are about of the colour of each mark. */
async function marksIn(picture: Buffer | null): Promise<Readonly<Record<Mark, number>>> {
  if (!picture) throw new Error("no picture was drawn");
  const { data } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const counts = { rulings: 0, cells: 0, odd: 0, doubts: 0 };
  const colours = Object.entries(COLOURS) as [Mark, readonly [number, number, number]][];
  for (let at = 0; at < data.length; at += 3) {
    const [red, green, blue] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    if (red === green && green === blue) continue;
    for (const [mark, [r, g, b]] of colours)
      if (Math.abs(red - r) <= 40 && Math.abs(green - g) <= 40 && Math.abs(blue - b) <= 40) counts[mark]++;
  }
  return counts;
}

/** The rows of all tables in a text, without the colours of the terminal. */
const rowsOf = (text: string): string[][] =>
  text
    .replaceAll(/\u001b\[\d+m/gu, "")
    .split("\n")
    .filter((line) => line.startsWith("│"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("│")
        .map((cell) => cell.trim()),
    );
const TOTAL = expect.stringMatching(/^\d+$/u);

/** A figure of each page is painted over. */
const covered = pdfOf(documentOf(3), "", (page) => ({
  ...page,
  content: page.content.replace(
    /BT \/F [\d.]+ Tf 0 Tr 1 0 0 1 ([\d.]+) ([\d.]+) Tm <0033> Tj ET\n/u,
    (text, x, y) => `${text}q 1 g ${x} ${Number(y) - 1} 6 9 re f Q\n`,
  ),
}));

describe("a look at a page", () => {
  test.each([
    ["PDF", pdfReport(3)],
    ["OFD", ofdReport(3)],
  ])("of %s draws its rulings and cells over it, and nothing in doubt", async (_, bytes) => {
    const { picture, text } = await lookAt("a", bytes, 2, none);
    const { width, height, format } = await sharp(picture as Buffer).metadata();
    expect([format, width, Math.round((height ?? 0) / 10)]).toEqual(["png", 1600, 226]);
    const { rulings, cells, odd, doubts } = await marksIn(picture);
    expect(Math.min(rulings, cells)).toBeGreaterThan(5000);
    expect([odd, doubts]).toEqual([0, 0]);
    expect(rowsOf(text)).toContainEqual(["applications.newlyReceived.total", TOTAL, TOTAL, ""]);
    expect(text.split("\n").at(-1)).toMatch(/^valid: /u);
    // The page before has no table.
    const other = await lookAt("a", bytes, 1, none);
    expect((await marksIn(other.picture)).cells).toBe(0);
  });

  test("marks what is not plain, and the figure in doubt", async () => {
    const { picture, text } = await lookAt("a.pdf", covered, 2, none);
    const { odd, doubts } = await marksIn(picture);
    expect(odd).toBeGreaterThan(50);
    expect(doubts).toBeGreaterThan(20);
    expect(text.split("\n").at(-1)).toMatch(/^needs-review: /u);
    expect(rowsOf(text)).toContainEqual(["proactive.licensing.decisions", "3", "3", expect.stringMatching(/./u)]);
  });

  test("of a scan shows what was recognised on it", async () => {
    const { engine } = await engineThatReads(pdfReport(3), { first: [], again: [] });
    const { picture } = await lookAt("a.png", await blankPicture(), 1, engine);
    const { rulings, cells } = await marksIn(picture);
    expect(Math.min(rulings, cells)).toBeGreaterThan(5000);
  });

  test("of no page of the file is a table of its cells", async () => {
    const { picture, text } = await lookAt("a.pdf", pdfReport(3), 99, none);
    expect(picture).toBeNull();
    expect(rowsOf(text)[0]).toEqual(["table 0", "column", "spans", "text", "not plain"]);
  });
});

test("a look at a Word file is a table of its cells, and of what each reading has of every figure", async () => {
  const { picture, text } = await lookAt("a.docx", docxReport(3), 1, none);
  expect(picture).toBeNull();
  const rows = rowsOf(text);
  expect(rows).toContainEqual(["table 0", "column", "spans", "text", "not plain"]);
  expect(rows).toContainEqual(["0", "0", expect.stringMatching(/^1×\d$/u), expect.stringContaining("第二十条"), ""]);
  expect(rows).toContainEqual(["applications.newlyReceived.total", TOTAL, TOTAL, ""]);
});
