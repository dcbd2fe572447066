import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import {
  FORMS_PREFIX,
  LEDGER_PREFIX,
  RESULTS_PREFIX,
  type ReconcileEnvironment,
  type Written,
} from "../delivery/environment.ts";
import { BundledFunction, type Bundles } from "./bundled-function.ts";
import type { Settings } from "./settings.ts";
import { allowCatalog, type Places } from "./taker.ts";
import type { WorkQueue } from "./work-queue.ts";

/** Two in the morning in China, when nobody hands in. */
const NIGHTLY = Schedule.cron({ minute: "0", hour: "18" });

/** What the catalog knows of a bucket is held in memory: some 300 bytes a submission. */
const MEMORY = 1769;
const TIMEOUT_SECONDS = 900;

/** Each night the catalog is held against the bucket, for events that never came. */
export class Reconciliation extends BundledFunction {
  constructor(scope: Construct, id: string, places: Places, work: WorkQueue, bundles: Bundles, settings: Settings) {
    const { intake, results, catalog, bus } = places;
    const environment: Written<ReconcileEnvironment> = {
      INTAKE_BUCKET: intake.bucketName,
      INTAKE_PREFIX: settings.intake.prefix,
      RESULTS_BUCKET: results.bucketName,
      CATALOG_TABLE: catalog.tableName,
      EVENT_BUS: bus.eventBusName,
      WORK_QUEUE: work.queue.queueUrl,
    };
    super(scope, id, {
      bundle: "reconcile",
      bundles,
      description: "Holds the catalog against the intake bucket",
      memory: MEMORY,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment,
      settings,
    });
    const keys = "Keys of objects are not known beforehand.";
    this.allow(["s3:ListBucketVersions"], [intake.bucketArn]);
    this.allowWithin(["s3:GetObject"], results, `/${RESULTS_PREFIX}*`, keys);
    this.allowWithin(["s3:GetObject"], results, `/${FORMS_PREFIX}*`, "Form files are named by whoever writes them.");
    this.allow(["s3:ListBucket"], [results.bucketArn]);
    this.allowWithin(["s3:PutObject"], results, `/${LEDGER_PREFIX}*`, "A ledger is called by its time.");
    allowCatalog(this, catalog, ["PutItem", "BatchWriteItem", "UpdateItem", "DeleteItem"]);
    bus.grantPutEventsTo(this.function);
    work.queue.grantSendMessages(this.function);
    new Rule(this, "Nightly", {
      description: "Holds the catalog against the intake bucket",
      schedule: NIGHTLY,
      targets: [new LambdaFunction(this.function, { retryAttempts: 2, maxEventAge: Duration.hours(2) })],
    });
  }
}
