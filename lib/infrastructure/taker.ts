import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { FORMS_PREFIX, RESULTS_PREFIX, type TakerEnvironment, type Written } from "../delivery/environment.ts";
import { BundledFunction, type BundleName, type Bundles } from "./bundled-function.ts";
import type { FunctionSettings, Settings } from "./settings.ts";
import type { WorkQueue } from "./work-queue.ts";

const OBJECTS = "Keys of objects are not known beforehand.";

/** What all functions that take documents work on. */
export interface Places {
  readonly intake: IBucket;
  readonly results: IBucket;
  readonly catalog: ITableV2;
  readonly bus: EventBus;
}

interface TakerProps {
  readonly bundle: BundleName;
  readonly description: string;
  readonly size: FunctionSettings;
  readonly work: WorkQueue;
  readonly places: Places;
  readonly bundles: Bundles;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it files what documents say, and tells others; else it hands them on. */
  readonly files: boolean;
  readonly settings: Settings;
}

/** A function that takes documents from a queue, with the rights to read them, and to file what they say where it does. */
export class Taker extends BundledFunction {
  constructor(
    scope: Construct,
    id: string,
    { bundle, description, size, work, places, bundles, environment, files, settings }: TakerProps,
  ) {
    const { intake, results, catalog, bus } = places;
    const common: Written<TakerEnvironment> = {
      INTAKE_BUCKET: intake.bucketName,
      INTAKE_PREFIX: settings.intake.prefix,
      RESULTS_BUCKET: results.bucketName,
      CATALOG_TABLE: catalog.tableName,
      EVENT_BUS: bus.eventBusName,
      OWN_QUEUE: work.queue.queueUrl,
      DEAD_LETTER_QUEUE: work.deadLetters.queueUrl,
      MOST_DELIVERIES: String(settings.mostDeliveries),
      LARGEST_OBJECT_BYTES: String(settings.intake.largestObjectBytes),
      DOCUMENT_SECONDS: String(size.documentSeconds),
      LEASE_SECONDS: String(size.timeoutSeconds),
      ...(settings.guardRails.malwareProtection && { AWAITS_VERDICT: "true" }),
    };
    super(scope, id, {
      bundle,
      bundles,
      description,
      memory: size.memory,
      timeoutSeconds: size.timeoutSeconds,
      // The largest object, its results with a copy of it, and an archive's entry.
      storage: 512 + Math.ceil((3 * settings.intake.largestObjectBytes) / 2 ** 20),
      environment: { ...common, ...environment },
      ...(size.reserved && { reservedConcurrency: size.concurrency }),
      settings,
    });
    this.function.addEventSource(
      new SqsEventSource(work.queue, {
        batchSize: size.batch,
        maxConcurrency: size.concurrency,
        reportBatchItemFailures: true,
      }),
    );
    work.deadLetters.grantSendMessages(this.function);
    this.allowWithin(["s3:GetObject", "s3:GetObjectVersion"], intake, `/${settings.intake.prefix}*`, OBJECTS);
    // Textract itself fetches what it is handed, under this right and with no other.
    if (!files) return;
    if (settings.guardRails.malwareProtection)
      this.allowWithin(
        ["s3:GetObjectTagging", "s3:GetObjectVersionTagging"],
        intake,
        `/${settings.intake.prefix}*`,
        OBJECTS,
      );
    this.allowWithin(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], results, `/${RESULTS_PREFIX}*`, OBJECTS);
    this.allowWithin(["s3:GetObject"], results, `/${FORMS_PREFIX}*`, "Form files are named by whoever writes them.");
    // Without ListBucket, S3 answers 403 for a missing key.
    this.allow(["s3:ListBucket"], [intake.bucketArn, results.bucketArn]);
    allowCatalog(this, catalog, ["PutItem", "BatchWriteItem", "UpdateItem", "DeleteItem"]);
    bus.grantPutEventsTo(this.function);
  }
}

/** What the catalog asks of its table: no scans, no changes to the table itself. */
export function allowCatalog(to: BundledFunction, catalog: ITableV2, writing: readonly string[]): void {
  to.allow(
    ["GetItem", "BatchGetItem", "Query", ...writing].map((action) => `dynamodb:${action}`),
    [catalog.tableArn],
  );
  to.allowWithin(["dynamodb:Query"], catalog, "/index/*", "The function asks all indexes of its one table.");
}
