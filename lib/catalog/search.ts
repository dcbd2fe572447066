import { comparable } from "../profiles/common/wording.ts";
import type { Summary } from "../report/summary.ts";
import type { Item, Key, Table } from "./table.ts";

/**
 * Search by a part of an office's or a file's name: for each pair of neighbouring characters the table has a partition
 * of the reports whose names hold it, with these names, in the order in which they came. Whoever searches reads the
 * rarest pair's. What a report is no longer called is passed over when its row is read.
 */

/** A name's first pairs: longer ones are no names. */
const MOST_PAIRS = 100;

const partition = (pair: string): string => `SEARCH#${pair}`;

/** As names and what is searched for are compared. */
export const searchable = (text: string): string => comparable(text).toLowerCase();

/** The names that a report is found by, a line each. */
export const namesIn = ({ organization, name }: Pick<Summary, "organization" | "name">): string =>
  [organization ?? "", name].map(searchable).join("\n");

export const pairsOf = (text: string): string[] => {
  const characters = [...text];
  return [...new Set(characters.slice(1).map((character, at) => `${characters[at]}${character}`))];
};

/**
 * Enters a report's names. Repeatable.
 * @param order its place among all reports, which never changes
 */
export async function enterNames(table: Table, report: Key, order: string, summary: Summary): Promise<void> {
  const names = namesIn(summary);
  const pairs = [...new Set(names.split("\n").flatMap(pairsOf))].slice(0, MOST_PAIRS);
  await table.putMany(pairs.map((pair): Item => ({ pk: partition(pair), sk: order, report: report.pk, names })));
}

/** Reports whose names hold a pair, and these names, the newest first, before one in the order. */
export const holding = (table: Table, pair: string, before: string | null, limit: number) =>
  table.before(partition(pair), before, limit).then((items) =>
    items.map(({ sk, report, names }) => ({
      pk: report as string,
      sk: "REPORT",
      order: sk,
      names: names as string,
    })),
  );
