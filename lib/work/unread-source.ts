import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { LIMITS } from "../limits.ts";
import type { Source } from "../report/schema.ts";
import { type Input, openInput } from "./inputs.ts";

/**
 * How much of the beginning and of the end stands for a file that is not read as a whole: of a zip its directory, with
 * the sums of its entries.
 */
const SAMPLE_BYTES = 2 ** 20;

/**
 * Size and hash of a file whose worker could not tell them; of nothing where it can't be read. The hash is that of its
 * bytes; of a file too large to be read, and of an entry of an archive, that of its size, of both its ends and of the
 * entry's name: no file is worth reading without end, nor again for each of its entries.
 * @returns null where the file is no longer the one that was seen
 */
export async function unreadSource(input: Input): Promise<Source | null> {
  const { name, entry } = input;
  const hash = createHash("sha256");
  let bytes = 0;
  let file: FileHandle | null = null;
  try {
    file = await openInput(input);
    if (!file) return null;
    const { size } = await file.stat();
    bytes = size;
    if (entry === undefined && size <= LIMITS.fileBytes) {
      bytes = 0;
      for await (const chunk of file.createReadStream({ autoClose: false, end: LIMITS.fileBytes })) {
        hash.update(chunk as Buffer);
        bytes += (chunk as Buffer).length;
      }
    } else {
      hash.update(`${size}\n`);
      for (const at of [0, Math.max(0, size - SAMPLE_BYTES)]) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, at);
        hash.update(buffer.subarray(0, bytesRead));
      }
    }
  } catch {
    // What was read of it stands for it.
  } finally {
    await file?.close();
  }
  if (entry !== undefined) hash.update(entry);
  return { name, bytes, sha256: hash.digest("hex"), format: null, pages: null, ocr: null };
}
