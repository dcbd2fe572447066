import type { Caller } from "../../lib/api/caller.ts";
import { ROLES } from "../../lib/api/caller.ts";
import { NO_EXPORTS } from "./exports.ts";

/** What stands at the door of an API that a test makes: everybody may do everything, and nothing is written down. */
export const OPEN_DOOR = {
  caller: (): Caller => ({ subject: "test", name: null, roles: ROLES, within: null }),
  audit: () => {},
  exports: NO_EXPORTS,
} as const;
