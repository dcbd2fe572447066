import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { CorruptError, EncryptedError, TooLargeError, UnsupportedError } from "../../lib/formats/errors.ts";
import { ARCHIVE_LIMITS, listEntries, readEntry } from "../../lib/formats/shared/archive.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const MEBIBYTE = 1024 * 1024;
const GBK_REPORT = Uint8Array.of(0xb1, 0xa8, 0xb8, 0xe6); // 报告

/** Offset of the n-th central directory record. */
function central(bytes: Uint8Array, index = 0): number {
  let at = -1;
  for (let found = -1; found < index; found++) at = Buffer.from(bytes).indexOf("PK\x01\x02", at + 1, "latin1");
  return at;
}

const put = (bytes: Uint8Array, at: number, value: number, width: 2 | 4) => {
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer);
  if (width === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
  return copy;
};

/** A stored one-entry archive whose names are the given raw bytes; `extra` goes into a Unicode path field (0x7075). */
function zipNamed(name: Uint8Array, flags = 0, extra = new Uint8Array()): Uint8Array {
  const bytes = zipSync({
    ["x".repeat(name.length)]: [strToU8("内容"), { level: 0, extra: extra.length ? { 28789: extra } : {} }],
  });
  const copy = put(bytes, central(bytes) + 8, flags, 2);
  copy.set(name, 30);
  copy.set(name, central(bytes) + 46);
  return copy;
}

describe("an archive", () => {
  test("gives back what was put in", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}\.xml$/u), fc.uint8Array({ maxLength: 2000 })),
        fc.constantFrom(0, 6),
        (files, level) => {
          const bytes = zipSync(files, { level: level as 0 | 6 });
          const entries = listEntries(bytes);
          expect(entries.map((entry) => entry.name).sort()).toEqual(Object.keys(files).sort());
          for (const entry of entries)
            expect(readEntry(bytes, entry)).toEqual(Uint8Array.from(files[entry.name] ?? []));
        },
      ),
      { numRuns: 50 },
    );
  });

  test("leaves folders out, and reads a file by its name", () => {
    const bytes = zipSync({ "报告/": new Uint8Array(), "报告/一.txt": strToU8("正文") });
    expect(listEntries(bytes).map((entry) => entry.name)).toEqual(["报告/一.txt"]);
    expect(text(readEntry(bytes, "报告/一.txt"))).toBe("正文");
  });

  test("is found behind foreign bytes and before a comment", () => {
    const bytes = zipSync({ "a.txt": strToU8("a") });
    const commented = put(
      Buffer.concat([Buffer.from("junk before"), bytes, Buffer.from("comment")]),
      11 + bytes.length - 2,
      7,
      2,
    );
    expect(text(readEntry(commented, "a.txt"))).toBe("a");
  });

  test("is refused as damaged at whatever byte it is cut off", () => {
    const bytes = zipSync({ "a.txt": strToU8("some content"), "b.txt": strToU8("more") });
    for (let length = 0; length < bytes.length; length++)
      expect(() => listEntries(bytes.subarray(0, length))).toThrow(CorruptError);
  });

  test("never gives out content that is not what was packed, whichever byte is changed", () => {
    const files = { "a.txt": strToU8("some content 12345"), "b.txt": strToU8("more content 67890") };
    const bytes = zipSync(files);
    for (let at = 0; at < bytes.length; at++) {
      const copy = Uint8Array.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 0x15;
      try {
        const contents = listEntries(copy).map((entry) => text(readEntry(copy, entry)));
        expect(["some content 12345", "more content 67890"]).toEqual(expect.arrayContaining(contents));
      } catch (error) {
        expect(error).toHaveProperty("code");
      }
    }
  });
});

