import type { Hono } from "hono";
import { handle } from "hono/aws-lambda";

/** The handler of a function behind an HTTP API. Every body goes out as its bytes: as text it would lose the mark that begins a CSV. */
export const lambdaDoor = (app: Pick<Hono, "fetch">) => handle(app as Hono, { isContentTypeBinary: () => true });
