import { type FormTable, repeatedRow } from "../common/form/form.ts";
import { fixedLabels } from "./labels.ts";
import type { TableStream } from "./look.ts";
import type { Token } from "./tokens.ts";

/**
 * Second look at a table of as many rows as there are things to be listed: words with the numbers behind them are a
 * row, told by its place in their order.
 */

/** What heads the numbers of rows. */
const NUMBERS = "序号";

/** @param regions each of the table's titles with what follows it, as words and numbers */
export function repeatedIn(regions: readonly (readonly Token[])[], table: FormTable): Omit<TableStream, "unit"> {
  const rows = new Map<string, string[][]>();
  const names = new Map<string, string>();
  const totals = fixedLabels(table);
  let count = 0;
  let hasStrays = false;
  for (const tokens of regions) {
    const numbered = tokens.some(({ kind, text }) => kind === "words" && text.includes(NUMBERS));
    let words = "";
    let open: string[] | null = null;
    const begin = (called: string): string[] => {
      const total = totals.find(({ key }) => called.endsWith(key));
      const row = total?.ids[0] ?? repeatedRow(++count);
      const numbers: string[] = [];
      rows.set(row, [...(rows.get(row) ?? []), numbers]);
      if (!total) names.set(row, called);
      return numbers;
    };
    let isHead = true;
    for (const [at, { kind, text }] of tokens.entries()) {
      if (kind === "words") {
        words += text;
        continue;
      }
      const isRowNumber = numbered && text === String(count + 1) && tokens[at + 1]?.kind === "words";
      if (isRowNumber) {
        words = "";
        open = null;
      } else if (words !== "") {
        const called = isHead ? behindHead(words, table) : words;
        open = called === "" ? null : begin(called);
        words = "";
      }
      if (!isRowNumber && open) open.push(text);
      else if (!isRowNumber) hasStrays = true;
      isHead = false;
    }
  }
  return { rows, names, order: null, hasStrays };
}

/** What stands behind the last header of a table. */
function behindHead(words: string, { panels }: FormTable): string {
  const leaves = panels.flatMap(({ columns }) =>
    columns.flatMap(({ paths }) => paths.map((path) => path.at(-1) ?? "")),
  );
  const ends = leaves.map((leaf) => (words.includes(leaf) ? words.lastIndexOf(leaf) + leaf.length : 0));
  return words.slice(Math.max(0, ...ends));
}
