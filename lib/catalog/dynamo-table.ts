import { setTimeout as wait } from "node:timers/promises";
import { type CreateTableCommandInput, DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { hashOf, type Item, LISTS, type Table } from "./table.ts";

/** The table in DynamoDB, or in what speaks its interface. */

/**
 * What creates the table, here and in a template. Indexes hold keys only: the items themselves are read, and read
 * consistently.
 */
export const tableDefinition = (name: string): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: ["pk", "sk", "order", ...LISTS.map(hashOf)].map((attribute) => ({
    AttributeName: attribute,
    AttributeType: "S",
  })),
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  GlobalSecondaryIndexes: LISTS.map((index) => ({
    IndexName: index,
    KeySchema: [
      { AttributeName: hashOf(index), KeyType: "HASH" },
      { AttributeName: "order", KeyType: "RANGE" },
    ],
    Projection: { ProjectionType: "KEYS_ONLY" },
  })),
});

const BATCH = 100;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;
const WRITTEN_BATCH = 25;
type Written = NonNullable<BatchWriteCommandInput["RequestItems"]>[string];

export const documentClient = (config: DynamoDBClientConfig): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(config), { marshallOptions: { removeUndefinedValues: true } });

/** DynamoDB asks for a growing pause before what it left out of a batch is asked for again. */
async function untilNoneIsLeft<Part>(
  parts: Part[],
  ask: (parts: Part[]) => Promise<Part[] | undefined>,
): Promise<void> {
  let left = parts;
  for (let pause = FIRST_PAUSE_MS; left.length > 0; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    left = (await ask(left)) ?? [];
    if (left.length > 0) await wait(pause);
  }
}

function failedCondition(error: unknown): false {
  if ((error as { name?: string }).name === "ConditionalCheckFailedException") return false;
  throw error;
}

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: each method is one command of one table
export function dynamoTable(client: DynamoDBDocumentClient, name: string): Table {
  async function* pages(input: Omit<QueryCommandInput, "TableName">): AsyncGenerator<Item> {
    let start: Record<string, unknown> | undefined;
    do {
      const page = await client.send(new QueryCommand({ ...input, TableName: name, ExclusiveStartKey: start }));
      yield* (page.Items ?? []) as Item[];
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }
  const lastBefore = (pk: string, sk: string | null, limit: number): QueryCommandInput => ({
    TableName: name,
    KeyConditionExpression: sk === null ? "pk = :pk" : "pk = :pk AND sk < :sk",
    ExpressionAttributeValues: { ":pk": pk, ...(sk !== null && { ":sk": sk }) },
    ConsistentRead: true,
    ScanIndexForward: false,
    Limit: limit,
  });
  return {
    get: async ({ pk, sk }) =>
      ((await client.send(new GetCommand({ TableName: name, Key: { pk, sk }, ConsistentRead: true }))).Item as
        | Item
        | undefined) ?? null,
    getMany: async (keys) => {
      const found: Item[] = [];
      for (let at = 0; at < keys.length; at += BATCH) {
        await untilNoneIsLeft(
          keys.slice(at, at + BATCH).map(({ pk, sk }): Record<string, unknown> => ({ pk, sk })),
          async (asked) => {
            const answer = await client.send(
              new BatchGetCommand({ RequestItems: { [name]: { Keys: asked, ConsistentRead: true } } }),
            );
            found.push(...((answer.Responses?.[name] ?? []) as Item[]));
            return answer.UnprocessedKeys?.[name]?.Keys;
          },
        );
      }
      return found;
    },
    put: (item, condition) =>
      client
        .send(
          new PutCommand({
            TableName: name,
            Item: item,
            ...(condition && {
              ConditionExpression: condition.expression,
              ExpressionAttributeNames: condition.names,
              ExpressionAttributeValues: condition.values,
            }),
          }),
        )
        .then(() => true, failedCondition),
    putMany: async (items) => {
      for (let at = 0; at < items.length; at += WRITTEN_BATCH) {
        await untilNoneIsLeft<Written[number]>(
          items.slice(at, at + WRITTEN_BATCH).map((item) => ({ PutRequest: { Item: item } })),
          async (asked) =>
            (await client.send(new BatchWriteCommand({ RequestItems: { [name]: asked } }))).UnprocessedItems?.[name],
        );
      }
    },
    update: ({ pk, sk }, attributes, condition) => {
      const entries = Object.entries(attributes).map(([attribute, value], index) => ({
        attribute,
        value,
        name: `#u${index}`,
        slot: `:u${index}`,
      }));
      const set = entries.filter(({ value }) => value !== undefined).map((entry) => `${entry.name} = ${entry.slot}`);
      const remove = entries.filter(({ value }) => value === undefined).map((entry) => entry.name);
      const values = {
        ...Object.fromEntries(
          entries.filter(({ value }) => value !== undefined).map(({ slot, value }) => [slot, value]),
        ),
        ...condition?.values,
      };
      return client
        .send(
          new UpdateCommand({
            TableName: name,
            Key: { pk, sk },
            UpdateExpression: [
              set.length > 0 && `SET ${set.join(", ")}`,
              remove.length > 0 && `REMOVE ${remove.join(", ")}`,
            ]
              .filter(Boolean)
              .join(" "),
            ExpressionAttributeNames: {
              ...Object.fromEntries(entries.map((entry) => [entry.name, entry.attribute])),
              ...condition?.names,
            },
            ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
            ...(condition && { ConditionExpression: condition.expression }),
          }),
        )
        .then(() => true, failedCondition);
    },
    delete: async ({ pk, sk }) => {
      await client.send(new DeleteCommand({ TableName: name, Key: { pk, sk } }));
    },
    query: (pk, prefix) =>
      pages({
        KeyConditionExpression: prefix === undefined ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": pk, ...(prefix !== undefined && { ":prefix": prefix }) },
        ConsistentRead: true,
      }),
    after: async (pk, sk, limit) => {
      const page = await client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: "pk = :pk AND sk > :sk",
          ExpressionAttributeValues: { ":pk": pk, ":sk": sk },
          ConsistentRead: true,
          Limit: limit,
        }),
      );
      return (page.Items ?? []) as Item[];
    },
    before: async (pk, sk, limit) =>
      ((await client.send(new QueryCommand(lastBefore(pk, sk, limit)))).Items ?? []) as Item[],
    sifted: async (pk, sk, limit, { expression, names, values }) => {
      const asked = lastBefore(pk, sk, limit);
      const page = await client.send(
        new QueryCommand({
          ...asked,
          FilterExpression: expression,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ...asked.ExpressionAttributeValues, ...values },
        }),
      );
      return {
        items: (page.Items ?? []) as Item[],
        looked: page.ScannedCount ?? 0,
        reached: (page.LastEvaluatedKey?.sk as string | undefined) ?? null,
      };
    },
    newest: async (index, key, before, limit) => {
      const page = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: index,
          KeyConditionExpression: before === null ? "#hash = :key" : "#hash = :key AND #order < :before",
          ExpressionAttributeNames: { "#hash": hashOf(index), ...(before !== null && { "#order": "order" }) },
          ExpressionAttributeValues: { ":key": key, ...(before !== null && { ":before": before }) },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return (page.Items ?? []).map((item) => ({
        pk: item.pk as string,
        sk: item.sk as string,
        order: item.order as string,
      }));
    },
  };
}
