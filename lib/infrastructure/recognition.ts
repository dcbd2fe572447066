import { Stack, Validations } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import type { Bundles } from "./bundled-function.ts";
import { dataKeyOf, useDataKey } from "./data-key.ts";
import type { Settings } from "./settings.ts";
import { type Places, Taker } from "./taker.ts";
import { WorkQueue } from "./work-queue.ts";

/** Documents that are pictures: their own queue, and functions large enough to recognise them, or Textract. */
export class Recognition extends Construct {
  readonly work: WorkQueue;
  readonly queues: Readonly<Record<string, WorkQueue>>;
  readonly functions: Readonly<Record<string, Taker>>;

  /** In one piece: the list of what is deployed, each part named by another. */
  constructor(scope: Construct, id: string, places: Places, bundles: Bundles, settings: Settings) {
    super(scope, id);
    const size = settings.recognise;
    const common = { size, places, bundles, settings };
    this.work = new WorkQueue(this, "Work", settings);
    if (settings.recognition.engine === "embedded") {
      const recognise = new Taker(this, "Recognise", {
        bundle: "recognise",
        description: "Recognises scans and pictures with the embedded engine",
        ...common,
        work: this.work,
        files: true,
      });
      this.queues = { Recognise: this.work };
      this.functions = { Recognise: recognise };
      return;
    }

    const topic = new Topic(this, "Textract", {
      displayName: "Textract has finished",
      enforceSSL: true,
      masterKey: dataKeyOf(this),
    });
    const role = new Role(this, "TextractRole", {
      assumedBy: new ServicePrincipal("textract.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    });
    topic.grantPublish(role);
    useDataKey(role);
    const completed = new WorkQueue(this, "Completed", settings);
    topic.addSubscription(
      new SqsSubscription(completed.queue, { rawMessageDelivery: true, deadLetterQueue: completed.deadLetters }),
    );
    const start = new Taker(this, "TextractStart", {
      bundle: "textract-start",
      description: "Hands scans and pictures to Textract",
      ...common,
      work: this.work,
      environment: {
        TEXTRACT_TOPIC: topic.topicArn,
        TEXTRACT_ROLE: role.roleArn,
        COMPLETED_QUEUE: completed.queue.queueUrl,
      },
      files: false,
    });
    completed.queue.grantSendMessages(start.function);
    role.grantPassRole(start.function.grantPrincipal);
    const finish = new Taker(this, "TextractCompleted", {
      bundle: "textract-completed",
      description: "Fetches what Textract has read and files it",
      ...common,
      work: completed,
      files: true,
    });
    // Which document a job is about.
    start.allow(["dynamodb:PutItem"], [places.catalog.tableArn]);
    start.allow(["textract:StartDocumentAnalysis"], ["*"]);
    finish.allow(["textract:GetDocumentAnalysis"], ["*"]);
    for (const each of [start, finish])
      Validations.of(each).acknowledge({
        id: "AwsSolutions-IAM5[Resource::*]",
        reason: "Textract has no resources to name.",
      });
    this.queues = { Recognise: this.work, TextractCompleted: completed };
    this.functions = { TextractStart: start, TextractCompleted: finish };
  }
}
