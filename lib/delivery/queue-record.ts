import type { UnreadableReportError } from "../report/store.ts";
import { PromiseBrokenError, RefusedError } from "./errors.ts";
import { LeasedError } from "./lease.ts";
import type { Outcome } from "./take.ts";

/** A message as a queue hands it to a function. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  /** By which the queue knows this delivery. */
  readonly receipt: string;
  /** How often it was handed out, this time included. */
  readonly deliveries: number;
}

export interface GivenUp {
  readonly body: string;
  readonly code: string;
  readonly reason: string;
  readonly deliveries: number;
}

/** Told of what happens, without any text of documents. */
export interface RecordWatch<Done = Outcome> {
  readonly done: (record: QueueRecord, outcome: Done) => void;
  readonly failed: (record: QueueRecord, error: unknown) => void;
  readonly givenUp: (record: QueueRecord, givenUp: GivenUp) => void;
  /** A report of another document was to be compared, and what is filed of it can't be understood. */
  readonly unreadable: (error: UnreadableReportError) => void;
}

export interface RecordPorts<Done = Outcome> {
  readonly take: (body: string) => Promise<Done>;
  /** Has a message delivered again after so many seconds, and not only when its visibility timeout is over. */
  readonly postpone: (record: QueueRecord, seconds: number) => Promise<void>;
  /** Notes what is given up where people see it. */
  readonly note: (body: string, code: string) => Promise<void>;
  /** Sends a message to the dead letters. */
  readonly giveUp: (message: GivenUp) => Promise<void>;
  readonly mostDeliveries: number;
  readonly watch: RecordWatch<Done>;
}

/**
 * Processes one record. One that can never succeed, or has failed too often, is sent to the dead letters with its
 * reason, which the queue's own redrive policy would not record.
 * @throws what may pass, so that the queue delivers the record again
 */
export async function takeRecord<Done>(
  record: QueueRecord,
  { take, postpone, note, giveUp, mostDeliveries, watch }: RecordPorts<Done>,
): Promise<void> {
  // The dead letter is what counts; what could not be noted, reconciling finds.
  const noted = (code: string) => note(record.body, code).catch((error: unknown) => watch.failed(record, error));
  // What was handed out more often than is counted here has killed the function: this may be the last that is heard of it.
  if (record.deliveries > mostDeliveries) await noted(KILLED);
  try {
    watch.done(record, await take(record.body));
  } catch (error) {
    watch.failed(record, error);
    // Another delivery of the same submission is at work: nothing is wrong with this one.
    const patient = error instanceof LeasedError;
    if (!(error instanceof RefusedError) && (patient || record.deliveries < mostDeliveries)) {
      // Where it can't be postponed, the visibility timeout brings it back.
      await postpone(record, patient ? error.rest : pauseAfter(record.deliveries)).catch(() => {});
      throw error;
    }
    const givenUp = { body: record.body, deliveries: record.deliveries, ...reasonOf(error) };
    await noted(givenUp.code);
    await giveUp(givenUp);
    watch.givenUp(record, givenUp);
  }
}

/**
 * Seconds before the next delivery: a minute, four, then a quarter of an hour. What fails in passing, throttling above
 * all, is over by then; five deliveries take 35 minutes, so that no alarm on waiting documents goes off for it.
 */
const FIRST_PAUSE = 60;
const PAUSES_GROW = 4;
const LONGEST_PAUSE = 900;
const pauseAfter = (deliveries: number): number =>
  Math.min(LONGEST_PAUSE, FIRST_PAUSE * PAUSES_GROW ** (deliveries - 1));

const KILLED = "KILLED";
const LONGEST_REASON = 1000;

/**
 * Named errors keep their names: throttling stays throttling, so that a redrive later can do what could not be done
 * now.
 */
function reasonOf(error: unknown): { code: string; reason: string } {
  if (error instanceof RefusedError) return { code: error.code, reason: error.message };
  if (error instanceof PromiseBrokenError) return { code: "PROMISE_BROKEN", reason: error.message };
  const { name = "Error", message = String(error) } = error as Partial<Error>;
  return { code: name, reason: message.slice(0, LONGEST_REASON) };
}
