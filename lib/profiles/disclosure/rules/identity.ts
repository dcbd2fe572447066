import { authorshipRules } from "./authorship.ts";
import { dateRules } from "./dates.ts";
import type { Rule } from "./rule.ts";

/** Rules on who wrote a report, for which year, and when it was published. */
export const identityRules: readonly Rule[] = [...dateRules, ...authorshipRules];
