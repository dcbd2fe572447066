import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { CatalogEvent } from "../catalog/events.ts";

/** As rules of subscribers name it. */
const EVENT_SOURCE = "tabularium";

/**
 * Puts events on a bus.
 * @throws where the bus did not take one, also when it says so only inside its answer
 */
export function eventBus(client: EventBridgeClient, bus: string): (event: CatalogEvent) => Promise<void> {
  return async ({ type, detail }) => {
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [{ EventBusName: bus, Source: EVENT_SOURCE, DetailType: type, Detail: JSON.stringify(detail) }],
      }),
    );
    const refused = answer.Entries?.find((entry) => entry.ErrorCode !== undefined);
    if (refused) throw new Error(`the event bus refused an event: ${refused.ErrorCode} ${refused.ErrorMessage ?? ""}`);
  };
}
