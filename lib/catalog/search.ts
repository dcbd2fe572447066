import { createHash } from "node:crypto";
import { comparable } from "../profiles/common/wording.ts";
import type { Summary } from "../report/summary.ts";
import type { Item, Key, Table } from "./table.ts";

/**
 * Search by a part of an office's or a file's name: for each two and each three neighbouring characters the table has a
 * partition of the reports whose names hold them, with these names, in the order in which they came. Whoever searches
 * reads the rarest three's, or the two's. An entry is never changed: where a report gets another name or year, there is
 * another, and the old one is passed over.
 */

/** A name's first pieces of each length: longer ones are no names. */
const MOST_PIECES = 100;
const SHORT = 2;
const LONG = 3;

const partition = (piece: string): string => `NAMES#${piece}`;

/** As names and what is searched for are compared. */
export const searchable = (text: string): string => comparable(text).toLowerCase();

/** The names that a report is found by, a line each. */
export const namesIn = ({ organization, name }: Pick<Summary, "organization" | "name">): string =>
  [organization ?? "", name].map(searchable).join("\n");

function piecesOf(text: string, length: number): string[] {
  const characters = [...text];
  return [...new Set(characters.slice(length - 1).map((_, at) => characters.slice(at, at + length).join("")))];
}

/** The partitions' pieces of which each has all that holds a text; none for a text that is too short. */
export const piecesToSearch = (text: string): string[] => {
  const long = piecesOf(text, LONG);
  return long.length > 0 ? long : piecesOf(text, SHORT);
};

/** What an entry tells of its report, so that the row need not be read where another is asked for. */
export interface Told extends Pick<Summary, "year" | "status" | "profile"> {
  /** Its code. */
  readonly division: string | null;
}
export const toldOf = ({ year, status, division, profile }: Summary): Told => ({
  year,
  status,
  division: division?.code ?? null,
  profile,
});

/** Stands for all that an entry tells of a report. */
const markOf = (summary: Summary): string =>
  createHash("sha256")
    .update(JSON.stringify([namesIn(summary), toldOf(summary)]))
    .digest("hex")
    .slice(0, 16);

/**
 * Enters a report's names. Repeatable.
 * @param order its place among all reports, which never changes
 */
export async function enterNames(table: Table, report: Key, order: string, summary: Summary): Promise<void> {
  const names = namesIn(summary);
  const lines = names.split("\n");
  const pieces = [SHORT, LONG].flatMap((length) =>
    [...new Set(lines.flatMap((line) => piecesOf(line, length)))].slice(0, MOST_PIECES),
  );
  // One text, since attributes take longer to be read than what they hold.
  const says = JSON.stringify([report.pk, names, toldOf(summary)]);
  const entry = { sk: `${order}#${markOf(summary)}`, says };
  await table.putMany(pieces.map((piece): Item => ({ pk: partition(piece), ...entry })));
}

/** Whether an entry is the one of what its report's row says by now. */
export const isEntryOf = (entry: string, order: unknown, summary: Summary): boolean =>
  entry === `${order}#${markOf(summary)}`;

/**
 * Of so many reports whose names hold a piece, the newest first, before one in the order, those whose names may hold a
 * text: the table looks at them, since most of the time went into reading what is not asked for.
 */
export async function holding(table: Table, piece: string, text: string, before: string | null, limit: number) {
  const { items, ...rest } = await table.sifted(partition(piece), before, limit, {
    expression: "contains(says, :text)",
    // As it stands in what an entry says.
    values: { ":text": JSON.stringify(text).slice(1, -1) },
  });
  const entries = items.map(({ sk, says }) => {
    const [pk, names, told] = JSON.parse(says as string) as [string, string, Told];
    return { pk, sk: "REPORT", order: sk, names, told };
  });
  return { entries, ...rest };
}
