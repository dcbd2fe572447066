import type { Catalog } from "../catalog/catalog.ts";
import type { Submission, Withdrawal } from "../catalog/submissions.ts";
import { type Message, messageOf } from "./notice.ts";
import { type KeyVersions, standingOf } from "./versions.ts";

export interface AlignPorts {
  /** What a bucket holds at a key by now. */
  readonly versionsOf: (bucket: string, key: string) => Promise<KeyVersions>;
  readonly catalog: Pick<Catalog, "align" | "withdraw">;
  /** Sends messages to be taken. */
  readonly send: (messages: readonly Message[]) => Promise<void>;
}

/** What was otherwise than in the bucket. */
export interface Aligned {
  readonly withdrawn: readonly Submission[];
  /** Versions that were sent to be read. */
  readonly sent: readonly string[];
}

/**
 * Makes the catalog equal what stands at a key by now, whichever events came or were lost: versions that are gone count
 * no longer, those that stand again or were never heard of are read.
 * @param emptied the withdrawal, where nothing stands there
 */
export async function alignKey(
  { versionsOf, catalog, send }: AlignPorts,
  emptied: Withdrawal,
): Promise<Aligned | "withdrawn"> {
  const { bucket, key } = emptied;
  const { versions, emptiedAt } = standingOf(await versionsOf(bucket, key));
  if (versions.length === 0) {
    await catalog.withdraw(emptied);
    return "withdrawn";
  }
  const { withdrawn, toRead } = await catalog.align({
    bucket,
    key,
    versions: versions.map(({ version }) => version),
    emptiedAt: emptiedAt?.toISOString() ?? null,
  });
  await send(
    versions
      .filter(({ version }) => toRead.includes(version))
      .map(({ version, bytes, modified }) => messageOf(bucket, { key, version, bytes, modified })),
  );
  return { withdrawn, sent: toRead };
}

/** What a lease on a key is called. */
export const keyLease = (bucket: string, key: string): string => `KEY ${JSON.stringify([bucket, key])}`;
