import { EventBridgeClient, type EventBridgeClientConfig } from "@aws-sdk/client-eventbridge";
import { type Catalog, openCatalog } from "../catalog/catalog.ts";
import type { ReadPorts } from "../catalog/reviews.ts";
import { refreshTotals } from "../catalog/totals.ts";
import { PROFILES } from "../profiles/profiles.ts";
import { type ApiEnvironment, resultsIn } from "./environment.ts";
import { eventBus } from "./event-bus.ts";

/**
 * The catalog as all functions have it.
 * @param reports its table, and what lies in the results
 * @param client of the event bus
 */
export const cloudCatalog = (
  environment: Pick<ApiEnvironment, "INTAKE_PREFIX" | "RESULTS_BUCKET" | "EVENT_BUS">,
  reports: ReadPorts,
  client: EventBridgeClientConfig,
): Catalog =>
  openCatalog({
    ...reports,
    profiles: PROFILES,
    root: environment.INTAKE_PREFIX,
    refreshTotals: (leaves) => refreshTotals(reports.table, leaves),
    publish: eventBus(new EventBridgeClient(client), environment.EVENT_BUS),
    resultsOf: resultsIn(environment.RESULTS_BUCKET),
  });
