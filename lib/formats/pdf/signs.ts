import type { Signs } from "../signs.ts";

export const signs: Signs = {
  ends: ({ head, tail }) =>
    (/%PDF-/u.test(head) && !/<html|<!doctype/iu.test(head)) ||
    // A PDF whose header is damaged is still no text.
    (/^\d+ \d+ obj\b/mu.test(head) && tail.includes("%%EOF")),
};
