import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type Appearance,
  type Colour,
  composed,
  contrast,
  flawsOfCharacters,
  isFaint,
  isShifted,
  isTiny,
  LOWERED,
  RAISED,
  STRUCK,
  WHITE,
} from "../../lib/document/appearance.ts";

const WHITE_TEXT: Appearance = { kind: "hidden", how: "白色文字" };

describe("the text of a cell of several runs", () => {
  test("of one look is their text, and nothing is told", () =>
    expect(composed([{ text: "8" }, { text: "5" }])).toEqual({ text: "85" }));

  test("has no part of what is struck out, and tells it", () =>
    expect(composed([{ text: "31", appearance: STRUCK }, { text: "85" }])).toEqual({
      text: "85",
      flaws: [{ ...STRUCK, text: "31" }],
    }));

  test("keeps a raised digit as a raised digit", () =>
    expect(composed([{ text: "85" }, { text: "1", appearance: RAISED }])).toEqual({
      text: "85¹",
      flaws: [{ ...RAISED, text: "1" }],
    }));

  test("keeps a lowered digit as a lowered digit", () =>
    expect(composed([{ text: "85" }, { text: "2", appearance: LOWERED }]).text).toBe("85₂"));

  test("is plain where all its digits are raised alike", () =>
    expect(
      composed([
        { text: "8", appearance: RAISED },
        { text: "5", appearance: RAISED },
      ]),
    ).toEqual({ text: "85" }));

  test("is not plain where they are raised and lowered, as in a fraction, or beside a note's mark", () => {
    const mark: Appearance = { kind: "raised", how: "脚注标记" };
    expect(
      composed([
        { text: "8", appearance: RAISED },
        { text: "5", appearance: LOWERED },
      ]).text,
    ).toBe("⁸₅");
    expect(
      composed([
        { text: "85", appearance: RAISED },
        { text: "", appearance: mark },
      ]).flaws,
    ).toContainEqual({ ...mark, text: "" });
    expect(composed([{ text: "85", appearance: { kind: "raised", how: "双行合一的文字" } }]).flaws).toHaveLength(1);
  });

  test("tells what can't be seen and keeps it where it stands", () =>
    expect(composed([{ text: "3", appearance: WHITE_TEXT }, { text: "85" }])).toEqual({
      text: "385",
      flaws: [{ ...WHITE_TEXT, text: "3" }],
    }));

  test("tells neighbours of one look as one, and no blanks", () =>
    expect(
      composed([
        { text: "3", appearance: STRUCK },
        { text: "1", appearance: STRUCK },
        { text: " ", appearance: WHITE_TEXT },
        { text: "85" },
      ]).flaws,
    ).toEqual([{ ...STRUCK, text: "31" }]));

  test("tells whatever lies over it, though that is no text", () =>
    expect(composed([{ text: "85" }, { text: "", appearance: { kind: "covered", how: "图片" } }]).flaws).toEqual([
      { kind: "covered", how: "图片", text: "" },
    ]));
});

describe("characters that say themselves how they look", () => {
  test.each([
    ["\u202e58", "reordered"],
    ["8\u20671\u20695", "reordered"],
    ["3\u03361\u033685", "struck"],
    ["8\u00ad5", "hidden"],
    ["31\b\b85", "hidden"],
    ["8\ufe0e5", "hidden"],
    ["85\u{e0031}", "hidden"],
    ["85¹", "raised"],
    ["٨٥", "glyphs"],
    ["𝟖𝟓", "glyphs"],
    ["\uf0385", "glyphs"],
  ])("%j is not plain", (text, kind) => expect(flawsOfCharacters(text).map((flaw) => flaw.kind)).toEqual([kind]));

  test.each(["85", "１２", "\u200e85", "85\u200b", "⁸⁵", "详见附件", "\u202e无\u202c"])("%j is", (text) =>
    expect(flawsOfCharacters(text)).toEqual([]),
  );
});

describe("what a person sees of a text", () => {
  test.each<[Colour, Colour, boolean]>([
    [WHITE, WHITE, true],
    [[250, 250, 250], WHITE, true],
    [[255, 255, 0], WHITE, true],
    [[0, 0, 0], [20, 20, 20], true],
    [[255, 0, 0], WHITE, false],
    [[160, 160, 160], WHITE, false],
    [WHITE, [0, 112, 192], false],
  ])("%j on %j is faint: %s", (colour, behind, faint) => expect(isFaint(colour, behind)).toBe(faint));

  test("contrast is that of WCAG: the same from both sides, 1 to 21", () => {
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(colour, colour, (a, b) => {
        expect(contrast(a, b)).toBeCloseTo(contrast(b, a), 9);
        expect(contrast(a, a)).toBe(1);
        expect(contrast(a, b)).toBeLessThanOrEqual(21.0001);
      }),
    );
    expect(contrast([0, 0, 0], WHITE)).toBeCloseTo(21, 6);
  });

  test("the smallest print of tables is not tiny, a point is", () =>
    expect([isTiny(5), isTiny(1)]).toEqual([false, true]));
  test("a superscript is off its line, kerning is not", () =>
    expect([isShifted(3.5, 10.5), isShifted(0.5, 10.5)]).toEqual([true, false]));
});
