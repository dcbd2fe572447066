import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { absent, directoryStore, makeFolder, writeAtomically } from "./directory.ts";
import type { LargeObjects } from "./large-objects.ts";
import { partsOfKey } from "./objects.ts";

interface LargeFiles extends LargeObjects {
  /** An object to be read as it goes out; null where there is none. */
  readonly open: (key: string) => Promise<{ readonly bytes: number; readonly body: ReadableStream<Uint8Array> } | null>;
}

/** Large objects as files below a folder. @param temporary on the same disk, for what is not finished */
export function directoryLargeObjects(root: string, temporary: string): LargeFiles {
  const { list, delete: remove } = directoryStore(root);
  const pathOf = (key: string) => join(root, ...partsOfKey(key));
  return {
    list,
    delete: remove,
    write: async (key, pieces) => {
      const path = pathOf(key);
      let bytes = 0;
      async function* counted() {
        for await (const piece of pieces) {
          bytes += Buffer.byteLength(piece);
          yield piece;
        }
      }
      await makeFolder(dirname(path));
      await writeAtomically(path, counted(), temporary);
      return bytes;
    },
    open: async (key) => {
      const file = await open(pathOf(key)).catch(absent);
      if (file === null) return null;
      const { size } = await file.stat();
      return { bytes: size, body: Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array> };
    },
  };
}
