/** Property modifiers ([MS-DOC] 2.2.5.1, sprm): two bytes of name, then an operand whose size the name tells. */
import type { Binary } from "./binary.ts";

export const SPRM = {
  // characters
  deleted: 0x0800,
  fieldHidden: 0x0802,
  binaryData: 0x0806,
  alwaysHidden: 0x0818,
  hidden: 0x083c,
  special: 0x0855,
  embeddedObject: 0x080a,
  characterStyle: 0x4a30,
  symbol: 0x6a09,
  pictureLocation: 0x6a03,
  // paragraphs
  paragraphStyle: 0x4600,
  inTable: 0x2416,
  rowEnd: 0x2417,
  innerCellEnd: 0x244b,
  innerRowEnd: 0x244c,
  tableDepth: 0x6649,
  tableDepthChange: 0x664a,
  listLevel: 0x260a,
  list: 0x460b,
  outlineLevel: 0x2640,
  hugeProperties: 0x6646,
  hugePropertiesOld: 0x6645,
  tableProperties: 0x646b,
  // tables
  defineTable: 0xd608,
  defineTable10: 0xd606,
  insertCells: 0x7621,
  deleteCells: 0x5622,
  columnWidth: 0x7623,
  mergeCells: 0x5624,
  splitCells: 0x5625,
  mergeVertically: 0xd62b,
} as const;

/** Bytes of a modifier's name. */
export const NAME_SIZE = 2;
const OPERAND_SIZES = [1, 1, 2, 4, 2, 2, 0, 3] as const;
const CHANGE_TABS = 0xc615;

/** Calls back for each modifier of a list with the place of its operand and the operand's size. A list cut short ends quietly, as it does in Word. */
export function eachModifier(list: Binary, visit: (name: number, at: number, size: number) => void): void {
  let at = 0;
  while (at + NAME_SIZE < list.length) {
    const name = list.u16(at);
    at += NAME_SIZE;
    let size: number = OPERAND_SIZES[name >> 13] ?? 1;
    if (name === SPRM.defineTable || name === SPRM.defineTable10) {
      if (at + 2 > list.length) return;
      size = Math.max(0, list.u16(at) - 1);
      at += 2;
    } else if (name >> 13 === 6) {
      size = list.u8(at);
      at += 1;
      if (name === CHANGE_TABS && size === 255) {
        if (at >= list.length) return;
        const deleted = list.u8(at);
        if (at + 1 + 4 * deleted >= list.length) return;
        size = 2 + 4 * deleted + 3 * list.u8(at + 1 + 4 * deleted);
      }
    }
    if (at + size > list.length) return;
    visit(name, at, size);
    at += size;
  }
}
