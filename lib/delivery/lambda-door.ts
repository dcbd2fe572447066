import { handle } from "hono/aws-lambda";
import type { createApi } from "../api/app.ts";

/**
 * The handler of a function behind an HTTP API. Every body goes out as its bytes: as text it would lose the mark that
 * begins a CSV.
 */
export const lambdaDoor = (app: ReturnType<typeof createApi>) => handle(app, { isContentTypeBinary: () => true });
