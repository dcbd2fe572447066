import { CfnOutput, Duration, Stack, type StackProps, Tags } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import { ManagedPolicy, PermissionsBoundary } from "aws-cdk-lib/aws-iam";
import { HttpMethods, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { EXPORT_DAYS } from "../catalog/exports.ts";
import {
  type ApiEnvironment,
  EXPORTS_PREFIX,
  FORMS_PREFIX,
  LEDGER_PREFIX,
  RESULTS_PREFIX,
  type Written,
} from "../delivery/environment.ts";
import { Alarms } from "./alarms.ts";
import { BundledFunction, type Bundles } from "./bundled-function.ts";
import { catalogTable } from "./catalog-table.ts";
import { adoptDataKey, DataKey, dataKeyOf } from "./data-key.ts";
import { Exports } from "./exports.ts";
import { HttpApi } from "./http-api.ts";
import { Intake } from "./intake.ts";
import { MalwareProtection } from "./malware-protection.ts";
import { OperationsDashboard } from "./operations-dashboard.ts";
import { AccessLogBucket, bucketOf } from "./private-bucket.ts";
import { Recognition } from "./recognition.ts";
import { Reconciliation } from "./reconciliation.ts";
import type { Settings } from "./settings.ts";
import { SignIn } from "./sign-in.ts";
import { allowCatalog, type Places, Taker } from "./taker.ts";
import { WorkQueue } from "./work-queue.ts";

interface TabulariumProps extends StackProps {
  readonly settings: Settings;
  /** The built functions. */
  readonly bundles: Bundles;
}

/** Everything that turns an object in a bucket into a report, a row, an event and an answer. */
export class TabulariumStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundles, ...props }: TabulariumProps) {
    super(scope, id, props);
    this.#guard(settings);
    const accessLogs = new AccessLogBucket(this, "AccessLogs", settings);
    const work = new WorkQueue(this, "Work", settings);
    const front = new HttpApi(this, "Api", settings);
    const { api } = front;
    const { authorization } = settings;
    const signIn =
      authorization.type === "iam" ? null : new SignIn(this, "SignIn", api, bundles, settings, authorization);
    // Of pages that send files to the bucket and are led to results; the page itself, where people have it.
    const origins = [...settings.intake.uploadOrigins, ...(signIn ? [api.apiEndpoint] : [])];
    const intake = new Intake(this, "Intake", work, { accessLogs, origins, settings });
    if (settings.guardRails.malwareProtection)
      new MalwareProtection(this, "MalwareProtection", intake.bucket, work, settings);
    const results = this.#results(accessLogs, origins, settings);
    const catalog = catalogTable(this, "Catalog", settings);
    const bus = new EventBus(this, "Bus", { description: "What became of documents", kmsKey: dataKeyOf(this) });
    const places: Places = { intake: intake.bucket, results, catalog, bus };

    const recognition = new Recognition(this, "Recognition", places, bundles, settings);
    const process = new Taker(this, "Process", {
      bundle: "process",
      description: "Reads documents from the intake bucket, judges them and files the results",
      size: settings.process,
      work,
      places,
      bundles,
      environment: { WORK_QUEUE: work.queue.queueUrl, RECOGNISE_QUEUE: recognition.work.queue.queueUrl },
      files: true,
      settings,
    });
    // Entries of an archive come back one by one; what needs recognition goes on.
    work.queue.grantSendMessages(process.function);
    recognition.work.queue.grantSendMessages(process.function);

    // What was deleted is looked up.
    process.allow(["s3:ListBucketVersions"], [intake.bucket.bucketArn]);
    const reconciliation = new Reconciliation(this, "Reconciliation", places, work, bundles, settings);

    const exports = new Exports(this, "Exports", places, bundles, settings);
    const door = this.#door(places, exports.work, bundles, settings, signIn);
    front.open(door, signIn?.authoriser ?? null);

    const watched = {
      queues: { Process: work, ...recognition.queues, Exports: exports.work },
      functions: {
        Process: process,
        ...recognition.functions,
        Reconciliation: reconciliation,
        Exports: exports.maker,
        Api: door,
        ...(signIn && { Authorise: signIn.authoriser }),
      },
      api,
    };
    const alarms = new Alarms(this, "Alarms", watched, settings);
    new OperationsDashboard(this, "Dashboard", watched, alarms, settings);

