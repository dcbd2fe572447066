import type { Profile } from "../profiles/profile.ts";

/** Families of documents in the catalog's keys. */

/** The families that there are. What is of none counts with the first. */
export type Profiles = readonly [Profile, ...Profile[]];

/** The family with this id; null for what is of none, and for one that this engine does not know. */
export const familyOf = (profiles: Profiles, id: string | null): Profile | null =>
  profiles.find((profile) => profile.id === id) ?? null;

/**
 * What keys have of the family with this id. What is of no family, and rows that name none since there was only one,
 * have the short keys.
 */
export const catalogKeyOf = (profiles: Profiles, id: string | null | undefined): string =>
  id === null || id === undefined ? "" : (familyOf(profiles, id)?.catalogKey ?? id);

/** A key of several parts; the short ones are as they were before there was a second family. */
export const familyKey = (parts: readonly string[], catalogKey: string): string =>
  [...parts, ...(catalogKey === "" ? [] : [catalogKey])].join("#");
