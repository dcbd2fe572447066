import { describe, expect, test } from "@jest/globals";
import { isParagraph } from "../../lib/document/document.ts";
import type { FormatName } from "../../lib/document/formats.ts";
import { READERS } from "../../lib/formats/formats.ts";
import { makeDoc } from "../make/doc.ts";
import { makeDocx } from "../make/docx.ts";
import { bytesOf, page } from "../make/html.ts";
import { makeOfd, text as ofdText } from "../make/ofd.ts";
import { makePdf, text as pdfText } from "../make/pdf.ts";
import { documentOf, secondReading } from "../make/readings.ts";

const PRINTED = "⻘城市⺠政局⻓⽤";
const MEANT = "青城市民政局长用";

const FILES: readonly (readonly [string, FormatName, Uint8Array])[] = [
  ["docx", "docx", makeDocx({ body: [{ paragraph: { runs: [PRINTED] } }] })],
  ["doc", "doc", makeDoc([{ mark: 0x0d, text: PRINTED }])],
  ["ofd", "ofd", makeOfd([[{ content: ofdText(PRINTED, 25, 40) }]])],
  ["pdf", "pdf", makePdf([{ content: pdfText(PRINTED, 60, 700) }])],
  ["html", "html", bytesOf(page(`<p>${PRINTED}</p>`))],
  [
    "html with character references",
    "html",
    bytesOf(page(`<p>${[...PRINTED].map((c) => `&#${c.codePointAt(0)};`).join("")}</p>`)),
  ],
  ["text", "text", bytesOf(`${PRINTED}\n`)],
];

describe("radicals that a program printed for ideographs", () => {
  test.each(FILES)("are read as the ideographs by both readings of %s", async (_, format, bytes) => {
    const document = await documentOf(READERS[format].read(bytes));
    expect(document.blocks.filter(isParagraph).map(({ text }) => text)).toEqual([MEANT]);
    expect((await secondReading(bytes, format, "flatText")).pieces.map((piece) => piece.trim())).toEqual([MEANT]);
  });
});
