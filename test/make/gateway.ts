import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Plays the part of API Gateway before the functions: routes as the stack has them, an authoriser that is asked each
 * time, events of payload 2.0. As there, whom the authoriser refuses gets 403 with a message, and the function hears
 * nothing of him.
 */
export interface Gateway {
  readonly url: string;
  readonly close: () => Promise<void>;
}

type Handler = (event: never, context: never) => Promise<unknown>;

const OPEN = new Set(["GET /sign-in", "GET /sign-in/callback", "POST /sign-out"]);
/** The identity that whoever calls below /iam is taken for. */
export const IDENTITY = "arn:aws:iam::123456789012:role/collector";

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function startGateway(authorise: Handler, door: Handler): Promise<Gateway> {
  const server = createServer(async (request, response) => {
    try {
      const body = await bodyOf(request);
      const method = request.method ?? "GET";
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://gateway");
      const exact = `${method} ${pathname}`;
      const isOpen = OPEN.has(exact);
      const { cookie, ...rest } = request.headers;
      const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
      const common = {
        version: "2.0",
        routeKey: isOpen || pathname === "/" ? exact : `${method} /{proxy+}`,
        rawPath: decodeURIComponent(pathname),
        rawQueryString: searchParams.toString(),
        headers,
        ...(cookie !== undefined && { cookies: cookie.split("; ") }),
      };
      let authorizer: object | undefined;
      if (pathname.startsWith("/iam/")) authorizer = { iam: { userArn: IDENTITY } };
      else if (!isOpen) {
        const answer = (await authorise({ ...common, type: "REQUEST" } as never, {} as never)) as {
          isAuthorized: boolean;
          context?: object;
        };
        if (!answer.isAuthorized) {
          response.writeHead(403, { "content-type": "application/json" }).end('{"message":"Forbidden"}');
          return;
        }
        authorizer = { lambda: answer.context ?? null };
      }
      const host = request.headers.host ?? "";
      const answer = (await door(
        {
          ...common,
          requestContext: {
            http: { method, path: pathname, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
            domainName: host,
            stage: "$default",
            ...(authorizer && { authorizer }),
          },
          ...(body.length > 0 && { body: body.toString("base64") }),
          isBase64Encoded: body.length > 0,
        } as never,
        { awsRequestId: "1" } as never,
      )) as {
        statusCode: number;
        headers: Record<string, string>;
        cookies?: string[];
        body: string;
        isBase64Encoded: boolean;
      };
      response.writeHead(answer.statusCode, {
        ...answer.headers,
        ...(answer.cookies && { "set-cookie": answer.cookies }),
      });
      response.end(Buffer.from(answer.body ?? "", answer.isBase64Encoded ? "base64" : "utf8"));
    } catch (error) {
      response.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify({ message: String(error) }));
    }
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
