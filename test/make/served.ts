import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Running, startServe, temporaryFolder } from "./serve.ts";

export interface ListItem {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly organization: string | null;
  readonly standing: string;
  readonly supersededBy: string | null;
}

/** A data folder of a test's own, and the servers over it, one after the other. */
export interface Served {
  readonly data: string;
  /** The path of a file in its inbox. */
  readonly inbox: (name: string) => string;
  /** Starts a server over it, whose predecessor has ended. */
  readonly start: (...options: string[]) => Promise<Running>;
  /** What the server has logged so far. */
  readonly log: () => string;
  readonly ask: (path: string, options?: RequestInit) => Promise<Response>;
  readonly list: (query?: string) => Promise<ListItem[]>;
  /** Sends a file the way any program does: asks where to, then sends it there. */
  readonly send: (name: string, body: string | Uint8Array, more?: object) => Promise<Response>;
}

/**
 * The body of a test that has a data folder of its own, both gone with its server at the end. Such tests mostly wait:
 * with `test.concurrent` they do so side by side.
 */
export const served = (check: (folder: Served) => Promise<void>) => async (): Promise<void> => {
  const data = await temporaryFolder();
  let running: Running | undefined;
  const ask: Served["ask"] = (path, options) => fetch(`${running?.url}${path}`, options);
  try {
    await check({
      data,
      inbox: (name) => join(data, "inbox", name),
      start: async (...options) => {
        running = await startServe(data, ...options);
        return running;
      },
      log: () => running?.log() ?? "",
      ask,
      list: async (query = "") =>
        ((await (await ask(`/reports?limit=200&${query}`)).json()) as { items: ListItem[] }).items,
      send: async (name, body, more = {}) => {
        const asked = await ask("/uploads", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ name, bytes: Buffer.byteLength(body), ...more }),
        });
        const { url, method, headers } = (await asked.json()) as {
          url: string;
          method: string;
          headers: Record<string, string>;
        };
        return fetch(url, { method, headers, body: body as string });
      },
    });
  } finally {
    await running?.kill();
    await rm(data, { recursive: true, force: true });
  }
};
