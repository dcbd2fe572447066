import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";
import type { Context, SQSEvent, SQSRecord } from "aws-lambda";
import { PromiseBrokenError } from "../lib/delivery/errors.ts";
import { DOCUMENT_METRICS, PROMISE_BROKEN } from "../lib/delivery/metrics.ts";
import { type RecordPorts, type RecordWatch, takeRecord } from "../lib/delivery/queue-record.ts";

const logger = new Logger();
const metrics = new Metrics();
const tracer = new Tracer();

const count = (name: string) => void metrics.addMetric(name, MetricUnit.Count, 1);

/** Logs and counts what becomes of messages; no text of documents, no names of files. */
const watch: RecordWatch = {
  done: ({ messageId }, outcome) => {
    logger.info("message done", { messageId, outcome });
    if (outcome.kind === "processed")
      count(outcome.report.status === "failed" ? DOCUMENT_METRICS.failed : DOCUMENT_METRICS.processed);
    if (outcome.kind === "repeated") count(DOCUMENT_METRICS.repeated);
    if (outcome.kind === "deferred") count(DOCUMENT_METRICS.deferred);
    if (outcome.kind === "withdrawn") count(DOCUMENT_METRICS.withdrawn);
  },
  failed: ({ messageId, deliveries }, error) => {
    logger.warn("message not done", { messageId, deliveries, error: error as Error });
    if (error instanceof PromiseBrokenError) count(PROMISE_BROKEN);
  },
  givenUp: ({ messageId }, { code, reason, deliveries }) => {
    logger.error("message given up", { messageId, code, reason, deliveries });
    count(DOCUMENT_METRICS.givenUp);
  },
  unreadable: (error) => logger.error("report not readable", error),
};

/**
 * The handler of a function that takes documents from a queue, one after the other; what failed is told record by
 * record.
 */
export function takesDocuments(open: (watch: RecordWatch) => RecordPorts) {
  const ports = open(watch);
  const processor = new BatchProcessor(EventType.SQS);
  const one = (record: SQSRecord) =>
    traced("document", () =>
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
