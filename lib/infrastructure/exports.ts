import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import {
  EXPORTS_PREFIX,
  type ExportEnvironment,
  FORMS_PREFIX,
  RESULTS_PREFIX,
  type Written,
} from "../delivery/environment.ts";
import { BundledFunction, type Bundles } from "./bundled-function.ts";
import type { Settings } from "./settings.ts";
import { allowCatalog, type Places } from "./taker.ts";
import { WorkQueue } from "./work-queue.ts";

/** One core; of memory a set of files takes a few hundred MB, whatever the export. */
const MEMORY = 1769;
/** As long as a function may run: a set of files takes up to ten minutes and what is left then. */
const TIMEOUT_SECONDS = 900;
/** Exports that are made at a time; SQS knows no fewer. */
const AT_A_TIME = 2;

/** Lists of any size: their queue, and the function that makes them. */
export class Exports extends Construct {
  readonly work: WorkQueue;
  readonly maker: BundledFunction;

  constructor(scope: Construct, id: string, { results, catalog }: Places, bundles: Bundles, settings: Settings) {
    super(scope, id);
    this.work = new WorkQueue(this, "Work", settings);
    const environment: Written<ExportEnvironment> = {
      INTAKE_PREFIX: settings.intake.prefix,
      RESULTS_BUCKET: results.bucketName,
      CATALOG_TABLE: catalog.tableName,
      OWN_QUEUE: this.work.queue.queueUrl,
      DEAD_LETTER_QUEUE: this.work.deadLetters.queueUrl,
      MOST_DELIVERIES: String(settings.mostDeliveries),
      LEASE_SECONDS: String(TIMEOUT_SECONDS),
    };
    this.maker = new BundledFunction(this, "Maker", {
      bundle: "export",
      bundles,
      description: "Makes lists of any size",
      memory: MEMORY,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment,
      settings,
    });
    this.maker.function.addEventSource(
      new SqsEventSource(this.work.queue, { batchSize: 1, maxConcurrency: AT_A_TIME, reportBatchItemFailures: true }),
    );
    // There may be another set of files to be made.
    this.work.queue.grantSendMessages(this.maker.function);
    this.work.deadLetters.grantSendMessages(this.maker.function);
    const keys = "Keys of objects are not known beforehand.";
    this.maker.allowWithin(["s3:GetObject"], results, `/${RESULTS_PREFIX}*`, keys);
    this.maker.allowWithin(
      ["s3:GetObject"],
      results,
      `/${FORMS_PREFIX}*`,
      "Form files are named by whoever writes them.",
    );
    this.maker.allowWithin(
      ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      results,
      `/${EXPORTS_PREFIX}*`,
      "Exports are named by chance.",
    );
    // Without ListBucket, S3 answers 403 for a missing key.
    this.maker.allow(["s3:ListBucket"], [results.bucketArn]);
    // It keeps account of exports, and enters nothing else.
    allowCatalog(this.maker, catalog, ["PutItem", "UpdateItem", "DeleteItem"]);
  }
}
