import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { LargeObjects } from "./large-objects.ts";
import { below, partsOfKey } from "./objects.ts";
import { s3Store } from "./s3.ts";

/** S3 takes parts from 5 MB on, 10,000 of an object: 80 GB. One is held at a time. */
const PART_BYTES = 8 * 2 ** 20;

/**
 * Large objects below a prefix of a bucket: what fits one part is put at once, everything else part by part. An upload
 * that is killed is ended by the bucket's own rule.
 */
export function s3LargeObjects(
  client: S3Client,
  bucket: string,
  prefix: string,
  partBytes: number = PART_BYTES,
): LargeObjects {
  const { list, delete: remove } = below(s3Store(client, bucket), prefix);
  return {
    list,
    delete: remove,
    write: async (key, pieces, contentType) => {
      const at = { Bucket: bucket, Key: prefix + partsOfKey(key).join("/") };
      let upload: string | undefined;
      const parts: CompletedPart[] = [];
      let bytes = 0;
      try {
        for await (const { body, isLast } of partsOf(pieces, partBytes)) {
          bytes += body.length;
          if (isLast && upload === undefined) {
            await client.send(new PutObjectCommand({ ...at, Body: body, ContentType: contentType }));
            return bytes;
          }
          upload ??= (await client.send(new CreateMultipartUploadCommand({ ...at, ContentType: contentType })))
            .UploadId;
          const part = { ...at, UploadId: upload, PartNumber: parts.length + 1 };
          const { ETag } = await client.send(new UploadPartCommand({ ...part, Body: body }));
          parts.push({ ETag, PartNumber: part.PartNumber });
        }
        await client.send(
          new CompleteMultipartUploadCommand({ ...at, UploadId: upload, MultipartUpload: { Parts: parts } }),
        );
        return bytes;
      } catch (error) {
        if (upload !== undefined)
          await client.send(new AbortMultipartUploadCommand({ ...at, UploadId: upload })).catch(() => {});
        throw error;
      }
    },
  };
}

/** Pieces as parts of one size, the last of which may be smaller, or empty where it is the only one. */
async function* partsOf(
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly body: Buffer; readonly isLast: boolean }> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    const more = Buffer.from(piece as Uint8Array);
    waiting.push(more);
    bytes += more.length;
    while (bytes > size) {
      const all = Buffer.concat(waiting);
      yield { body: all.subarray(0, size), isLast: false };
      waiting = [all.subarray(size)];
      bytes -= size;
    }
  }
  yield { body: Buffer.concat(waiting), isLast: true };
}
