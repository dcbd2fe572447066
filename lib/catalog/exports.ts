import { createHash, randomBytes } from "node:crypto";
import type { ExportKindName } from "../exports/kinds.ts";
import type { Mark } from "../exports/reports.ts";
import type { SummaryAsked } from "../exports/summary.ts";
import type { ReportFilter } from "./listing.ts";
import { collect, type Item, ifAbsent, type Key, type Table } from "./table.ts";
import type { Within } from "./within.ts";

/**
 * What was asked to be made in the background, and how far it is. An export is made set of files by set of files: each
 * begins where the one before it has come to, and is on record whole or not at all, so that whoever is killed over one
 * begins it anew. A record goes by itself when its time is over, where the table does that.
 */

/** Of whom, and which: no one else's is found. */
export interface ExportPlace {
  readonly owner: string;
  readonly id: string;
}

export interface ExportAsked {
  readonly kind: ExportKindName;
  /** What whoever asks may see is a part of it. */
  readonly filter: ReportFilter;
  /** What of sums is asked for; null where none are. */
  readonly summary: SummaryAsked | null;
}

/** How an export stands. */
export type ExportState = "queued" | "running" | "ready" | "failed";

export interface ExportRecord extends ExportPlace, ExportAsked {
  readonly state: ExportState;
  /** Reports that have been looked at. */
  readonly done: number;
  /** Reports that there were about when it began; null where nobody has counted them. */
  readonly total: number | null;
  /** Sets of files that are made, by their names, in their order. */
  readonly sets: readonly string[];
  /** Where the next set begins; null once there is none. */
  readonly next: Mark | null;
  /** Why it failed, a sentence; null where it did not. */
  readonly failure: string | null;
  /** ISO 8601, UTC. */
  readonly askedAt: string;
  readonly expiresAt: string;
}

/** A file that is made. */
export interface ExportFile {
  /** Below the export's own place. */
  readonly path: string;
  readonly bytes: number;
}

/** Days that what was made is kept. */
export const EXPORT_DAYS = 7;
const DAY_MS = 86_400_000;
/** Of one caller's: the next is asked for when one of them is made. */
const MOST_UNFINISHED = 5;
/** The newest of one caller's. */
const MOST_LISTED = 50;

/** Attribute by which DynamoDB removes records in its own time; in seconds since 1970. */
const EXPIRES = "expires";

/** Name of the last set: conditions are asked of plain values. */
const LAST = "last";
const lastOf = ({ sets }: ExportRecord): string => sets.at(-1) ?? "";

const recordKey = ({ owner, id }: ExportPlace): Key => ({ pk: `EXPORTS#${owner}`, sk: id });
const filesPartition = (id: string): string => `EXPORT#${id}`;

/** Begins with the time, so that the newest comes last in order. */
const newId = (now: number): string => `${now.toString(36).padStart(9, "0")}${randomBytes(8).toString("hex")}`;

const recordIn = ({ pk, sk, [EXPIRES]: _, [LAST]: __, ...record }: Item): ExportRecord =>
  record as unknown as ExportRecord;
const isUnfinished = ({ state }: ExportRecord): boolean => state === "queued" || state === "running";

