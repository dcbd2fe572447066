import { SQSClient } from "@aws-sdk/client-sqs";
import { documentClient, dynamoTable } from "../catalog/dynamo-table.ts";
import { readableReport, readDocument, type UnreadableReportError } from "../report/store.ts";
import { below } from "../storage/objects.ts";
import { s3Client, s3Store } from "../storage/s3.ts";
import { keyLease } from "./align-key.ts";
import { cloudCatalog } from "./cloud-catalog.ts";
import { LEDGER_PREFIX, RESULTS_PREFIX, type ReconcileEnvironment } from "./environment.ts";
import { withLease } from "./lease.ts";
import { PATIENCE } from "./patience.ts";
import { sender } from "./queues.ts";
import { type Ledger, reconcile } from "./reconcile.ts";
import { versionsOfKey } from "./versions.ts";

/** One key is looked at and followed within that. */
const LEASE_SECONDS = 60;

/** Reconciles a stack's catalog with its bucket, and files the ledger beside the results. */
export async function reconcileStack(
  environment: ReconcileEnvironment,
  onUnreadable: (error: UnreadableReportError) => void,
): Promise<Ledger> {
  const { INTAKE_BUCKET: bucket, INTAKE_PREFIX: prefix } = environment;
  const s3 = s3Client(PATIENCE);
  const table = dynamoTable(documentClient(PATIENCE), environment.CATALOG_TABLE);
  const store = s3Store(s3, environment.RESULTS_BUCKET);
  const results = below(store, RESULTS_PREFIX);
  const reports = {
    table,
    report: (id: string) => readableReport(results, id, onUnreadable),
    document: (id: string) => readDocument(results, id),
  };
  const catalog = cloudCatalog(environment, reports, PATIENCE);
  const ledger = await reconcile({
    s3,
    bucket,
    prefix,
    catalog,
    journal: () => catalog.journal(bucket),
    versionsOf: (of, key) => versionsOfKey(s3, of, key),
    send: sender(new SQSClient(PATIENCE), environment.WORK_QUEUE),
    alone: (key, work) => withLease(table, keyLease(bucket, key), LEASE_SECONDS, Date.now, work),
    now: Date.now,
  });
  await store.put(`${LEDGER_PREFIX}${ledger.at}.json`, JSON.stringify(ledger), "application/json");
  return ledger;
}
