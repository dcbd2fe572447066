import { Duration, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { dataKeyOf } from "./data-key.ts";
import type { Settings } from "./settings.ts";

const FOURTEEN_DAYS = Duration.days(14);

/**
 * What a killed function held comes back after two thirds of the age that rings. A run lasts a quarter of an hour at
 * most, the age is an hour at least: repeated, the message is dealt with before; killed once more, it rings before it
 * is delivered for the third time, from when on SQS leaves it out of the age.
 */
const VISIBILITY_SHARE = 2 / 3;
/** Six times the longest run, as AWS advises; more waits for nothing. */
const LONGEST_VISIBILITY_MINUTES = 90;

/** Messages for one function, and the queue in which those end that it could not deal with. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { mostDeliveries, alarms }: Settings) {
    super(scope, id);
    const encryptionMasterKey = dataKeyOf(this);
    const encryption = encryptionMasterKey
      ? { encryption: QueueEncryption.KMS, encryptionMasterKey, dataKeyReuse: Duration.hours(1) }
      : { encryption: QueueEncryption.SQS_MANAGED };
    const common = { ...encryption, enforceSSL: true, retentionPeriod: FOURTEEN_DAYS };
    this.deadLetters = new Queue(this, "DeadLetters", common);
    this.queue = new Queue(this, "Queue", {
      ...common,
      visibilityTimeout: Duration.minutes(
        Math.min(LONGEST_VISIBILITY_MINUTES, Math.floor(alarms.oldestMessageMinutes * VISIBILITY_SHARE)),
      ),
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
