import { createHash } from "node:crypto";

/**
 * ETags of answers in which more changes than what people may change: the version of what they change stands first, so
 * that If-Match refuses no one because of the rest (RFC 9110, 8.8.3: what an ETag holds is the server's own).
 */

const HASH_DIGITS = 24;

/** The first hexadecimal digits of what a value's JSON hashes to. */
export const hashOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, HASH_DIGITS);

/** @param version letters and digits @param answer all that is answered */
export const versionedEtag = (version: string | number, answer: unknown): string => `"${version}-${hashOf(answer)}"`;

/** The versions in an If-Match header; what is no ETag of ours is left out. */
export const versionsIn = (ifMatch: string): readonly string[] =>
  [...ifMatch.matchAll(/(?:^|,)\s*(?:W\/)?"(\w{1,64})-\w+"/gu)].map(([, version]) => version ?? "");
