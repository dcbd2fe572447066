/** The tags of a TIFF file that its decoder does not tell (TIFF 6.0, section 8). */

const X_RESOLUTION = 282;
const Y_RESOLUTION = 283;
const RATIONAL = 5;
const ENTRY = 12;

/**
 * How much higher than wide the pixels of each page are: faxes have half as many lines as columns an inch.
 * 1 where a page does not say, or says what no device does.
 */
export function pixelShapes(bytes: Uint8Array, pages: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const shapes = new Array<number>(pages).fill(1);
  try {
    let at = view.getUint32(4, little);
    for (let page = 0; page < pages && at !== 0; page++) {
      const count = view.getUint16(at, little);
      const resolutions = new Map<number, number>();
      for (let entry = at + 2; entry < at + 2 + count * ENTRY; entry += ENTRY) {
        const tag = view.getUint16(entry, little);
        if ((tag !== X_RESOLUTION && tag !== Y_RESOLUTION) || view.getUint16(entry + 2, little) !== RATIONAL) continue;
        const value = view.getUint32(entry + 8, little);
        resolutions.set(tag, view.getUint32(value, little) / view.getUint32(value + 4, little));
      }
      const shape = (resolutions.get(X_RESOLUTION) ?? 1) / (resolutions.get(Y_RESOLUTION) ?? 1);
      if (shape > 0.25 && shape < 4) shapes[page] = shape;
      at = view.getUint32(at + 2 + count * ENTRY, little);
    }
  } catch (error) {
    // A tag that points beyond the file: the decoder says what is wrong with it.
    if (!(error instanceof RangeError)) throw error;
  }
  return shapes;
}
