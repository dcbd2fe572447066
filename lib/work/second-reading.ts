import type { FlatText } from "../document/document.ts";
import { readerOf } from "../formats/formats.ts";
import type { Kind } from "../formats/sniff.ts";

/** The second reading in a worker of its own: it may hang or run out of memory without harm to the first. */

export interface SecondReadingTask {
  readonly bytes: Uint8Array;
  readonly kind: Kind;
  /** Whether what can be saved of a damaged file is wanted. */
  readonly salvage?: boolean;
}

export default async function run({ bytes, kind, salvage }: SecondReadingTask): Promise<FlatText> {
  const reader = readerOf(kind);
  return salvage && reader.salvage ? reader.salvage(bytes) : reader.flatText(bytes);
}
