import { link, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FetchObject } from "./fetch-object.ts";

/**
 * Entries of an archive come one by one, and many of them to one function: the archive that the last entry was of is
 * kept, so that it is not fetched for each. Anything else that is fetched takes its room.
 */
export function keepingArchive(fetch: FetchObject): FetchObject {
  let kept: { readonly of: string; readonly folder: string } | null = null;
  const forget = async () => {
    if (kept) await rm(kept.folder, { recursive: true, force: true });
    kept = null;
  };
  return async (submission, path) => {
    const { bucket, key, version, entry } = submission;
    const of = JSON.stringify([bucket, key, version]);
    if (entry !== undefined && kept?.of === of) {
      await link(join(kept.folder, "archive"), path);
      return true;
    }
    await forget();
    const isThere = await fetch(submission, path);
    if (isThere && entry !== undefined) {
      const folder = await mkdtemp(join(tmpdir(), "tabularium-archive-"));
      await link(path, join(folder, "archive"));
      kept = { of, folder };
    }
    return isThere;
  };
}
