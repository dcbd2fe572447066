import { setTimeout as pause } from "node:timers/promises";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { KnownSubmission } from "../../lib/catalog/catalog.ts";
import { documentClient, dynamoTable } from "../../lib/catalog/dynamo-table.ts";
import { cloudCatalog } from "../../lib/delivery/cloud-catalog.ts";
import { RESULTS_PREFIX } from "../../lib/delivery/environment.ts";
import { readDocument, readReport } from "../../lib/report/store.ts";
import { below } from "../../lib/storage/objects.ts";
import { s3Client, s3Store } from "../../lib/storage/s3.ts";
import type { Outputs } from "./deployment.ts";

/** What is played on: the stack's places as an operator and another system see them. */
export interface Stage {
  readonly outputs: Outputs;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  /** @returns the version it has become */
  readonly put: (key: string, body: Uint8Array | string) => Promise<string>;
  /** Puts a delete marker, or with a version deletes that for good. @returns the marker's version */
  readonly remove: (key: string, version?: string) => Promise<string>;
  /** Everything the intake bucket holds, delete markers as well. */
  readonly versions: () => Promise<
    readonly { readonly key: string; readonly version: string; readonly isMarker: boolean }[]
  >;
  /** Until nothing waits and nothing is being dealt with. @throws Error where so many seconds made nothing of it less */
  readonly quiet: (seconds: number) => Promise<void>;
  /** Keys of the results bucket. */
  readonly results: () => Promise<readonly string[]>;
  /** What the catalog knows of the intake bucket. */
  readonly known: () => Promise<readonly KnownSubmission[]>;
  readonly deadLetters: () => Promise<readonly { readonly body: string; readonly code: string }[]>;
  /** Events that the bus has brought to a queue of another system so far. */
  readonly events: () => Promise<readonly BusEvent[]>;
}

export interface BusEvent {
  readonly "detail-type": string;
  readonly detail: { readonly eventId: string; readonly id: string; readonly status: string; readonly name: string };
}

const QUIET_FOR_MS = 3000;
const COUNTS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const satisfies readonly QueueAttributeName[];

export async function openStage(outputs: Outputs): Promise<Stage> {
  const s3 = s3Client({ forcePathStyle: true });
  const sqs = new SQSClient({});
  const Bucket = outputs.IntakeBucket;
  const told = await subscribed(sqs, outputs.EventBusName ?? "");
  const events: BusEvent[] = [];
  const waiting = async (): Promise<number> => {
    let count = 0;
    for (const QueueUrl of [outputs.ProcessQueue, outputs.RecogniseQueue, outputs.ExportsQueue]) {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] }),
      );
      for (const name of COUNTS) count += Number(Attributes[name] ?? 0);
    }
    return count;
  };
  return {
    outputs,
    s3,
    sqs,
    put: async (Key, Body) => (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? "",
    remove: async (Key, VersionId) =>
      (await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))).VersionId ?? "",
    versions: async () => {
      const found: { key: string; version: string; isMarker: boolean }[] = [];
      let at: { KeyMarker?: string; VersionIdMarker?: string } = {};
      for (;;) {
        const page = await s3.send(new ListObjectVersionsCommand({ Bucket, ...at }));
        for (const [list, isMarker] of [
          [page.Versions, false],
          [page.DeleteMarkers, true],
        ] as const)
          for (const { Key: key = "", VersionId: version = "" } of list ?? []) found.push({ key, version, isMarker });
        if (page.IsTruncated !== true) return found;
        at = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      }
    },
    quiet: async (seconds) => {
      let since = Date.now();
      let least = Number.POSITIVE_INFINITY;
      let moved = since;
      for (;;) {
        const count = await waiting();
        if (count > 0) since = Date.now();
        if (count < least) [least, moved] = [count, Date.now()];
        // Between an object and its message lies the bus.
        if (Date.now() - since >= QUIET_FOR_MS) return;
        if (Date.now() - moved > seconds * 1000)
          throw new Error(`${count} messages are left, and none less in ${seconds} s`);
        await pause(500);
      }
    },
    results: async () => {
      const keys: string[] = [];
      for await (const key of s3Store(s3, outputs.ResultsBucket ?? "").list("")) keys.push(key);
      return keys;
    },
    known: () => knownOf(outputs, s3),
    deadLetters: async () => {
      const found: { body: string; code: string }[] = [];
      for (const queue of [outputs.ProcessDeadLetterQueue, outputs.RecogniseDeadLetterQueue])
        for (const { Body = "", MessageAttributes } of await received(sqs, queue ?? "", 1))
          found.push({ body: Body, code: MessageAttributes?.reasonCode?.StringValue ?? "" });
      return found;
    },
    events: async () => {
      for (const { Body = "{}" } of await received(sqs, told, 3600)) events.push(JSON.parse(Body) as BusEvent);
      return events;
    },
  };
}

/** As docs/events.md says, but of all events. @returns the address of the queue they come to */
async function subscribed(sqs: SQSClient, EventBusName: string): Promise<string> {
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "another-system" }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const bus = new EventBridgeClient({});
  const Rule = "all-that-becomes-of-documents";
  await bus.send(new PutRuleCommand({ EventBusName, Name: Rule, EventPattern: '{"source":["tabularium"]}' }));
  await bus.send(new PutTargetsCommand({ EventBusName, Rule, Targets: [{ Id: "queue", Arn: Attributes?.QueueArn }] }));
  return QueueUrl;
}

async function received(sqs: SQSClient, QueueUrl: string, VisibilityTimeout: number) {
  const found = new Map<
    string,
    { readonly Body?: string; readonly MessageAttributes?: Record<string, { readonly StringValue?: string }> }
  >();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout,
        MessageAttributeNames: ["All"],
      }),
    );
    const before = found.size;
    for (const message of Messages) found.set(message.MessageId ?? "", message);
    if (found.size === before) return [...found.values()];
  }
}

async function knownOf(outputs: Outputs, s3: S3Client): Promise<readonly KnownSubmission[]> {
  const { IntakeBucket = "", ResultsBucket = "", CatalogName = "", EventBusName = "" } = outputs;
  const results = below(s3Store(s3, ResultsBucket), RESULTS_PREFIX);
  const catalog = cloudCatalog(
    { INTAKE_PREFIX: "", RESULTS_BUCKET: ResultsBucket, EVENT_BUS: EventBusName },
    {
      table: dynamoTable(documentClient({}), CatalogName),
      report: (id) => readReport(results, id),
      document: (id) => readDocument(results, id),
    },
    {},
  );
  const known: KnownSubmission[] = [];
  for await (const each of catalog.journal(IntakeBucket)) if (each.kind === "submission") known.push(each);
  return known;
}
