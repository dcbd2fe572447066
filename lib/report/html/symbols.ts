import type { Severity } from "../../profiles/common/rule.ts";
import type { Report } from "../schema.ts";

/** Signs that tell apart in black and white what the colours tell on screen. */
export const STATUS_SYMBOLS: Readonly<Record<Report["status"], string>> = {
  valid: "✓",
  invalid: "✗",
  "needs-review": "?",
  unrecognized: "○",
  failed: "!",
};
export const SEVERITY_SYMBOLS: Readonly<Record<Severity, string>> = { error: "✗", warning: "△", info: "·" };
export const UNCERTAIN_SYMBOL = "?";
export const REVIEWED_SYMBOL = "人";
