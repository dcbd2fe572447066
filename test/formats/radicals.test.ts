import { describe, expect, test } from "@jest/globals";
import { isParagraph } from "../../lib/document/document.ts";
import { type Reader, readerOf } from "../../lib/formats/formats.ts";
import { makeDoc } from "../make/doc.ts";
import { makeDocx } from "../make/docx.ts";
import { bytesOf, page } from "../make/html.ts";
import { makeOfd, text as ofdText } from "../make/ofd.ts";
import { makePdf, text as pdfText } from "../make/pdf.ts";

const PRINTED = "⻘城市⺠政局⻓⽤";
const MEANT = "青城市民政局长用";

const FILES: readonly (readonly [string, Reader, Uint8Array])[] = [
  ["docx", readerOf("docx"), makeDocx({ body: [{ paragraph: { runs: [PRINTED] } }] })],
  ["doc", readerOf("doc"), makeDoc([{ mark: 0x0d, text: PRINTED }])],
  ["ofd", readerOf("ofd"), makeOfd([[{ content: ofdText(PRINTED, 25, 40) }]])],
  ["pdf", readerOf("pdf"), makePdf([{ content: pdfText(PRINTED, 60, 700) }])],
  ["html", readerOf("html"), bytesOf(page(`<p>${PRINTED}</p>`))],
  [
    "html with character references",
    readerOf("html"),
    bytesOf(page(`<p>${[...PRINTED].map((c) => `&#${c.codePointAt(0)};`).join("")}</p>`)),
  ],
  ["text", readerOf("text"), bytesOf(`${PRINTED}\n`)],
];

describe("radicals that a program printed for ideographs", () => {
  test.each(FILES)("are read as the ideographs by both readings of %s", async (_, reader, bytes) => {
    const document = await reader.read(bytes);
    expect(document.blocks.filter(isParagraph).map(({ text }) => text)).toEqual([MEANT]);
    expect((await reader.flatText(bytes)).pieces.map((piece) => piece.trim())).toEqual([MEANT]);
  });
});
