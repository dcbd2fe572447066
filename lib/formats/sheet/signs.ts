import type { Signs } from "../signs.ts";

/** Not the binary kind (.xlsb), which is a package, too. */
export const signs: Signs = {
  zip: ({ isOffice, has }) => isOffice && has(/^xl\//iu) && !has(/^xl\/workbook\.bin$/iu),
};
