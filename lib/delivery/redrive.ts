import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { REASON_ATTRIBUTES } from "./queues.ts";

/** Permanent reasons: put back only where asked for by name. */
const FINAL: ReadonlySet<string> = new Set(["NOT_OURS", "TOO_LARGE", "MALWARE"]);

/** Longer than one pass: messages left in place must not be seen twice in it. */
const HIDDEN_SECONDS = 900;

interface RedriveOptions {
  readonly from: string;
  readonly to: string;
  /** Puts back what has this reason only; without it, all but what can never be dealt with. */
  readonly code?: string;
  readonly onMessage: (moved: boolean, code: string, reason: string) => void;
}

/**
 * Puts dead letters back into their queue. Each is sent before it is deleted: interrupted in between, it is delivered
 * twice, which the functions bear; begun again, it goes on with what is left.
 * @returns how many were put back and how many were left
 */
export async function redrive(
  sqs: SQSClient,
  { from, to, code, onMessage }: RedriveOptions,
): Promise<{ moved: number; left: number }> {
  let moved = 0;
  const left: (string | undefined)[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        VisibilityTimeout: HIDDEN_SECONDS,
      }),
    );
    if (Messages.length === 0) break;
    for (const { Body, ReceiptHandle, MessageAttributes = {} } of Messages) {
      // Without one, a function was killed by it or ran out of time.
      const why = MessageAttributes[REASON_ATTRIBUTES.code]?.StringValue ?? "NO_REASON";
      const wanted = code === undefined ? !FINAL.has(why) : why === code;
      if (wanted) {
        await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body }));
        await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
        moved += 1;
      } else left.push(ReceiptHandle);
      onMessage(wanted, why, MessageAttributes[REASON_ATTRIBUTES.reason]?.StringValue ?? "");
    }
  }
  // Whoever looks next sees them at once.
  for (const ReceiptHandle of left)
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: from, ReceiptHandle, VisibilityTimeout: 0 }));
  return { moved, left: left.length };
}
