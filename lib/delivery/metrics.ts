/** Names of what the functions count; alarms and the dashboard read them. */

/** A result that contradicts itself: it is not filed. */
export const PROMISE_BROKEN = "PromiseBroken";

export const DOCUMENT_METRICS = {
  /** A document came out with a result, whatever it says. */
  processed: "DocumentsProcessed",
  /** A document could not be read. */
  failed: "DocumentsFailed",
  /** A delivery that brought nothing new. */
  repeated: "DeliveriesRepeated",
  /** A document goes on to recognition. */
  deferred: "DocumentsDeferred",
  withdrawn: "SubmissionsWithdrawn",
  /** A message was given up. */
  givenUp: "MessagesGivenUp",
} as const;
