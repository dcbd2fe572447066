import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { type ObjectStore, partsOfKey } from "./objects.ts";

/**
 * A client for AWS and for compatible servers: checksums only where the operation requires one, since others answer
 * them in many ways.
 */
export const s3Client = (config: S3ClientConfig = {}): S3Client =>
  new S3Client({ ...config, requestChecksumCalculation: "WHEN_REQUIRED", responseChecksumValidation: "WHEN_REQUIRED" });

/** Null for an answer that there is no such object; other errors go on. */
export const absent = (error: unknown): null => {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  if (name === "NoSuchKey" || name === "NotFound" || $metadata?.httpStatusCode === 404) return null;
  throw error;
};

/**
 * Objects in a bucket. Bodies are whole buffers: streams would be sent in aws-chunked pieces, which not every server
 * takes apart.
 */
export function s3Store(client: S3Client, bucket: string): ObjectStore {
  const at = (key: string) => ({ Bucket: bucket, Key: partsOfKey(key).join("/") });
  return {
    put: async (key, body, contentType) => {
      await client.send(
        new PutObjectCommand({ ...at(key), Body: Buffer.from(body as Uint8Array), ContentType: contentType }),
      );
    },
    get: async (key) => {
      const found = await client.send(new GetObjectCommand(at(key))).catch(absent);
      return found?.Body ? found.Body.transformToByteArray() : null;
    },
    size: async (key) => (await client.send(new HeadObjectCommand(at(key))).catch(absent))?.ContentLength ?? null,
    list: async function* (prefix) {
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
        );
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
    delete: async (key) => {
      await client.send(new DeleteObjectCommand(at(key))).catch(absent);
    },
  };
}
