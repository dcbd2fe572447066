import type { CatalogEvent, EventType } from "../../../catalog/events.ts";
import type { QueueState } from "../../schemas.ts";
import { changed, changedSoon } from "./answers.ts";
import { sayConnected, sayDisconnected, sayQueue } from "./frame/state.ts";
import { awaitsResults, sayIdle, sayProcessed, sayProcessing } from "./submit/sent-files.ts";
import { askAwaited } from "./submit/tracked-files.ts";
import { isUploading } from "./submit/uploads.ts";

const TYPES: readonly EventType[] = ["Report Processed", "Report Reviewed", "Report Confirmed", "Report Withdrawn"];
const ASK_EVERY_MS = 10_000;
const ASK_OF_FILES_EVERY_MS = 5000;

let events: EventSource | null = null;

/**
 * Browsers open six connections to a server and each tab's stream holds one: the seventh tab would wait for ever. A tab
 * that nobody sees and that awaits nothing gives its own up; seen again, it asks for what came meanwhile.
 */
function attend(): void {
  if (events === null && !document.hidden) events = listen();
  else if (events !== null && document.hidden && !isUploading() && !awaitsResults()) {
    events.close();
    events = null;
  }
}

function listen(): EventSource {
  const source = new EventSource("/events");
  for (const type of TYPES) {
    source.addEventListener(type, (event: MessageEvent<string>) => {
      if (type === "Report Processed") {
        sayProcessed(JSON.parse(event.data) as CatalogEvent["detail"]);
        attend();
      }
      changedSoon();
    });
  }
  source.addEventListener("queue", (event: MessageEvent<string>) => {
    const state = JSON.parse(event.data) as QueueState;
    sayQueue(state);
    for (const name of state.processing)
      sayProcessing(name, state.recognised.find((each) => each.name === name) ?? null);
    if (state.waiting > 0 || state.processing.length > 0) return;
    sayIdle();
    // Of what no event tells: a file that was taken away, a report that whoever looks may not see.
    void askAwaited().then(attend);
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return sayDisconnected();
    // No events here: asked again from time to time.
    document.removeEventListener("visibilitychange", attend);
    sayConnected();
    setInterval(changed, ASK_EVERY_MS);
    setInterval(askAwaited, ASK_OF_FILES_EVERY_MS);
  });
  source.addEventListener("open", () => {
    sayConnected();
    changedSoon();
  });
  return source;
}

/** Listens to the server while somebody looks, or a file of this page is on its way. */
export function followEvents(): void {
  document.addEventListener("visibilitychange", attend);
  attend();
}
