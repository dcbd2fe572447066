import type { Role } from "../../caller.ts";
import type { PageWords } from "../words.ts";

/** How families, statuses, tables and figures are called. */
export const WORDS = JSON.parse(document.getElementById("words")?.textContent ?? "") as PageWords;

/** Whether whoever looks at the page may do that; the server refuses it all the same. */
export const can = (role: Role): boolean => WORDS.caller.roles.includes(role);
/** The same of what concerns everybody's reports. */
export const canEverywhere = (role: Role): boolean => can(role) && WORDS.caller.everywhere;
