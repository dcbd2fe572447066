import type { Binary } from "../shared/binary.ts";
import { storedFile } from "./blips.ts";
import { inlineFile } from "./inline-picture.ts";
import type { WordFile } from "./word-file.ts";

/** By what both readings of old Word know where a picture is kept: in the Data stream, or in the drawings' store. */
export const inlineSource = (location: number): string => `Data ${location}`;
export const storedSource = (number: number): string => `BStore ${number}`;

/** The file of a picture by its source; null where it is none that could be read. @throws CorruptError */
export function pictureFile(file: WordFile, data: Binary | null, source: string): Uint8Array | null {
  const [kind, number] = source.split(" ");
  if (kind === "Data") return data && inlineFile(data, Number(number));
  const drawings = file.structure("drawings");
  return drawings && storedFile(drawings, file.word, Number(number));
}
