import type { Binary } from "../shared/binary.ts";

/** The records that drawings of Office are made of ([MS-ODRAW] 2.2.1). */

export interface OfficeArtRecord {
  readonly type: number;
  readonly instance: number;
  readonly holdsRecords: boolean;
  /** Where its content stands. */
  readonly from: number;
  readonly to: number;
}

/** The records one after the other, up to what does not fit. */
export function* eachRecord(data: Binary, from: number, to: number): Generator<OfficeArtRecord> {
  let at = from;
  while (at + 8 <= to) {
    const head = data.u16(at);
    const end = at + 8 + data.u32(at + 4);
    if (end > to) return;
    yield { type: data.u16(at + 2), instance: head >> 4, holdsRecords: (head & 15) === 15, from: at + 8, to: end };
    at = end;
  }
}
