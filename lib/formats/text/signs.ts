import type { Signs } from "../signs.ts";

/** Whatever reads as text and is no markup. */
export const signs: Signs = {
  text: (text) => !/^\s*<\?xml|^\s*<(?:pkg:package|w:wordDocument|office:|svg\b|uof:)/u.test(text),
};
