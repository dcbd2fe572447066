import type { Filters } from "../address.ts";
import { WORDS } from "../words.ts";

/** The year and family that a roster is of. */
export interface RosterOf {
  readonly year: number;
  readonly profile: string;
}

/** The year that is chosen, else the last of which there are reports, else the one that is reported now. */
export function rosterOf({ year, profile }: Filters, years: readonly number[]): RosterOf {
  const chosen = Number(year);
  return {
    year: Number.isInteger(chosen) && chosen > 0 ? chosen : (years[0] ?? new Date().getFullYear() - 1),
    profile: profile === "" ? (WORDS.families[0]?.id ?? "") : profile,
  };
}

export const rosterQuery = ({ year, profile }: RosterOf): string =>
  new URLSearchParams({ year: String(year), profile }).toString();
