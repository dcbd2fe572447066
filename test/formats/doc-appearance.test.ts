import { describe, expect, test } from "@jest/globals";
import { flatTextOfDoc } from "../../lib/formats/doc/flat-text.ts";
import { ALTERED } from "../make/altered.ts";
import { type MadeStyle, u16, u32 } from "../make/doc.ts";
import { type Around, type Line, reportWith } from "../make/doc-report.ts";
import { type Look, testLooks } from "../make/figure-looks.ts";
import { judgementOf } from "../make/judgement.ts";
import { readDoc } from "../make/readings.ts";

/** A figure that a person reads as 85, or does not see, or sees otherwise: what the report says of it. */
async function judged(content: readonly Line[], around: Around = {}) {
  const bytes = reportWith(content, around);
  const judgement = judgementOf(readDoc(bytes), await flatTextOfDoc(bytes));
  return {
    ...judgement,
    codes: judgement.findings.map(({ code }) => code),
    value: judgement.tables?.applications?.granted?.naturalPerson,
  };
}

const one = (modifiers: readonly number[], text = "85"): Line[] => [{ text: "", runs: [{ text, modifiers }] }];
const runs = (...parts: readonly (readonly [text: string, ...modifiers: (readonly number[])[]])[]): Line => ({
  text: "",
  runs: parts.map(([text, ...modifiers]) => ({ text, modifiers: modifiers.flat() })),
});
const beside = (modifiers: readonly number[], text = "3") => [runs([text, modifiers], ["85"])];
const behind = (modifiers: readonly number[], text = "1") => [runs(["85"], [text, modifiers])];
const of = (modifiers: readonly number[], text = "85"): Line => ({ text, modifiers });

/** A modifier: its name and its operand's bytes. */
const said = (name: number, ...operand: number[]): number[] => [...u16(name), ...operand];
const sized = (name: number, ...operand: number[]): number[] => [...u16(name), operand.length, ...operand];

const STRIKE = said(0x0837, 1);
const DOUBLE_STRIKE = said(0x2a53, 1);
const HIDDEN = said(0x083c, 1);
const DELETED = said(0x0800, 1);
const SPECIAL = said(0x0855, 1);
const RAISED = said(0x2a48, 1);
const LOWERED = said(0x2a48, 2);
const shift = (half: number) => said(0x4845, ...u16(half & 0xffff));
const size = (half: number) => said(0x4a43, ...u16(half));
const indexed = (index: number) => said(0x2a42, index);
const rgb = (hex: number): number[] => [hex >> 16, (hex >> 8) & 255, hex & 255, 0];
const AUTOMATIC = [0, 0, 0, 255];
const colour = (hex: number) => said(0x6870, ...rgb(hex));
const fill = (hex: number): number[] => [...AUTOMATIC, ...rgb(hex), 0, 0];
const style = (number: number) => said(0x4a30, ...u16(number));
const inCell = (cell: number, shading: readonly number[]) => sized(0xd62d, cell, cell + 1, ...shading);
const exact = (twips: number) => said(0x9407, ...u16(-twips & 0xffff));

/** Style 0 is that of all paragraphs; the others as given. */
const styles = (...more: MadeStyle[]): Around => ({ styles: [{ kind: "paragraph" }, ...more] });
const character = (text: readonly number[], base?: number): MadeStyle => ({
  kind: "character",
  text,
  ...(base !== undefined && { base }),
});

const field = (code: string, result: string | null, text = ""): Line => ({
  text: `\u0013${code}${result === null ? "" : `\u0014${result}`}\u0015${text}`,
});
/** Flags of the marks of one field that ends at a distance from the figure's beginning. */
const dirtyField = (at: number, code: string, result: string) => ({
  16: [
    ...[at, at + code.length + 1, at + code.length + result.length + 2, at + code.length + result.length + 3].flatMap(
      u32,
    ),
    ...[0x13, 0, 0x14, 0, 0x15, 0x84],
  ],
});
const SUM = " =SUM(ABOVE) ";

