import { describe, expect, test } from "@jest/globals";
import { zipSync } from "fflate";
import { ReaderError } from "../../lib/formats/errors.ts";
import { encodingOf } from "../../lib/formats/shared/image-encodings.ts";
import { sniff } from "../../lib/formats/sniff.ts";
import { container } from "../make/doc.ts";

const zip = (...names: string[]): Uint8Array =>
  zipSync(Object.fromEntries(names.map((name) => [name, Buffer.from("<x/>".repeat(40))])));
const ole = (...streams: string[]): Uint8Array =>
  Buffer.concat([
    Buffer.from("d0cf11e0a1b11ae1", "hex"),
    Buffer.alloc(1016),
    ...["Root Entry", ...streams].map((name) => Buffer.from(`${name}\0`, "utf16le")),
  ]);
const codeOf = (bytes: Uint8Array): string => {
  try {
    return sniff(bytes);
  } catch (error) {
    return error instanceof ReaderError ? error.code : "?";
  }
};

describe("a file's kind is told by its content", () => {
  test.each([
    ["pdf", Buffer.from("junk\n%PDF-1.7\n")],
    ["docx", zip("[Content_Types].xml", "_rels/.rels", "word/document.xml")],
    ["sheet", zip("[Content_Types].xml", "xl/workbook.xml")],
    ["ofd", zip("OFD.xml", "Doc_0/Document.xml")],
    ["zip", zip("a.docx", "b/word/c.txt")],
    ["doc", ole("WordDocument", "1Table")],
    ["image", Buffer.from("89504e470d0a1a0a0000", "hex")],
    ["image", Buffer.from("ffd8ffe000104a46", "hex")],
    ["image", Buffer.from("49492a0008000000", "hex")],
    ["image", Buffer.from("GIF89a..")],
    ["html", Buffer.from("\n<!-- saved -->\n<!DOCTYPE html><html><p>甲</p>")],
    ["html", Buffer.from('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>')],
    ["html", Buffer.from("一、总体情况<table><tr><td>规章</td><td>0</td></tr></table>")],
    ["html", Buffer.from('MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n')],
    ["text", Buffer.from("规章 | 0 | 0 | 0 |")],
  ])("%s", (kind, bytes) => expect(sniff(bytes)).toBe(kind));

  test.each([
    ["png", Buffer.from("89504e470d0a1a0a0000", "hex")],
    ["jpeg", Buffer.from("ffd8ffe000104a46", "hex")],
    ["tiff", Buffer.from("49492a0008000000", "hex")],
    ["gif", Buffer.from("GIF89a..")],
    ["webp", Buffer.from("RIFF\0\0\0\0WEBPVP8 ", "latin1")],
    ["bmp", Buffer.from(`BM${"\0".repeat(12)}\x28${"\0".repeat(20)}`, "latin1")],
  ])("pictures are one format, encoded as %s", (encoding, bytes) => {
    expect(sniff(bytes)).toBe("image");
    expect(encodingOf(bytes)).toBe(encoding);
  });

  test("a PDF after other bytes, and one whose header is damaged, is a PDF", () => {
    expect(sniff(Buffer.from("\x1f\x8bnoise\n%PDF-1.4\n", "latin1"))).toBe("pdf");
    expect(
      sniff(Buffer.from("garbage\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")),
    ).toBe("pdf");
  });

  test("a cut zip and a cut OLE file keep their kind", () => {
    const docx = zip("[Content_Types].xml", "word/document.xml");
    expect(sniff(docx.subarray(0, docx.length / 2))).toBe("docx");
    const fib = Buffer.alloc(600);
    fib.set(Buffer.from("d0cf11e0a1b11ae1", "hex"));
    fib.set([0xec, 0xa5], 512);
    expect(sniff(fib)).toBe("doc");
    expect(codeOf(fib.subarray(0, 100))).toBe("CORRUPT");
  });
  test("a docx inside a zip does not make it a docx", () => {
    const inner = zip("[Content_Types].xml", "word/document.xml");
    expect(sniff(zipSync({ "报告.docx": [inner, { level: 0 }] }))).toBe("zip");
  });
  test("what no reader takes is refused by name", () => {
    expect(codeOf(ole("EncryptedPackage", "EncryptionInfo"))).toBe("ENCRYPTED");
    expect(codeOf(ole("Workbook"))).toBe("UNSUPPORTED");
    for (const sign of ["\xffWPC\x10\0\0\0\x01\x0a", "\x01\xfe2\0", "\x1d}\0\0P", "WordPro\0"])
      expect(codeOf(Buffer.concat([Buffer.from(sign, "latin1"), Buffer.alloc(600, 0x81)]))).toBe("UNSUPPORTED");
    expect(codeOf(zip("[Content_Types].xml", "ppt/presentation.xml"))).toBe("UNSUPPORTED");
    expect(codeOf(Buffer.from("{\\rtf1\\ansi"))).toBe("UNSUPPORTED");
    expect(
      codeOf(Buffer.from('<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>')),
    ).toBe("UNSUPPORTED");
  });
  test("the streams of an OLE file are known in any case", () => {
    const bytes = Buffer.alloc(5000);
    expect(sniff(container({ WORDDOCUMENT: bytes }))).toBe("doc");
    expect(sniff(container({ wordDOCUMENT: bytes }))).toBe("doc");
    expect(codeOf(container({ ENCRYPTEDPACKAGE: bytes }))).toBe("ENCRYPTED");
    expect(codeOf(container({ workbook: bytes }))).toBe("UNSUPPORTED");
    expect(codeOf(container({ Something: bytes }))).toBe("UNSUPPORTED");
    expect(codeOf(ole("ENCRYPTEDPACKAGE"))).toBe("ENCRYPTED");
  });
  test("nothing and white space are empty, noise is corrupt", () => {
    expect(codeOf(new Uint8Array())).toBe("EMPTY");
    expect(codeOf(Buffer.from("\ufeff \r\n\t　\n"))).toBe("EMPTY");
    const noise = Buffer.alloc(5000);
    for (let at = 0, seed = 7; at < noise.length; at++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      noise[at] = seed >> 16;
    }
    expect(codeOf(noise)).toBe("CORRUPT");
  });
});
