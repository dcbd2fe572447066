import type { Signs } from "../signs.ts";

/** A package of Office that tells of no other program is Word's: its parts may have any name. */
export const signs: Signs = {
  zip: ({ isOffice, has }) => isOffice && (has(/^word\//iu) || !(has(/^(?:xl|ppt)\//iu) || has(/\.fdseq$|^visio\//iu))),
};
