import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, describe, expect, test } from "@jest/globals";
import sharp from "sharp";
import { isTable } from "../../lib/document/document.ts";
import { glyphsFor } from "../../lib/formats/ofd/cmap.ts";
import { flatTextOfOfd } from "../../lib/formats/ofd/flat-text.ts";
import {
  annotation,
  image,
  layer,
  makeOfd,
  type OfdFiles,
  type OfdPage,
  path,
  resources,
  table,
  text,
} from "../make/ofd.ts";
import { ofdOf } from "../make/pages.ts";
import { processed, readOfd } from "../make/readings.ts";
import { allTexts, reportDocument, tablesOf } from "../make/tables.ts";

/** How a figure is printed: what is drawn under, for and over it, and the files that this needs. */
type Altered = Partial<Omit<OfdPage, "content">> & {
  readonly under?: string;
  readonly figure: string;
  readonly over?: string;
  readonly files?: OfdFiles;
};

/** Where the figure's first digit stands on its baseline, in millimetres. */
const [X, Y] = [90, 63];
const SIZE = 4;
const LABELS = ["信息内容", "本年处理决定数量"];
const FONT = readFileSync(
  createRequire(import.meta.url).resolve("pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf"),
);

const pictures: Record<string, Uint8Array> = {};
beforeAll(async () => {
  const plain = (background: { r: number; g: number; b: number; alpha: number }) =>
    sharp({ create: { width: 24, height: 12, channels: 4, background } })
      .png()
      .toBuffer();
  pictures.white = await plain({ r: 255, g: 255, b: 255, alpha: 1 });
  pictures.clear = await plain({ r: 0, g: 0, b: 0, alpha: 0 });
  pictures.pale = await plain({ r: 235, g: 240, b: 250, alpha: 1 });
  pictures.dark = await plain({ r: 20, g: 30, b: 90, alpha: 1 });
});

/** The document with a picture as resource 8. */
const withPicture = (name: string): OfdFiles => ({
  ...resources(
    '<ofd:MultiMedias><ofd:MultiMedia ID="8" Type="Image"><ofd:MediaFile>8.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>',
  ),
  "Doc_0/Res/8.png": pictures[name] ?? new Uint8Array(),
});

/** The font with other glyphs for the digits: a table `cmap` of format 6 in place of its own. */
function remapped(order: string): Uint8Array {
  const view = new DataView(new ArrayBuffer(44));
  [0, 1, 3, 1, 0, 12, 6, 32, 0, 0x30, 10].forEach((value, index) => view.setUint16(2 * index, value));
  [...order].forEach((digit, index) => view.setUint16(22 + 2 * index, glyphOf(digit)));
  const font = Buffer.concat([FONT, new Uint8Array(view.buffer)]);
  for (let at = 12; at < 12 + 16 * font.readUInt16BE(4); at += 16) {
    if (font.toString("latin1", at, at + 4) !== "cmap") continue;
    font.writeUInt32BE(FONT.length, at + 8);
    font.writeUInt32BE(44, at + 12);
  }
  return font;
}
const glyphOf = (digit: string): number => [...glyphsFor(FONT)(digit.codePointAt(0) as number)][0] ?? 0;
const withFont = (font: Uint8Array, id = 1): OfdFiles => ({
  ...resources(
    `<ofd:Fonts><ofd:Font ID="${id}" FontName="F"><ofd:FontFile>F.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>`,
  ),
  "Doc_0/Res/F.ttf": font,
});
/** Digits, each with the glyph that stands for another. */
const drawnAs = (codes: string, digits: string, glyphs: readonly number[] = [...digits].map(glyphOf)) =>
  put(codes).replace(
    "<ofd:TextCode",
    `<ofd:CGTransform CodePosition="0" CodeCount="${[...codes].length}" GlyphCount="${glyphs.length}"><ofd:Glyphs>${glyphs.join(" ")}</ofd:Glyphs></ofd:CGTransform><ofd:TextCode`,
  );

