import type { FlatText } from "../document/document.ts";
import { readerOf } from "../readers/readers.ts";
import type { Kind } from "../readers/sniff.ts";

/** The second reading in a worker of its own: it may hang or run out of memory without harm to the first. */

export interface SecondReadingTask {
  readonly bytes: Uint8Array;
  readonly kind: Kind;
}

export default async function run({ bytes, kind }: SecondReadingTask): Promise<FlatText> {
  return readerOf(kind).flatText(bytes);
}
