import { writeFile } from "node:fs/promises";
import type { Table } from "../../lib/catalog/table.ts";
import { type TakePorts, take } from "../../lib/delivery/take.ts";
import { writeResult } from "../../lib/report/store.ts";
import { summarize } from "../../lib/report/summary.ts";
import { directoryStore } from "../../lib/storage/directory.ts";
import { ENGINE_VERSION } from "../../lib/version.ts";
import type { DocumentPool } from "../../lib/work/document-pool.ts";
import { catalogOver, makeReport } from "./catalog.ts";

let bucketNumber = 0;

/**
 * A taker whose documents are variants of a report, as their object says: all of one organization, or each of one of
 * its own.
 */
export function takerOver(
  table: Table,
  resultsFolder: string,
  objects: ReadonlyMap<string, string>,
  changes: Partial<TakePorts> = {},
  organization?: string,
) {
  const names = new Map<string, string>();
  const bucket = changes.bucket ?? `bucket-${bucketNumber++}`;
  const { catalog, reports, events } = catalogOver(table);
  const results = directoryStore(resultsFolder);
  const runs: string[] = [];
  const pool: DocumentPool = {
    run: async ({ input, out }) => {
      const said = names.get(input.name) ?? "";
      runs.push(said);
      const report = makeReport({
        organization: organization ?? `${bucket}${said}`,
        year: 2024,
        variant: said,
        engineVersion: ENGINE_VERSION,
      });
      await writeResult(directoryStore(out), report.id, { report, document: null });
      return { kind: "processed", id: report.id, summary: summarize(report) };
    },
    close: async () => {},
  };
  const ports: TakePorts = {
    bucket,
    prefix: "",
    largestBytes: 1000,
    leaseSeconds: 60,
    fetch: async ({ key, version }, path) => {
      const body = objects.get(`${key}?${version}`) ?? null;
      if (body === null) return false;
      names.set(key, body);
      await writeFile(path, body);
      return true;
    },
    verdictOf: null,
    versionsOf: async (_, key) => ({ key, versions: [], markers: [] }),
    results,
    table,
    catalog: {
      ...catalog,
      record: (submission, report) => {
        reports.set(report.id, report);
        return catalog.record(submission, report);
      },
    },
    pool,
    send: async () => {},
    defer: null,
    now: Date.now,
    ...changes,
  };
  const message = (key: string, version: string, sequencer = "01", changed: object = {}) =>
    JSON.stringify({
      source: "aws.s3",
      "detail-type": "Object Created",
      time: "2026-01-05T00:00:00Z",
      detail: { bucket: { name: bucket }, object: { key, size: 3, "version-id": version, sequencer } },
      ...changed,
    });
  return { ports, runs, events, message, take: (body: string) => take(body, ports) };
}
