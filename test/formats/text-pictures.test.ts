import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import sharp from "sharp";
import { documentOf, htmlOf } from "../../bench/reports.ts";
import { type Block, type Document, isTable } from "../../lib/document/document.ts";
import type { OcrEngine, PagePicture } from "../../lib/recognition/engine.ts";
import { reportHtml } from "../../lib/report/html/report-page.ts";
import { processDocument } from "../../lib/work/process-document.ts";
import { bitmap } from "../make/bitmap.ts";
import type { MadeOptions } from "../make/doc.ts";
import { type MakeBlock, makeDocx, tableOf } from "../make/docx.ts";
import { engineThatReads } from "../make/looks.ts";
import { bitmapBlip, blip, DRAWING, entry, floating, inlineData, PICTURE_AT, pointer } from "../make/office-art.ts";
import { pdfOf } from "../make/pages.ts";
import { processed, secondReading } from "../make/readings.ts";
import { cellsOf, makeWorkbook, PICTURE_ROWS } from "../make/sheet.ts";
import { docOf } from "../make/word97.ts";

/** Tables that stand in a text as pictures, in every format whose text holds some. */

jest.setTimeout(60_000);

const FULL = documentOf(3);
const TABLE = FULL.blocks.filter(isTable)[1] as Block;
/** Points. */
const SIZE = [450, 300] as const;
const HERE = "此处是图片";

/** The report with a picture in the place of table 3, or with a paragraph of these words. */
const without = (words?: string): Document => ({
  ...FULL,
  blocks: FULL.blocks.map((block): Block => {
    if (block !== TABLE) return block;
    const place = { paragraph: 0 };
    return words === undefined
      ? { kind: "picture", width: SIZE[0], height: SIZE[1], place }
      : { kind: "paragraph", text: words, role: "body", place };
  }),
});
const POSITION = without(HERE)
  .blocks.slice(0, FULL.blocks.indexOf(TABLE))
  .reduce((sum, block) => {
    if (block.kind === "paragraph") return sum + block.text.length + 1;
    if (block.kind !== "table") return sum;
    return (
      sum +
      Array.from({ length: block.rows }, (_, row) =>
        block.cells
          .filter((cell) => cell.row <= row && row < cell.row + cell.rowSpan)
          .reduce((most, cell) => most + (cell.row === row ? cell.text.length : 0) + 1, 1),
      ).reduce((a, b) => a + b, 0)
    );
  }, 0);

/** Where a shape lies over the picture, in points from its top. */
interface Band {
  readonly y: number;
  readonly height: number;
}

/** A picture of nothing, wide enough for a table. */
const blank = (format: "png" | "jpeg" | "gif" | "webp", width = 600, height = 400): Promise<Uint8Array> =>
  sharp({ create: { width, height, channels: 3, background: "white" } })
    .toFormat(format)
    .toBuffer();
