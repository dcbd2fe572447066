import * as z from "zod";
import type { Submission, Withdrawal } from "../catalog/submissions.ts";
import { isSkipped } from "../storage/skipped-names.ts";
import { RefusedError } from "./errors.ts";

/**
 * What a message of the queue says: an event of S3 as EventBridge delivers it (keys as they are, not encoded as in S3's
 * own notifications), at least once, in any order; an entry of an archive that such an event brought; or an event of
 * GuardDuty, which has scanned an object.
 */

/** The type of GuardDuty's events about objects. */
export const SCANNED = "GuardDuty Malware Protection Object Scan Result";

const event = z.object({
  source: z.literal("aws.s3"),
  "detail-type": z.enum(["Object Created", "Object Deleted"]),
  time: z.iso.datetime(),
  detail: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({
      key: z.string().min(1),
      size: z.number().int().nonnegative().optional(),
      "version-id": z.string().min(1).optional(),
      sequencer: z
        .string()
        .regex(/^[0-9A-Fa-f]{1,32}$/u)
        .optional(),
    }),
  }),
});

const message = event.extend({
  /** Set by us: the entry of the archive at the key, and the name it goes by. */
  entry: z.object({ path: z.string().min(1), name: z.string().min(1) }).optional(),
  /** Set by us: what a scan for malware has said of the object. */
  verdict: z.string().min(1).optional(),
});

/** GuardDuty has scanned an object. */
const scanned = z
  .object({
    source: z.literal("aws.guardduty"),
    "detail-type": z.literal(SCANNED),
    time: z.iso.datetime(),
    detail: z.object({
      s3ObjectDetails: z.object({
        bucketName: z.string().min(1),
        objectKey: z.string().min(1),
        versionId: z.string().min(1).nullish(),
      }),
      scanResultDetails: z.object({ scanResultStatus: z.string().min(1) }),
    }),
  })
  .transform(({ time, detail: { s3ObjectDetails, scanResultDetails } }): Message => {
    const { bucketName, objectKey, versionId } = s3ObjectDetails;
    return {
      source: "aws.s3",
      "detail-type": "Object Created",
      time,
      detail: { bucket: { name: bucketName }, object: { key: objectKey, "version-id": versionId ?? undefined } },
      verdict: scanResultDetails.scanResultStatus,
    };
  });
export type Message = z.infer<typeof message>;

export type Notice =
  | {
      readonly kind: "created";
      readonly submission: Submission;
      /** As listed; null where the event does not say. */
      readonly bytes: number | null;
      /** For an entry of an archive: the name it goes by. */
      readonly entryName: string | null;
      /** What a scan for malware has said of the object; null where the message does not say. */
      readonly verdict: string | null;
      readonly message: Message;
    }
  /**
   * Something was deleted at the key: all of it, one version, or the marker that hid what stands there. The withdrawal
   * is for where nothing stands there any more.
   */
  | { readonly kind: "deleted"; readonly withdrawal: Withdrawal }
  /** What no clerk has put there. */
  | { readonly kind: "nothing" };

/** Sequencers are compared as numbers that begin alike: padded on the right. */
const LONGEST_SEQUENCER = 32;

/** By which GuardDuty tries whether it may write to a bucket. */
const TRIAL = "malware-protection-resource-validation-object";

/** Folders, and what programs leave beside documents. */
export const isHidden = (key: string): boolean => key.endsWith("/") || key === TRIAL || key.split("/").some(isSkipped);

/**
 * @param of the bucket and prefix whose objects are ours
 * @throws RefusedError for what is no such message, or of another bucket
 */
export function noticeOf(body: string, of: { readonly bucket: string; readonly prefix: string }): Notice {
  const json = jsonOf(body);
  const parsed = message.safeParse(scanned.safeParse(json).data ?? json);
  if (!parsed.success)
    throw new RefusedError("NOT_OURS", `no event of S3: ${z.prettifyError(parsed.error).slice(0, 500)}`);
  const { detail, time, entry, verdict, "detail-type": type } = parsed.data;
  const { key, size, sequencer, "version-id": version } = detail.object;
  if (detail.bucket.name !== of.bucket || !key.startsWith(of.prefix))
    throw new RefusedError("NOT_OURS", "an event of another bucket or prefix");
  const place = {
    bucket: detail.bucket.name,
    key,
    at: new Date(time).toISOString(),
    sequence: sequencer === undefined ? "" : sequencer.toUpperCase().padEnd(LONGEST_SEQUENCER, "0"),
  };
  if (isHidden(key)) return { kind: "nothing" };
  if (type === "Object Deleted") return { kind: "deleted", withdrawal: place };
  return {
    kind: "created",
    submission: { ...place, version: version ?? "null", ...(entry && { entry: entry.path }) },
    bytes: size ?? null,
    entryName: entry?.name ?? null,
    verdict: verdict ?? null,
    message: parsed.data,
  };
}

/** The message that an object which is there already would have brought. */
export const messageOf = (
  bucket: string,
  object: { key: string; version: string; bytes: number; modified: Date },
): Message => ({
  source: "aws.s3",
  "detail-type": "Object Created",
  time: object.modified.toISOString(),
  detail: { bucket: { name: bucket }, object: { key: object.key, size: object.bytes, "version-id": object.version } },
});

/** Undefined for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
