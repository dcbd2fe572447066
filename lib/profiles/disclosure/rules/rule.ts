import type { Rule as RuleOver } from "../../common/rule.ts";
import type { Facts } from "../facts.ts";

/** A rule of the annual report. */
export type Rule = RuleOver<Facts>;
