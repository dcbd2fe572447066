import type { Binary } from "../shared/binary.ts";
import type { PageArea } from "../shared/word-covers.ts";
import { eachModifier, SPRM } from "./modifiers.ts";

/** The page of the last section ([MS-DOC] 2.8.26 PlcfSed, 2.9.242 Sed, 2.9.248 Sepx). */

const SECTION_SIZE = 12;
const NO_PROPERTIES = 0xffffffff;
const TWIPS = 20;

export function readPageArea(sections: Binary | null, word: Binary): PageArea {
  // As the format has it where nothing is said: letter paper.
  const page = { width: 12_240, height: 15_840, left: 1800, right: 1800, top: 1440, bottom: 1440 };
  const count = sections ? Math.floor((sections.length - 4) / (4 + SECTION_SIZE)) : 0;
  const at = sections && count > 0 ? sections.u32(4 * (count + 1) + SECTION_SIZE * (count - 1) + 2) : NO_PROPERTIES;
  if (at + 2 <= word.length && at + 2 + word.u16(at) <= word.length) {
    const list = word.part(at + 2, word.u16(at));
    eachModifier(list, (name, place) => {
      if (name === SPRM.pageWidth) page.width = list.u16(place);
      else if (name === SPRM.pageHeight) page.height = list.u16(place);
      else if (name === SPRM.marginLeft) page.left = list.u16(place);
      else if (name === SPRM.marginRight) page.right = list.u16(place);
      else if (name === SPRM.marginTop) page.top = Math.abs(list.i16(place));
      else if (name === SPRM.marginBottom) page.bottom = Math.abs(list.i16(place));
    });
  }
  const size = (length: number, ...margins: number[]) =>
    Math.max(
      TWIPS,
      margins.reduce((rest, margin) => rest - margin, length),
    ) / TWIPS;
  return {
    left: page.left / TWIPS,
    top: page.top / TWIPS,
    width: size(page.width, page.left, page.right),
    height: size(page.height, page.top, page.bottom),
  };
}
