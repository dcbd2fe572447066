import { createHash } from "node:crypto";
import { callersFolder } from "../catalog/submissions.ts";
import type { Within } from "../catalog/within.ts";

/** Who calls, and what he may do and see; told by the door that he comes through. */

/**
 * What callers may do, each by itself: look at what was handed in and found, hand in and take back, say what stands in
 * originals and what is to become of reports, and run the whole.
 */
export const ROLES = ["look", "hand-in", "review", "run"] as const;
export type Role = (typeof ROLES)[number];

export interface Caller {
  /** Tells him from all others, the same each time: what is put on record of who did what. */
  readonly subject: string;
  /** What people call him; null where the door doesn't know. */
  readonly name: string | null;
  readonly roles: readonly Role[];
  /** The divisions that he is limited to. */
  readonly within: Within;
}

/** A GB/T 2260 code, or its first digits. */
export const DIVISION = /^(?:\d{2}|\d{4}|\d{6})$/u;

const PLAIN = /^[\p{L}\p{N}._-]{1,40}$/u;
const HASH_DIGITS = 16;
/** Whoever is called so could be meant to have another's folder. */
const LIKE_A_HASH = new RegExp(`^[0-9a-f]{${HASH_DIGITS}}$`, "u");

/** The folder that a caller's files go into, below the root; of several divisions it names the first. */
export function folderOfCaller({ subject, within }: Caller): string {
  const plain = PLAIN.test(subject) && !LIKE_A_HASH.test(subject);
  const who = plain ? subject : createHash("sha256").update(subject).digest("hex").slice(0, HASH_DIGITS);
  return callersFolder(within?.[0] ?? null, who);
}

/** Characters of the name under which somebody's word stands on record. */
export const LONGEST_CALLER_NAME = 40;
