import type { Vocabulary } from "../document/vocabulary.ts";
import { DISCLOSURE } from "./disclosure/profile.ts";
import { type Judgement, UNRECOGNIZED } from "./judgement.ts";
import type { Candidate, DocumentReading, Profile } from "./profile.ts";

/** Every family of documents. */
export const PROFILES: readonly [Profile, ...Profile[]] = [DISCLOSURE];

/** The family of a report; null for a report of none. @throws Error for a family that this engine does not know */
export function profileOf({ profile }: { readonly profile: string | null }): Profile | null {
  if (profile === null) return null;
  const found = PROFILES.find(({ id }) => id === profile);
  if (!found) throw new Error(`no profile ${profile}`);
  return found;
}

/** The document as one of the family that has the greatest claim to it; of equal ones the first registered. */
export function bestCandidate(reading: DocumentReading): Candidate {
  const candidates = PROFILES.flatMap((profile) => profile.read(reading) ?? []);
  return candidates.reduce((best, next) => (next.claim > best.claim ? next : best), candidates[0] ?? NO_FAMILY);
}

const NO_FAMILY: Candidate = { claim: 0, placesToProve: () => [], judge: (): Judgement => UNRECOGNIZED };

/** What recognition may know of documents of any family. */
export const VOCABULARY: Vocabulary = {
  labels: [...new Set(PROFILES.flatMap(({ vocabulary }) => vocabulary.labels))],
  correct: (line) => PROFILES.reduce((corrected, { vocabulary }) => vocabulary.correct(corrected), line),
};
