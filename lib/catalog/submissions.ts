import { createHash } from "node:crypto";
import type { Item, Key } from "./table.ts";

/** A file as it was handed in: one version of one key, or an entry of the archive that stands there. */
export interface Submission {
  readonly bucket: string;
  readonly key: string;
  readonly version: string;
  /** Path inside the archive at `key`. */
  readonly entry?: string;
  /** When it arrived, ISO 8601 with milliseconds, UTC. */
  readonly at: string;
  /** Orders what arrived in the same millisecond, and the events of one key (S3 sequencer, hexadecimal). */
  readonly sequence: string;
}

/** A key that no longer holds a file: whatever arrived there before is withdrawn, also where its event comes later. */
export type Withdrawal = Pick<Submission, "bucket" | "key" | "at" | "sequence">;

const digest = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);

/** Stable over repeated deliveries. */
export const submissionId = ({ bucket, key, version, entry }: Submission): string =>
  digest(JSON.stringify([bucket, key, version, entry ?? null]), 32);

/**
 * What callers know a file by that was handed in, an archive with all its entries as one: 64 hexadecimal digits, the
 * key's and the version's.
 */
export function handleOf({ entry: _, ...file }: Submission): string {
  return digest(file.key, 32) + submissionId(file);
}

/** Where the file of a handle stands in the table. */
export const placeOfHandle = (bucket: string, handle: string): Key => ({
  pk: keysPartition(bucket, handle.charAt(0)),
  sk: `${handle.slice(0, 32)}#SUBMISSION#${handle.slice(32)}`,
});

/** The name of a submitted file: its key, with the path inside the archive behind it. */
export const nameOf = ({ key, entry }: Pick<Submission, "key" | "entry">): string =>
  entry === undefined ? key : `${key}/${entry}`;

const YEAR_IN_FOLDER = /(?:19|20)\d{2}(?:年度?)?/gu;

/** The folder of what one caller hands in: the division that he is limited to, and who he is. */
const CALLERS_FOLDER = /^(\d{6})?@[^/]+$/u;

/**
 * Where a caller's files go, so that none has another's name; below the root, with "/" at the end.
 * @param division GB/T 2260 code or its prefix that he is limited to; null where to none
 * @param who tells him from all others
 */
export const callersFolder = (division: string | null, who: string): string =>
  `${division === null ? "" : division.padEnd(6, "0")}@${who}/`;

const partsBelow = (submission: Pick<Submission, "key" | "entry">, root: string): string[] =>
  nameOf(submission)
    .slice(nameOf(submission).startsWith(root) ? root.length : 0)
    .split("/");

/** Code of the division for which a file was handed in; null where nothing tells. @param root as of `folderOf` */
export const handedInFor = (submission: Pick<Submission, "key" | "entry">, root: string): string | null =>
  CALLERS_FOLDER.exec(partsBelow(submission, root)[0] ?? "")?.[1] ?? null;

/**
 * The folder that a file was handed in from, an archive's name among them, without years: what comes from 2023年/甲县
 * and from 2024年/甲县 comes from one. Empty at the top.
 * @param root that all keys begin with, which is no office's folder, as a caller's own is none
 */
export const folderOf = (submission: Pick<Submission, "key" | "entry">, root: string): string =>
  partsBelow(submission, root)
    .slice(0, -1)
    .filter((part, at) => at > 0 || !CALLERS_FOLDER.test(part))
    .map((part) =>
      part
        .replace(/\.zip$/iu, "")
        .replace(YEAR_IN_FOLDER, "")
        .trim(),
    )
    .filter((part) => part !== "")
    .join("/");

/** What folders add to the name of a place. */
const OF_REPORTS = /(?:政府信息公开|工作|年度?|报告|报送|上报|报|材料|资料|文件|汇总)$/u;
const PLACE = /.(?:[省市县区旗州盟镇乡]|街道|街道办事处)$/u;

const MOST_WORDS = 6;

/** A folder's name up to what it says of reports, in some words. */
function placeOfName(name: string): string {
  let place = name;
  for (let word = 0; word < MOST_WORDS; word++) place = place.replace(OF_REPORTS, "");
  return place;
}

/** The places that a folder names, as 甲县 in 报送/甲县/第一批; "" where it names none. */
export const placesIn = (folder: string): string =>
  folder
    .split("/")
    .map(placeOfName)
    .filter((part) => PLACE.test(part))
    .join("/");

const LONGEST_SEQUENCE = 32;

/** Newer submissions are greater; no two are equal. */
export const orderOf = (submission: Submission): string =>
  `${submission.at}#${submission.sequence.padEnd(LONGEST_SEQUENCE, "0").slice(0, LONGEST_SEQUENCE)}#${submissionId(submission)}`;

/** Stable over repeated deliveries and restarts; another for another engine. */
export const eventId = (kind: string, ...of: readonly string[]): string => digest(JSON.stringify([kind, ...of]), 32);

/** What in an event's id tells a submission that was withdrawn and stands again from the one that it was. */
export const restorals = (item: Item | null): readonly string[] =>
  typeof item?.restored === "number" ? [String(item.restored)] : [];

export const READING = "READING";
/** Marks a file that was handed in and is not dealt with yet. */
export const readingKey = (submission: Submission): Key => ({ pk: READING, sk: submissionId(submission) });

export const SHARDS = [..."0123456789abcdef"] as const;
export const keysPartition = (bucket: string, shard: string): string => `KEYS#${bucket}#${shard}`;

/** All versions of a key, its archive's entries and its withdrawal stand side by side. */
export function placeOf({ bucket, key }: Pick<Submission, "bucket" | "key">): {
  readonly pk: string;
  readonly prefix: string;
} {
  const hash = digest(key, 32);
  return { pk: keysPartition(bucket, hash.charAt(0)), prefix: `${hash}#` };
}
export function submissionKey(submission: Submission): Key {
  const { pk, prefix } = placeOf(submission);
  return { pk, sk: `${prefix}SUBMISSION#${submissionId(submission)}` };
}
export function withdrawalKey(withdrawal: Pick<Withdrawal, "bucket" | "key">): Key {
  const { pk, prefix } = placeOf(withdrawal);
  return { pk, sk: `${prefix}WITHDRAWN` };
}

/**
 * Whether the key was emptied after this submission: by the sequencers of the key where both have one, else by time.
 */
export function isWithdrawn(submission: Pick<Submission, "at" | "sequence">, withdrawal: Item | null): boolean {
  if (!withdrawal) return false;
  const { at, sequence } = withdrawal as unknown as Withdrawal;
  if (sequence !== "" && submission.sequence !== "") {
    const length = Math.max(sequence.length, submission.sequence.length);
    return sequence.padEnd(length, "0") > submission.sequence.padEnd(length, "0");
  }
  return at >= submission.at;
}

/** Sort keys of a report's own submissions, in their order, behind the report's key. */
export const linkPrefix = "SUBMISSION#";
