import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { imagePages } from "../../lib/formats/shared/image-pages.ts";
import { pixelShapes } from "../../lib/formats/shared/tiff.ts";

/** Pages in black and white of so many pixels, without compression, each with its resolutions. */
function tiff(pages: readonly { width: number; height: number; x: number; y: number }[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let size = 8;
  let link = { part: parts[0] as Buffer, at: 4 };
  for (const { width, height, x, y } of pages) {
    const pixels = Buffer.alloc(((width + 7) >> 3) * height, 0xff);
    const resolutions = Buffer.alloc(16);
    [x, 1, y, 1].forEach((value, index) => {
      resolutions.writeUInt32LE(value, index * 4);
    });
    const tags = [
      [256, 4, width],
      [257, 4, height],
      [258, 3, 1],
      [259, 3, 1],
      [262, 3, 1],
      [273, 4, size],
      [277, 3, 1],
      [278, 4, height],
      [279, 4, pixels.length],
      [282, 5, size + pixels.length],
      [283, 5, size + pixels.length + 8],
      [296, 3, 2],
    ] as const;
    const directory = Buffer.alloc(2 + tags.length * 12 + 4);
    directory.writeUInt16LE(tags.length, 0);
    tags.forEach(([tag, type, value], index) => {
      directory.writeUInt16LE(tag, 2 + index * 12);
      directory.writeUInt16LE(type, 4 + index * 12);
      directory.writeUInt32LE(1, 6 + index * 12);
      directory.writeUInt32LE(value, 10 + index * 12);
    });
    link.part.writeUInt32LE(size + pixels.length + 16, link.at);
    link = { part: directory, at: directory.length - 4 };
    parts.push(pixels, resolutions, directory);
    size += pixels.length + 16 + directory.length;
  }
  return Buffer.concat(parts);
}

describe("a fax", () => {
  test("whose lines lie twice as far apart as its columns is as high as its paper was", async () => {
    const bytes = tiff([
      { width: 1728, height: 1146, x: 204, y: 98 },
      { width: 1728, height: 2292, x: 204, y: 196 },
    ]);
    const pages = await imagePages(bytes, "tiff");
    expect(pages).toHaveLength(2);
    for (const { area, decode } of pages) {
      const { width, height } = await decode();
      expect(height / width).toBeCloseTo(297 / 216, 1);
      expect(area[3] / area[2]).toBeCloseTo(height / width, 2);
    }
  });

  test("with any damage has pixels of some shape", () => {
    const whole = tiff([{ width: 64, height: 32, x: 204, y: 98 }]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
        fc.nat(whole.length),
        (changes, length) => {
          const bytes = Uint8Array.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          const [shape] = pixelShapes(bytes.subarray(0, length), 1);
          expect(shape).toBeGreaterThan(0.2);
          expect(shape).toBeLessThan(5);
        },
      ),
    );
  });
});
