import type { Binary } from "../shared/binary.ts";

/** Property modifiers ([MS-DOC] 2.2.5.1, sprm): two bytes of name, then an operand whose size the name tells. */

export const SPRM = {
  // characters
  deleted: 0x0800,
  binaryData: 0x0806,
  webHidden: 0x0811,
  alwaysHidden: 0x0818,
  struck: 0x0837,
  hidden: 0x083c,
  imprinted: 0x0854,
  special: 0x0855,
  embossed: 0x0858,
  rightToLeft: 0x085a,
  highlight: 0x2a0c,
  colourIndex: 0x2a42,
  script: 0x2a48,
  doublyStruck: 0x2a53,
  shift: 0x4845,
  scale: 0x4852,
  shading80: 0x4866,
  characterStyle: 0x4a30,
  size: 0x4a43,
  font: 0x4a4f,
  hanFont: 0x4a50,
  pictureLocation: 0x6a03,
  symbol: 0x6a09,
  colour: 0x6870,
  spacing: 0x8840,
  shading: 0xca71,
  fitted: 0xca76,
  layout: 0xca78,
  conditional: 0xca85,
  // paragraphs
  paragraphStyle: 0x4600,
  inTable: 0x2416,
  rowEnd: 0x2417,
  paragraphRightToLeft: 0x2441,
  innerCellEnd: 0x244b,
  innerRowEnd: 0x244c,
  tableDepth: 0x6649,
  tableDepthChange: 0x664a,
  listLevel: 0x260a,
  list: 0x460b,
  outlineLevel: 0x2640,
  paragraphShading80: 0x442d,
  indentChars: 0x4456,
  firstIndentChars: 0x4457,
  lineSpacing: 0x6412,
  indent80: 0x840f,
  firstIndent80: 0x8411,
  frameX: 0x8418,
  frameY: 0x8419,
  indent: 0x845e,
  firstIndent: 0x8460,
  spaceBefore: 0xa413,
  spaceAfter: 0xa414,
  paragraphShading: 0xc64d,
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
  alignment90: 0x5400,
  alignment: 0x548a,
  tableRightToLeft: 0x560b,
  tableRightToLeft90: 0x5664,
  tableStyle: 0x563a,
  tableLook: 0x740a,
  cellShading80: 0x7627,
  rowHeight: 0x9407,
  tableX: 0x940e,
  tableY: 0x940f,
  tableShadings80: 0xd609,
  tableShadings: 0xd612,
  tableShadings2: 0xd616,
  tableShadings3: 0xd60c,
  cellBorders80: 0xd620,
  cellShading: 0xd62d,
  cellBorders: 0xd62f,
  wholeShading: 0xd660,
  // sections
  pageWidth: 0xb01f,
  pageHeight: 0xb020,
  marginLeft: 0xb021,
  marginRight: 0xb022,
  marginTop: 0x9023,
  marginBottom: 0x9024,
} as const;

/** Bytes of a modifier's name. */
export const NAME_SIZE = 2;
const OPERAND_SIZES = [1, 1, 2, 4, 2, 2, 0, 3] as const;
const CHANGE_TABS = 0xc615;

/**
 * Calls back for each modifier of a list with the place of its operand and the operand's size. A list cut short ends
 * quietly, as it does in Word.
 */
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
