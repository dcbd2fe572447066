import { type Caller, DIVISION, LONGEST_CALLER_NAME, ROLES } from "../api/caller.ts";

/** Who a caller is by the claims of a token, whoever issued it. */

/** How claims are called that say what a caller may do and see; both may be one. */
export interface ClaimNames {
  readonly roles: string;
  readonly divisions: string;
}

/** Among a claim's values: limited to no division. */
export const ALL_DIVISIONS = "all-divisions";

const MOST_DIVISIONS = 50;
const NAMES = ["name", "preferred_username", "email", "cognito:username", "username", "sub"] as const;

type Claims = Readonly<Record<string, unknown>>;

/** Words of a claim, which is a list or, as `scope`, a text; of `tabularium/look` and `tabularium:look` the last. */
function wordsIn(claim: unknown): string[] {
  const values = typeof claim === "string" ? claim.split(/[\s,]+/u) : Array.isArray(claim) ? claim : [];
  return values.flatMap((value) => (typeof value === "string" ? (value.split(/[/:]/u).at(-1) ?? []) : []));
}

/**
 * Roles are known by their names; divisions are codes. Who is said to have none sees nothing: only `all-divisions`
 * limits nobody.
 * @returns null for claims without a subject
 */
export function callerOfClaims(claims: Claims, names: ClaimNames): Caller | null {
  if (typeof claims.sub !== "string" || claims.sub === "") return null;
  const [roles, divisions] = [wordsIn(claims[names.roles]), wordsIn(claims[names.divisions])];
  const name = NAMES.map((each) => claims[each]).find((each) => typeof each === "string" && each.trim() !== "");
  return {
    subject: claims.sub,
    name: String(name).trim().slice(0, LONGEST_CALLER_NAME),
    roles: ROLES.filter((role) => roles.includes(role)),
    within: divisions.includes(ALL_DIVISIONS)
      ? null
      : divisions.filter((each) => DIVISION.test(each)).slice(0, MOST_DIVISIONS),
  };
}
