import type { Within } from "../catalog/within.ts";
import { type ApiPorts, createApi } from "./app.ts";
import type { Caller } from "./caller.ts";
import { limited } from "./limited.ts";

type Api = ReturnType<typeof createApi>;

/** Each holds some 200 KB and takes some 10 ms to make, as measured; the one that was made first goes. */
const MOST = 100;

/**
 * The API as each caller has it: one for all who are limited to the same divisions. Whom the door doesn't know sees
 * nothing, should a route let him in.
 * @param portsWithin what the API is about; `queries` as they are asked within divisions
 */
export function openApis(portsWithin: (within: Within) => ApiPorts): (caller: Caller | null) => Api {
  const made = new Map<string, Api>();
  return (caller) => {
    const within = caller === null ? [] : caller.within;
    const key = JSON.stringify(within && [...within].sort());
    const known = made.get(key);
    if (known) return known;
    const ports = portsWithin(within);
    const api = createApi(within === null ? ports : limited(ports));
    const [oldest] = made.keys();
    if (made.size >= MOST && oldest !== undefined) made.delete(oldest);
    made.set(key, api);
    return api;
  };
}
