import { EventEmitter } from "node:events";
import type { Server } from "node:http";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

type Handler = DynamoDBClient["config"]["requestHandler"];
type Answer = Awaited<ReturnType<Handler["handle"]>>;

export interface InProcess {
  readonly handler: Handler;
  /** Waits for what is under way; what is asked from now on is refused. */
  readonly end: () => Promise<void>;
}

/**
 * Hands requests of the SDK to a server of this process as if they had come over a connection: writing and parsing HTTP
 * took two fifths of each call. Such a server reads a request's method, path, headers and body, and sets its answer's
 * status and headers before it ends it with a text; no more of node:http is played here.
 */
export function inProcess(server: Server): InProcess {
  const underWay = new Set<Promise<Answer>>();
  let ended = false;
  const answerTo = ({ method, path, headers, body }: Parameters<Handler["handle"]>[0]): Promise<Answer> =>
    new Promise((answered) => {
      const bytes = body as Uint8Array;
      const request = Object.assign(new EventEmitter(), { method, url: path, headers: lowerCased(headers) });
      const response = {
        statusCode: 200,
        headers: {} as Record<string, string>,
        setHeader: (name: string, value: unknown) => {
          response.headers[name.toLowerCase()] = String(value);
        },
        end: (text = "") => {
          const { statusCode, headers } = response;
          answered({ response: { statusCode, headers, body: Buffer.from(text) } });
        },
      };
      server.emit("request", request, response);
      // Its bytes, not a copy of it: the SDK warns of whoever takes a body for a text.
      request.emit("data", Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      request.emit("end");
    });
  return {
    handler: {
      metadata: { handlerProtocol: "http/1.1" },
      handle: async (request) => {
        if (ended) throw new Error("the table is closed");
        const answer = answerTo(request);
        underWay.add(answer);
        return answer.finally(() => underWay.delete(answer));
      },
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    },
    end: async () => {
      ended = true;
      await Promise.all(underWay);
    },
  };
}

const lowerCased = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
