import { Duration, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { dataKeyOf } from "./data-key.ts";
import type { FunctionSettings, Settings } from "./settings.ts";

const FOURTEEN_DAYS = Duration.days(14);

/**
 * AWS asks for a visibility timeout of six times the function's, so that no message is seen twice while it is dealt
 * with.
 */
const VISIBILITY_FACTOR = 6;

/** Messages for one function, and the queue in which those end that it could not deal with. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    id: string,
    consumer: Pick<FunctionSettings, "timeoutSeconds">,
    { mostDeliveries }: Settings,
  ) {
    super(scope, id);
    const encryptionMasterKey = dataKeyOf(this);
    const encryption = encryptionMasterKey
      ? { encryption: QueueEncryption.KMS, encryptionMasterKey, dataKeyReuse: Duration.hours(1) }
      : { encryption: QueueEncryption.SQS_MANAGED };
    const common = { ...encryption, enforceSSL: true, retentionPeriod: FOURTEEN_DAYS };
    this.deadLetters = new Queue(this, "DeadLetters", common);
    this.queue = new Queue(this, "Queue", {
      ...common,
      visibilityTimeout: Duration.seconds(consumer.timeoutSeconds * VISIBILITY_FACTOR),
      // One more than the function counts to: it gives a message up itself, with the reason. This is for those that
      // kill it.
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: mostDeliveries + 1 },
    });
    Validations.of(this.deadLetters).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "This queue is itself the dead-letter queue.",
    });
  }
}
