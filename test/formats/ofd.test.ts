import { describe, expect, test } from "@jest/globals";
import sharp from "sharp";
import { gridOf, isParagraph, isTable } from "../../lib/document/document.ts";
import { CorruptError, EncryptedError, TooLargeError } from "../../lib/formats/errors.ts";
import { flatTextOfOfd } from "../../lib/formats/ofd/flat-text.ts";
import { deltasOf } from "../../lib/formats/ofd/glyphs.ts";
import { makeOfd, type OfdFiles, path, resources, table, text } from "../make/ofd.ts";
import { readOfd } from "../make/readings.ts";

const ROWS = [
  ["信息内容", "制发件数", "废止件数", "有效件数"],
  ["规章", "0", "0", "12"],
  ["规范性文件", "3", "", "1,204"],
  ["行政许可", "7", "8", "9"],
];
const textsOf = async (bytes: Uint8Array) =>
  (await readOfd(bytes)).blocks
    .filter(isTable)
    .map((block) => gridOf(block).map((cells) => cells.map((cell) => cell?.text ?? null)));

describe("an OFD file", () => {
  test("gives paragraphs and tables with their places in points", async () => {
    const document = await readOfd(
      makeOfd([[{ content: table(ROWS, 20, 50) + text("本报告由办公室编制。", 25, 40) }]], {}, "年度报告"),
    );
    expect(document.title).toBe("年度报告");
    expect(document.pages.map(({ kind, width, height }) => [kind, Math.round(width), Math.round(height)])).toEqual([
      ["text", 595, 842],
    ]);
    expect(document.blocks.map((block) => block.kind)).toEqual(["paragraph", "table"]);
    const [found] = document.blocks.filter(isTable);
    expect(found && gridOf(found).map((cells) => cells.map((cell) => cell?.text))).toEqual(ROWS);
    const place = found?.cells[0]?.place;
    expect(place && "box" in place && place.box.map(Math.round)).toEqual([57, 142, 85, 23]);
  });

  test("reads all its documents one after the other, and joins a table over pages", async () => {
    const first = { content: table(ROWS.slice(0, 2), 20, 260) };
    const second = { content: table(ROWS.slice(2), 20, 20) };
    const bytes = makeOfd([[first, second], [{ content: text("附件", 25, 40) }]]);
    expect(await textsOf(bytes)).toEqual([ROWS]);
    expect((await readOfd(bytes)).pages.map((page) => page.number)).toEqual([1, 2, 3]);
  });

  test("reads template pages, and a page with its own size and origin", async () => {
    const bytes = makeOfd([
      [{ content: text("5", 64, 57), template: table([["件数", ""]], 30, 50), box: "10 10 140 100" }],
    ]);
    expect(await textsOf(bytes)).toEqual([[["件数", "5"]]]);
    expect(Math.round((await readOfd(bytes)).pages[0]?.width ?? 0)).toBe(397);
  });

  test("moves and turns objects by their matrices", async () => {
    const scaled = text("件数", 30, 40, 40, 'CTM="0.1 0 0 0.1 0 0"');
    const slanted = text("内部资料", 30, 140, 4, 'CTM="0.7 0.7 -0.7 0.7 0 0"');
    const bytes = makeOfd([[{ content: scaled + slanted }]]);
    expect(
      (await readOfd(bytes)).blocks.map((block) => block.kind === "paragraph" && [block.text, block.role]),
    ).toEqual([
      ["件数", "body"],
      ["内部资料", "furniture"],
    ]);
  });

  test("leaves out what does not show: invisible objects, transparent text, annotations; seals are pictures", async () => {
    const content =
      text("公开", 30, 40) +
      text("隐藏", 30, 60, 4, 'Visible="false"') +
      text("透明", 30, 80, 4, 'Alpha="0"') +
      text("无填充", 30, 90, 4, 'Fill="false"');
    const annotations = {
      "Doc_0/Annotations.xml":
        '<a:Annotations xmlns:a="x"><a:Page PageID="100"><a:FileLoc>Annots/A.xml</a:FileLoc></a:Page></a:Annotations>',
      "Doc_0/Annots/A.xml": `<a:PageAnnot xmlns:a="x" xmlns:ofd="y"><a:Annot Type="Stamp"><a:Appearance Boundary="100 200 40 40">${text("印章", 0, 5)}</a:Appearance></a:Annot></a:PageAnnot>`,
    };
    const document = await readOfd(makeOfd([[{ content }]], annotations));
    expect(document.blocks.filter(isParagraph).map((block) => block.text)).toEqual(["公开"]);
    expect(
      document.blocks
        .filter((block) => block.kind === "picture")
        .map((block) => [Math.round(block.width), Math.round(block.height)]),
    ).toEqual([[113, 113]]);
  });

  test("takes the width of borders from drawing parameters and those they build on", async () => {
    const borders =
      '<r:Res xmlns:r="x"><r:DrawParams><r:DrawParam ID="3" LineWidth="40"/><r:DrawParam ID="4" Relative="3"/></r:DrawParams></r:Res>';
    const broad = [0, 10].map((y) => path(20, 50 + y, "M 0 0 L 60 0", 'DrawParam="4"')).join("");
    const sides = [0, 30, 60].map((x) => path(20 + x, 50, "M 0 0 L 0 10")).join("");
    const content = `${broad}${sides}${text("件数", 25, 57)}${text("5", 55, 57)}`;
    // Lines as broad as an area are no borders: only the sides remain.
    expect(
      (await readOfd(makeOfd([[{ content }]], { "Doc_0/PublicRes.xml": borders }))).blocks.filter(isTable),
    ).toHaveLength(0);
    expect((await readOfd(makeOfd([[{ content }]]))).blocks.filter(isTable)).toHaveLength(1);
  });

  test("is a picture or a blank page where it shows nothing else", async () => {
    const image = '<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="8" CTM="210 0 0 297 0 0"/>';
    const hidden = Array.from({ length: 5 }, (_, index) => text("政府信息公开工作年度报告", 20, 40 + 10 * index)).join(
      "",
    );
    const scan = {
      "Doc_0/Res/8.png": await sharp({ create: { width: 21, height: 29, channels: 3, background: "#eee" } })
        .png()
        .toBuffer(),
    };
    const media = resources(
      '<ofd:MultiMedias><ofd:MultiMedia ID="8" Type="Image"><ofd:MediaFile>8.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>',
    );
    const pages = [{ content: image }, { content: "" }, { content: hidden + image }];
    const kindsOf = async (files: OfdFiles) => (await readOfd(makeOfd([pages], files))).pages.map((page) => page.kind);
    expect(await kindsOf({ ...media, ...scan })).toEqual(["picture", "blank", "searchable-scan"]);
    // A picture that is defined nowhere shows nothing and hides nothing.
    expect(await kindsOf({})).toEqual(["blank", "blank", "text"]);
  });

  test("writes out repeated distances and goes on with the last one", async () => {
    expect(deltasOf("g 3 1.5 2 g 2 4", 6)).toEqual([1.5, 1.5, 1.5, 2, 4, 4]);
    expect(deltasOf("1.5", 3)).toEqual([1.5, 1.5, 1.5]);
    expect(deltasOf("g 1000000000 1", 2)).toEqual([1, 1]);
    expect(deltasOf(undefined, 2)).toBeNull();
  });

  test("is refused when it is broken, encrypted or too long, and expands no entities", async () => {
    await expect(readOfd(makeOfd([[{ content: "<ofd:Layer>" }]]))).rejects.toThrow(CorruptError);
    await expect(readOfd(makeOfd([]))).rejects.toThrow(CorruptError);
    await expect(readOfd(makeOfd([[{ content: "" }]], { "Encryptions.xml": "<e/>" }))).rejects.toThrow(EncryptedError);
    await expect(readOfd(makeOfd([Array.from({ length: 501 }, () => ({ content: "" }))]))).rejects.toThrow(
      TooLargeError,
    );
    await expect(
      readOfd(makeOfd([[{ content: "<ofd:PageBlock>".repeat(200) + "</ofd:PageBlock>".repeat(200) }]])),
    ).rejects.toThrow(TooLargeError);
    const entities =
      '<!DOCTYPE OFD [<!ENTITY a SYSTEM "file:///etc/passwd">]><OFD><DocBody><DocRoot>&a;</DocRoot></DocBody></OFD>';
    await expect(readOfd(makeOfd([[{ content: "" }]], { "OFD.xml": entities }))).rejects.toThrow(CorruptError);
  });
});

describe("the second reading of an OFD file", () => {
  test("has one piece a cell in the order of drawing, and an empty one for a blank cell", async () => {
    const flat = flatTextOfOfd(
      makeOfd([[{ content: table(ROWS, 20, 50) + text("隐藏", 30, 200, 4, 'Visible="false"') }]]),
    );
    expect(flat).toMatchObject({ pieces: ROWS.flat(), blanksKept: true });
  });

  test("parts what one text object prints in several cells", async () => {
    const row =
      '<ofd:TextObject ID="1" Boundary="20 50 150 5" Font="1" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="4 26 30 30">规章012</ofd:TextCode></ofd:TextObject>';
    expect(flatTextOfOfd(makeOfd([[{ content: row }]])).pieces).toEqual(["规章", "0", "1", "2"]);
  });
});
