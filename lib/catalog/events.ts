import type { Report } from "../report/schema.ts";
import type { Summary } from "../report/summary.ts";
import type { Table } from "./table.ts";

const EVENT_TYPES = ["Report Processed", "Report Reviewed", "Report Confirmed", "Report Withdrawn"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** What other systems are told. Delivered at least once; `eventId` is the same each time. */
export interface CatalogEvent {
  readonly type: EventType;
  readonly detail: {
    readonly eventId: string;
    readonly id: string;
    readonly status: Report["status"];
    /** Id of the family; null for a document of none. */
    readonly profile: string | null;
    readonly organization: string | null;
    readonly year: number | null;
    readonly name: string;
    /** By whose word, the latest, the report says what it says; absent where nobody said anything. */
    readonly reviewed?: Summary["reviewed"];
    /** Where the results are. */
    readonly results: string;
  };
}

/** What an event says of a report, but for its own id. */
export const detailOf = (
  { status, profile, organization, year, name, reviewed }: Omit<CatalogEvent["detail"], "eventId" | "id" | "results">,
  id: string,
  resultsOf: (id: string) => string,
): Omit<CatalogEvent["detail"], "eventId"> => ({
  id,
  status,
  profile,
  organization,
  year,
  name,
  ...(reviewed && { reviewed }),
  results: resultsOf(id),
});

/** An event with its place in the log, by which a reader goes on after a break. */
export interface LoggedEvent extends CatalogEvent {
  readonly position: string;
}

export interface EventLog {
  readonly publish: (event: CatalogEvent) => Promise<void>;
  /** Events behind a position ("" for the beginning), the oldest first. */
  readonly since: (position: string, limit: number) => Promise<LoggedEvent[]>;
  /** Calls for each event published from now on; returns what ends it. */
  readonly subscribe: (listener: (event: LoggedEvent) => void) => () => void;
}

const LOG = "EVENTS";

/** A log in the catalog's table, for one process: what was published is found again after a restart. */
export async function openEventLog(table: Table, now: () => number): Promise<EventLog> {
  const listeners = new Set<(event: LoggedEvent) => void>();
  // Whoever asks for what came after an event must get all of it, though the clock was set back.
  let last = Number((await table.before(LOG, null, 1))[0]?.sk ?? 0);
  return {
    publish: async (event) => {
      // Two events in a millisecond still have an order.
      last = Math.max(last + 1, now() * 1000);
      const position = String(last).padStart(20, "0");
      await table.put({ pk: LOG, sk: position, event: JSON.stringify(event) });
      for (const listener of listeners) listener({ ...event, position });
    },
    since: async (position, limit) =>
      (await table.after(LOG, position === "" ? "0" : position, limit)).map((item) => ({
        ...(JSON.parse(item.event as string) as CatalogEvent),
        position: item.sk,
      })),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