/** The data of a form's list of 0 and 85. */
const dropDown = (chosen: number, preset = 0): number[] => {
  const text = (letters: string) => [...u16(letters.length), ...Buffer.from(letters, "utf16le")];
  const entries = [...u16(0xffff), ...u16(2), ...u16(0), ...text("0"), ...text("85")];
  const bits = u16(2 | (chosen << 2) | 0x8000);
  return [
    ...new Array<number>(0x44).fill(0),
    ...u32(0xffffffff),
    ...bits,
    ...u16(0),
    ...u16(0),
    ...u16(0),
    ...u16(0),
    ...u16(preset),
    ...new Array<number>(20).fill(0),
    ...entries,
  ];
};
const chosenField = (result: string): Line =>
  runs(
    ["\u0013 FORMDROPDOWN "],
    ["\u0001", SPECIAL, said(0x0806, 1), said(0x6a03, ...u32(0))],
    [`\u0014${result}\u0015`],
  );

interface Floating {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly flags?: number;
}
/** Over the text, counted from the column and the paragraph. */
const IN_FRONT = (2 << 1) | (2 << 3) | (3 << 5);
const SQUARE = (2 << 1) | (2 << 3) | (2 << 5);
/** Points. */
const anchor = (position: number, { x = 0, y = 0, width = 40, height = 15, flags = IN_FRONT }: Floating = {}) => {
  const sides = [x, y, x + width, y + height].flatMap((points) => u32((points * 20) >>> 0));
  return [...u32(position), ...u32(position + 1), ...u32(1026), ...sides, ...u16(flags), ...u32(0)];
};
const record = (type: number, head: number, body: readonly number[]) => [
  ...u16(head),
  ...u16(type),
  ...u32(body.length),
  ...body,
];
/** One shape with its options. */
const shape = (...options: readonly (readonly [name: number, value: number])[]) => {
  const list = record(
    0xf00b,
    (options.length << 4) | 3,
    options.flatMap(([name, value]) => [...u16(name), ...u32(value)]),
  );
  const inside = record(0xf004, 15, [...record(0xf00a, 2, [...u32(1026), ...u32(0)]), ...list]);
  return [...record(0xf000, 15, []), 0, ...record(0xf002, 15, record(0xf003, 15, inside))];
};
const PICTURE = [0x4104, 1] as const;
const BEHIND = [0x03bf, 0x200020] as const;
const DRAWING = "\u0008";
const drawn = (text: string): Line => runs([text], [DRAWING, SPECIAL]);
const over = (floating: Floating = {}, drawings: readonly number[] = shape()): Pick<Around, "structuresAt"> => ({
  structuresAt: (at) => ({ 40: anchor(at + 2, floating), 50: drawings }),
});
/** A picture in the line, as its head has it. */
const inLine = [
  ...u32(0x44),
  ...u16(0x44),
  ...new Array<number>(0x16).fill(0),
  ...u16(600),
  ...u16(300),
  ...u16(1000),
  ...u16(1000),
  ...new Array<number>(0x20).fill(0),
];

/** One list of one level that counts from 8 with no more than the number. */
const COUNTING: Around["structures"] = {
  73: [...u16(1), ...u32(7), ...new Array<number>(22).fill(0), 1, 0],
  74: [...u32(1), ...u32(7), ...new Array<number>(12).fill(0), ...u32(0)],
};
const LEVEL = [
  ...u32(8),
  0,
  0,
  ...new Array<number>(9).fill(0),
  2,
  ...new Array<number>(12).fill(0),
  ...u16(1),
  ...u16(0),
];

type Case = Look<readonly Line[], Around>;