const put = (string: string, x = X, y = Y, size = SIZE, attributes = "") => text(string, x, y, size, attributes);
const coloured = (colour: string, object: string) => object.replace("><", `><ofd:FillColor ${colour}/><`);
const box = (x: number, y: number, width: number, height: number, colour: string, attributes = "") =>
  coloured(
    colour,
    path(x, y, `M 0 0 L ${width} 0 L ${width} ${height} L 0 ${height} C`, `Fill="true" Stroke="false" ${attributes}`),
  );
const WHITE = 'Value="255 255 255"';
const oval = (x: number, y: number, w: number, h: number, colour: string) =>
  coloured(
    colour,
    path(
      x,
      y,
      `M 0 ${h / 2} B 0 ${-h / 6} ${w} ${-h / 6} ${w} ${h / 2} B ${w} ${h * 1.17} 0 ${h * 1.17} 0 ${h / 2} C`,
      'Fill="true" Stroke="false"',
    ),
  );
const clipped = (object: string, [x, y, width, height]: readonly number[], kind = "Path") =>
  object.replace(
    "><",
    `><ofd:Clips><ofd:Clip><ofd:Area><ofd:${kind} Boundary="${x} ${y} ${width} ${height}"><ofd:AbbreviatedData>M 0 0 L ${width} 0 L ${width} ${height} L 0 ${height} C</ofd:AbbreviatedData></ofd:${kind}></ofd:Area></ofd:Clip></ofd:Clips><`,
  );
const composite = (content: string, boundary = "0 0 210 297", attributes = "") => ({
  figure: `<ofd:CompositeObject ID="3" ResourceID="5" Boundary="${boundary}" ${attributes}/>`,
  files: resources(
    `<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5" Width="210" Height="297"><ofd:Content>${content}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>`,
  ),
});
const params = (content: string) => resources(`<ofd:DrawParams>${content}</ofd:DrawParams>`);
const remark = (type: string, content: string, attributes?: string) =>
  annotation(type, [X - 2, Y - 5, 12, 7], content, attributes);

function ofdWith({ under = "", figure, over = "", files, ...rest }: Altered): Uint8Array {
  const prose = Array.from({ length: 4 }, (_, index) =>
    text("根据《中华人民共和国政府信息公开条例》编制本报告。", 20, 20 + 6 * index),
  ).join("");
  const content = `${under}${prose}${table([LABELS, ["行政许可", ""], ["行政处罚", "7"]], 20, 50, 60)}${figure}${over}`;
  return makeOfd([[{ ...rest, content }]], files);
}

/** What is read in the cells of a page drawn as told, and what is told of them. */
async function read(altered: Altered) {
  const { pages, blocks } = await readOfd(ofdWith(altered));
  const cells = blocks
    .filter(isTable)
    .flatMap((block) => block.cells.map((cell) => ({ text: cell.text, flaws: cell.flaws ?? [] })));
  return { kind: pages[0]?.kind, cells, figure: cells[3] };
}

