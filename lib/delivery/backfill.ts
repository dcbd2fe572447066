import { ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";
import { type Message, messageOf } from "./notice.ts";

/** How far a backfill has come; handed in again, it goes on from there. */
export interface BackfillState {
  readonly bucket: string;
  readonly prefix: string;
  /** Where the next page begins; null at the beginning. */
  readonly keyMarker: string | null;
  readonly versionMarker: string | null;
  readonly sent: number;
  readonly done: boolean;
}

export const newBackfill = (bucket: string, prefix: string): BackfillState => ({
  bucket,
  prefix,
  keyMarker: null,
  versionMarker: null,
  sent: 0,
  done: false,
});

/**
 * Sends a bucket's objects through the queue, a page at a time: current versions only, each as the event it would have
 * raised. An object processed before costs one lookup in the catalog, so sending a page twice does no harm.
 * @param keep called after each page was sent; once it has returned, that page is never sent again
 */
export async function backfill(
  s3: S3Client,
  send: (messages: readonly Message[]) => Promise<void>,
  from: BackfillState,
  keep: (state: BackfillState) => Promise<void>,
): Promise<BackfillState> {
  let state = from;
  while (!state.done) {
    const page = await s3.send(
      new ListObjectVersionsCommand({
        Bucket: state.bucket,
        Prefix: state.prefix,
        KeyMarker: state.keyMarker ?? undefined,
        VersionIdMarker: state.versionMarker ?? undefined,
      }),
    );
    const current = (page.Versions ?? []).filter(({ IsLatest, Key }) => IsLatest && Key !== undefined);
    await send(
      current.map(({ Key = "", VersionId = "null", Size = 0, LastModified = new Date(0) }) =>
        messageOf(state.bucket, { key: Key, version: VersionId, bytes: Size, modified: LastModified }),
      ),
    );
    state = {
      ...state,
      keyMarker: page.NextKeyMarker ?? null,
      versionMarker: page.NextVersionIdMarker ?? null,
      sent: state.sent + current.length,
      done: page.IsTruncated !== true,
    };
    await keep(state);
  }
  return state;
}
