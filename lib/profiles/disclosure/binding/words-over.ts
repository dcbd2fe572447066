import { moneyUnitIn } from "../../common/money.ts";
import type { Row, RowCell } from "../../common/table-rows.ts";

/**
 * What stands over the rows of a table, in the lines above it and in rows of its own: its title and its unit. Told row
 * by row, in their order.
 */
export class WordsOver {
  #table: number | null = null;
  #words: string[] = [];
  #unit: string | null = null;
  /** Whether a figure's row has been found since the unit was told. */
  #used = true;

  /** @param own what of the row may head others */
  read(row: Row, own: readonly RowCell[]): void {
    // Lines that lost their table are told from no prose.
    const captions = row.table < 0 || row.table === this.#table ? [] : row.captions;
    if (row.table !== this.#table) {
      this.#words = [];
      if (!this.#used) this.#unit = null;
    }
    this.#table = row.table;
    const words = [...captions, ...own.map(({ text }) => text)];
    if (row.table >= 0) this.#words.push(...words);
    const unit = words.map(moneyUnitIn).findLast((found) => found !== null);
    // A column's header names the unit of that column alone.
    if (unit && words.some((text) => /^\D{0,4}单位/u.test(text.trim()) && moneyUnitIn(text) === unit)) {
      this.#unit = unit;
      this.#used = false;
    }
  }

  /** The unit of money over the table of the row read last, of which figures are. */
  unit(): string | null {
    this.#used = true;
    return this.#unit;
  }

  /** The words since the figures of the row before, told once. */
  caption(): string {
    const caption = this.#words.join("\n");
    this.#words = [];
    return caption;
  }
}
