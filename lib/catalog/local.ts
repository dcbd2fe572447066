import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DescribeTableCommand, ResourceInUseException } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { documentClient, dynamoTable, tableDefinition } from "./dynamo-table.ts";
import { inProcess } from "./in-process.ts";
import type { Table } from "./table.ts";

export interface LocalTable {
  readonly table: Table;
  readonly close: () => Promise<void>;
}

const NAME = "tabularium";

/** What the SDK does to each request for those on the way to a server and for a log; nobody is there to take notice. */
const FOR_NETWORKS = [
  "loggerMiddleware",
  "contentLengthMiddleware",
  "getUserAgentMiddleware",
  "hostHeaderMiddleware",
  "recursionDetectionMiddleware",
];

// The SDK's notice about old versions of Node is nobody's business where nothing of AWS is used.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/**
 * The catalog's table on one machine: DynamoDB's interface on LevelDB, inside this process, which hands it its requests.
 * It closes only what has listened: on a socket in a folder that only this user can enter, never on the network.
 * @param folder where it is kept; one process at a time; without it, in memory
 */
export async function openLocalTable(folder?: string): Promise<LocalTable> {
  const server = dynalite({ path: folder, createTableMs: 0 });
  const place = await mkdtemp(join(tmpdir(), "tabularium-"));
  const socketPath =
    process.platform === "win32" ? `\\\\.\\pipe\\tabularium-${process.pid}-${Date.now()}` : join(place, "catalog.sock");
  await new Promise<void>((ready, failed) => server.once("error", failed).listen(socketPath, ready));
  const { handler, end } = inProcess(server);
  const client = documentClient({
    region: "local",
    endpoint: "http://localhost",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    requestHandler: handler,
    // Nobody else can reach the socket: a signature would only cost time. dynalite asks for its form.
    signer: {
      sign: async (request) => {
        const headers = {
          authorization: "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none",
          "x-amz-date": "20000101T000000Z",
        };
        return { ...request, headers: { ...request.headers, ...headers } } as typeof request;
      },
    },
  });
  for (const name of FOR_NETWORKS) client.middlewareStack.remove(name);
  await client.send(new CreateTableCommand(tableDefinition(NAME))).catch((error) => {
    if (!(error instanceof ResourceInUseException)) throw error;
  });
  // A new one is not there at once.
  const status = async () => (await client.send(new DescribeTableCommand({ TableName: NAME }))).Table?.TableStatus;
  while ((await status()) !== "ACTIVE");
  return {
    table: dynamoTable(client, NAME),
    close: async () => {
      await end();
      client.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
      await rm(place, { recursive: true, force: true });
    },
  };
}
