import finalAccounts from "../../forms/final-accounts.json" with { type: "json" };
import type { Vocabulary } from "../document/vocabulary.ts";
import { declaredProfile } from "./declared/profile.ts";
import { DISCLOSURE } from "./disclosure/profile.ts";
import { type Judgement, UNRECOGNIZED } from "./judgement.ts";
import type { Candidate, DocumentReading, Profile } from "./profile.ts";

/** Every family of documents. */
export const PROFILES: readonly [Profile, ...Profile[]] = [DISCLOSURE, declaredProfile(finalAccounts)];

/** The family of a report; null for a report of none. @throws Error for a family that this engine does not know */
export function profileOf({ profile }: { readonly profile: string | null }): Profile | null {
  if (profile === null) return null;
  const found = PROFILES.find(({ id }) => id === profile);
  if (!found) throw new Error(`no profile ${profile}`);
  return found;
}

/** What a document is taken for: one of the family that it is most like. Of two alike, the one registered first. */
export function bestCandidate(reading: DocumentReading): Candidate {
  const candidates = PROFILES.flatMap((profile) => profile.read(reading) ?? []);
  return candidates.reduce((best, next) => (next.likeness > best.likeness ? next : best), candidates[0] ?? NO_FAMILY);
}

const NO_FAMILY: Candidate = { likeness: 0, placesToProve: () => [], judge: (): Judgement => UNRECOGNIZED };

/** What documents of the known families are called, for people who send one. */
export const FAMILY_NAMES = PROFILES.map(({ name }) => name).join("、");

/** What recognition may know of documents of any family. */
export const VOCABULARY: Vocabulary = {
  labels: [...new Set(PROFILES.flatMap(({ vocabulary }) => vocabulary.labels))],
  correct: (line) => PROFILES.reduce((corrected, { vocabulary }) => vocabulary.correct(corrected), line),
};