/** The same question gives the same text. */
const textOf = ({ kind, filter, summary }: ExportAsked): string =>
  JSON.stringify([
    kind,
    summary && [summary.year, summary.include, summary.parent],
    Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);

/** Whether two callers may see the same. */
const sameWithin = (a: Within, b: Within): boolean =>
  JSON.stringify(a && [...a].sort()) === JSON.stringify(b && [...b].sort());

/** A caller as the owner of exports. */
export const exportOwner = (subject: string): string => createHash("sha256").update(subject).digest("hex").slice(0, 32);

export interface ExportLedger {
  /** Puts a question on record; the same one, while it is unanswered, is one. Null where too many are unanswered. */
  readonly ask: (owner: string, asked: ExportAsked) => Promise<ExportRecord | null>;
  /** Null where there is none of his, its time is over, or it may hold what its owner may no longer see. */
  readonly own: (place: ExportPlace, within: Within) => Promise<ExportRecord | null>;
  /** A caller's, the newest first. */
  readonly list: (owner: string, within: Within) => Promise<readonly ExportRecord[]>;
  /** Null where there is none, or its time is over. */
  readonly record: (place: ExportPlace) => Promise<ExportRecord | null>;
  /** Of all sets, in their order. */
  readonly files: (of: ExportRecord) => Promise<readonly ExportFile[]>;
  readonly note: (place: ExportPlace, how: Partial<Pick<ExportRecord, "state" | "done" | "total">>) => Promise<void>;
  /**
   * Puts a set of files on record. Repeatable.
   * @param set its name, which no other has
   * @returns false where somebody else has made one in its place: this one is not on record
   */
  readonly finishSet: (
    of: ExportRecord,
    set: string,
    files: readonly ExportFile[],
    now: Pick<ExportRecord, "done" | "next">,
  ) => Promise<boolean>;
  /** @param failure a sentence for whoever asked */
  readonly fail: (place: ExportPlace, failure: string) => Promise<void>;
  readonly forget: (place: ExportPlace) => Promise<void>;
}

export function openExportLedger(table: Table, now: () => number): ExportLedger {
  const isKept = ({ expiresAt }: ExportRecord): boolean => Date.parse(expiresAt) > now();
  const record = async (place: ExportPlace): Promise<ExportRecord | null> => {
    const item = await table.get(recordKey(place));
    const found = item && recordIn(item);
    return found && isKept(found) ? found : null;
  };
  const kept = async (owner: string): Promise<readonly ExportRecord[]> =>
    (await table.before(recordKey({ owner, id: "" }).pk, null, MOST_LISTED)).map(recordIn).filter(isKept);
  const expiresOf = ({ expiresAt }: Pick<ExportRecord, "expiresAt">): number => Math.ceil(Date.parse(expiresAt) / 1000);
  const unfinished = {
    expression: "#state IN (:queued, :running)",
    names: { "#state": "state" },
    values: { ":queued": "queued", ":running": "running" },
  } as const;
  return {
    record,
    own: async (place, within) => {
      const found = await record(place);
      return found && sameWithin(found.filter.within, within) ? found : null;
    },
    list: async (owner, within) => (await kept(owner)).filter(({ filter }) => sameWithin(filter.within, within)),
    ask: async (owner, asked) => {
      const waiting = (await kept(owner)).filter(isUnfinished);
      const same = waiting.find((each) => textOf(each) === textOf(asked));
      if (same) return same;
      if (waiting.length >= MOST_UNFINISHED) return null;
      const at = now();
      const made: ExportRecord = {
        owner,
        id: newId(at),
        ...asked,
        state: "queued",
        done: 0,
        total: null,
        sets: [],
        next: { list: 0, cursor: null },
        failure: null,
        askedAt: new Date(at).toISOString(),
        expiresAt: new Date(at + EXPORT_DAYS * DAY_MS).toISOString(),
      };
      await table.put({ ...recordKey(made), ...made, [LAST]: lastOf(made), [EXPIRES]: expiresOf(made) }, ifAbsent);
      return made;
    },
    files: async ({ id, sets }) => {
      const items = await collect(table.query(filesPartition(id)));
      const bySet = new Map(items.map(({ sk, files }) => [sk, files as readonly ExportFile[]]));
      return sets.flatMap((set) => bySet.get(set) ?? []);
    },
    note: async (place, how) => {
      await table.update(recordKey(place), how, unfinished);
    },
    finishSet: async (of, set, files, { done, next }) => {
      await table.put({ pk: filesPartition(of.id), sk: set, files, [EXPIRES]: expiresOf(of) });
      const isFirst = await table.update(
        recordKey(of),
        {
          sets: [...of.sets, set],
          [LAST]: set,
          done,
          next,
          ...(next === null && { state: "ready" satisfies ExportState }),
        },
        { expression: "#last = :last", names: { "#last": LAST }, values: { ":last": lastOf(of) } },
      );
      // An answer that was lost is asked for again, and then the condition holds no longer.
      return isFirst || ((await record(of))?.sets.includes(set) ?? false);
    },
    fail: async (place, failure) => {
      await table.update(recordKey(place), { state: "failed" satisfies ExportState, failure }, unfinished);
    },
    forget: async (place) => {
      for (const { pk, sk } of await collect(table.query(filesPartition(place.id)))) await table.delete({ pk, sk });
      await table.delete(recordKey(place));
    },
  };
}
