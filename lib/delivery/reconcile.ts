import type { S3Client } from "@aws-sdk/client-s3";
import type { KnownSubmission } from "../catalog/catalog.ts";
import { nameOf } from "../catalog/submissions.ts";
import { type AlignPorts, alignKey } from "./align-key.ts";
import { LeasedError } from "./lease.ts";
import { isHidden, type Message, messageOf } from "./notice.ts";
import { type KeyVersions, keysOf, standingOf } from "./versions.ts";

/** Holds the catalog against the bucket, and mends every difference, whichever events were lost. */

export interface ReconcilePorts extends AlignPorts {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Objects below it are ours. */
  readonly prefix: string;
  readonly journal: () => AsyncIterable<KnownSubmission | { readonly kind: "withdrawal" }>;
  /** Runs work on a key alone. @throws LeasedError while somebody else follows what was done there */
  readonly alone: <T>(key: string, work: () => Promise<T>) => Promise<T>;
  readonly now: () => number;
}

/** What was otherwise at a key and has been mended. */
export interface Difference {
  readonly key: string;
  /** Gone from the bucket: withdrawn. Standing there and not counted, or never finished: sent to be read. */
  readonly what: "withdrawn" | "sent";
  readonly version: string;
}

/** What a run of reconciling did. */
export interface Ledger {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly keys: number;
  readonly versions: number;
  readonly submissions: number;
  readonly differences: readonly Difference[];
}

/** What takes longer was lost on the way: a scan behind a long queue takes hours. */
const LONGEST_READING_MS = 24 * 60 * 60 * 1000;

/** What the catalog knows of a version: of archives and each of their entries. */
type Known = Pick<KnownSubmission, "version" | "entry" | "at" | "finishedBy" | "givenUp" | "withdrawn">;

/**
 * Compares each key of the bucket with the catalog, and looks again where they differ: events may be on their way.
 * Repeatable; a run that was interrupted is begun again. It keeps what the catalog knows of a bucket in memory, some 300
 * bytes a submission.
 */
export async function reconcile(ports: ReconcilePorts): Promise<Ledger> {
  const { s3, bucket, prefix, now } = ports;
  const at = new Date(now()).toISOString();
  const differences: Difference[] = [];
  const known = new Map<string, Known[]>();
  let submissions = 0;
  for await (const each of ports.journal()) {
    if (each.kind !== "submission") continue;
    const { key, version, entry, at: since, finishedBy, givenUp, withdrawn } = each;
    const of = known.get(key) ?? [];
    known.set(key, of);
    of.push({ version, ...(entry !== undefined && { entry }), at: since, finishedBy, givenUp, withdrawn });
    submissions += 1;
  }

  const mend = async (key: string): Promise<void> => {
    const emptied = { bucket, key, at, sequence: "" };
    const standing = (known.get(key) ?? []).filter(({ withdrawn, entry }) => !withdrawn && entry === undefined);
    const found = await ports
      .alone(key, () => alignKey(ports, emptied))
      .catch((error: unknown) => {
        if (error instanceof LeasedError) return null;
        throw error;
      });
    if (found === null) return;
    const gone = found === "withdrawn" ? standing : found.withdrawn.filter(({ entry }) => entry === undefined);
    for (const { version } of gone) differences.push({ key, what: "withdrawn", version });
    if (found !== "withdrawn") for (const version of found.sent) differences.push({ key, what: "sent", version });
  };

  let keys = 0;
  let versions = 0;
  for await (const found of keysOf(s3, bucket, prefix, null)) {
    const { key } = found;
    keys += 1;
    versions += found.versions.length;
    if (!isHidden(key)) {
      const of = known.get(key) ?? [];
      if (differs(found, of)) await mend(key);
      const late = unfinished(bucket, found, of, now());
      await ports.send(late);
      for (const { detail } of late)
        differences.push({ key, what: "sent", version: detail.object["version-id"] ?? "null" });
    }
    known.delete(key);
  }
  // What is left stands in the catalog alone.
  for (const [key, of] of known) if (key.startsWith(prefix) && of.some(({ withdrawn }) => !withdrawn)) await mend(key);
  return { at, keys, versions, submissions, differences };
}

/** Whether what stands at a key is counted, and nothing else. */
function differs(found: KeyVersions, known: readonly Known[]): boolean {
  const standing = new Set(standingOf(found).versions.map(({ version }) => version));
  const files = new Set(known.filter(({ entry }) => entry === undefined).map(({ version }) => version));
  return (
    known.some(({ version, withdrawn }) => standing.has(version) === withdrawn) ||
    [...standing].some((version) => !files.has(version))
  );
}

/** Messages of what was heard of long ago and of which nothing has become, files and entries of archives. */
function unfinished(bucket: string, found: KeyVersions, known: readonly Known[], now: number): readonly Message[] {
  const { key } = found;
  const late = known
    .filter(({ finishedBy, givenUp, withdrawn }) => finishedBy === null && !givenUp && !withdrawn)
    .filter(({ at }) => Date.parse(at) < now - LONGEST_READING_MS);
  return standingOf(found).versions.flatMap(({ version, bytes, modified }) =>
    late
      .filter((each) => each.version === version)
      .map(({ entry }) => ({
        ...messageOf(bucket, { key, version, bytes, modified }),
        ...(entry !== undefined && { entry: { path: entry, name: nameOf({ key, entry }) } }),
      })),
  );
}