const docx = (content: Uint8Array, crop = "", more = "", beside = ""): Uint8Array => {
  const picture = `<w:r><w:drawing><wp:inline><wp:extent cx="${SIZE[0] * 12_700}" cy="${SIZE[1] * 12_700}"/><wp:docPr id="1" name="图"${more}/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rIdP"/>${crop}</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
  return makeDocx({
    body: without().blocks.map((block): MakeBlock => {
      if (block.kind === "table") return { table: tableOf(block.cells, block.rows, block.columns) };
      return block.kind === "picture" ? { xml: `<w:p>${picture}${beside}</w:p>` } : block.text;
    }),
    parts: [{ type: "image", target: "media/a.png", content, id: "rIdP" }],
  });
};

const inLine = (data: readonly number[], over?: MadeOptions["structures"]): Uint8Array => {
  const drawing = over ? [{ text: "\u0008", modifiers: DRAWING }] : [];
  const runs = [{ text: "\u0001", modifiers: PICTURE_AT(0) }, ...drawing];
  return docOf(without(HERE), (one) => (one.text === HERE ? { ...one, runs } : one), {
    data,
    ...(over && { structures: over }),
  });
};
/** A place behind all text. */
const TAIL = 0x4_0000;
const beside = (entries: readonly (readonly number[])[], more: MadeOptions = {}): Uint8Array =>
  docOf(
    without(HERE),
    (one) => (one.text === HERE ? { ...one, runs: [{ text: "\u0008", modifiers: DRAWING }] } : one),
    { structures: floating(POSITION, SIZE, entries), ...more },
  );

const web = (picture: string): Uint8Array => Buffer.from(htmlOf(without(HERE)).replace(HERE, picture));
const dataUrl = (content: Uint8Array, type = "image/png"): string =>
  `data:${type};base64,${Buffer.from(content).toString("base64")}`;
function archive(content: Uint8Array, headers: string, address: string): Uint8Array {
  const part = (head: string, body: string) => `--x\r\n${head}\r\n\r\n${body}\r\n`;
  const page = web(`<img src="${address}" width="600" height="400">`).toString();
  return Buffer.from(
    `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n${part(
      "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: file:///C:/a/report.htm",
      page,
    )}${part(`Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n${headers}`, Buffer.from(content).toString("base64"))}--x--\r\n`,
  );
}

function sheet(content: Uint8Array, crop = "", beside = "", over?: Band): Uint8Array {
  const { cells, merges, pictures } = cellsOf(without().blocks, 1, false);
  const corner = (name: string, row: number, column: number) =>
    `<xdr:${name}><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`;
  const anchors = pictures.map(
    (row) =>
      `<xdr:twoCellAnchor>${corner("from", row, 0)}${corner("to", row + PICTURE_ROWS, 9)}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="图"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/>${crop}</xdr:blipFill></xdr:pic>${beside}<xdr:clientData/></xdr:twoCellAnchor>`,
  );
  // Rows are 15 points high.
  const shapes = pictures.map((row) =>
    over
      ? `<xdr:oneCellAnchor>${corner("from", row + over.y / 15, 1)}<xdr:ext cx="${400 * 12_700}" cy="${over.height * 12_700}"/><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="3" name="形"/></xdr:nvSpPr></xdr:sp><xdr:clientData/></xdr:oneCellAnchor>`
      : "",
  );
  const drawing = `<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">${[...anchors, ...shapes].join("")}</xdr:wsDr>`;
  const related = { d1: { type: "drawing", name: "drawings/drawing1.xml", content: drawing } };
  return makeWorkbook({
    sheets: [{ cells, merges, after: '<drawing r:id="d1"/>', related }],
    extra: {
      "xl/drawings/_rels/drawing1.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../media/image1.png"/></Relationships>`,
      "xl/media/image1.png": content,
    },
  });
}

let engine: OcrEngine;
let png: Uint8Array;
beforeAll(async () => {
  ({ engine } = await engineThatReads(pdfOf({ ...FULL, blocks: [TABLE] }), { first: [], again: [] }));
  png = await blank("png");
});

type Made = readonly [name: string, file: string, make: () => Uint8Array | Promise<Uint8Array>];
const READ: readonly Made[] = [
  ["of .docx", "a.docx", () => docx(png)],
  ["in the line of .doc", "a.doc", () => inLine(inlineData([entry(blip(png))], SIZE))],
  ["in the line of .doc, without an entry around it", "a.doc", () => inLine(inlineData([blip(png)], SIZE))],
  ["of two hashes, in the line of .doc", "a.doc", () => inLine(inlineData([entry(blip(png, 0xf01e, 2))], SIZE))],
  ["that is a bitmap of .doc", "a.doc", () => inLine(inlineData([entry(bitmapBlip(bitmap(600, 400, 255)))], SIZE))],
  ["beside the text of .doc", "a.doc", () => beside([entry(blip(png))])],
  [
    "of a .doc whose store points at it",
    "a.doc",
    () => beside([pointer(TAIL)], { tail: [TAIL, Uint8Array.from(blip(png))] }),
  ],
  ["of .xlsx", "a.xlsx", () => sheet(png)],
  ["in the address of a web page", "a.html", () => web(`<img src="${dataUrl(png)}" width="600" height="400">`)],
  ["of its own size in a web page", "a.html", () => web(`<img src="${dataUrl(png)}">`)],
  [
    "that is a JPEG in a web page",
    "a.html",
    async () => web(`<img src='${dataUrl(await blank("jpeg"), "image/jpeg")}'>`),
  ],
  [
    "in an .mht, by its place",
    "a.mht",
    () => archive(png, "Content-Location: file:///C:/a/report.files/1.png", "report.files/1.png"),
  ],
  ["in an .mht, by its number", "a.mht", () => archive(png, "Content-ID: <p1@x>", "cid:p1@x")],
];
const OF = READ.map(([name, ...rest]) => [name, ...rest] as const);
/** What an engine is shown of a file. */
async function shownOf(name: string, bytes: Uint8Array): Promise<readonly PagePicture[]> {
  const shown: PagePicture[] = [];
  const recognise: OcrEngine["recognise"] = (picture, options) => {
    shown.push(picture);
    return engine.recognise(picture, options);
  };
  await processed(name, bytes, { ...engine, recognise });
  return shown;
}

describe("a table that stands in a text as a picture", () => {
  test.each(OF)("is read in its place: %s", async (_, name, make) => {
    const { report, document } = await processed(name, await make(), engine);
    expect(report).toMatchObject({ status: "valid", uncertain: [], source: { ocr: { pages: [1] } } });
    expect(document?.blocks.filter(({ kind }) => kind === "picture")).toEqual([]);
    const tables = document?.blocks.filter(isTable) ?? [];
    expect(tables.map(({ columns }) => columns)).toEqual(FULL.blocks.filter(isTable).map(({ columns }) => columns));
  });

  test.each(OF)(
    "makes its figures uncertain where nobody reads it, and is left to others where nobody can: %s",
    async (_, name, make) => {
      const bytes = await make();
      const { report } = await processed(name, bytes);
      expect(report.status).toBe("needs-review");
      expect(report.findings.map(({ code }) => code)).toContain("PICTURE-UNREAD");
      expect(await processDocument({ name, bytes, secondReading, pictures: "defer" })).toEqual({ kind: "deferred" });
    },
  );
});

describe("a figure in doubt in a picture of a text", () => {
  test("is shown as it stands in the picture, which is kept beside the report", async () => {
    const pdf = pdfOf({ ...FULL, blocks: [TABLE] });
    const { document } = await processed("a.pdf", pdf);
    const cell = document?.blocks.find(isTable)?.cells.find(({ text }) => /^\d+$/u.test(text));
    if (!cell || !("page" in cell.place)) throw new Error("no figure stands on a page");
    const misread = { page: cell.place.page, box: cell.place.box, looks: ["7771", "7772"] } as const;
    const { engine: doubting } = await engineThatReads(pdf, { first: [misread], again: [misread] });
    const { report, pictures } = await processed("a.docx", docx(png), doubting);
    expect(report.status).toBe("needs-review");
    expect(report.source.shownPages).toEqual([1]);
    const { page, box } = report.source.shownPlaces?.[report.uncertain[0] ?? ""] ?? { page: 0, box: [] };
    expect([page, box.every((share) => share > 0 && share < 1)]).toEqual([1, true]);
    expect(reportHtml(report, pictures)).not.toContain("没有从这一张图片读出");
    expect([...(pictures?.cutouts.keys() ?? [])]).toEqual(report.uncertain);
    expect(reportHtml(report, pictures)).toContain("第1张图片</figcaption>");
  });
});

describe("a picture of which a part is cut off", () => {
  test.each<Made>([
    ["of .docx", "a.docx", () => docx(png, '<a:srcRect t="25000" b="50%"/>')],
    ["of .doc", "a.doc", () => inLine(inlineData([entry(blip(png))], SIZE, { cut: { top: 0.25, bottom: 0.5 } }))],
    ["of .xlsx", "a.xlsx", () => sheet(png, '<a:srcRect t="25000" b="50%"/>')],
  ])("is read as far as it is shown: %s", async (_, name, make) => {
    const [picture] = await shownOf(name, await make());
    const [whole] = await shownOf("a.docx", docx(png));
    if (!picture || !whole) throw new Error("nothing was shown");
    expect(picture.raster.height / whole.raster.height).toBeCloseTo(0.25, 2);
    expect(picture.area[3] / whole.area[3]).toBeCloseTo(0.25, 2);
    expect(picture.raster.width).toBe(whole.raster.width);
  });
});

describe("a shape drawn over a picture", () => {
  const shape = ({ y, height }: Band) =>
    `<w:r><w:drawing><wp:anchor><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>${y * 12_700}</wp:posOffset></wp:positionV><wp:extent cx="5080000" cy="${height * 12_700}"/><wp:wrapNone/><a:graphic><a:graphicData><wps:wsp/></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`;
  const rectangle = ({ y, height }: Band) =>
    `<w:r><w:pict><v:rect style="position:absolute;margin-left:0;margin-top:${y}pt;width:400pt;height:${height}pt"/></w:pict></w:r>`;
  const IN_FRONT = 0x60 | (2 << 3);
  const drawing = ({ y, height }: Band) =>
    floating(POSITION + 1, [400, height], [], {}, { y, flags: IN_FRONT, picture: 0 });
  const OVER: readonly (readonly [name: string, file: string, make: (band: Band) => Uint8Array])[] = [
    [".docx", "a.docx", (band) => docx(png, "", "", shape(band))],
    ["the old drawings of .docx", "a.docx", (band) => docx(png, "", "", rectangle(band))],
    [".doc", "a.doc", (band) => inLine(inlineData([entry(blip(png))], SIZE), drawing(band))],
    [".xlsx", "a.xlsx", (band) => sheet(png, "", "", band)],
  ];
  /** Of the picture's table. */
  const doubted = async (name: string, bytes: Uint8Array) => {
    const { report, document } = await processed(name, bytes, engine);
    const cells = document?.blocks.filter(isTable)[1]?.cells ?? [];
    const covered = cells.filter(({ flaws = [] }) => flaws.some(({ kind }) => kind === "covered"));
    return { report, covered, all: cells.length };
  };

  test.each(OVER)("puts the figures in doubt that it may cover, and no others: %s", async (_, name, make) => {
    const { report, covered, all } = await doubted(name, make({ y: 150, height: 60 }));
    expect(report.status).toBe("needs-review");
    expect(report.uncertain.length).toBeGreaterThan(0);
    expect(covered.length).toBeGreaterThan(0);
    expect(covered.length).toBeLessThan(all / 2);
    expect(covered[0]?.flaws).toEqual([{ kind: "covered", how: "盖在上面的图形", text: "" }]);
  });

  test.each(OVER)("says nothing of what it does not reach: %s", async (_, name, make) => {
    const { covered } = await doubted(name, make({ y: 360, height: 30 }));
    expect(covered).toEqual([]);
  });

  test("puts all of it in doubt where both are of one group, whose shapes may lie anywhere", async () => {
    const { report, covered, all } = await doubted("a.xlsx", sheet(png, "", "<xdr:sp/>"));
    expect(report.status).toBe("needs-review");
    expect(covered.length).toBeGreaterThan(all / 2);
  });
});

describe("a picture that nobody can read", () => {
  const HIDDEN = () => floating(POSITION, SIZE, [entry(blip(png))], { hidden: 0x20002 / 0x1_0000 });
  /** An enhanced metafile's first record. */
  const metafile = Buffer.from("010000006c00000000000000000000000000000000000000000000000000000000000000", "hex");
  test.each<Made>([
    ["a metafile of .docx", "a.docx", () => docx(metafile)],
    ["a metafile of .doc", "a.doc", () => inLine(inlineData([entry(blip(metafile, 0xf01a))], SIZE))],
    ["a metafile of .xlsx", "a.xlsx", () => sheet(metafile)],
    ["one of several in a group of .xlsx", "a.xlsx", () => sheet(png, "", "<xdr:pic/>")],
    ["one that .docx hides", "a.docx", () => docx(png, "", ' hidden="1"')],
    ["one that .doc hides", "a.doc", () => beside([entry(blip(png))], { structures: HIDDEN() })],
    ["one of .doc that is not there", "a.doc", () => inLine(inlineData([entry(blip(png))], SIZE, { picture: 2 }))],
    ["one beside the text of .doc that is not there", "a.doc", () => beside([])],
    ["one that .doc points at outside of itself", "a.doc", () => beside([pointer(0x7fff_ffff)])],
    ["one that .doc points at in the midst of its text", "a.doc", () => beside([pointer(0x800)])],
    ["one that is torn", "a.docx", () => docx(png.subarray(0, png.length / 2))],
    ["one beside a web page", "a.html", () => web('<img src="a_files/1.png" width="600" height="400">')],
    ["one of the net", "a.html", () => web('<img src="https://example.org/1.png" width="600" height="400">')],
    [
      "one that is turned over",
      "a.html",
      () => web(`<img src="${dataUrl(png)}" style="transform:scaleX(-1)" width="600" height="400">`),
    ],
    ["one of an .mht that is not in it", "a.mht", () => archive(png, "Content-ID: <p2@x>", "cid:p1@x")],
  ])("makes the figures uncertain that may stand in it: %s", async (_, name, make) => {
    const { report } = await processed(name, await make(), engine);
    expect(report.status).toBe("needs-review");
    expect(report.findings.map(({ code }) => code)).toContain("PICTURE-UNREAD");
    expect(report.source.ocr).toBeNull();
  });
});

describe("pictures that are none of the report's", () => {
  test("are not read: a page's banner, a seal, an icon without a size, what a style sheet takes away", async () => {
    const icon = dataUrl(await blank("png", 24, 24));
    const banner = dataUrl(await blank("webp", 1200, 200), "image/webp");
    const wide = dataUrl(png);
    const page = htmlOf(FULL)
      .replace("<body>", `<body><img src="${banner}"><img src="${icon}">`)
      .replace(
        "</body>",
        `<img src="${icon}"><img src="${wide}" width="120" height="120"><div hidden><img src="${wide}"></div></body>`,
      );
    const { report } = await processed("a.html", Buffer.from(page));
    expect(report.status).toBe("valid");
    expect(await shownOf("a.html", Buffer.from(page))).toEqual([]);
  });
});

test("one picture that stands in a text twice is read where each stands", async () => {
  const [first = "", second = ""] = htmlOf(without(HERE)).split(HERE);
  const image = `<img src="${dataUrl(png)}">`;
  const bytes = Buffer.from(`${first}${image}${second.replace("</body>", `<p>又及</p>${image}</body>`)}`);
  const { document } = await processed("a.html", bytes, engine);
  const kinds = document?.blocks.map((block) =>
    block.kind === "paragraph" && block.text === "又及" ? "again" : block.kind,
  );
  expect(kinds?.slice(-2)).toEqual(["again", "table"]);
  expect(document?.blocks.filter(isTable)).toHaveLength(4);
});
