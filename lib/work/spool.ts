import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ListLines } from "../report/list-lines.ts";

/**
 * The lines of a run's lists as they come, kept on disk: documents end in any order, lists are in that of their folders,
 * and a run may have more of them than fit in memory.
 */
export interface Spool {
  /** @throws errors of the file system */
  readonly add: (folder: string, lines: ListLines) => Promise<void>;
  /** What was added last for a folder. @throws errors of the file system */
  readonly lines: (folder: string, list: keyof ListLines) => Promise<string>;
  readonly close: () => Promise<void>;
}

interface Piece {
  readonly at: number;
  readonly bytes: number;
}

/** @param folder on whose disk the lines are kept, under no name: nothing is left of them, however the program ends */
export async function openSpool(folder: string): Promise<Spool> {
  const path = join(folder, `.lists-${process.pid}.tmp`);
  const file = await open(path, "w+");
  await rm(path);
  const pieces = new Map<string, Readonly<Record<keyof ListLines, Piece>>>();
  let end = 0;
  const append = async (text: string): Promise<Piece> => {
    const data = Buffer.from(text);
    const piece = { at: end, bytes: data.length };
    end += data.length;
    for (let done = 0; done < data.length; )
      done += (await file.write(data, done, data.length - done, piece.at + done)).bytesWritten;
    return piece;
  };
  return {
    add: async (name, { problems, figures }) => {
      const [first, second] = await Promise.all([append(problems), append(figures)]);
      pieces.set(name, { problems: first, figures: second });
    },
    lines: async (name, list) => {
      const { at, bytes } = pieces.get(name)?.[list] ?? { at: 0, bytes: 0 };
      const data = Buffer.alloc(bytes);
      for (let done = 0; done < bytes; ) {
        const { bytesRead } = await file.read(data, done, bytes - done, at + done);
        if (bytesRead === 0) throw new Error("the lines of a list are gone");
        done += bytesRead;
      }
      return data.toString("utf8");
    },
    close: () => file.close(),
  };
}
