import type { CatalogEvent, EventType } from "../../../catalog/events.ts";
import type { QueueState } from "../../schemas.ts";
import { refresh, refreshSoon } from "./overview.ts";
import { awaitsResults, sayProcessed, sayProcessing } from "./sent-files.ts";
import { tell, tellQueue, tellTrouble } from "./state-line.ts";
import { isUploading } from "./uploads.ts";

const TYPES: readonly EventType[] = ["Report Processed", "Report Reviewed", "Report Confirmed", "Report Withdrawn"];
const ASK_EVERY_MS = 10_000;

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
      refreshSoon();
    });
  }
  source.addEventListener("queue", (event: MessageEvent<string>) => {
    const state = JSON.parse(event.data) as QueueState;
    tellQueue(state);
    for (const name of state.processing) sayProcessing(name);
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return tellTrouble("与服务器的连接断开，正在重新连接……");
    // No events here: asked again from time to time.
    document.removeEventListener("visibilitychange", attend);
    tell("已连接");
    setInterval(refresh, ASK_EVERY_MS);
  });
  source.addEventListener("open", () => {
    tell("已连接");
    refreshSoon();
  });
  return source;
}

/** Listens to the server while somebody looks, or a file of this page is on its way. */
export function followEvents(): void {
  document.addEventListener("visibilitychange", attend);
  attend();
}
