import { followed } from "../followed.ts";

/** Who sits at the desk: asked once, kept in this browser, and put on record with each word. */

const KEY = "tabularium-reviewer";

export const reviewer = followed(localStorage.getItem(KEY) ?? "");

export function setReviewer(name: string): void {
  localStorage.setItem(KEY, name);
  reviewer.set(name);
}
