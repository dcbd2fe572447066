import type { Table } from "./table.ts";

/** The office's own words of the letter that goes back to units; one for all years and families. */
export interface LetterTemplateStore {
  /** As it was given; null where nobody gave one. */
  readonly read: () => Promise<string | null>;
  readonly write: (text: string) => Promise<void>;
}

const KEY = { pk: "SETTINGS", sk: "LETTER" };

export const letterTemplateIn = (table: Table): LetterTemplateStore => ({
  read: async () => ((await table.get(KEY))?.text as string | undefined) ?? null,
  write: async (text) => void (await table.put({ ...KEY, text })),
});
