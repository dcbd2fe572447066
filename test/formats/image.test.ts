import { describe, expect, test } from "@jest/globals";
import sharp from "sharp";
import { CorruptError, TooLargeError } from "../../lib/formats/errors.ts";
import { imagePages } from "../../lib/formats/shared/image-pages.ts";

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#fff" } });

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** The head of a PNG that says it is so large. */
function hugePng(width: number, height: number): Uint8Array {
  const head = Buffer.alloc(33);
  head.write("\x89PNG\r\n\x1a\n", 0, "latin1");
  head.writeUInt32BE(13, 8);
  head.write("IHDR", 12, "latin1");
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  head.set([8, 2, 0, 0, 0], 24);
  head.writeUInt32BE(crc32(head.subarray(12, 29)), 29);
  const data = Buffer.from("\0\0\0\x08IDAT\x78\x9c\x03\0\0\0\0\x01", "latin1");
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(data.subarray(4)));
  return Buffer.concat([head, data, check]);
}

describe("pictures as pages", () => {
  test("have the size of their paper where the resolution tells it", async () => {
    const bytes = await picture(1654, 2339).withMetadata({ density: 200 }).jpeg().toBuffer();
    const [page] = await imagePages(bytes, "jpeg");
    expect(page?.area.map(Math.round)).toEqual([0, 0, 595, 842]);
    const raster = await page?.decode();
    expect([raster?.width, raster?.height, raster?.channels]).toEqual([1654, 2339, 1]);
  });

  test("are scaled to what is read best, and are as wide as A4 where nothing tells their size", async () => {
    const bytes = await picture(600, 900).png().toBuffer();
    const [page] = await imagePages(bytes, "png");
    expect(Math.round(page?.area[2] ?? 0)).toBe(595);
    expect((await page?.decode())?.width).toBe(1654);
  });

  test.each([
    ["a low table cut out of its page", 1240, 400, 2067],
    ["a table cut out of a page of 300 dpi", 2480, 1000, 2067],
    ["a wide screen", 1920, 1080, 2940],
    ["a photo of a telephone", 4000, 1800, 4000],
  ])(
    "are scaled as wide as a page where they are a strip of one, and no others: %s",
    async (_, width, height, wide) => {
      const [page] = await imagePages(await picture(width, height).png().toBuffer(), "png");
      expect(Math.abs(((await page?.decode())?.width ?? 0) - wide)).toBeLessThan(2);
    },
  );

  test("are refused before they are decoded where they are too large", async () => {
    await expect(imagePages(hugePng(30_000, 30_000), "png")).rejects.toThrow(TooLargeError);
  });

  test("are called damaged where they end too early", async () => {
    const bytes = await picture(1600, 1600)
      .composite([{ input: Buffer.from('<svg width="1600" height="1600"><circle cx="800" cy="800" r="700"/></svg>') }])
      .jpeg()
      .toBuffer();
    const [page] = await imagePages(bytes.subarray(0, bytes.length >> 1), "jpeg");
    await expect(page?.decode()).rejects.toThrow(CorruptError);
    await expect(imagePages(Buffer.from("\xff\xd8\xff\xe0 nothing", "latin1"), "jpeg")).rejects.toThrow(CorruptError);
  });

  test("may be Windows bitmaps, upside down and with a palette", async () => {
    const bytes = Buffer.alloc(14 + 40 + 8 + 4 * 2);
    bytes.write("BM", 0, "latin1");
    bytes.writeUInt32LE(62, 10);
    bytes.writeUInt32LE(40, 14);
    bytes.writeInt32LE(2, 18);
    bytes.writeInt32LE(2, 22);
    bytes.writeUInt16LE(1, 26);
    bytes.writeUInt16LE(1, 28);
    bytes.writeUInt32LE(0xffffff, 58);
    bytes[62] = 0b10000000;
    bytes[66] = 0b01000000;
    const [page] = await imagePages(bytes, "bmp");
    const raster = await page?.decode();
    expect(raster?.width).toBe(6);
    const at = (x: number, y: number) => raster?.data[y * 6 + x] ?? -1;
    expect(at(0, 0)).toBeLessThan(80);
    expect(at(5, 0)).toBeGreaterThan(180);
    expect(at(0, 5)).toBeGreaterThan(180);
  });
});
