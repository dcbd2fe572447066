import { PromiseBrokenError } from "../lib/delivery/errors.ts";
import { DOCUMENT_METRICS, PROMISE_BROKEN } from "../lib/delivery/metrics.ts";
import type { RecordPorts, RecordWatch } from "../lib/delivery/queue-record.ts";
import type { Outcome } from "../lib/delivery/take.ts";
import { count, takesRecords } from "./records.ts";

/** The handler of a function that takes documents from a queue; it counts what became of them. */
export const takesDocuments = (open: (watch: RecordWatch) => RecordPorts) =>
  takesRecords<Outcome>("document", open, {
    done: (_, outcome) => {
      if (outcome.kind === "processed")
        count(outcome.report.status === "failed" ? DOCUMENT_METRICS.failed : DOCUMENT_METRICS.processed);
      if (outcome.kind === "repeated") count(DOCUMENT_METRICS.repeated);
      if (outcome.kind === "deferred") count(DOCUMENT_METRICS.deferred);
      if (outcome.kind === "withdrawn") count(DOCUMENT_METRICS.withdrawn);
    },
    failed: (_, error) => {
      if (error instanceof PromiseBrokenError) count(PROMISE_BROKEN);
    },
  });
