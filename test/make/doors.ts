import type { createApi } from "../../lib/api/app.ts";
import { lambdaDoor } from "../../lib/delivery/lambda-door.ts";

/** Ways to the same app: as a web request, and as API Gateway hands one to a function. */

export interface Door {
  readonly request: (
    path: string,
    init?: { method?: string; headers?: Record<string, string>; body?: string },
  ) => Promise<Response>;
}
type App = ReturnType<typeof createApi>;

const throughRequests = (app: App): Door => ({ request: async (path, init) => app.request(path, init) });

/**
 * The event of an HTTP API (payload 2.0) that a request becomes, and the response that the function's answer becomes.
 */
const throughLambda = (app: App): Door => {
  const handler = lambdaDoor(app);
  return {
    request: async (path, { method = "GET", headers = {}, body } = {}) => {
      const { pathname, searchParams, host } = new URL(path, "http://localhost");
      const event = {
        version: "2.0",
        routeKey: "$default",
        rawPath: decodeURIComponent(pathname),
        rawQueryString: searchParams.toString(),
        headers: { host, ...headers },
        requestContext: {
          http: { method, path: pathname, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
          domainName: host,
          stage: "$default",
        },
        ...(body !== undefined && { body: Buffer.from(body).toString("base64") }),
        isBase64Encoded: body !== undefined,
      };
      const answer = (await handler(event as never, { awsRequestId: "1" } as never)) as {
        statusCode: number;
        headers: Record<string, string>;
        body: string;
        isBase64Encoded: boolean;
      };
      const empty = answer.statusCode === 204 || answer.statusCode === 304;
      const content = Buffer.from(answer.body, answer.isBase64Encoded ? "base64" : "utf8");
      return new Response(empty ? null : content, { status: answer.statusCode, headers: answer.headers });
    },
  };
};

export const DOORS: readonly (readonly [string, (app: App) => Door])[] = [
  ["a web request", throughRequests],
  ["an event of API Gateway", throughLambda],
];
