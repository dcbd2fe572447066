import type { ObjectStore } from "./objects.ts";

/** Where objects are kept that are made piece by piece, and too large to be held: one port, a folder and a bucket. */
export interface LargeObjects extends Pick<ObjectStore, "list" | "delete"> {
  /**
   * Stores an object as its pieces are made, whole or not at all; in the place of one of the same key.
   * @returns its bytes
   */
  readonly write: (
    key: string,
    pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
    contentType: string,
  ) => Promise<number>;
}
