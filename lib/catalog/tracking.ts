import { maskFileName } from "../document/personal-numbers.ts";
import type { Question, signedCursors } from "./cursors.ts";
import type { Status } from "./figures.ts";
import { handedInFor, nameOf, placeOf, READING, type Submission } from "./submissions.ts";
import type { Item, Table } from "./table.ts";
import { isWithin, type Within } from "./within.ts";

/** Where files are that were handed in, from the first that is heard of them. */

/** "reading" until something has become of it; "unpacked" is an archive of whose entries each goes its own way. */
export const TRACKED_STATES = ["reading", "processed", "given-up", "unpacked", "withdrawn"] as const;
type TrackedState = (typeof TRACKED_STATES)[number];

export interface Tracked {
  readonly name: string;
  readonly submittedAt: string;
  readonly state: TrackedState;
  /** The report that has become of it and may be seen. */
  readonly report: string | null;
  /** That report's; null where there is none. */
  readonly status: Status | null;
}

export interface TrackedPage {
  readonly items: readonly Tracked[];
  /** To be handed back for the next page; null at the end. */
  readonly cursor: string | null;
}

/**
 * A page of the files that are being read; or, of one key, of all that was ever handed in there: its versions, and
 * entries of archives. Each in an order of its own.
 */
export type Track = (key: string | null, limit: number, cursor: string | null) => Promise<TrackedPage>;

interface TrackingPorts {
  readonly table: Table;
  readonly cursors: ReturnType<typeof signedCursors>;
  readonly within: Within;
  /** The bucket whose keys are asked for, and what they all begin with. */
  readonly bucket: string;
  readonly root: string;
  /** Whether a submission may be seen. */
  readonly isSeen: (submission: Item) => Promise<boolean>;
  /** Null for a report that may not be seen. */
  readonly statusOf: (id: string) => Promise<Status | null>;
}

/** Rows that are looked at for one answer: it may then be shorter than what was asked for, and has a cursor. */
const MOST_ROWS = 1000;

function stateOf({ withdrawn, givenUp, finishedBy, report }: Item): TrackedState {
  if (withdrawn === true) return "withdrawn";
  if (givenUp === true) return "given-up";
  if (finishedBy === undefined) return "reading";
  return report === undefined ? "unpacked" : "processed";
}

export function openTracking(ports: TrackingPorts): Track {
  const { table, cursors, within, bucket, root, isSeen, statusOf } = ports;

  /** Of what is in work only the name is known, which says for which division it was handed in. */
  const inWork = async ({ name, at }: Item): Promise<Tracked | null> => {
    if (within !== null && !isWithin(within, handedInFor({ key: name as string }, root))) return null;
    return {
      name: maskFileName(name as string),
      submittedAt: at as string,
      state: "reading",
      report: null,
      status: null,
    };
  };
  const handedIn = async (item: Item): Promise<Tracked | null> => {
    if (!(await isSeen(item))) return null;
    const { key, entry, at } = item as unknown as Submission;
    const status = typeof item.report === "string" ? await statusOf(item.report) : null;
    return {
      name: maskFileName(nameOf({ key, ...(entry !== undefined && { entry }) })),
      submittedAt: at,
      state: stateOf(item),
      report: status === null ? null : (item.report as string),
      status,
    };
  };

  return async (key, limit, cursor) => {
    const question: Question = { tracked: key, within };
    const { pk, prefix } = key === null ? { pk: READING, prefix: "" } : placeOf({ bucket, key });
    const of = key === null ? "" : `${prefix}SUBMISSION#`;
    const items: Tracked[] = [];
    let from = cursor === null ? of || " " : cursors.decode(cursor, question)[1];
    for (let rows = 0; rows < MOST_ROWS; ) {
      const found = await table.after(pk, from, limit);
      for (const item of found) {
        if (!item.sk.startsWith(of)) return { items, cursor: null };
        const tracked = await (key === null ? inWork : handedIn)(item);
        if (tracked) items.push(tracked);
        from = item.sk;
        if (items.length === limit) return { items, cursor: cursors.encode(["tracked", from], question) };
      }
      if (found.length < limit) return { items, cursor: null };
      rows += found.length;
    }
    return { items, cursor: cursors.encode(["tracked", from], question) };
  };
}
