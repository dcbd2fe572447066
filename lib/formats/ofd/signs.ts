import type { Signs } from "../signs.ts";

export const signs: Signs = { zip: ({ has }) => has(/^OFD\.xml$/iu) };