const NOT_PLAIN: readonly (readonly [code: string, cases: readonly Case[]])[] = [
  [
    "NUMBER-STRUCK",
    [
      ["struck", beside(STRIKE, "31")],
      ["doubly struck", beside(DOUBLE_STRIKE, "31")],
      ["struck by a character style", beside(style(1), "31"), styles(character(STRIKE))],
      ["struck by the style of a style", beside(style(2), "31"), styles(character(STRIKE), character([], 1))],
      [
        "struck by the paragraph's style, which a run's own property lifts",
        [{ ...runs(["31"], ["85", said(0x0837, 0)]), style: 1 }],
        styles({ kind: "paragraph", base: 0, text: STRIKE }),
      ],
      ["struck as its style is not", beside(said(0x0837, 0x81), "31"), styles()],
      ["struck by what a fast save lays over it", [{ text: "31", piece: [0x57, 1] }, { text: "85" }]],
      ["in a paragraph of its own", [runs(["31", STRIKE]), { text: "85" }]],
    ],
  ],
  [
    "NUMBER-RAISED",
    [
      ["raised", behind(RAISED)],
      ["raised in brackets", behind(RAISED, "[1]")],
      ["lowered", behind(LOWERED)],
      ["moved up by points", behind(shift(8))],
      ["moved down by points", behind(shift(-6))],
      ["raised by a style", behind(style(1)), styles(character(RAISED))],
      [
        "a footnote's mark",
        [runs(["85"], ["\u0002", SPECIAL])],
        { structuresAt: (at) => ({ 2: [...u32(at + 2), ...u32(at + 3), 1, 0] }) },
      ],
      [
        "a footnote's mark of its author's own",
        behind([]),
        { structuresAt: (at) => ({ 2: [...u32(at + 2), ...u32(at + 3), 0, 0] }) },
      ],
      ["two lines in one", one(sized(0xca78, 2, 0, 1, 0, 0, 0))],
      ["characters over each other", [field(" EQ \\o(8,5) ", null, "85")]],
    ],
  ],
  [
    "NUMBER-HIDDEN",
    [
      ["white", beside(colour(0xffffff))],
      ["white by its number in the palette", beside(indexed(8))],
      ["nearly white", beside(colour(0xf0f0f0))],
      ["white by a style", beside(style(1)), styles(character(colour(0xffffff)))],
      [
        "white by the paragraph's style",
        [{ text: "85", style: 1 }],
        styles({ kind: "paragraph", base: 0, text: colour(0xffffff) }),
      ],
      [
        "white by its table's style",
        [{ text: "85" }],
        { ...styles({ kind: "table", text: colour(0xffffff) }), row: () => said(0x563a, ...u16(1)) },
      ],
      [
        "white by a banded row of its table's style",
        [{ text: "85" }],
        {
          ...styles({ kind: "table", text: sized(0xca85, 0xc0, 0, ...colour(0xffffff)) }),
          row: () => said(0x563a, ...u16(1)),
        },
      ],
      ["the colour of its own shading", beside([...colour(0x1f3864), ...sized(0xca71, ...fill(0x1f3864))])],
      ["the colour of its highlight", beside([...indexed(7), ...said(0x2a0c, 7)])],
      ["blacked out with a highlight", beside(said(0x2a0c, 1))],
      [
        "the colour of its paragraph's shading",
        [{ ...runs(["85", indexed(1)]), modifiers: sized(0xc64d, ...fill(0)) }],
      ],
      ["the colour of its cell", one(colour(0x1f3864)), { row: (cell) => inCell(cell, fill(0x1f3864)) }],
      [
        "the colour of its cell as older programs have it",
        one(indexed(2)),
        { row: (cell) => said(0x7627, cell, cell + 1, ...u16(2 << 5)) },
      ],
      [
        "the colour of its cell as older programs have it, where newer ones speak of another cell",
        one(indexed(2)),
        { row: (cell) => [...said(0x7627, cell, cell + 1, ...u16(2 << 5)), ...inCell(cell + 1, fill(0xd9d9d9))] },
      ],
      ["tiny", beside(size(2))],
      [
        "tiny by the paragraph's style",
        [{ text: "85", style: 1 }],
        styles({ kind: "paragraph", base: 0, text: size(4) }),
      ],
      ["a hundredth as wide", beside(said(0x4852, ...u16(1)))],
      ["fitted into nothing", one(sized(0xca76, ...u32(20), ...u32(1)))],
      ["embossed", beside(said(0x0858, 1))],
      ["in a row without height", [{ text: "85" }], { row: () => exact(1) }],
      ["below what its row shows", [{ text: "" }, { text: "" }, { text: "85" }], { row: () => exact(300) }],
      ["pushed below what its row shows", [of(said(0xa413, ...u16(1000)))], { row: () => exact(300) }],
      ["on a line without height", [of(said(0x6412, ...u16(-20 & 0xffff), 0, 0))]],
      ["on a fiftieth of a line", [of(said(0x6412, ...u16(5), 1, 0))]],
      ["of a table placed off the page", [{ text: "85" }], { row: () => said(0x940e, ...u16(20_000)) }],
      ["of a table that begins off the page", [{ text: "85" }], { left: 13_000 }],
      ["moved a line away", one(shift(60))],
      ["indented out of its cell", [of(said(0x845e, ...u16(-2000 & 0xffff)))]],
    ],
  ],
  [
    "NUMBER-COVERED",
    [
      ["a picture over it", [drawn("31")], over({}, shape(PICTURE))],
      ["a white shape over it", [drawn("85")], over()],
      ["a picture in its line", [runs(["85"], ["\u0001", SPECIAL, said(0x6a03, ...u32(0))])], { data: inLine }],
      [
        "a text box with another figure over it",
        [drawn("31")],
        {
          textBoxes: [
            { text: "85", mark: 13 },
            { text: "", mark: 13 },
          ],
          structuresAt: (at) => ({
            40: anchor(at + 2),
            50: shape(),
            56: [
              ...[0, 3, 4].flatMap(u32),
              ...new Array<number>(14).fill(0),
              ...u32(1026),
              ...new Array<number>(26).fill(0),
            ],
          }),
        },
      ],
      [
        "a shape of the paragraph before reaching over it",
        [{ text: "85" }],
        { before: [drawn("附")], ...shapeBefore({ y: 15, width: 400, height: 300 }) },
      ],
      [
        "a shape of the paragraph behind reaching back over it",
        [{ text: "85" }],
        {
          after: [drawn("注")],
          structuresAt: (_at, _before, after) => ({
            40: anchor(after + 1, { y: -700, width: 400, height: 690 }),
            50: shape(),
          }),
        },
      ],
      [
        "a shape of the page's header reaching over the text",
        [{ text: "85" }],
        {
          headers: [
            { ...drawn(""), mark: 13 },
            { text: "", mark: 13 },
          ],
          structures: {
            11: [...[0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 3].flatMap(u32)],
            41: anchor(0, { y: 100, width: 400, height: 500 }),
            50: shape(),
          },
        },
      ],
      [
        "a line through its cell",
        [{ text: "85" }],
        { row: (cell) => sized(0xd62f, cell, cell + 1, 0x10, 0, 0, 0, 0, 4, 1, 0, 0) },
      ],
      ["digits one over the other", one(said(0x8840, ...u16(-90 & 0xffff)))],
    ],
  ],
  [
    "NUMBER-REORDERED",
    [
      ["of right-to-left runs", [runs(["5", said(0x085a, 1)], ["8", said(0x085a, 1)])]],
      ["in a right-to-left paragraph", [of(said(0x2441, 1), "-85")]],
      ["of a table whose columns run from right to left", [{ text: "85" }], { row: () => said(0x560b, 1, 0) }],
      [
        "behind an automatic number",
        [of(said(0x460b, ...u16(1)), "5")],
        { structures: COUNTING, behind: { 73: LEVEL } },
      ],
      ["in a frame", [of(said(0x8418, ...u16(5000)), "3"), { text: "85" }]],
    ],
  ],
  [
    "NUMBER-STALE",
    [
      ["a dirty field's", [field(SUM, "85")], { structuresAt: (at) => dirtyField(at, SUM, "85") }],
      ["a page number", [field(" PAGE ", "85")]],
      ["a date kept nowhere", [field(" DATE ", null, "85")]],
      ["drawn by a field", [field(" SYMBOL 56 ", null, "5")]],
    ],
  ],
  // The second reading knows nothing of tables' styles.
  [
    "READ-DIFFERENT",
    [
      [
        "struck by its table's style",
        [runs(["31"], ["85", said(0x0837, 0)])],
        { ...styles({ kind: "table", text: STRIKE }), row: () => said(0x563a, ...u16(1)) },
      ],
    ],
  ],
  [
    "GLYPHS-DIFFER",
    [
      ["of a font of symbols", one(said(0x4a4f, ...u16(1))), { fonts: ["Times New Roman", "Wingdings"] }],
      ["of the style sheet's font of symbols", [{ text: "85" }], { ...styles(), fonts: ["Webdings"] }],
      ["of a font's private use", [{ text: "\uf038\uf035" }]],
      [
        "beside a symbol",
        [runs(["\u0028", said(0x6a09, ...u16(0), ...u16(0xf033))], ["85"])],
        { fonts: ["Wingdings"] },
      ],
    ],
  ],
];

