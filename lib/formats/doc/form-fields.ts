import { CorruptError } from "../errors.ts";
import type { Binary } from "../shared/binary.ts";

/** What a form's drop-down list shows ([MS-DOC] 2.9.158 NilPICFAndBinData, 2.9.78 FFData). */

const HEADER_SIZE = 0x44;
const DROP_DOWN = 2;
/** Nothing was chosen: the preset entry shows. */
const NOT_CHOSEN = 25;
/** A text format, help, status and two macros stand between the preset and the entries. */
const TEXTS_BETWEEN = 5;

/** The entry chosen, or preset; null where there is no list at that place. */
export function chosenEntry(data: Binary | null, location: number): string | null {
  try {
    return data && entryAt(data, location + HEADER_SIZE);
  } catch (error) {
    if (error instanceof CorruptError) return null;
    throw error;
  }
}

function entryAt(data: Binary, start: number): string | null {
  const bits = data.u16(start + 4);
  if ((bits & 3) !== DROP_DOWN) return null;
  let at = start + 10;
  /** Behind a text that ends with a zero. */
  const pass = (): void => {
    at += 2 * data.u16(at) + 4;
  };
  pass();
  const preset = data.u16(at);
  at += 2;
  for (let i = 0; i < TEXTS_BETWEEN; i++) pass();
  const chosen = (bits >> 2) & 31;
  const index = chosen === NOT_CHOSEN ? preset : chosen;
  const count = data.u16(at + 2);
  if (index >= count) return "";
  at += 6;
  for (let i = 0; i < index; i++) at += 2 * data.u16(at) + 2;
  const letters = data.part(at + 2, 2 * data.u16(at));
  return new TextDecoder("utf-16le").decode(letters.bytes);
}
