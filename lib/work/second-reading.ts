import type { FlatText } from "../document/document.ts";
import type { FormatName } from "../document/formats.ts";
// Most documents are .docx: what reads them is loaded while the thread starts, not once there is one.
import "../formats/docx/flat-text.ts";
import { UnsupportedError } from "../formats/errors.ts";
import { READERS } from "../formats/formats.ts";
import type { TextWay } from "./process-document.ts";

/** The second reading in a worker of its own: it may hang or run out of memory without harm to the first. */

export interface SecondReadingTask {
  readonly bytes: Uint8Array;
  readonly format: FormatName;
  readonly way: TextWay;
}

export default async function run({ bytes, format, way }: SecondReadingTask): Promise<FlatText> {
  const read = READERS[format][way];
  if (!read) throw new UnsupportedError();
  return read(bytes);
}

/** A task that starts the thread before there is a document. */
export function boot(): void {}