/** A shape anchored in the paragraph right before the figure's table. */
function shapeBefore(floating: Floating, drawings: readonly number[] = shape()): Pick<Around, "structuresAt"> {
  return { structuresAt: (_, before) => ({ 40: anchor(before + 1, floating), 50: drawings }) };
}

const PLAIN: readonly Case[] = [
  [
    "cut into runs of several fonts",
    [runs(["8", said(0x0835, 1)], ["5", said(0x4a4f, ...u16(0))])],
    { fonts: ["宋体"] },
  ],
  ["a little larger in part", [runs(["8", size(21)], ["5", size(24)])]],
  ["raised as a whole by a little", one(shift(2))],
  ["beside a deletion", beside(DELETED, "31")],
  ["beside hidden digits", beside(HIDDEN, "31")],
  ["inserted under track changes", one(said(0x0801, 1))],
  ["white on its dark cell", one(colour(0xffffff)), { row: (cell) => inCell(cell, fill(0x1f3864)) }],
  [
    "of Word's own choice on a dark cell",
    one(said(0x6870, ...AUTOMATIC)),
    { row: (cell) => inCell(cell, fill(0x000000)) },
  ],
  ["white on its own dark shading", one([...indexed(8), ...sized(0xca71, ...fill(0))])],
  ["on a grey cell", [{ text: "85" }], { row: (cell) => inCell(cell, fill(0xd9d9d9)) }],
  ["dark red", one(colour(0xc00000))],
  ["highlighted", one(said(0x2a0c, 7))],
  [
    "struck by neither of two styles that cancel each other",
    [{ ...runs(["85", style(2)]), style: 1 }],
    styles({ kind: "paragraph", base: 0, text: STRIKE }, character(STRIKE)),
  ],
  [
    "with switched-off properties",
    one([
      ...said(0x0837, 0),
      ...said(0x2a53, 0),
      ...said(0x2a48, 0),
      ...shift(0),
      ...said(0x4852, ...u16(100)),
      ...said(0x085a, 0),
    ]),
  ],
  ["in a row of fixed height", one(size(21)), { row: () => exact(340) }],
  [
    "on a line of fixed height",
    [
      {
        ...runs(["85", said(0x8840, ...u16(-6 & 0xffff))]),
        modifiers: [...said(0x6412, ...u16(-280 & 0xffff), 0, 0), ...said(0x845e, ...u16(-105 & 0xffff))],
      },
    ],
  ],
  [
    "in a table whose style's first row is white",
    [{ text: "85" }],
    {
      ...styles({ kind: "table", text: sized(0xca85, 1, 0, ...colour(0xffffff)) }),
      row: () => [...said(0x563a, ...u16(1)), ...said(0x740a, 0, 0, 0x20, 0)],
    },
  ],
  ["the result of a sum", [field(SUM, "85")]],
  ["typed into a form", [field(" FORMTEXT ", "85")]],
  ["chosen from a form's list", [chosenField("")], { data: dropDown(1) }],
  ["chosen from a form's list beside an old result", [chosenField("0")], { data: dropDown(1) }],
  ["preset in a form's list", [chosenField("")], { data: dropDown(25, 1) }],
  ["between the ends of a content control", [runs(["\u003c", SPECIAL], ["85"], ["\u003e", SPECIAL])]],
  [
    "in a file with a picture behind the text",
    [{ text: "85" }],
    { before: [drawn("附")], ...shapeBefore({ width: 400, height: 700 }, shape(PICTURE, BEHIND)) },
  ],
  [
    "beside a picture that text flows around",
    [{ text: "85" }],
    { before: [drawn("附")], ...shapeBefore({ width: 400, height: 700, flags: SQUARE }, shape(PICTURE)) },
  ],
  [
    "below a line under the letterhead",
    [{ text: "85" }],
    { before: [drawn("附"), { text: "本".repeat(900) }], ...shapeBefore({ y: 20, width: 400, height: 0 }) },
  ],
];

describe("a figure in an old Word file", () => {
  testLooks({ judged, odd: NOT_PLAIN, ordinary: PLAIN });

  test.each([
    ["struck digits", beside(STRIKE, "31"), "85"],
    ["a raised mark", behind(RAISED), "85¹"],
    ["a lowered mark", behind(LOWERED), "85₁"],
  ] as const)("is read without %s, which both readings take for none of it", async (_name, content, text) => {
    const bytes = reportWith(content);
    const judgement = judgementOf(readDoc(bytes), await flatTextOfDoc(bytes));
    expect(judgement.figures[ALTERED]?.text).toBe(text);
    expect(judgement.tables?.applications?.granted?.naturalPerson).toBe(85);
    expect((await flatTextOfDoc(bytes)).pieces).toContain(text);
  });
});
