import { SQSClient } from "@aws-sdk/client-sqs";
import { TextractClient } from "@aws-sdk/client-textract";
import type * as z from "zod";
import { documentClient, dynamoTable } from "../catalog/dynamo-table.ts";
import { LIMITS } from "../limits.ts";
import { readableReport, readDocument } from "../report/store.ts";
import { below } from "../storage/objects.ts";
import { s3Client, s3Store } from "../storage/s3.ts";
import { documentPool } from "../work/document-pool.ts";
import { cloudCatalog } from "./cloud-catalog.ts";
import { RESULTS_PREFIX, type TakerEnvironment, type textractEnvironment } from "./environment.ts";
import { objectFetcher } from "./fetch-object.ts";
import { type GivingUpPorts, noteGivenUp } from "./giving-up.ts";
import { keepingArchive } from "./kept-archive.ts";
import { verdictReader } from "./malware.ts";
import type { Message } from "./notice.ts";
import { PATIENCE } from "./patience.ts";
import type { RecordPorts, RecordWatch } from "./queue-record.ts";
import { deadLetters, postponer, sender } from "./queues.ts";
import { type TakePorts, take } from "./take.ts";
import { noteUnrecognised, type StartPorts, startRecognition, takeRecognised } from "./textract.ts";
import { versionsOfKey } from "./versions.ts";

type Environment = TakerEnvironment & { readonly WORK_QUEUE?: string; readonly RECOGNISE_QUEUE?: string };

/** Takes the records of a queue, as the environment tells. */
export function openTaker(environment: Environment, worker: URL, watch: RecordWatch): RecordPorts {
  const ports = openPorts(environment, worker, watch);
  return recordPorts(environment, watch, ports, (body) => take(body, ports));
}

/** Starts a job of Textract for each record. */
export function openTextractStart(environment: z.infer<typeof textractEnvironment>, watch: RecordWatch): RecordPorts {
  const ports: StartPorts = {
    textract: new TextractClient(PATIENCE),
    table: dynamoTable(documentClient(PATIENCE), environment.CATALOG_TABLE),
    bucket: environment.INTAKE_BUCKET,
    prefix: environment.INTAKE_PREFIX,
    topic: environment.TEXTRACT_TOPIC,
    role: environment.TEXTRACT_ROLE,
    embedded: one(sender(new SQSClient(PATIENCE), environment.COMPLETED_QUEUE)),
    now: Date.now,
  };
  const dead = deadLetters(new SQSClient(PATIENCE), environment.DEAD_LETTER_QUEUE);
  return {
    take: (body) => startRecognition(body, ports),
    postpone: postponer(new SQSClient(PATIENCE), environment.OWN_QUEUE),
    note: async () => {},
    // What Textract refuses each time, the embedded engine reads.
    giveUp: (message) =>
      message.code === "NOT_OURS" ? dead(message) : ports.embedded(JSON.parse(message.body) as Message),
    mostDeliveries: environment.MOST_DELIVERIES,
    watch,
  };
}

/** Takes the documents whose jobs have ended. */
export function openTextractCompleted(environment: TakerEnvironment, worker: URL, watch: RecordWatch): RecordPorts {
  const ports = { ...openPorts(environment, worker, watch), textract: new TextractClient(PATIENCE) };
  return {
    ...recordPorts(environment, watch, ports, (body) => takeRecognised(body, ports)),
    note: (body, code) => noteUnrecognised(body, code, ports),
  };
}

const recordPorts = (
  environment: TakerEnvironment,
  watch: RecordWatch,
  ports: GivingUpPorts,
  takeBody: RecordPorts["take"],
): RecordPorts => ({
  take: takeBody,
  postpone: postponer(new SQSClient(PATIENCE), environment.OWN_QUEUE),
  note: (body, code) => noteGivenUp(body, code, ports),
  giveUp: deadLetters(new SQSClient(PATIENCE), environment.DEAD_LETTER_QUEUE),
  mostDeliveries: environment.MOST_DELIVERIES,
  watch,
});

/**
 * Everything that takes documents needs. Clients and workers are shared by all records of a function's life.
 * @param worker built; one without an engine where RECOGNISE_QUEUE is given
 */
function openPorts(environment: Environment, worker: URL, watch: RecordWatch): TakePorts {
  const s3 = s3Client(PATIENCE);
  const sqs = new SQSClient(PATIENCE);
  const table = dynamoTable(documentClient(PATIENCE), environment.CATALOG_TABLE);
  const results = below(s3Store(s3, environment.RESULTS_BUCKET), RESULTS_PREFIX);
  const reports = {
    table,
    report: (id: string) => readableReport(results, id, watch.unreadable),
    document: (id: string) => readDocument(results, id),
  };
  return {
    bucket: environment.INTAKE_BUCKET,
    prefix: environment.INTAKE_PREFIX,
    largestBytes: environment.LARGEST_OBJECT_BYTES,
    leaseSeconds: environment.LEASE_SECONDS,
    versionsOf: (bucket, key) => versionsOfKey(s3, bucket, key),
    fetch: keepingArchive(objectFetcher(s3, environment.LARGEST_OBJECT_BYTES)),
    verdictOf: environment.AWAITS_VERDICT === undefined ? null : verdictReader(s3),
    results,
    table,
    catalog: cloudCatalog(environment, reports, PATIENCE),
    pool: documentPool({
      worker,
      size: 1,
      limits: {
        ...LIMITS,
        documentSeconds: Math.min(environment.DOCUMENT_SECONDS, LIMITS.documentSeconds),
        longestSeconds: environment.DOCUMENT_SECONDS,
      },
    }),
    send: environment.WORK_QUEUE === undefined ? refuseEntries : sender(sqs, environment.WORK_QUEUE),
    defer: environment.RECOGNISE_QUEUE === undefined ? null : one(sender(sqs, environment.RECOGNISE_QUEUE)),
    now: Date.now,
  };
}

const one =
  <T>(send: (messages: readonly T[]) => Promise<void>) =>
  (message: T): Promise<void> =>
    send([message]);

/** Only what was already taken apart is handed on for recognition. */
const refuseEntries = (): Promise<void> => Promise.reject(new Error("an archive came to a function that recognises"));
