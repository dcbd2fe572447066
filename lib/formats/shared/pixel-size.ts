import type { ImageEncoding } from "./image-encodings.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

const UNKNOWN: Size = { width: 0, height: 0 };

/** The size in pixels that a picture's head tells, undecoded; 0 where it tells none. */
export function pixelSize(bytes: Uint8Array, encoding: ImageEncoding): Size {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    switch (encoding) {
      case "png":
        return { width: view.getUint32(16), height: view.getUint32(20) };
      case "gif":
        return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
      case "bmp":
        return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
      case "webp":
        return sizeOfWebp(view);
      case "jpeg":
        return sizeOfJpeg(view);
      default:
        return UNKNOWN;
    }
  } catch {
    // It ends before its head does.
    return UNKNOWN;
  }
}

/** The segments of a JPEG up to the one that begins a frame. */
function sizeOfJpeg(view: DataView): Size {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const mark = view.getUint8(at + 1);
    const begins = mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc;
    if (begins) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += mark === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return UNKNOWN;
}

const SIDE = 0x3fff;

/** Extended, lossless or lossy, by the name of the first chunk. */
function sizeOfWebp(view: DataView): Size {
  const kind = view.getUint8(15);
  if (kind === 0x58)
    return {
      width: 1 + view.getUint16(24, true) + (view.getUint8(26) << 16),
      height: 1 + view.getUint16(27, true) + (view.getUint8(29) << 16),
    };
  if (kind === 0x4c) {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & SIDE), height: 1 + ((bits >> 14) & SIDE) };
  }
  return { width: view.getUint16(26, true) & SIDE, height: view.getUint16(28, true) & SIDE };
}
