import { createHash, createHmac } from "node:crypto";
import { request as send } from "node:http";
import { request as sendSecurely } from "node:https";
import { REGION } from "./emulator.ts";

/** Who calls the API: an IAM identity, which signs, or the bearer of a token. */

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every route
  readonly json: () => any;
}
export type Call = (path: string, method?: string, body?: unknown) => Promise<Answer>;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/**
 * A request to a host that this machine's resolver need not know: the emulator tells APIs apart by it.
 * @param certificate PEM, for an address of our own with TLS
 */
export function request(
  address: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  certificate?: string,
): Promise<Answer> {
  const url = new URL(address);
  const path = url.pathname + url.search;
  const options = { host: "127.0.0.1", port: url.port, path, method, headers: { host: url.host, ...headers } };
  return new Promise((done, failed) => {
    const sent = (url.protocol === "https:" ? sendSecurely : send)({ ...options, ca: certificate }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", failed);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        done({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) });
      });
    });
    sent.on("error", failed);
    sent.end(body);
  });
}

const bodyOf = (body: unknown) => (body === undefined ? "" : JSON.stringify(body));
const TYPED = { "content-type": "application/json" };

/** Signature version 4, for the service execute-api. */
export const identity =
  (address: string): Call =>
  (path, method = "GET", body) => {
    const url = new URL(address + path);
    const text = bodyOf(body);
    const time = new Date().toISOString().replace(/[-:]|\.\d+/gu, "");
    const scope = `${time.slice(0, 8)}/${REGION}/execute-api/aws4_request`;
    const query = [...url.searchParams].map((each) => each.map(encodeURIComponent).join("=")).sort();
    const names = "host;x-amz-date";
    const canonical = [method, url.pathname, query.join("&"), `host:${url.host}`, `x-amz-date:${time}`, "", names];
    const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256([...canonical, sha256(text)].join("\n"))].join("\n");
    const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${process.env.AWS_SECRET_ACCESS_KEY}`);
    const signature = hmac(key, toSign).toString("hex");
    const credential = `${process.env.AWS_ACCESS_KEY_ID}/${scope}`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
    return request(url.href, method, { ...TYPED, authorization, "x-amz-date": time }, text);
  };

export const bearer =
  (address: string, token: string): Call =>
  (path, method = "GET", body) =>
    request(address + path, method, { ...TYPED, authorization: `Bearer ${token}` }, bodyOf(body));

export const nobody =
  (address: string): Call =>
  (path, method = "GET", body) =>
    request(address + path, method, TYPED, bodyOf(body));
