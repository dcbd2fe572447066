import type { Signs } from "../signs.ts";

/** The first word of the file information block ([MS-DOC] 2.5.1), at the usual place of the text stream. */
const MAGIC = [0xec, 0xa5];
const FIRST_SECTOR = 512;

export const signs: Signs = {
  ole: ({ has }) => has("WordDocument"),
  // The text stream usually comes first: a cut file has lost its directory, not its beginning.
  brokenOle: (bytes) => MAGIC.every((byte, index) => bytes[FIRST_SECTOR + index] === byte),
};
