import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

export interface TlsProxy {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Which server it asks from now on. */
  readonly askOf: (url: string) => void;
  readonly close: () => void;
}

const fixture = (name: string) => readFile(new URL(`../fixtures/tls/${name}`, import.meta.url));

/**
 * A reverse proxy that speaks TLS with its clients and names them to the server behind it. It has its address before
 * there is a server.
 */
export async function startTlsProxy(): Promise<TlsProxy> {
  let behind = "";
  const server = createServer(
    { key: await fixture("key.pem"), cert: await fixture("certificate.pem") },
    (incoming, outgoing) => {
      const headers = {
        ...incoming.headers,
        "x-forwarded-for": [incoming.headers["x-forwarded-for"], incoming.socket.remoteAddress]
          .filter(Boolean)
          .join(", "),
      };
      const asked = request(behind + (incoming.url ?? ""), { method: incoming.method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      asked.on("error", () => outgoing.destroy());
      outgoing.on("close", () => asked.destroy());
      incoming.pipe(asked);
    },
  );
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    askOf: (url) => {
      behind = url;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
