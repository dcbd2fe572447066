import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { exportEnvironment } from "../../lib/delivery/environment.ts";
import { type ExportOutcome, openExporter } from "../../lib/delivery/open-exporter.ts";
import { type RecordWatch, takeRecord } from "../../lib/delivery/queue-record.ts";
import type { Cloud } from "./cloud.ts";

const SILENT: RecordWatch<ExportOutcome> = {
  done: () => {},
  failed: () => {},
  givenUp: () => {},
  unreadable: () => {},
};

/**
 * Delivers what waits to be exported as a queue does, until nothing does.
 * @param times how often each message comes
 * @param deliveries that the queue counts
 */
export async function deliverExports(cloud: Cloud, { times = 1, deliveries = 1, watch = SILENT } = {}): Promise<void> {
  const environment = exportEnvironment.parse({ ...cloud.environment, OWN_QUEUE: cloud.queues.exports });
  const ports = openExporter(environment, watch);
  const QueueUrl = cloud.queues.exports;
  for (;;) {
    const { Messages = [] } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 600 }));
    const [message] = Messages;
    if (!message) return;
    const receipt = message.ReceiptHandle ?? "";
    const record = { messageId: "1", body: message.Body ?? "", receipt, deliveries };
    for (let n = 0; n < times; n++) await takeRecord(record, ports);
    await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
  }
}
