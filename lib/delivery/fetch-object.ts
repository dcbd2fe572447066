import { createWriteStream } from "node:fs";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Submission } from "../catalog/submissions.ts";
import { RefusedError } from "./errors.ts";

/** Fetches one version of an object into a file. False where it is no longer there. */
export type FetchObject = (
  submission: Pick<Submission, "bucket" | "key" | "version" | "entry">,
  path: string,
) => Promise<boolean>;

/**
 * @param most bytes
 * @returns a function that throws RefusedError for an object that is larger, or in an archive tier
 */
export function objectFetcher(client: S3Client, most: number): FetchObject {
  return async ({ bucket, key, version }, path) => {
    const answer = await client
      .send(new GetObjectCommand({ Bucket: bucket, Key: key, ...(version !== "null" && { VersionId: version }) }))
      .catch((error: { name?: string }) => {
        if (error.name === "NoSuchKey" || error.name === "NoSuchVersion" || error.name === "MethodNotAllowed")
          return null;
        if (error.name === "InvalidObjectState")
          throw new RefusedError("ARCHIVED", "the object lies in an archive tier and must be restored first");
        throw error;
      });
    if (!answer?.Body) return false;
    if ((answer.ContentLength ?? 0) > most) throw tooLarge(answer.ContentLength ?? 0, most);
    let bytes = 0;
    const bounded = new Transform({
      transform(chunk: Buffer, _, done) {
        bytes += chunk.length;
        done(bytes > most ? tooLarge(bytes, most) : null, chunk);
      },
    });
    await pipeline(answer.Body as Readable, bounded, createWriteStream(path));
    return true;
  };
}

export const tooLarge = (bytes: number, most: number): RefusedError =>
  new RefusedError("TOO_LARGE", `the object has ${bytes} bytes, at most ${most} are taken`);
