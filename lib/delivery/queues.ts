import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { GivenUp, QueueRecord } from "./queue-record.ts";

const MOST_IN_BATCH = 10;

/** Attributes under which a dead letter says why it is one. */
export const REASON_ATTRIBUTES = { code: "reasonCode", reason: "reason", deliveries: "deliveries" } as const;

/**
 * Sends messages, ten at a time.
 * @throws where the queue refuses one, also when it says so only inside its answer
 */
export function sender<Message>(client: SQSClient, queue: string): (messages: readonly Message[]) => Promise<void> {
  return async (messages) => {
    for (let at = 0; at < messages.length; at += MOST_IN_BATCH) {
      const entries = messages
        .slice(at, at + MOST_IN_BATCH)
        .map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries: entries }));
      if (Failed.length > 0)
        throw new Error(`the queue refused ${Failed.length} of ${entries.length} messages: ${Failed[0]?.Code}`);
    }
  };
}

const text = (value: string) => ({
  DataType: "String",
  StringValue: value.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/gu, "?") || "?",
});

/** Has a delivered message delivered again after so many seconds. */
export function postponer(client: SQSClient, queue: string) {
  return async ({ receipt }: Pick<QueueRecord, "receipt">, seconds: number): Promise<void> => {
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: queue, ReceiptHandle: receipt, VisibilityTimeout: seconds }),
    );
  };
}

/** Puts messages among the dead letters with their reason. */
export function deadLetters(client: SQSClient, queue: string): (message: GivenUp) => Promise<void> {
  return async ({ body, code, reason, deliveries }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queue,
        MessageBody: body,
        MessageAttributes: {
          [REASON_ATTRIBUTES.code]: text(code),
          [REASON_ATTRIBUTES.reason]: text(reason),
          [REASON_ATTRIBUTES.deliveries]: text(String(deliveries)),
        },
      }),
    );
  };
}
