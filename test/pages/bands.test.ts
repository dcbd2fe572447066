import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Bands } from "../../lib/pages/bands.ts";

describe("things on pages by their heights", () => {
  const extent = fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: -100, max: 3000 }),
    fc.oneof(fc.nat(200), fc.constant(1e12)),
  );

  test("are found wherever they stand, and only on their page", () => {
    fc.assert(
      fc.property(
        fc.array(extent),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: -100, max: 3000 }),
        fc.nat(500),
        (things, page, top, height) => {
          const bands = new Bands<number>();
          things.forEach(([of, from, length], index) => {
            bands.add(of, from, from + length, index);
          });
          const near = new Set(bands.near(page, top, top + height));
          things.forEach(([of, from, length], index) => {
            if (of !== page) expect(near).not.toContain(index);
            else if (from <= top + height && from + length >= top) expect(near).toContain(index);
          });
        },
      ),
    );
  });
});
