import { ListObjectVersionsCommand, type ListObjectVersionsOutput, type S3Client } from "@aws-sdk/client-s3";

/** What stands in a bucket with versions. */

export interface ObjectVersion {
  readonly version: string;
  readonly bytes: number;
  readonly modified: Date;
  readonly isLatest: boolean;
}

/** A key with all that a listing tells of it. */
export interface KeyVersions {
  readonly key: string;
  readonly versions: readonly ObjectVersion[];
  /** When each delete marker was made. */
  readonly markers: readonly Date[];
}

/**
 * Keys of a bucket in S3's order, each with its versions and delete markers.
 * @param after the key behind which to begin; null: at the beginning
 */
export async function* keysOf(
  s3: S3Client,
  bucket: string,
  prefix: string,
  after: string | null,
): AsyncGenerator<KeyVersions> {
  let key = after ?? undefined;
  let version: string | undefined;
  // A key's versions may go on on the next page.
  let open: KeyVersions | null = null as KeyVersions | null;
  for (;;) {
    const page = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, KeyMarker: key, VersionIdMarker: version }),
    );
    for (const each of groupedByKey(page)) {
      if (open?.key === each.key)
        open = {
          key: each.key,
          versions: [...open.versions, ...each.versions],
          markers: [...open.markers, ...each.markers],
        };
      else {
        if (open) yield open;
        open = each;
      }
    }
    if (page.IsTruncated !== true) break;
    key = page.NextKeyMarker;
    version = page.NextVersionIdMarker;
  }
  if (open) yield open;
}

/** A listing tells versions and markers apart, each in the order of keys. */
function groupedByKey({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsOutput): KeyVersions[] {
  const keys = new Map<string, { versions: ObjectVersion[]; markers: Date[] }>();
  const of = (key: string) => {
    const known = keys.get(key) ?? { versions: [], markers: [] };
    keys.set(key, known);
    return known;
  };
  for (const { Key = "", VersionId = "null", Size = 0, LastModified = new Date(0), IsLatest = false } of Versions)
    of(Key).versions.push({ version: VersionId, bytes: Size, modified: LastModified, isLatest: IsLatest });
  for (const { Key = "", LastModified = new Date(0) } of DeleteMarkers) of(Key).markers.push(LastModified);
  return [...keys]
    .map(([key, { versions, markers }]) => ({ key, versions, markers }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}

/** All that is told of one key, which may be nothing. */
export async function versionsOfKey(s3: S3Client, bucket: string, key: string): Promise<KeyVersions> {
  // Of all keys that begin with it, it is the first.
  for await (const found of keysOf(s3, bucket, key, null)) {
    if (found.key === key) return found;
    break;
  }
  return { key, versions: [], markers: [] };
}

/** What stands at a key: its versions since it was last emptied. */
export interface Standing {
  readonly versions: readonly ObjectVersion[];
  readonly emptiedAt: Date | null;
}

/** The latest version stands also where it came in the second in which the key was emptied. */
export function standingOf({ versions, markers }: KeyVersions): Standing {
  const emptiedAt = markers.reduce<Date | null>((last, each) => (last && last > each ? last : each), null);
  const hasLatest = versions.some(({ isLatest }) => isLatest);
  const standing = versions.filter(({ isLatest, modified }) => isLatest || emptiedAt === null || modified > emptiedAt);
  return { versions: hasLatest ? standing : [], emptiedAt };
}
