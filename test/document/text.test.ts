import { describe, expect, test } from "@jest/globals";
import { RADICALS } from "../../lib/document/radicals.ts";
import { foldIdeographs } from "../../lib/document/text.ts";

const charactersOf = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)).filter((c) =>
    /\p{Script=Han}/u.test(c),
  );

const inside = (character: string, ...blocks: readonly (readonly [number, number])[]): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return blocks.some(([from, to]) => code >= from && code <= to);
};

const RADICAL_BLOCKS = [
  [0x2e80, 0x2eff],
  [0x2f00, 0x2fdf],
] as const;

describe("radicals and compatibility ideographs", () => {
  test("of every radical but the repetition mark come as one ideograph outside the blocks of radicals", () => {
    const radicals = RADICAL_BLOCKS.flatMap(([from, to]) => charactersOf(from, to));
    expect(radicals).toHaveLength(115 + 214);
    const kept = radicals.filter((radical) => {
      const folded = [...foldIdeographs(radical)];
      return !(
        folded.length === 1 &&
        /\p{Script=Han}/u.test(folded[0] ?? "") &&
        !inside(folded[0] ?? "", ...RADICAL_BLOCKS)
      );
    });
    expect(kept).toEqual(["⺀"]);
  });

  test("stand in the table once each", () => {
    expect([...RADICALS.keys()].filter((radical) => !inside(radical, ...RADICAL_BLOCKS))).toEqual([]);
    expect(RADICALS.size).toBe(114 + 2);
  });

  test("of compatibility blocks come as ordinary ideographs, but for the twelve that are ordinary ones", () => {
    const compatibility = [...charactersOf(0xf900, 0xfaff), ...charactersOf(0x2f800, 0x2fa1f)];
    expect(compatibility.length).toBeGreaterThan(1000);
    expect(compatibility.filter((c) => foldIdeographs(c) === c).join("")).toBe("﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩");
  });

  test("are told in the words of a report; ordinary text stays as it is", () => {
    expect(foldIdeographs("⻘岛市⺠政局⽤⼾⻓江⻔⻄⻋⻅⻢⻰⻛⻚⻥⻦⻬⻮⺟⻝")).toBe(
      "青岛市民政局用户长江门西车见马龙风页鱼鸟齐齿母食",
    );
    expect(foldIdeographs("青岛市民政局２０２４年①")).toBe("青岛市民政局２０２４年①");
  });
});
