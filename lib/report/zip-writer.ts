import { strToU8, Zip, ZipDeflate, ZipPassThrough } from "fflate";

/** A file of the archive; several may be open at a time. */
export interface ZippedFile {
  readonly write: (piece: string | Uint8Array) => void;
  readonly end: () => void;
}

/** A zip as it is made: what is not yet taken is held compressed, and so is what was written to all files but the first that is open. */
export interface ZipWriter {
  /** @param how a file that is compressed itself is best stored */
  readonly open: (path: string, how?: "deflated" | "stored") => ZippedFile;
  /** What can go out by now; after the end, all that is left. */
  readonly take: () => Uint8Array[];
  readonly end: () => void;
}

/** @param at time that the files bear */
export function zipWriter(at: Date): ZipWriter {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  return {
    open: (path, how = "deflated") => {
      const file = how === "stored" ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
      file.mtime = at;
      zip.add(file);
      return {
        write: (piece) => file.push(typeof piece === "string" ? strToU8(piece) : piece),
        end: () => file.push(new Uint8Array(), true),
      };
    },
    take: () => {
      const chunks = ready;
      ready = [];
      return chunks;
    },
    end: () => zip.end(),
  };
}
