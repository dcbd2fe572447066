import type { Env, Hono, Schema } from "hono";
import { type APIGatewayProxyResult, handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";

/** Below it IAM identities call, where others have the rest. */
export const IAM_PREFIX = "/iam";

/**
 * The handler of a function behind an HTTP API. Every body goes out as its bytes: as text it would lose the mark that
 * begins a CSV.
 */
export function lambdaDoor<E extends Env, S extends Schema, P extends string>(app: Hono<E, S, P>) {
  const handler = handle(app, { isContentTypeBinary: () => true });
  return (event: LambdaEvent, context?: LambdaContext): Promise<APIGatewayProxyResult> =>
    handler(withoutPrefix(event), context);
}

/** As the API knows its paths. */
function withoutPrefix(event: LambdaEvent): LambdaEvent {
  if (!("rawPath" in event) || !event.requestContext.authorizer?.iam) return event;
  const { rawPath } = event;
  const isBelow = rawPath === IAM_PREFIX || rawPath.startsWith(`${IAM_PREFIX}/`);
  return isBelow ? { ...event, rawPath: rawPath.slice(IAM_PREFIX.length) || "/" } : event;
}
