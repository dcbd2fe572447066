import { type MadeParagraph, u16, u32 } from "../../../test/make/doc.ts";
import { DISGUISED, type Ways } from "./ways.ts";

/** Digits disguised by the modifiers of old Word files. */

/** A modifier of [MS-DOC]: its number and its operand's bytes. */
const modifier = (number: number, ...operand: readonly number[]): readonly number[] => [...u16(number), ...operand];

export const DOC: Ways<readonly number[]> = {
  odd: {
    struck: modifier(0x0837, 1),
    "struck twice": modifier(0x2a53, 1),
    white: modifier(0x6870, ...u32(0xffffff)),
    "nearly white": modifier(0x6870, ...u32(0xfdfefd)),
    tiny: modifier(0x4a43, ...u16(3)),
    narrow: modifier(0x4852, ...u16(1)),
    superscript: modifier(0x2a48, 1),
    subscript: modifier(0x2a48, 2),
    raised: modifier(0x4845, ...u16(14)),
    lowered: modifier(0x4845, ...u16(-14 & 0xffff)),
  },
  plain: {
    bold: modifier(0x0835, 1),
    coloured: modifier(0x6870, ...u32(0x64381f)),
    "a little larger": modifier(0x4a43, ...u16(23)),
  },
};

/** A paragraph of a Word file with its marked digits modified. */
export const inDoc =
  (modifiers: readonly number[]) =>
  (paragraph: MadeParagraph): MadeParagraph => {
    const [before, digits, after] = paragraph.text.split(DISGUISED) as [string, string?, string?];
    if (digits === undefined) return paragraph;
    const runs = [
      { text: before, modifiers: [] },
      { text: digits, modifiers },
      { text: after ?? "", modifiers: [] },
    ];
    return { ...paragraph, runs: runs.filter(({ text }) => text !== "") };
  };
