import { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { documentClient, dynamoTable } from "../catalog/dynamo-table.ts";
import { type ExportPlace, openExportLedger } from "../catalog/exports.ts";
import { openQueries } from "../catalog/queries.ts";
import { asReviewed } from "../catalog/reviews.ts";
import { type MakingPorts, makeNextSet } from "../exports/make-set.ts";
import { PROFILES } from "../profiles/profiles.ts";
import { readableReport, readDocument } from "../report/store.ts";
import { below } from "../storage/objects.ts";
import { s3Client, s3Store } from "../storage/s3.ts";
import { s3LargeObjects } from "../storage/s3-large.ts";
import { EXPORTS_PREFIX, type ExportEnvironment, RESULTS_PREFIX } from "./environment.ts";
import { RefusedError } from "./errors.ts";
import { withLease } from "./lease.ts";
import { PATIENCE } from "./patience.ts";
import type { RecordPorts, RecordWatch } from "./queue-record.ts";
import { deadLetters, postponer, sender } from "./queues.ts";

const message = z.object({ owner: z.string().min(1), id: z.string().min(1) });

/** @throws RefusedError for what is no message of ours */
function placeIn(body: string): ExportPlace {
  try {
    return message.parse(JSON.parse(body));
  } catch {
    throw new RefusedError("NOT_OURS", "the message names no export");
  }
}

export type ExportOutcome = Awaited<ReturnType<typeof makeNextSet>>;

const GIVEN_UP = "多次生成都没有成功，请稍后重新生成；仍不成功的，请联系管理员。";

/** Makes exports: a set of files for each message, which sends the next one where there is more to be made. */
export function openExporter(
  environment: ExportEnvironment,
  watch: RecordWatch<ExportOutcome>,
): RecordPorts<ExportOutcome> {
  const s3 = s3Client(PATIENCE);
  const sqs = new SQSClient(PATIENCE);
  const table = dynamoTable(documentClient(PATIENCE), environment.CATALOG_TABLE);
  const results = below(s3Store(s3, environment.RESULTS_BUCKET), RESULTS_PREFIX);
  const reports = {
    table,
    report: (id: string) => readableReport(results, id, watch.unreadable),
    document: (id: string) => readDocument(results, id),
  };
  const ledger = openExportLedger(table, Date.now);
  const ports: MakingPorts = {
    ledger,
    // Its cursors are on record here alone: nobody else sees what they are signed with.
    queries: (within) => openQueries(table, "exports", PROFILES, { within, root: environment.INTAKE_PREFIX }),
    report: async (id) => (await asReviewed(reports, id))?.now ?? null,
    results,
    files: s3LargeObjects(s3, environment.RESULTS_BUCKET, EXPORTS_PREFIX),
    now: Date.now,
  };
  const goOn = sender<ExportPlace>(sqs, environment.OWN_QUEUE);
  return {
    take: async (body) => {
      const place = placeIn(body);
      const outcome = await withLease(table, `export ${place.id}`, environment.LEASE_SECONDS, Date.now, () =>
        makeNextSet(place, ports),
      );
      if (outcome === "made") await goOn([place]);
      return outcome;
    },
    postpone: postponer(sqs, environment.OWN_QUEUE),
    note: async (body) => ledger.fail(placeIn(body), GIVEN_UP),
    giveUp: deadLetters(sqs, environment.DEAD_LETTER_QUEUE),
    mostDeliveries: environment.MOST_DELIVERIES,
    watch,
  };
}
