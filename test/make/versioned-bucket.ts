import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "../../lib/storage/s3.ts";

/**
 * A bucket with versions: it keeps what S3 keeps, raises the events that S3 raises, and answers ListObjectVersions page
 * by page. Times are whole seconds, as in S3's listings.
 */
export interface VersionedBucket {
  readonly s3: S3Client;
  /** Bytes of each version, by `key?version`. */
  readonly objects: Map<string, string>;
  /** What was done, as messages, the oldest first. */
  readonly events: string[];
  readonly put: (key: string, body: string) => void;
  /** Hides what stands at the key behind a delete marker. */
  readonly remove: (key: string) => void;
  /** Takes the newest entry of a key away for good: a version, or the marker that hid others. */
  readonly purgeNewest: (key: string) => void;
  /** Versions that stand: those since the key's newest marker. */
  readonly standing: () => readonly string[];
  readonly pass: (seconds: number) => void;
  readonly close: () => Promise<void>;
}

interface Entry {
  readonly key: string;
  readonly version: string;
  readonly body: string | null;
  readonly at: Date;
}

const PAGE = 3;
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

export async function startVersionedBucket(name: string): Promise<VersionedBucket> {
  /** The newest first. */
  let entries: readonly Entry[] = [];
  const objects = new Map<string, string>();
  const events: string[] = [];
  let clock = Date.UTC(2026, 0, 5);
  let count = 0;

  const newestOf = (key: string) => entries.find((each) => each.key === key);
  const raise = (type: "Object Created" | "Object Deleted", { key, version, body }: Entry, deletion?: string) =>
    events.push(
      JSON.stringify({
        source: "aws.s3",
        "detail-type": type,
        time: new Date(clock).toISOString(),
        detail: {
          bucket: { name },
          object: {
            key,
            "version-id": version,
            sequencer: (++count).toString(16).padStart(8, "0"),
            ...(body !== null && { size: body.length }),
          },
          ...(deletion !== undefined && { "deletion-type": deletion }),
        },
      }),
    );
  const add = (key: string, body: string | null): Entry => {
    const entry = { key, version: `v${++count}`, body, at: new Date(clock) };
    entries = [entry, ...entries];
    return entry;
  };

  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://s3");
    const prefix = searchParams.get("prefix") ?? "";
    const [afterKey, afterVersion] = [searchParams.get("key-marker"), searchParams.get("version-id-marker")];
    const sorted = entries
      .filter(({ key }) => key.startsWith(prefix))
      .toSorted((a, b) => byBytes(a.key, b.key) || entries.indexOf(a) - entries.indexOf(b));
    const from =
      afterKey === null
        ? 0
        : afterVersion === null
          ? sorted.filter(({ key }) => byBytes(key, afterKey) <= 0).length
          : sorted.findIndex(({ key, version }) => key === afterKey && version === afterVersion) + 1;
    const page = sorted.slice(from, from + PAGE);
    const last = page.at(-1);
    const more = from + PAGE < sorted.length;
    const xml = page.map((entry) => {
      const { key, version, body, at } = entry;
      const fields = `<Key>${key}</Key><VersionId>${version}</VersionId><IsLatest>${newestOf(key) === entry}</IsLatest><LastModified>${at.toISOString()}</LastModified>`;
      return body === null
        ? `<DeleteMarker>${fields}</DeleteMarker>`
        : `<Version>${fields}<Size>${body.length}</Size></Version>`;
    });
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(
      `<?xml version="1.0"?><ListVersionsResult><IsTruncated>${more}</IsTruncated>${more ? `<NextKeyMarker>${last?.key}</NextKeyMarker><NextVersionIdMarker>${last?.version}</NextVersionIdMarker>` : ""}${xml.join("")}</ListVersionsResult>`,
    );
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));

  return {
    s3: s3Client({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: "us-east-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "t", secretAccessKey: "t" },
    }),
    objects,
    events,
    put: (key, body) => {
      const entry = add(key, body);
      objects.set(`${key}?${entry.version}`, body);
      raise("Object Created", entry);
    },
    remove: (key) => {
      raise("Object Deleted", add(key, null), "Delete Marker Created");
    },
    purgeNewest: (key) => {
      const entry = newestOf(key);
      if (!entry) return;
      entries = entries.filter((each) => each !== entry);
      objects.delete(`${key}?${entry.version}`);
      raise("Object Deleted", entry, "Permanently Deleted");
    },
    standing: () =>
      [...new Set(entries.map(({ key }) => key))].flatMap((key) => {
        const own = entries.filter((each) => each.key === key);
        const marker = own.findIndex(({ body }) => body === null);
        return (marker < 0 ? own : own.slice(0, marker)).map(({ version }) => `${key}?${version}`);
      }),
    pass: (seconds) => {
      clock += seconds * 1000;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