describe("names of entries", () => {
  test("are UTF-8 if they are valid UTF-8, declared or not", () => {
    expect(listEntries(zipNamed(strToU8("报告.txt")))[0]?.name).toBe("报告.txt");
    expect(listEntries(zipNamed(strToU8("报告.txt"), 0x800))[0]?.name).toBe("报告.txt");
  });

  test("are GB18030 otherwise, as Chinese Windows writes them", () => {
    expect(listEntries(zipNamed(GBK_REPORT))[0]?.name).toBe("报告");
  });

  test("come from the Unicode path field if it belongs to the name", () => {
    const crc = 0xb6dd5f1d;
    const name = strToU8("abcd");
    const field = Buffer.concat([Buffer.from([1]), Buffer.alloc(4), Buffer.from("年报")]);
    field.writeUInt32LE(0xed82cd11, 1); // CRC-32 of "abcd"
    expect(listEntries(zipNamed(name, 0, field))[0]?.name).toBe("年报");
    field.writeUInt32LE(crc, 1);
    expect(listEntries(zipNamed(name, 0, field))[0]?.name).toBe("abcd");
  });

  test("never lead out of their folder", () => {
    const names = ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\a.txt", "a/../../b", "a\u0000b", "..\\..\\c"];
    const bytes = names.map((name) => zipNamed(strToU8(name)));
    expect(bytes.map((zip) => listEntries(zip)[0]?.name)).toEqual([
      "etc/passwd",
      "etc/passwd",
      "Windows/a.txt",
      "a/b",
      "a_b",
      "c",
    ]);
  });

  test("that stand twice are listed twice and never guessed at", () => {
    const bytes = zipSync({ "a.txt": strToU8("1"), "b.txt": strToU8("2") });
    const copy = Uint8Array.from(bytes);
    copy[central(bytes, 1) + 46] = "a".charCodeAt(0);
    expect(listEntries(copy)).toHaveLength(2);
    expect(() => readEntry(copy, "a.txt")).toThrow(CorruptError);
    expect(() => readEntry(copy, "none.txt")).toThrow(CorruptError);
  });
});

describe("bounds", () => {
  const zeros = zipSync({ "a.txt": new Uint8Array(8 * MEBIBYTE) });

  test("stop an entry that declares too much", () => {
    expect(() => readEntry(zeros, "a.txt", { ...ARCHIVE_LIMITS, entryBytes: MEBIBYTE })).toThrow(TooLargeError);
  });

  test("stop an entry that declares little and unpacks to more", () => {
    const lying = put(zeros, central(zeros) + 24, 100, 4);
    expect(() => readEntry(lying, "a.txt", { ...ARCHIVE_LIMITS, entryBytes: MEBIBYTE })).toThrow(TooLargeError);
    expect(() => readEntry(lying, "a.txt")).toThrow(CorruptError);
  });

  test("hold for the whole archive: entries, bytes and ratio", () => {
    expect(() => listEntries(zeros, { ...ARCHIVE_LIMITS, totalBytes: MEBIBYTE })).toThrow(TooLargeError);
    expect(() => listEntries(zeros, { ...ARCHIVE_LIMITS, entries: 0 })).toThrow(TooLargeError);
    expect(() => listEntries(zeros, { ...ARCHIVE_LIMITS, ratioFrom: MEBIBYTE })).toThrow(TooLargeError);
    expect(listEntries(zeros)).toHaveLength(1);
  });

  test("refuse entries that overlap", () => {
    const bytes = zipSync({ "a.txt": strToU8("1"), "b.txt": strToU8("2") });
    expect(() => listEntries(put(bytes, central(bytes, 1) + 42, 0, 4))).toThrow(CorruptError);
  });
});

describe("an entry", () => {
  const bytes = zipSync({ "a.txt": strToU8("content") });

  test("with a password is named as such", () => {
    const locked = put(bytes, central(bytes) + 8, 1, 2);
    expect(listEntries(locked)[0]?.encrypted).toBe(true);
    expect(() => readEntry(locked, "a.txt")).toThrow(EncryptedError);
  });

  test("packed by a method nobody expects is unsupported", () => {
    expect(() => readEntry(put(bytes, central(bytes) + 10, 14, 2), "a.txt")).toThrow(UnsupportedError);
  });
});
