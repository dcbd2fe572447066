import { cellRules } from "./cells.ts";
import { claimRules } from "./claims.ts";
import { identityRules } from "./identity.ts";
import { plausibilityRules } from "./plausibility.ts";
import { privacyRules } from "./privacy.ts";
import type { Rule } from "./rule.ts";
import { structureRules } from "./structure.ts";
import { sumRules } from "./sums.ts";
import { tableRules } from "./tables.ts";

/** Every rule that judges one document by itself. */
export const RULES: readonly Rule[] = [
  ...tableRules,
  ...structureRules,
  ...cellRules,
  ...sumRules,
  ...claimRules,
  ...plausibilityRules,
  ...identityRules,
  ...privacyRules,
];

/** Rules that hold figures against one another or against the prose: where they fail, a figure may be misread. */
export const COMPARING_RULES: readonly Rule[] = [...sumRules, ...claimRules];
