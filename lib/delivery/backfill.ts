import type { S3Client } from "@aws-sdk/client-s3";
import { type Message, messageOf } from "./notice.ts";
import { keysOf, standingOf } from "./versions.ts";

/** How far a backfill has come; handed in again, it goes on from there. */
export interface BackfillState {
  readonly bucket: string;
  readonly prefix: string;
  /** The last key of which all was sent; null at the beginning. */
  readonly after: string | null;
  /** Versions that were sent. */
  readonly sent: number;
  readonly done: boolean;
}

export const newBackfill = (bucket: string, prefix: string): BackfillState => ({
  bucket,
  prefix,
  after: null,
  sent: 0,
  done: false,
});

/** Versions after which progress is kept. */
const AT_A_TIME = 1000;

/**
 * Sends all that stands in a bucket through the queue, each version as the event it would have raised: every one that
 * was put there since its key was last emptied may count. One that this engine has processed costs one lookup in the
 * catalog, so sending it twice does no harm.
 * @param keep called after so many were sent; once it has returned, those are never sent again
 */
export async function backfill(
  s3: S3Client,
  send: (messages: readonly Message[]) => Promise<void>,
  from: BackfillState,
  keep: (state: BackfillState) => Promise<void>,
): Promise<BackfillState> {
  let state = from;
  let waiting: Message[] = [];
  const sendWaiting = async (after: string | null, done: boolean) => {
    await send(waiting);
    state = { ...state, after, sent: state.sent + waiting.length, done };
    waiting = [];
    await keep(state);
  };
  let last = from.after;
  for await (const found of keysOf(s3, from.bucket, from.prefix, from.after ?? null)) {
    last = found.key;
    for (const { version, bytes, modified } of standingOf(found).versions)
      waiting.push(messageOf(from.bucket, { key: found.key, version, bytes, modified }));
    if (waiting.length >= AT_A_TIME) await sendWaiting(last, false);
  }
  await sendWaiting(last, true);
  return state;
}
