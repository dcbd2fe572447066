import { randomBytes } from "node:crypto";
import { type Catalog, openCatalog as catalogOver } from "../catalog/catalog.ts";
import type { CatalogEvent } from "../catalog/events.ts";
import { openLocalTable } from "../catalog/local.ts";
import { openQueries, type Queries } from "../catalog/queries.ts";
import { totalsKeeper } from "../catalog/totals.ts";
import type { Document } from "../document/document.ts";
import { PROFILES } from "../profiles/profiles.ts";
import type { Report } from "../report/schema.ts";

/** A catalog by itself: which report counts for an office and year, what stood before it, and what all add up to. */
export interface OpenCatalog {
  readonly catalog: Catalog;
  readonly queries: Queries;
  readonly close: () => Promise<void>;
}

/**
 * Opens a catalog on this machine, without a server.
 * @param options.folder where it is kept, by one process at a time; in memory where absent
 * @param options.report gives the reports that are recorded, by their ids: neighbouring years are held against each other
 * @param options.document gives what they were read of: without it nobody's word changes a report
 * @param options.onEvent told what follows from each step; an event may come twice, with the same `eventId`
 */
export async function openCatalog({
  folder,
  report,
  document = async () => null,
  onEvent = () => {},
}: {
  readonly folder?: string;
  readonly report: (id: string) => Promise<Report | null>;
  readonly document?: (id: string) => Promise<Document | null>;
  readonly onEvent?: (event: CatalogEvent) => void;
}): Promise<OpenCatalog> {
  const { table, close } = await openLocalTable(folder);
  const catalog = catalogOver({
    table,
    profiles: PROFILES,
    report,
    document,
    refreshTotals: totalsKeeper(table),
    publish: async (event) => onEvent(event),
    resultsOf: (id) => id,
  });
  // Cursors are good as long as it is open.
  return { catalog, queries: openQueries(table, randomBytes(16).toString("hex"), PROFILES), close };
}
