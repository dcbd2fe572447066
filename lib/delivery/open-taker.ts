import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { openCatalog } from "../catalog/catalog.ts";
import { documentClient, dynamoTable } from "../catalog/table.ts";
import { refreshTotals } from "../catalog/totals.ts";
import { documentPool } from "../pipeline/document-pool.ts";
import { LIMITS } from "../pipeline/limits.ts";
import { readResult } from "../pipeline/result-files.ts";
import { below } from "../storage/objects.ts";
import { s3Client, s3Store } from "../storage/s3.ts";
import { RESULTS_PREFIX, type TakerEnvironment } from "./environment.ts";
import { eventBus } from "./event-bus.ts";
import { objectFetcher } from "./fetch-object.ts";
import type { RecordPorts, RecordWatch } from "./queue-record.ts";
import { deadLetters, sender } from "./queues.ts";
import { type TakePorts, take } from "./take.ts";

/** Throttling and 5xx are waited out, longer each time, before a delivery counts as failed. */
const PATIENCE = { maxAttempts: 8, retryMode: "standard" } as const;

export interface TakerOptions {
  /** The built worker; one without an engine where `RECOGNISE_QUEUE` is given. */
  readonly worker: URL;
  readonly watch: RecordWatch;
}

/** Everything that takes documents needs, as its environment tells. Clients and workers are shared by all records of a function's life. */
export function openTaker(
  environment: TakerEnvironment & { readonly WORK_QUEUE?: string; readonly RECOGNISE_QUEUE?: string },
  { worker, watch }: TakerOptions,
): RecordPorts {
  const s3 = s3Client(PATIENCE);
  const sqs = new SQSClient(PATIENCE);
  const table = dynamoTable(documentClient(PATIENCE), environment.CATALOG_TABLE);
  const results = below(s3Store(s3, environment.RESULTS_BUCKET), RESULTS_PREFIX);
  const ports: TakePorts = {
    bucket: environment.INTAKE_BUCKET,
    prefix: environment.INTAKE_PREFIX,
    largestBytes: environment.LARGEST_OBJECT_BYTES,
    claimSeconds: environment.CLAIM_SECONDS,
    fetch: objectFetcher(s3, environment.LARGEST_OBJECT_BYTES),
    results,
    table,
    catalog: openCatalog({
      table,
      report: (id) => readResult(results, id),
      refreshTotals: (leaves) => refreshTotals(table, leaves),
      publish: eventBus(new EventBridgeClient(PATIENCE), environment.EVENT_BUS),
      resultsOf: (id) => `s3://${environment.RESULTS_BUCKET}/${RESULTS_PREFIX}${id}/`,
    }),
    pool: documentPool({
      worker,
      threads: 1,
      limits: { ...LIMITS, documentSeconds: Math.min(environment.DOCUMENT_SECONDS, LIMITS.documentSeconds) },
    }),
    sendEntries: environment.WORK_QUEUE === undefined ? refuseEntries : sender(sqs, environment.WORK_QUEUE),
    defer: environment.RECOGNISE_QUEUE === undefined ? null : one(sender(sqs, environment.RECOGNISE_QUEUE)),
    now: Date.now,
  };
  return {
    take: (body) => take(body, ports),
    giveUp: deadLetters(sqs, environment.DEAD_LETTER_QUEUE),
    mostDeliveries: environment.MOST_DELIVERIES,
    watch,
  };
}

const one =
  <T>(send: (messages: readonly T[]) => Promise<void>) =>
  (message: T): Promise<void> =>
    send([message]);

/** Only what was already taken apart is handed on for recognition. */
const refuseEntries = (): Promise<void> => Promise.reject(new Error("an archive came to a function that recognises"));
