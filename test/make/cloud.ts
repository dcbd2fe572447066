import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import dynalite from "dynalite";
import { createSqsServer } from "local-aws-sqs";
import { documentClient, dynamoTable, tableDefinition } from "../../lib/catalog/dynamo-table.ts";
import type { Table } from "../../lib/catalog/table.ts";
import { below, type ObjectStore } from "../../lib/storage/objects.ts";
import { s3Client, s3Store } from "../../lib/storage/s3.ts";
import { startS3Server } from "./s3-server.ts";

/**
 * The services that the functions talk to, on this machine behind one address that can fail on demand: two buckets (the
 * intake with versions), a table, queues, an event bus.
 */
export interface Cloud {
  /** What a function needs in its environment to find them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly table: Table;
  readonly results: ObjectStore;
  /** What was made in the background, beside the results. */
  readonly exports: ObjectStore;
  readonly queues: Readonly<Record<"work" | "recognise" | "exports" | "deadLetters", string>>;
  readonly sqs: SQSClient;
  /** Events on the bus, repeated ones too. */
  readonly events: { readonly type: string; readonly detail: Readonly<Record<string, unknown>> }[];
  /** How often each result was written. */
  readonly written: Map<string, number>;
  /** Requests that were failed on purpose, by service. */
  readonly failures: Record<Service, number>;
  /** Puts an object version into the intake bucket. */
  readonly putObject: (key: string, version: string, body: string | Uint8Array) => Promise<void>;
  /** Sends a message, to the queue of work where no other is named. */
  readonly sendMessage: (body: unknown, queue?: string) => Promise<void>;
  /** Everything that lies among the dead letters. */
  readonly deadLetters: () => Promise<{ readonly body: string; readonly reason: string; readonly code: string }[]>;
  readonly close: () => Promise<void>;
}

export type Service = "s3" | "dynamodb" | "sqs" | "events";

export interface CloudOptions {
  /** Whether the next request to a service fails. */
  readonly fails?: (service: Service) => boolean;
  readonly visibilitySeconds?: number;
}

export const INTAKE = "intake-bucket";
export const RESULTS = "results-bucket";
const TABLE = "catalog";
const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };

const portOf = (server: { address: () => unknown }): number => (server.address() as AddressInfo).port;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function serviceOf(request: IncomingMessage): Service {
  const target = String(request.headers["x-amz-target"] ?? "");
  if (target.startsWith("DynamoDB")) return "dynamodb";
  if (target.startsWith("AmazonSQS")) return "sqs";
  if (target.startsWith("AWSEvents")) return "events";
  return "s3";
}

/** As each service itself says that it is too busy. */
const BUSY: Readonly<Record<Service, (response: ServerResponse) => void>> = {
  s3: (response) =>
    response
      .writeHead(503, { "content-type": "application/xml" })
      .end("<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"),
  dynamodb: (response) =>
    response.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end(
      JSON.stringify({
        __type: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
        message: "too much",
      }),
    ),
  sqs: (response) =>
    response
      .writeHead(503, { "content-type": "application/x-amz-json-1.0" })
      .end(JSON.stringify({ __type: "ServiceUnavailable" })),
  events: (response) =>
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(
      JSON.stringify({
        FailedEntryCount: 1,
        Entries: [{ ErrorCode: "ThrottlingException", ErrorMessage: "Rate exceeded" }],
      }),
    ),
};

