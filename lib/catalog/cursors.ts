import { createHmac, timingSafeEqual } from "node:crypto";
import type { ReportFilter } from "./listing.ts";
import type { Within } from "./within.ts";

export class InvalidCursorError extends Error {}

/** The list that a page is from, and the order of its last entry. */
type Place = readonly [string, string];

/** What a place is the answer to: for another question, or another caller's, it is none. */
export type Question = ReportFilter | { readonly tracked: string | null; readonly within: Within };

/** Places in lists as callers get them: signed together with the question, so that only ours come back. */
export function signedCursors(secret: string) {
  const sign = (text: string): Buffer => createHmac("sha256", secret).update(text).digest().subarray(0, 16);

  const encode = (place: Place, question: Question): string => {
    const text = JSON.stringify(place);
    return `${Buffer.from(text).toString("base64url")}.${sign(`${text}\n${JSON.stringify(question)}`).toString("base64url")}`;
  };

  /** @throws InvalidCursorError for a cursor that is not ours or was given for another question */
  function decode(cursor: string, question: Question): Place {
    const [encoded = "", signature = ""] = cursor.split(".");
    const text = Buffer.from(encoded, "base64url").toString();
    const given = Buffer.from(signature, "base64url");
    const expected = sign(`${text}\n${JSON.stringify(question)}`);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new InvalidCursorError();
    const place = JSON.parse(text) as Place;
    if (encode(place, question) !== cursor) throw new InvalidCursorError();
    return place;
  }

  return { encode, decode };
}
