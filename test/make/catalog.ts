import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { openCatalog } from "../../lib/catalog/catalog.ts";
import type { CatalogEvent } from "../../lib/catalog/events.ts";
import type { Profiles } from "../../lib/catalog/profiles.ts";
import { asReviewed } from "../../lib/catalog/reviews.ts";
import type { Table } from "../../lib/catalog/table.ts";
import { refreshTotals, totalsKeeper } from "../../lib/catalog/totals.ts";
import { UNRECOGNIZED } from "../../lib/profiles/judgement.ts";
import { PROFILES } from "../../lib/profiles/profiles.ts";
import { assembleReport } from "../../lib/report/assemble.ts";
import type { Report } from "../../lib/report/schema.ts";
import { readDocument, readReport } from "../../lib/report/store.ts";
import type { ObjectStore } from "../../lib/storage/objects.ts";
import { makeJudgement, makeSource } from "./judgement.ts";

/** Reports and a catalog of our own making, for the tests of everything that keeps them. */

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export interface MadeReport {
  readonly organization: string;
  readonly division?: string | null;
  readonly year: number;
  /** Tells apart reports that say the same of whom and when. */
  readonly variant?: string;
  readonly changes?: Readonly<Record<string, number | null>>;
  readonly status?: "valid" | "invalid" | "needs-review";
  readonly uncertain?: readonly string[];
  readonly engineVersion?: string;
}

export function makeReport({
  organization,
  division = null,
  year,
  variant = "",
  changes = {},
  status = "valid",
  uncertain = [],
  engineVersion = "1.0.0",
}: MadeReport): Report {
  const id = sha256(JSON.stringify([organization, division, year, variant]));
  const judgement = makeJudgement(
    {
      organization: {
        name: organization,
        division: division === null ? null : { code: division, name: `某省某市${division}` },
      },
      year,
      status,
      uncertain,
    },
    changes,
  );
  return assembleReport(judgement, {
    engineVersion,
    source: makeSource({ sha256: id, name: `${organization}${year}${variant}.pdf` }),
  });
}

export const makeNotice = (seed: string): Report =>
  assembleReport(UNRECOGNIZED, {
    engineVersion: "1.0.0",
    source: makeSource({ sha256: sha256(seed), name: `${seed}.pdf` }),
  });

/**
 * A report.json as it was filed by an engine 0.0.9, with the fields that 0.1.0 writes. Never to be made anew: it stands
 * for what lies in stores.
 */
export const oldReport = (name: "valid" | "invalid-2019" | "unrecognized" | "failed"): Promise<Uint8Array> =>
  readFile(new URL(`../fixtures/reports/${name}.json`, import.meta.url));

/** A catalog whose results are in memory. */
export function catalogOver(table: Table, profiles: Profiles = PROFILES) {
  const reports = new Map<string, Report>();
  const events: CatalogEvent[] = [];
  const ports = { table, report: async (id: string) => reports.get(id) ?? null, document: async () => null };
  const catalog = openCatalog({
    ...ports,
    profiles,
    refreshTotals: totalsKeeper(table),
    publish: async (event) => void events.push(event),
    resultsOf: (id) => `/reports/${id}`,
  });
  const reviews = { of: (id: string) => asReviewed(ports, id), say: catalog.review };
  return { catalog, reports, events, reviews };
}

/** The nth moment of a day. */
export const moment = (n: number): string => new Date(Date.UTC(2025, 0, 15) + n).toISOString();

/** The catalog over a table and what is filed, which tells nobody of anything. */
export const catalogIn = (table: Table, results: ObjectStore) =>
  openCatalog({
    table,
    profiles: PROFILES,
    report: (id) => readReport(results, id),
    document: (id) => readDocument(results, id),
    refreshTotals: (leaves) => refreshTotals(table, leaves),
    publish: async () => {},
    resultsOf: (id) => id,
  });
