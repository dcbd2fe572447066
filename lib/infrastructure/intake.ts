import { Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { type CfnBucket, HttpMethods, type IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { UPLOAD_CHECKSUM } from "../delivery/environment.ts";
import { bucketOf } from "./private-bucket.ts";
import type { Settings } from "./settings.ts";
import type { WorkQueue } from "./work-queue.ts";

interface IntakeProps {
  readonly accessLogs: IBucket;
  /** Of web pages that may upload. */
  readonly origins: readonly string[];
  readonly settings: Settings;
}

/** The bucket that documents are put in; each object put in or deleted becomes a message in the queue. */
export class Intake extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, work: WorkQueue, { accessLogs, origins, settings }: IntakeProps) {
    super(scope, id);
    const { prefix } = settings.intake;
    this.bucket = bucketOf(this, "Bucket", settings, settings.adopted.intakeBucket, {
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: "intake/",
      ...(origins.length > 0 && {
        cors: [
          {
            allowedOrigins: [...origins],
            allowedMethods: [HttpMethods.PUT],
            allowedHeaders: ["content-type", UPLOAD_CHECKSUM],
            maxAge: 3600,
          },
        ],
      }),
    });
    // The construct's own switch would bring a function with the right to change notifications of every bucket. An
    // adopted one tells of its objects as the stack that made it had it.
    (this.bucket.node.defaultChild as CfnBucket | undefined)?.addPropertyOverride(
      "NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled",
      true,
    );
    new Rule(this, "Objects", {
      description: "Objects put in the intake bucket or deleted from it",
      eventPattern: {
        source: ["aws.s3"],
        detailType: ["Object Created", "Object Deleted"],
        detail: { bucket: { name: [this.bucket.bucketName] }, ...(prefix !== "" && { object: { key: [{ prefix }] } }) },
      },
      targets: [new SqsQueue(work.queue, { deadLetterQueue: work.deadLetters, retryAttempts: 185 })],
    });
  }
}
