import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";
import type { Context, SQSEvent, SQSRecord } from "aws-lambda";
import { DOCUMENT_METRICS } from "../lib/delivery/metrics.ts";
import { type RecordPorts, type RecordWatch, takeRecord } from "../lib/delivery/queue-record.ts";

const logger = new Logger();
const metrics = new Metrics();
const tracer = new Tracer();

export const count = (name: string): void => void metrics.addMetric(name, MetricUnit.Count, 1);

/** Logs and counts what becomes of messages; no text of documents, no names of files. */
const watch: RecordWatch<unknown> = {
  done: ({ messageId }, outcome) => logger.info("message done", { messageId, outcome }),
  failed: ({ messageId, deliveries }, error) =>
    logger.warn("message not done", { messageId, deliveries, error: error as Error }),
  givenUp: ({ messageId }, { code, reason, deliveries }) => {
    logger.error("message given up", { messageId, code, reason, deliveries });
    count(DOCUMENT_METRICS.givenUp);
  },
  unreadable: (error) => logger.error("report not readable", error),
};

/** What a function counts beside. */
type Counts<Done> = Partial<Pick<RecordWatch<Done>, "done" | "failed">>;

/**
 * The handler of a function that takes messages from a queue, one after the other; what failed is told record by
 * record.
 * @param what a message is about, for traces
 */
export function takesRecords<Done>(
  what: string,
  open: (watch: RecordWatch<Done>) => RecordPorts<Done>,
  counts: Counts<Done> = {},
) {
  const ports = open({
    ...watch,
    done: (record, outcome) => {
      watch.done(record, outcome);
      counts.done?.(record, outcome);
    },
    failed: (record, error) => {
      watch.failed(record, error);
      counts.failed?.(record, error);
    },
  });
  const processor = new BatchProcessor(EventType.SQS);
  const one = (record: SQSRecord) =>
    traced(what, () =>
      takeRecord(
        {
          messageId: record.messageId,
          body: record.body,
          receipt: record.receiptHandle,
          deliveries: Number(record.attributes.ApproximateReceiveCount),
        },
        ports,
      ),
    );
  return async (event: SQSEvent, context: Context) => {
    logger.addContext(context);
    try {
      return await processPartialResponse(event, one, processor, {
        context,
        processInParallel: false,
        throwOnFullBatchFailure: false,
      });
    } finally {
      metrics.publishStoredMetrics();
    }
  };
}

async function traced(name: string, work: () => Promise<void>): Promise<void> {
  const parent = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
  const segment = parent?.addNewSubsegment(`## ${name}`);
  if (segment) tracer.setSegment(segment);
  try {
    await work();
  } catch (error) {
    tracer.addErrorAsMetadata(error as Error);
    throw error;
  } finally {
    segment?.close();
    if (parent) tracer.setSegment(parent);
  }
}
