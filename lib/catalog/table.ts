import { type CreateTableCommandInput, DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";

/**
 * One DynamoDB table with the operations that the catalog uses: no scans, no transactions, conditions on single items.
 */

export interface Key {
  readonly pk: string;
  readonly sk: string;
}
export type Item = Key & Record<string, unknown>;

/**
 * Index keys of a report: by division prefix of 0, 2, 4 or 6 digits, over all years (`any`) or one (`year`), and by
 * organization.
 */
export const LISTS = ["any0", "any2", "any4", "any6", "year0", "year2", "year4", "year6", "organization"] as const;
export type ListIndex = (typeof LISTS)[number];
const hashOf = (index: ListIndex): string => `list_${index}`;
export const indexAttributes = (keys: Partial<Record<ListIndex, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(keys).map(([index, key]) => [hashOf(index as ListIndex), key]));
export const indexKeyOf = (item: Item, index: ListIndex): unknown => item[hashOf(index)];

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

/** A condition on the item as it stands, with its names and values. */
interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface Table {
  /** Consistent. */
  readonly get: (key: Key) => Promise<Item | null>;
  /** Consistent; absent ones are left out, the order is not kept. */
  readonly getMany: (keys: readonly Key[]) => Promise<Item[]>;
  /** False where the condition does not hold. */
  readonly put: (item: Item, condition?: Condition) => Promise<boolean>;
  /** Sets attributes, removes those that are undefined. False where the condition does not hold. */
  readonly update: (key: Key, attributes: Readonly<Record<string, unknown>>, condition?: Condition) => Promise<boolean>;
  readonly delete: (key: Key) => Promise<void>;
  /** Items of a partition whose sort key begins with `prefix`, in order; consistent. */
  readonly query: (pk: string, prefix?: string) => AsyncIterable<Item>;
  /** The first items of a partition behind a sort key; consistent. */
  readonly after: (pk: string, sk: string, limit: number) => Promise<Item[]>;
  /** The last item of a partition; consistent. */
  readonly last: (pk: string) => Promise<Item | null>;
  /** Keys in an index partition, the highest `order` first, below `before`. */
  readonly newest: (
    index: ListIndex,
    key: string,
    before: string | null,
    limit: number,
  ) => Promise<(Key & { readonly order: string })[]>;
}

const BATCH = 100;

export const documentClient = (config: DynamoDBClientConfig): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(config), { marshallOptions: { removeUndefinedValues: true } });

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
  return {
    get: async ({ pk, sk }) =>
      ((await client.send(new GetCommand({ TableName: name, Key: { pk, sk }, ConsistentRead: true }))).Item as
        | Item
        | undefined) ?? null,
    getMany: async (keys) => {
      const found: Item[] = [];
      for (let at = 0; at < keys.length; at += BATCH) {
        let asked: Record<string, unknown>[] = keys.slice(at, at + BATCH).map(({ pk, sk }) => ({ pk, sk }));
        while (asked.length > 0) {
          const answer = await client.send(
            new BatchGetCommand({ RequestItems: { [name]: { Keys: asked, ConsistentRead: true } } }),
          );
          found.push(...((answer.Responses?.[name] ?? []) as Item[]));
          asked = answer.UnprocessedKeys?.[name]?.Keys ?? [];
        }
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
    last: async (pk) => {
      const page = await client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": pk },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 1,
        }),
      );
      return (page.Items?.[0] as Item | undefined) ?? null;
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

/** All that a query finds. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const ifAbsent: Condition = { expression: "attribute_not_exists(pk)" };

/** Holds while nobody else has written the item since it was read with this version (0: absent). */
export const ifVersion = (version: number): Condition =>
  version === 0
    ? { expression: "attribute_not_exists(#version)", names: { "#version": "version" } }
    : { expression: "#version = :version", names: { "#version": "version" }, values: { ":version": version } };