export async function startCloud({ fails = () => false, visibilitySeconds = 5 }: CloudOptions = {}): Promise<Cloud> {
  const intake = await startS3Server(INTAKE);
  const results = await startS3Server(RESULTS);
  const dynamo = dynalite({ createTableMs: 0 });
  await new Promise<void>((ready) => dynamo.listen(0, "127.0.0.1", () => ready()));
  const queueServer = await createSqsServer({ port: 0, hostname: "127.0.0.1", emulateQueueCreationLifecycle: false });

  const events: Cloud["events"] = [];
  const written = new Map<string, number>();
  const failures: Record<Service, number> = { s3: 0, dynamodb: 0, sqs: 0, events: 0 };
  const ports: Record<Exclude<Service, "events" | "s3">, number> = {
    dynamodb: portOf(dynamo),
    sqs: portOf(queueServer),
  };

  const front = createServer(async (request, response) => {
    const service = serviceOf(request);
    const body = await bodyOf(request);
    if (fails(service)) {
      failures[service] += 1;
      BUSY[service](response);
      return;
    }
    if (service === "events") {
      for (const entry of JSON.parse(body.toString()).Entries)
        events.push({ type: entry.DetailType, detail: JSON.parse(entry.Detail) });
      response
        .writeHead(200, { "content-type": "application/x-amz-json-1.1" })
        .end(JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: String(events.length) }] }));
      return;
    }
    let path = request.url ?? "/";
    let port: number;
    if (service === "s3") {
      const url = new URL(path, "http://s3");
      const isIntake = url.pathname.startsWith(`/${INTAKE}/`);
      port = Number(new URL((isIntake ? intake : results).endpoint).port);
      const version = url.searchParams.get("versionId");
      // The store behind has no versions: each is an object of its own.
      if (isIntake && version !== null)
        path = url.pathname.replace(`/${INTAKE}/`, `/${INTAKE}/${encodeURIComponent(version)}/`);
      if (!isIntake && request.method === "PUT") {
        const key = decodeURIComponent(url.pathname.slice(RESULTS.length + 2));
        written.set(key, (written.get(key) ?? 0) + 1);
      }
    } else port = ports[service];
    const onward = send(
      { port, host: "127.0.0.1", path, method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    onward.end(body);
  });
  await new Promise<void>((ready) => front.listen(0, "127.0.0.1", ready));
  const endpoint = `http://127.0.0.1:${portOf(front)}`;

  // What the test itself asks never fails: it goes past the front.
  const sqs = new SQSClient({
    endpoint: `http://127.0.0.1:${ports.sqs}`,
    region: "us-east-1",
    credentials: CREDENTIALS,
    useQueueUrlAsEndpoint: false,
  });
  const queue = async (QueueName: string): Promise<string> => {
    const { QueueUrl = "" } = await sqs.send(
      new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: String(visibilitySeconds) } }),
    );
    return endpoint + new URL(QueueUrl).pathname;
  };
  const queues = {
    work: await queue("work"),
    recognise: await queue("recognise"),
    exports: await queue("exports"),
    deadLetters: await queue("dead-letters"),
  };
  const client = documentClient({
    endpoint: `http://127.0.0.1:${ports.dynamodb}`,
    region: "us-east-1",
    credentials: CREDENTIALS,
  });
  await client.send(new CreateTableCommand(tableDefinition(TABLE)));
  const storeAt = (at: string, bucket: string) =>
    s3Store(s3Client({ endpoint: at, region: "us-east-1", forcePathStyle: true, credentials: CREDENTIALS }), bucket);
  const objects = storeAt(intake.endpoint, INTAKE);

  return {
    environment: {
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL: endpoint,
      POWERTOOLS_SERVICE_NAME: "Tabularium",
      POWERTOOLS_METRICS_NAMESPACE: "Tabularium",
      INTAKE_BUCKET: INTAKE,
      INTAKE_PREFIX: "",
      RESULTS_BUCKET: RESULTS,
      CATALOG_TABLE: TABLE,
      EVENT_BUS: "bus",
      OWN_QUEUE: queues.work,
      WORK_QUEUE: queues.work,
      RECOGNISE_QUEUE: queues.recognise,
      EXPORT_QUEUE: queues.exports,
      DEAD_LETTER_QUEUE: queues.deadLetters,
      MOST_DELIVERIES: "30",
      LARGEST_OBJECT_BYTES: "1000000",
      DOCUMENT_SECONDS: "20",
      LEASE_SECONDS: "3",
    },
    table: dynamoTable(client, TABLE),
    results: below(storeAt(results.endpoint, RESULTS), "results/"),
    exports: below(storeAt(results.endpoint, RESULTS), "exports/"),
    queues,
    sqs,
    events,
    written,
    failures,
    putObject: (key, version, body) =>
      objects.put(`${version}/${key}`, Buffer.from(body as Uint8Array), "application/octet-stream"),
    sendMessage: async (body, queue = queues.work) => {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queue,
          MessageBody: typeof body === "string" ? body : JSON.stringify(body),
        }),
      );
    },
    deadLetters: async () => {
      const all: { body: string; reason: string; code: string }[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: queues.deadLetters,
            MaxNumberOfMessages: 10,
            MessageAttributeNames: ["All"],
            VisibilityTimeout: 600,
          }),
        );
        if (Messages.length === 0) return all;
        for (const { Body = "", MessageAttributes = {} } of Messages)
          all.push({
            body: Body,
            reason: MessageAttributes.reason?.StringValue ?? "",
            code: MessageAttributes.reasonCode?.StringValue ?? "",
          });
      }
    },
    close: async () => {
      sqs.destroy();
      client.destroy();
      for (const server of [front, queueServer]) {
        server.closeAllConnections();
        await new Promise<void>((closed) => server.close(() => closed()));
      }
      await new Promise<void>((closed) => dynamo.close(() => closed()));
      await intake.close();
      await results.close();
    },
  };
}
