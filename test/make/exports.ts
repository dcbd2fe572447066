import type { Exports } from "../../lib/api/exports.ts";

/** Of an API that has nothing made in the background. */
export const NO_EXPORTS: Exports = {
  ledger: {
    ask: async () => null,
    own: async () => null,
    list: async () => [],
    record: async () => null,
    files: async () => [],
    note: async () => {},
    finishSet: async () => false,
    fail: async () => {},
    forget: async () => {},
  },
  begin: async () => {},
  file: async () => null,
};
