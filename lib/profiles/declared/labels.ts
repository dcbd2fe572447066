import type { FormTable } from "../common/form/form.ts";
import { labelKey } from "../common/labels.ts";

/** What a title or a header says, for comparison; recognition reads 收入 as 收人, which is no word. */
export const printedKey = (text: string): string => labelKey(text).replaceAll("收人", "收入");

/** A wording of a row's label as it stands in running words. */
export interface StreamLabel {
  /** Its letters. */
  readonly key: string;
  /** Whether a number stands before it. */
  readonly numbered: boolean;
  /** Keys of the rows that have it, in their order. */
  readonly ids: readonly string[];
}

/** Every wording of the rows of a table that have labels, the longer before what they begin or end with. */
export function fixedLabels({ panels }: FormTable): readonly StreamLabel[] {
  const rows = panels.flatMap((panel) => panel.rows ?? []);
  const keys = [...new Set(rows.flatMap((row) => row.keys))];
  return keys
    .map((key) => {
      const own = rows.filter((row) => row.keys.includes(key));
      return { key, numbered: own.some(({ numbered }) => numbered), ids: own.map((row) => row.key) };
    })
    .toSorted((a, b) => b.key.length - a.key.length);
}