describe("a figure of an OFD file", () => {
  test.each<[string, string, () => Altered]>([
    ["with 31 struck out beside it", "struck", () => ({ figure: put("3185") + path(X, Y - 1.4, "M 0 0 L 4 0") })],
    [
      "with 31 struck out before it was printed",
      "struck",
      () => ({ figure: path(X, Y - 1.4, "M 0 0 L 4 0") + put("3185") }),
    ],
    [
      "with 31 struck out by a thin rectangle",
      "struck",
      () => ({ figure: put("3185") + box(X, Y - 1.5, 4, 0.2, 'Value="200 0 0"') }),
    ],
    [
      "with 31 struck out by a remark",
      "struck",
      () => ({ figure: put("3185"), files: remark("Highlight", path(2, 3.6, "M 0 0 L 4 0")) }),
    ],
    ["with a note mark", "raised", () => ({ figure: put("85") + put("1", X + 4, Y - 1.6, 2.2) })],
    [
      "with a digit raised by its distance alone",
      "raised",
      () => ({ figure: put("852").replace("<ofd:TextCode", '<ofd:TextCode DeltaY="0 -1.2"') }),
    ],
    ["with a lowered digit", "raised", () => ({ figure: put("85") + put("2", X + 4, Y + 0.9, 2.2) })],
    ["with a white digit", "hidden", () => ({ figure: put("85") + coloured(WHITE, put("3", X + 4)) })],
    [
      "with a nearly white digit",
      "hidden",
      () => ({ figure: put("85") + coloured('Value="235 235 235"', put("3", X + 4)) }),
    ],
    [
      "with a digit white in hexadecimal",
      "hidden",
      () => ({ figure: put("85") + coloured('Value="#FF #FF #FF"', put("3", X + 4)) }),
    ],
    [
      "with a white digit by its drawing parameters",
      "hidden",
      () => ({
        figure: put("85") + put("3", X + 4, Y, SIZE, 'DrawParam="7"'),
        files: params(
          `<ofd:DrawParam ID="6"><ofd:FillColor ${WHITE}/></ofd:DrawParam><ofd:DrawParam ID="7" Relative="6"/>`,
        ),
      }),
    ],
    [
      "with a white digit by its layer",
      "hidden",
      () => ({
        figure: put("85"),
        layers: layer(put("3", X + 4), 'DrawParam="6"'),
        files: params(`<ofd:DrawParam ID="6"><ofd:FillColor ${WHITE}/></ofd:DrawParam>`),
      }),
    ],
    [
      "with a white digit in grey levels",
      "hidden",
      () => ({
        figure: put("85") + coloured('Value="255" ColorSpace="4"', put("3", X + 4)),
        files: resources('<ofd:ColorSpaces><ofd:ColorSpace ID="4" Type="GRAY"/></ofd:ColorSpaces>'),
      }),
    ],
    [
      "with a digit without ink of four",
      "hidden",
      () => ({
        figure: put("85") + coloured('Value="0 0 0 0" ColorSpace="4"', put("3", X + 4)),
        files: resources('<ofd:ColorSpaces><ofd:ColorSpace ID="4" Type="CMYK"/></ofd:ColorSpaces>'),
      }),
    ],
    [
      "with a white digit of a palette",
      "hidden",
      () => ({
        figure: put("85") + coloured('Index="1" ColorSpace="4"', put("3", X + 4)),
        files: resources(
          '<ofd:ColorSpaces><ofd:ColorSpace ID="4" Type="RGB"><ofd:Palette><ofd:CV>0 0 0</ofd:CV><ofd:CV>255 255 255</ofd:CV></ofd:Palette></ofd:ColorSpace></ofd:ColorSpaces>',
        ),
      }),
    ],
    [
      "with a digit of a pattern",
      "hidden",
      () => ({
        figure:
          put("85") +
          put("3", X + 4).replace("><", '><ofd:FillColor><ofd:Pattern Width="1" Height="1"/></ofd:FillColor><'),
      }),
    ],
    ["with a transparent digit", "hidden", () => ({ figure: put("85") + put("3", X + 4, Y, SIZE, 'Alpha="0"') })],
    [
      "with a nearly transparent digit",
      "hidden",
      () => ({ figure: put("85") + coloured('Value="0 0 0" Alpha="20"', put("3", X + 4)) }),
    ],
    [
      "with a digit of the colour of its shading",
      "hidden",
      () => ({
        under: box(82, 59, 50, 6, 'Value="120 120 120"'),
        figure: coloured(WHITE, put("85")) + coloured('Value="125 125 125"', put("3", X + 4)),
      }),
    ],
    ["with an unpainted digit", "hidden", () => ({ figure: put("85") + put("3", X + 4, Y, SIZE, 'Fill="FALSE"') })],
    ["with a tiny digit", "hidden", () => ({ figure: put("85") + put("3", X + 4, Y, 0.7) })],
    [
      "with a digit without breadth",
      "hidden",
      () => ({ figure: put("85") + put("3", X + 4, Y, SIZE, 'HScale="0.01"') }),
    ],
    [
      "with a digit outside its clip",
      "hidden",
      () => ({ figure: put("85") + clipped(put("3", X + 4), [20, 0, 5, 5]) }),
    ],
    [
      "with a digit clipped by letters",
      "hidden",
      () => ({ figure: put("85") + clipped(put("3", X + 4), [0, 0, 5, 5], "Text") }),
    ],
    ["cut by its boundary", "hidden", () => ({ figure: put("853").replace(/ 200 [\d.]+"/u, ' 4 5"') })],
    ["in a boundary without extent", "hidden", () => ({ figure: put("85").replace(/ 200 [\d.]+"/u, ' 0 0"') })],
    ["cut by a composite object's boundary", "hidden", () => composite(put("853"), `0 0 ${X + 4} 297`)],
    [
      "with a transparent digit in a composite object",
      "hidden",
      () => ({ ...composite(put("3", X + 4), undefined, 'Alpha="0"'), under: put("85") }),
    ],
    [
      "with a mirrored digit",
      "reordered",
      () => ({ figure: put("8") + put("5", X + 4, Y, SIZE, 'CTM="-1 0 0 1 2 0"') }),
    ],
    ["upside down", "reordered", () => ({ figure: put("86", X, Y, SIZE, 'CTM="-1 0 0 -1 4 6"') })],
    ["slanting", "reordered", () => ({ figure: put("85", X, Y - 1, SIZE, 'CTM="0.95 0.3 -0.3 0.95 1 0"') })],
    [
      "written backwards",
      "reordered",
      () => ({ figure: put("58").replace(/X="0"(.*)DeltaX="[^"]*"/u, 'X="2"$1DeltaX="-2"') }),
    ],
    [
      "whose digits lie on each other",
      "covered",
      () => ({ figure: put("385").replace(/DeltaX="[^"]*"/u, 'DeltaX="0.3 2"') }),
    ],
    ["printed over another", "covered", () => ({ figure: put("85") + put("31") })],
    [
      "under a white shape and another figure",
      "covered",
      () => ({ figure: put("731") + box(X - 1, Y - 4, 9, 5, WHITE) + put("85") }),
    ],
    [
      "under a white shape by its drawing parameters",
      "covered",
      () => ({
        figure: put("31") + path(X - 1, Y - 4, "M 0 0 L 9 0 L 9 5 L 0 5 C", 'Fill="1" Stroke="0" DrawParam="6"'),
        files: params(`<ofd:DrawParam ID="6"><ofd:FillColor ${WHITE}/></ofd:DrawParam>`),
      }),
    ],
    ["under a curved shape", "covered", () => ({ figure: put("31") + oval(X - 3, Y - 6, 12, 10, WHITE) })],
    [
      "under a polygon",
      "covered",
      () => ({
        figure:
          put("31") + coloured(WHITE, path(X - 3, Y - 5, "M 2 0 L 12 0 L 10 7 L 0 7 C", 'Fill="true" Stroke="false"')),
      }),
    ],
    [
      "under a thick stroke",
      "covered",
      () => ({ figure: put("31") + path(X - 2, Y - 1.4, "M 0 0 L 9 0", 'LineWidth="6"') }),
    ],
    [
      "under a small picture",
      "covered",
      () => ({ figure: put("31") + image(X - 1, Y - 4, 9, 5, 8), files: withPicture("white") }),
    ],
    [
      "partly under a small picture",
      "covered",
      () => ({ figure: put("385") + image(X - 1, Y - 4, 3, 5, 8), files: withPicture("white") }),
    ],
    [
      "under a picture without size of its own",
      "covered",
      () => ({
        figure: put("31") + image(X - 1, Y - 4, 9, 5, 8).replace(/CTM="[^"]*"/u, ""),
        files: withPicture("white"),
      }),
    ],
    [
      "under a composite object",
      "covered",
      () => {
        const { figure, files } = composite(box(X - 1, Y - 4, 9, 5, WHITE));
        return { figure: put("31") + figure, files };
      },
    ],
    [
      "under a template drawn last",
      "covered",
      () => ({ figure: put("31"), template: box(X - 1, Y - 4, 9, 5, WHITE), templateOrder: "Foreground" }),
    ],
    [
      "under a layer of the foreground that is written first",
      "covered",
      () => ({
        figure: "",
        layers: layer(box(X - 1, Y - 4, 9, 5, WHITE), 'Type="Foreground"') + layer(put("31"), 'Type="Body"'),
      }),
    ],
    ["crossed out by a slanting line", "covered", () => ({ figure: put("85") + path(X - 1, Y - 4, "M 0 5 L 6 0") })],
    [
      "with a stroke that makes an 8 of its 3",
      "covered",
      () => ({ figure: put("35") + path(X + 0.3, Y - 2.8, "M 0 0 L 0 2.8", 'LineWidth="0.3"') }),
    ],
    [
      "drawn by straight lines",
      "covered",
      () => ({ figure: path(X, Y - 3, "M 0 0 L 2 0 L 2 3 L 0 3 C M 0 1.5 L 2 1.5") }),
    ],
    ["under a large word", "covered", () => ({ figure: put("85") + put("废", X - 1, Y + 3, 10) })],
    [
      "under an object of no known kind",
      "covered",
      () => ({ figure: `${put("85")}<ofd:VideoObject ID="4" Boundary="${X} ${Y - 4} 8 5"/>` }),
    ],
    ...["Stamp", "Watermark", "Highlight", "Link", "Path"].map((type): [string, string, () => Altered] => [
      `under a remark of type ${type} with another figure`,
      "covered",
      () => ({ figure: put("31"), files: remark(type, box(0, 0, 12, 7, WHITE) + put("85", 2, 5)) }),
    ]),
    ["blank under a remark with a figure", "covered", () => ({ figure: "", files: remark("Path", put("85", 2, 5)) })],
    ["pasted as a picture", "covered", () => ({ figure: image(X, Y - 4, 8, 5, 8), files: withPicture("dark") })],
    ["drawn as a curve", "covered", () => ({ figure: oval(X, Y - 4, 3, 5, 'Value="0 0 0"') })],
    ["under a seal", "covered", () => ({ figure: put("85"), files: seal([X - 1, Y - 4, 9, 5]) })],
    ["drawn by the glyph of another digit", "glyphs", () => ({ figure: drawnAs("35", "85"), files: withFont(FONT) })],
    [
      "drawn by one glyph for two digits",
      "glyphs",
      () => ({ figure: drawnAs("35", "", [glyphOf("8")]), files: withFont(FONT) }),
    ],
    ["drawn by glyphs of a font that the file lacks", "glyphs", () => ({ figure: drawnAs("35", "85") })],
    [
      "drawn with a font that has another glyph for its code",
      "glyphs",
      () => ({ figure: put("35"), files: withFont(remapped("0128456739")) }),
    ],
    [
      "drawn with a font that can't be drawn",
      "glyphs",
      () => ({
        figure: drawnAs("85", "85").replace('Font="1"', 'Font="2"'),
        files: withFont(Buffer.from(FONT.subarray(0, 5000)), 2),
      }),
    ],
    [
      "drawn with a font that is none",
      "glyphs",
      () => ({
        figure: drawnAs("85", "85").replace('Font="1"', 'Font="2"'),
        files: withFont(Buffer.from("no font"), 2),
      }),
    ],
    ["with a point drawn as a digit", "glyphs", () => ({ figure: drawnAs("8.5", "815"), files: withFont(FONT) })],
    ["with a dash drawn as a digit", "glyphs", () => ({ figure: drawnAs("-85", "185"), files: withFont(FONT) })],
    ["with a blank drawn as a digit", "glyphs", () => ({ figure: drawnAs("85\u00a0", "851"), files: withFont(FONT) })],
    ["with a digit in a private-use code", "glyphs", () => ({ figure: put("85\ue001") })],
  ])("%s is told to be so, and nothing else is", (_, kind, alter) =>
    read(alter()).then(({ cells, figure }) => {
      expect(new Set(figure?.flaws.map((flaw) => flaw.kind))).toEqual(new Set([kind]));
      expect(cells.filter(({ flaws }) => flaws.length > 0)).toHaveLength(1);
    }),
  );

  test.each<[string, () => Altered]>([
    ["drawn plainly", () => ({ figure: put("85") })],
    ["underlined", () => ({ figure: put("85") + path(X, Y + 0.5, "M 0 0 L 4 0") })],
    ["in grey", () => ({ figure: coloured('Value="150 150 150"', put("85")) })],
    [
      "in outline",
      () => ({
        figure: coloured(WHITE, put("85", X, Y, SIZE, 'Stroke="true"')).replace(
          "<ofd:TextCode",
          '<ofd:StrokeColor Value="0 0 0"/><ofd:TextCode',
        ),
      }),
    ],
    [
      "in white on a dark cell",
      () => ({ figure: box(X - 1, Y - 4, 9, 5, 'Value="20 40 90"') + coloured(WHITE, put("85")) }),
    ],
    [
      "in white on a dark badge",
      () => ({ figure: oval(X - 3, Y - 6, 12, 10, 'Value="20 40 90"') + coloured(WHITE, put("85")) }),
    ],
    [
      "in white on a dark picture",
      () => ({ figure: image(X - 1, Y - 4, 9, 5, 8) + coloured(WHITE, put("85")), files: withPicture("dark") }),
    ],
    [
      "filled with a gradient between colours alike",
      () => ({
        figure: put("85").replace(
          "><",
          '><ofd:FillColor><ofd:AxialShd StartPoint="0 0" EndPoint="1 1"><ofd:Segment Position="0"><ofd:Color Value="0 0 0"/></ofd:Segment><ofd:Segment Position="1"><ofd:Color Value="10 10 40"/></ofd:Segment></ofd:AxialShd></ofd:FillColor><',
        ),
      }),
    ],
    ["inside its clip", () => ({ figure: clipped(put("85"), [0, 0, 20, 6]) })],
    ["beside a digit that is not visible", () => ({ figure: put("85") + put("3", X + 4, Y, SIZE, 'Visible="0"') })],
    [
      "beside a layer that is not visible",
      () => ({ figure: put("85"), layers: layer(put("3", X + 4), 'Visible="FALSE"') }),
    ],
    [
      "over a layer of the background that is written last",
      () => ({
        figure: put("85"),
        layers: layer(box(X - 1, Y - 4, 9, 5, 'Value="240 240 200"'), 'Type="Background"'),
      }),
    ],
    ["over a shaded template", () => ({ figure: put("85"), template: box(X - 1, Y - 4, 9, 5, 'Value="240 240 200"') })],
    [
      "under a shape that its boundary keeps off",
      () => ({
        figure: put("85") + box(20, 10, 150, 150, WHITE).replace(/Boundary="[^"]*"/u, 'Boundary="20 10 5 5"'),
      }),
    ],
    [
      "under a pale transparent shape",
      () => ({ figure: put("85") + box(20, 10, 150, 150, 'Value="255 255 0"', 'Alpha="60"') }),
    ],
    [
      "under a transparent picture",
      () => ({ figure: put("85"), over: image(20, 10, 150, 200, 8), files: withPicture("clear") }),
    ],
    [
      "under a pale picture shown faintly",
      () => ({ figure: put("85"), over: image(20, 10, 150, 200, 8, 'Alpha="30"'), files: withPicture("dark") }),
    ],
    [
      "under a picture that only darkens",
      () => ({ figure: put("85"), over: image(20, 10, 150, 200, 8, 'BlendMode="Darken"'), files: withPicture("pale") }),
    ],
    [
      "over a pale picture",
      () => ({ under: image(20, 10, 150, 200, 8), figure: put("85"), files: withPicture("pale") }),
    ],
    ["under a picture that is defined nowhere", () => ({ figure: put("85"), over: image(20, 10, 150, 200, 99) })],
    ["beside a seal", () => ({ figure: put("85"), files: seal([X + 55, Y + 20, 40, 40]) })],
    [
      "under a highlight that lets it through",
      () => ({ figure: put("85"), files: remark("Highlight", box(0, 0, 12, 7, 'Value="255 255 0" Alpha="100"')) }),
    ],
    [
      "under a remark that is not visible",
      () => ({ figure: put("85"), files: remark("Path", put("31", 2, 5), 'Visible="0"') }),
    ],
    [
      "under a pale slanting watermark",
      () => ({
        figure: put("85"),
        files: annotation(
          "Watermark",
          [0, 0, 210, 297],
          coloured(
            'Value="170 160 165" Alpha="102"',
            put("内部资料内部资料", 40, 30, 12, 'CTM="0.7 0.7 -0.7 0.7 0 0"'),
          ),
        ),
      }),
    ],
    [
      "under a grey slanting watermark with a year",
      () => ({
        figure: put("85") + coloured('Value="190 190 190"', put("2024年", X - 4, Y, 8, 'CTM="0.7 0.7 -0.7 0.7 4 0"')),
      }),
    ],
    ["in bold made by printing it twice", () => ({ figure: put("85") + put("85", X + 0.1) })],
    [
      "in a composite object named as what it shows",
      () => {
        const { figure, files } = composite(put("85"));
        return { figure: figure.replace("CompositeObject", "CompositeGraphicUnit"), files };
      },
    ],
    ["drawn by its own glyphs", () => ({ figure: drawnAs("85", "85"), files: withFont(FONT) })],
    ["drawn with an embedded font by its codes", () => ({ figure: put("85"), files: withFont(FONT) })],
  ])("%s is plain, in both readings", async (_, alter) => {
    const { kind, cells } = await read(alter());
    expect(kind).toBe("text");
    expect(cells.map((cell) => cell.text)).toEqual([...LABELS, "行政许可", "85", "行政处罚", "7"]);
    expect(cells.flatMap((cell) => cell.flaws)).toEqual([]);
    expect(
      flatTextOfOfd(ofdWith(alter()))
        .pieces.filter((piece) => /^[0-9⁰-⁹¹²³]+$/u.test(piece))
        .sort(),
    ).toEqual(["7", "85"]);
  });

  test("with a point is plain, drawn by its own glyphs", async () => {
    expect((await read({ figure: drawnAs("8.5", "8.5"), files: withFont(FONT) })).figure).toEqual({
      text: "8.5",
      flaws: [],
    });
  });

  test.each<[string, string, () => Altered]>([
    ["with 31 struck out", "85", () => ({ figure: put("3185") + path(X, Y - 1.4, "M 0 0 L 4 0") })],
    ["with a note mark", "85¹", () => ({ figure: put("85") + put("1", X + 4, Y - 1.6, 2.2) })],
    ["printed over", "85", () => ({ figure: put("731") + box(X - 1, Y - 4, 9, 5, WHITE) + put("85") })],
    ["beside a white one", "85", () => ({ figure: put("85") + coloured(WHITE, put("3", X + 4)) })],
    ["beside a transparent one", "85", () => ({ figure: put("85") + put("3", X + 4, Y, SIZE, 'Alpha="0"') })],
  ])("%s is read as a person sees it, in both readings", async (_, seen, alter) => {
    expect((await read(alter())).figure?.text).toBe(seen);
    expect(flatTextOfOfd(ofdWith(alter())).pieces).toContain(seen);
  });
});

/** A signature whose seal lies on the first page. */
function seal(place: readonly number[]): OfdFiles {
  return {
    "OFD.xml":
      '<ofd:OFD xmlns:ofd="x"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>',
    "Doc_0/Signs/Signatures.xml":
      '<ofd:Signatures xmlns:ofd="x"><ofd:Signature ID="1" BaseLoc="S.xml"/></ofd:Signatures>',
    "Doc_0/Signs/S.xml": `<ofd:Signature xmlns:ofd="x"><ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="100" Boundary="${place.join(" ")}"/></ofd:SignedInfo></ofd:Signature>`,
  };
}

test("an OFD page whose characters have lost their codes is garbled, not empty of a report", async () => {
  const lost = Array.from({ length: 6 }, (_, index) =>
    text("\ue001\ue002\ue003\ue004\ue005\ue006", 20, 20 + 6 * index),
  ).join("");
  expect((await readOfd(makeOfd([[{ content: lost }]]))).pages[0]?.kind).toBe("garbled");
});

test("an OFD document is read with its current version where that is another", async () => {
  const version = '<ofd:Versions><ofd:Version ID="1" Index="1" Current="true" BaseLoc="V.xml"/></ofd:Versions>';
  const bytes = makeOfd([[{ content: text("旧", 20, 20) }], [{ content: text("新", 20, 20) }]], {
    "OFD.xml": `<ofd:OFD xmlns:ofd="x"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>${version}</ofd:DocBody></ofd:OFD>`,
    "V.xml": '<ofd:DocVersion xmlns:ofd="x"><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocVersion>',
  });
  expect((await readOfd(bytes)).pages).toHaveLength(2);
  expect(flatTextOfOfd(bytes).pieces).toEqual(["旧", "新"]);
});

describe("a report without fault in an OFD file", () => {
  const LICENSING = "proactive.licensing.decisions";
  const SMALL = 9 * (25.4 / 72);

  /** Its figure of 行政许可, with what is drawn over it; the place is its first digit's, in millimetres. */
  async function judged(printed: string, over: (x: number, y: number) => string, files: OfdFiles = {}) {
    const report = reportDocument(tablesOf(new Map([...allTexts("2021", "0"), [LICENSING, printed]]), "2021"));
    const figure = new RegExp(`Boundary="(\\S+) (\\S+) [^>]*><ofd:TextCode[^>]*>${printed}<`, "u");
    const bytes = ofdOf(
      report,
      "",
      (page) => {
        const [, x, y] = figure.exec(page.content) ?? [];
        return x && y ? { ...page, content: page.content + over(Number(x), Number(y) + SMALL) } : page;
      },
      files,
    );
    return (await processed("a.ofd", bytes)).report;
  }

  test("is valid where nothing but a rule stands under the figure", async () => {
    const report = await judged("85", (x, y) => path(x, y + 0.5, "M 0 0 L 4 0"));
    expect(report).toMatchObject({
      status: "valid",
      uncertain: [],
      tables: { proactive: { licensing: { decisions: 85 } } },
    });
  });

  test("has a figure with a part struck out as a person sees it, and names it", async () => {
    const report = await judged("3185", (x, y) => path(x, y - 1.1, `M 0 0 L ${SMALL} 0`));
    expect(report).toMatchObject({
      status: "needs-review",
      uncertain: [LICENSING],
      tables: { proactive: { licensing: { decisions: 85 } } },
    });
    expect(report.findings.find(({ code }) => code === "NUMBER-STRUCK")?.message).toContain("数字旁有删除线文字“31”");
  });

  test.each<[string, string, (x: number, y: number) => string, string]>([
    [
      "a later one is pasted over",
      "NUMBER-COVERED",
      (x, y) => box(x - 1, y - 3, 9, 4, WHITE) + text("31", x, y, SMALL),
      "被图形遮盖的文字“85”",
    ],
    [
      "a white digit stands at",
      "NUMBER-HIDDEN",
      (x, y) => coloured(WHITE, text("3", x + SMALL, y, SMALL)),
      "白色文字“3”",
    ],
    ["a note mark stands at", "NUMBER-RAISED", (x, y) => text("1", x + SMALL, y - 1.2, SMALL / 2), "上标文字“1”"],
  ])("names a figure that %s", async (_, code, over, words) => {
    const report = await judged("85", over);
    expect(report).toMatchObject({ status: "needs-review", uncertain: [LICENSING] });
    expect(report.findings.find((finding) => finding.code === code)?.message).toContain(words);
  });

  test("names all figures where its font shows other digits than the codes say", async () => {
    const report = await judged("85", () => "", withFont(remapped("1234567890")));
    expect(report.status).toBe("needs-review");
    expect(report.uncertain).toHaveLength(200);
    expect(report.findings.map(({ code }) => code)).toContain("GLYPHS-DIFFER");
  });
});
