import { createHash } from "node:crypto";
import finalAccounts from "../../forms/final-accounts.json" with { type: "json" };
import type { Vocabulary } from "../document/vocabulary.ts";
import { OWN_FORMS } from "../program/own-forms.ts";
import { ENGINE_VERSION } from "../version.ts";
import { ourProfile, usableProfile } from "./declared/profile.ts";
import { DISCLOSURE } from "./disclosure/profile.ts";
import { type Judgement, UNRECOGNIZED } from "./judgement.ts";
import type { Candidate, DocumentReading, Profile } from "./profile.ts";

const OWN = OWN_FORMS.flatMap((data) => usableProfile(data) ?? []).filter(({ id }) => id !== DISCLOSURE.id);

/** Every family of documents. A form file of one's own takes the place of ours of the same name. */
export const PROFILES: readonly [Profile, ...Profile[]] = [
  DISCLOSURE,
  ...[ourProfile(finalAccounts)].filter(({ id }) => !OWN.some((own) => own.id === id)),
  ...OWN,
];

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

/** The first characters of a hash, enough to tell form files apart. */
const short = (hash: string): string => hash.slice(0, 12);

const withForm = (name: string, hash: string): string => `${ENGINE_VERSION}+${name}.${short(hash)}`;

/** By what all form files together are told from others. */
const ALL_FORMS = withForm(
  "forms",
  createHash("sha256")
    .update(PROFILES.map(({ id, formHash }) => `${id} ${formHash}`).join("\n"))
    .digest("hex"),
);

/**
 * The version of engine and form that a report is made by: where its form file has changed, it is made anew. A document
 * of no family is one by all form files, and so is an archive.
 */
export function versionFor(profile: string | null): string {
  if (profile === null) return ALL_FORMS;
  const { id, formHash } = profileOf({ profile }) as Profile;
  return formHash === null ? ENGINE_VERSION : withForm(id, formHash);
}

const CURRENT: ReadonlySet<string> = new Set([ENGINE_VERSION, ALL_FORMS, ...PROFILES.map(({ id }) => versionFor(id))]);

/** Whether this engine, with the form files it has, made what bears this version. */
export const isCurrentVersion = (version: string | null | undefined): boolean =>
  typeof version === "string" && CURRENT.has(version);
