import { followed } from "../followed.ts";
import { WORDS } from "../words.ts";

/**
 * Who sits at the desk: whom the server knows; else asked once, kept in this browser, and put on record with each word.
 */

const KEY = "tabularium-reviewer";

export const reviewer = followed(WORDS.caller.name ?? localStorage.getItem(KEY) ?? "");

/** Whether somebody else may say who he is. */
export const canChange = WORDS.caller.name === null;

export function setReviewer(name: string): void {
  localStorage.setItem(KEY, name);
  reviewer.set(name);
}
