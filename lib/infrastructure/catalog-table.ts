import type { GlobalSecondaryIndex } from "@aws-sdk/client-dynamodb";
import { RemovalPolicy } from "aws-cdk-lib";
import {
  type Attribute,
  AttributeType,
  Billing,
  type ITableV2,
  type ProjectionType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { tableDefinition } from "../catalog/dynamo-table.ts";
import { LEASE_EXPIRES } from "../delivery/lease.ts";
import { dataKeyOf } from "./data-key.ts";
import type { Settings } from "./settings.ts";

const TYPES = { S: AttributeType.STRING, N: AttributeType.NUMBER, B: AttributeType.BINARY } as const;

/** A table of the stack's own, or the one of the name in the settings, which is left as it is. */
export const catalogTable = (scope: Construct, id: string, settings: Settings): ITableV2 =>
  settings.adopted.catalogTable === undefined
    ? new CatalogTable(scope, id, settings)
    : TableV2.fromTableName(scope, id, settings.adopted.catalogTable);

/** The catalog's table, keys and indexes as the catalog itself defines them. */
class CatalogTable extends TableV2 {
  constructor(scope: Construct, id: string, { retention }: Settings) {
    const {
      AttributeDefinitions: attributes = [],
      KeySchema,
      GlobalSecondaryIndexes: indexes = [],
    } = tableDefinition("");
    const keyOf = (schema: GlobalSecondaryIndex["KeySchema"], type: "HASH" | "RANGE"): Attribute => {
      const name = schema?.find((key) => key.KeyType === type)?.AttributeName;
      const found = attributes.find((attribute) => attribute.AttributeName === name);
      if (!found?.AttributeName || !found.AttributeType)
        throw new Error(`The catalog's table has no ${type} key ${name}.`);
      return { name: found.AttributeName, type: TYPES[found.AttributeType] };
    };
    const key = dataKeyOf(scope);
    super(scope, id, {
      partitionKey: keyOf(KeySchema, "HASH"),
      sortKey: keyOf(KeySchema, "RANGE"),
      globalSecondaryIndexes: indexes.map(({ IndexName, KeySchema: schema, Projection }) => ({
        indexName: IndexName as string,
        partitionKey: keyOf(schema, "HASH"),
        sortKey: keyOf(schema, "RANGE"),
        projectionType: Projection?.ProjectionType as ProjectionType,
      })),
      billing: Billing.onDemand(),
      ...(key && { encryption: TableEncryptionV2.customerManagedKey(key) }),
      timeToLiveAttribute: LEASE_EXPIRES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: retention.keepDataWhenTakenDown,
      removalPolicy: retention.keepDataWhenTakenDown ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
