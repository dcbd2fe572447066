import { DeleteObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Submission } from "../catalog/submissions.ts";
import { absent } from "../storage/s3.ts";

/**
 * Deletes an object while the version asked for is the one that stands there; its event withdraws what was made of it.
 */
export async function deleteVersion(
  s3: S3Client,
  { bucket, key, version }: Submission,
): Promise<"withdrawn" | "replaced"> {
  const place = { Bucket: bucket, Key: key };
  const found = await s3.send(new HeadObjectCommand(place)).catch(absent);
  if (found && (found.VersionId ?? "null") !== version) return "replaced";
  if (found) await s3.send(new DeleteObjectCommand(place));
  return "withdrawn";
}
