import { setMaxListeners } from "node:events";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { type CallerOf, guardedApp } from "../api/guarded.ts";
import { Problem } from "../api/problem.ts";
import { eventsRoute } from "../api/routes.ts";
import type { QueueState } from "../api/schemas.ts";
import type { EventLog, LoggedEvent } from "../catalog/events.ts";
import type { Queries } from "../catalog/queries.ts";
import { handedInFor } from "../catalog/submissions.ts";
import { isWithin, type Within } from "../catalog/within.ts";
import { maskFileName } from "../document/personal-numbers.ts";
import type { Intake } from "./intake.ts";

const HEARTBEAT_MS = 15_000;
const BATCH = 500;
/** Each is a browser's tab and some memory. */
const MOST_STREAMS = 200;
/** Changes of the queue come faster than anybody reads. */
const QUEUE_EVERY_MS = 300;

/**
 * `GET /events`: what the catalog tells, as server-sent events. Each has its place in the log as `id`; whoever comes
 * back with `Last-Event-ID` gets what was told meanwhile, whoever comes for the first time what is told from now on
 * (`?since=0`: all). Between them, without an id, `queue`: how many files wait and which are in work.
 */
export function openEventStreams(ports: Told, callerOf: CallerOf) {
  let streams = 0;
  setMaxListeners(MOST_STREAMS, ports.closing);
  const begin = () => {
    if (streams >= MOST_STREAMS)
      throw new Problem(503, "Service Unavailable", `同时打开的页面已达${MOST_STREAMS}个，请关闭不用的再试。`, "BUSY");
    streams += 1;
  };
  const end = () => {
    streams -= 1;
  };
  /** The route for callers who are limited alike. @param queries as they may ask */
  return (within: Within, queries: Pick<Queries, "report">) => {
    const seen: Seen = {
      event: async ({ detail }) => within === null || (await queries.report(detail.id)) !== null,
      file: (name) => isWithin(within, handedInFor({ key: name }, "")),
    };
    return streamApp({ ...ports, seen, begin, end }, callerOf);
  };
}

function streamApp({ begin, end, ...followed }: Followed & { begin: () => void; end: () => void }, callerOf: CallerOf) {
  const app = guardedApp(callerOf);
  app.openapi(eventsRoute, (context) => {
    begin();
    const since = context.req.valid("header")["last-event-id"] ?? context.req.valid("query").since;
    const position = since !== undefined && /^\d{1,20}$/u.test(since) ? since.padStart(20, "0") : null;
    return streamSSE(context, (stream) => follow(stream, position, followed).finally(end));
  });
  return app;
}

interface Told {
  readonly log: EventLog;
  readonly intake: Intake;
  readonly closing: AbortSignal;
}

/** What a caller may be told of. */
interface Seen {
  readonly event: (event: LoggedEvent) => Promise<boolean>;
  /** By its name in the inbox. */
  readonly file: (name: string) => boolean;
}

interface Followed extends Told {
  readonly seen: Seen;
}

/** Tells one stream what happens until it or the server ends. @param since place of the last event known; null: now */
async function follow(
  stream: SSEStreamingApi,
  since: string | null,
  { log, intake, closing, seen }: Followed,
): Promise<void> {
  const waiting: LoggedEvent[] = [];
  let queueChanged = true;
  let position = since;
  let wake: () => void = () => {};
  const awake = () => wake();
  const endings = [
    log.subscribe((event) => {
      waiting.push(event);
      awake();
    }),
    intake.subscribe(() => {
      queueChanged = true;
      awake();
    }),
  ];
  closing.addEventListener("abort", awake);
  stream.onAbort(awake);
  const tell = async (event: LoggedEvent) => {
    if (position !== null && event.position <= position) return;
    position = event.position;
    if (!(await seen.event(event))) return;
    await stream.writeSSE({ event: event.type, id: event.position, data: JSON.stringify(event.detail) });
  };
  try {
    if (position !== null) {
      for (let page = await log.since(position, BATCH); page.length > 0; page = await log.since(position, BATCH))
        for (const event of page) await tell(event);
    }
    while (!stream.aborted && !closing.aborted) {
      for (const event of waiting.splice(0)) await tell(event);
      if (queueChanged) {
        queueChanged = false;
        await stream.writeSSE({ event: "queue", data: JSON.stringify(shown(intake.state(), seen)) });
        await stream.sleep(QUEUE_EVERY_MS);
      }
      if (waiting.length > 0 || queueChanged) continue;
      const woken = await new Promise<boolean>((resume) => {
        const timer = setTimeout(() => resume(false), HEARTBEAT_MS);
        wake = () => {
          clearTimeout(timer);
          resume(true);
        };
        if (stream.aborted || closing.aborted) wake();
      });
      if (!woken) await stream.write(": \n\n");
    }
  } finally {
    closing.removeEventListener("abort", awake);
    for (const end of endings) end();
  }
}

const shown = (queue: QueueState, seen: Seen): QueueState => ({
  ...queue,
  processing: queue.processing.filter(seen.file).map(maskFileName),
  recognised: queue.recognised
    .filter(({ name }) => seen.file(name))
    .map((each) => ({ ...each, name: maskFileName(each.name) })),
});
