import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "@jest/globals";
import { dynamoTable } from "../../lib/catalog/dynamo-table.ts";
import type { Item } from "../../lib/catalog/table.ts";

/** What DynamoDB leaves out of a batch while it is short of capacity, which dynalite never does. */

const TABLE = "catalog";
const ITEMS: readonly Item[] = Array.from({ length: 3 }, (_, n) => ({ pk: `p${n}`, sk: "s" }));

/** Takes the first of each batch and leaves out the rest, as often as there is a rest. */
function shortOfCapacity() {
  const asked: { at: number; count: number }[] = [];
  const written: unknown[] = [];
  const client = {
    send: async ({ input }: { input: { RequestItems: Record<string, { Keys?: unknown[] } | unknown[]> } }) => {
      const batch = input.RequestItems[TABLE] ?? [];
      const [first, ...rest] = Array.isArray(batch) ? batch : (batch.Keys ?? []);
      asked.push({ at: performance.now(), count: rest.length + 1 });
      if (!Array.isArray(batch))
        return { Responses: { [TABLE]: [first] }, UnprocessedKeys: rest.length > 0 ? { [TABLE]: { Keys: rest } } : {} };
      written.push((first as { PutRequest: { Item: unknown } }).PutRequest.Item);
      return { UnprocessedItems: rest.length > 0 ? { [TABLE]: rest } : {} };
    },
  } as unknown as DynamoDBDocumentClient;
  return { table: dynamoTable(client, TABLE), asked, written };
}

const pauses = (asked: readonly { readonly at: number }[]): readonly number[] =>
  asked.slice(1).map(({ at }, n) => at - (asked[n]?.at ?? 0));

test("what was left out of a batch is read after pauses that grow, and nothing twice", async () => {
  const { table, asked } = shortOfCapacity();
  expect(await table.getMany(ITEMS)).toEqual(ITEMS);
  expect(asked.map(({ count }) => count)).toEqual([3, 2, 1]);
  const [first = 0, second = 0] = pauses(asked);
  expect([first >= 45, second >= 95]).toEqual([true, true]);
});

test("what was left out of a batch is written after pauses that grow, and nothing twice", async () => {
  const { table, asked, written } = shortOfCapacity();
  await table.putMany(ITEMS);
  expect(written).toEqual(ITEMS);
  const [first = 0, second = 0] = pauses(asked);
  expect([first >= 45, second >= 95]).toEqual([true, true]);
});
