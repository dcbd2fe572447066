import { LIMITS } from "../../limits.ts";
import { CorruptError } from "../errors.ts";
import type { Binary } from "../shared/binary.ts";

/**
 * Lists of modifiers too large for their paragraph ([MS-DOC] 2.9.215, PrcData): they stand in the Data stream behind
 * their size.
 */
export class LargeLists {
  readonly #data: Binary | null;
  #left = LIMITS.docListBytes;

  constructor(data: Binary | null) {
    this.#data = data;
  }

  /** Null where there is none at that place. @throws CorruptError after 64 MB of lists */
  at(location: number): Binary | null {
    const data = this.#data;
    if (!data || location + 2 > data.length) return null;
    const size = data.u16(location);
    return location + 2 + size <= data.length ? this.counted(data.part(location + 2, size)) : null;
  }

  /** The same list, counted among the large ones. */
  counted(list: Binary): Binary {
    this.#left -= list.length;
    if (this.#left < 0) throw new CorruptError();
    return list;
  }
}