    this.#outputs(places, watched.queues, api.apiEndpoint);
  }

  /** What an organization asks of everything that is deployed in its accounts. */
  #guard(settings: Settings): void {
    const { customerManagedKey, permissionsBoundary, tags } = settings.guardRails;
    const { dataKey } = settings.adopted;
    if (dataKey !== undefined) adoptDataKey(this, dataKey);
    else if (customerManagedKey) new DataKey(this, settings);
    if (permissionsBoundary !== undefined)
      PermissionsBoundary.of(this).apply(
        ManagedPolicy.fromManagedPolicyArn(this, "PermissionsBoundary", permissionsBoundary),
      );
    for (const [key, value] of Object.entries(tags)) Tags.of(this).add(key, value);
  }

  /** @param origins of pages that are led to large documents in it */
  #results(accessLogs: IBucket, origins: readonly string[], settings: Settings): IBucket {
    return bucketOf(this, "Results", settings, settings.adopted.resultsBucket, {
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: "results/",
      ...(origins.length > 0 && { cors: [{ allowedOrigins: [...origins], allowedMethods: [HttpMethods.GET] }] }),
      lifecycleRules: [
        {
          id: "Exports",
          prefix: EXPORTS_PREFIX,
          expiration: Duration.days(EXPORT_DAYS),
          // Its earlier versions are nobody's.
          noncurrentVersionExpiration: Duration.days(1),
        },
        { id: "Reconciliations", prefix: LEDGER_PREFIX, expiration: Duration.days(settings.retention.logDays) },
      ],
    });
  }

  /** The function behind the API, which sends documents in and reads what became of them. */
  #door(
    { intake, results, catalog, bus }: Places,
    exports: WorkQueue,
    bundles: Bundles,
    settings: Settings,
    signIn: SignIn | null,
  ): BundledFunction {
    const environment: Written<ApiEnvironment> = {
      INTAKE_BUCKET: intake.bucketName,
      INTAKE_PREFIX: settings.intake.prefix,
      RESULTS_BUCKET: results.bucketName,
      CATALOG_TABLE: catalog.tableName,
      EVENT_BUS: bus.eventBusName,
      LARGEST_OBJECT_BYTES: String(settings.intake.largestObjectBytes),
      EXPORT_QUEUE: exports.queue.queueUrl,
    };
    const door = new BundledFunction(this, "Door", {
      bundle: "api",
      bundles,
      description: "Answers the API",
      memory: 1024,
      timeoutSeconds: 29,
      environment: { ...environment, ...signIn?.environment },
      settings,
    });
    signIn?.admit(door);
    door.allowWithin(["s3:GetObject"], results, `/${RESULTS_PREFIX}*`, "Keys of objects are not known beforehand.");
    door.allowWithin(["s3:GetObject"], results, `/${FORMS_PREFIX}*`, "Form files are named by whoever writes them.");
    door.allowWithin(["s3:GetObject"], results, `/${EXPORTS_PREFIX}*`, "Exports are named by chance.");
    exports.queue.grantSendMessages(door.function);
    door.allow(["s3:ListBucket"], [results.bucketArn]);
    // Sending and withdrawing; a deleted object's earlier versions stay, and to tell which version stands there asks
    // for the right to read.
    door.allowWithin(
      ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
      intake,
      `/${settings.intake.prefix}*`,
      "Names of uploads are not known beforehand.",
    );
    door.allow(["s3:ListBucket"], [intake.bucketArn]);
    // What people say of reports, and all that follows from it.
    allowCatalog(door, catalog, ["PutItem", "BatchWriteItem", "UpdateItem", "DeleteItem"]);
    bus.grantPutEventsTo(door.function);
    return door;
  }

  /** What somebody who operates the stack asks for. */
  #outputs(
    { intake, results, catalog, bus }: Places,
    queues: Readonly<Record<string, WorkQueue>>,
    address: string,
  ): void {
    new CfnOutput(this, "IntakeBucket", { value: intake.bucketName });
    new CfnOutput(this, "ResultsBucket", { value: results.bucketName });
    new CfnOutput(this, "CatalogName", { value: catalog.tableName });
    new CfnOutput(this, "EventBusName", { value: bus.eventBusName });
    new CfnOutput(this, "ApiAddress", { value: address });
    for (const [name, { queue, deadLetters }] of Object.entries(queues)) {
      new CfnOutput(this, `${name}Queue`, { value: queue.queueUrl });
      new CfnOutput(this, `${name}DeadLetterQueue`, { value: deadLetters.queueUrl });
    }
  }
}
