/**
 * What the file of a model says besides its graph: the entries of ONNX's `metadata_props`
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). The runtime for Node.js doesn't tell them.
 */

/** Of ModelProto: a repeated message of key and value. */
const METADATA = 14;
const [KEY, VALUE] = [1, 2];
const [VARINT, FIXED64, LENGTH, FIXED32] = [0, 1, 2, 5];

interface Piece {
  readonly field: number;
  readonly bytes: Uint8Array;
}

/** The length-delimited fields of a message of protocol buffers; what follows something else than a field is left. */
function* piecesOf(bytes: Uint8Array): Generator<Piece> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; at < bytes.length; factor *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * factor;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag % 8;
    if (wire === VARINT) varint();
    else if (wire === FIXED64) at += 8;
    else if (wire === FIXED32) at += 4;
    else if (wire !== LENGTH) return;
    else {
      const length = varint();
      yield { field: Math.floor(tag / 8), bytes: bytes.subarray(at, at + length) };
      at += length;
    }
  }
}

/**
 * The characters that a recognition model was taught, as RapidOCR's models bring them along, one a line.
 * @param bytes of an .onnx file
 * @returns null where the file doesn't say
 */
export function charactersIn(bytes: Uint8Array): string[] | null {
  for (const { field, bytes: entry } of piecesOf(bytes)) {
    if (field !== METADATA) continue;
    const texts = new Map([...piecesOf(entry)].map((each) => [each.field, Buffer.from(each.bytes).toString("utf8")]));
    if (texts.get(KEY) === "character") return charactersOf(texts.get(VALUE) ?? "");
  }
  return null;
}

/** @param dictionary one character a line */
export const charactersOf = (dictionary: string): string[] => dictionary.replace(/\r?\n$/u, "").split(/\r?\n/u);
