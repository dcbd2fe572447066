import { createHash, randomBytes } from "node:crypto";
import type { Caller } from "../api/caller.ts";

/** Who has shown a token: known by an id that a browser keeps in its place. They end with the server. */
interface Sessions {
  /** @returns the id, which is known to nobody else: only its hash is kept */
  readonly begin: (caller: Caller) => string;
  /** Null where it was ended, or there was none. */
  readonly callerOf: (id: string) => Caller | null;
  readonly end: (id: string) => void;
}

/** A working day: who has not been seen for so long has left. */
const IDLE_MS = 12 * 60 * 60 * 1000;
/** Then the one that was not seen for longest ends. */
const MOST = 10_000;

const hashOf = (id: string): string => createHash("sha256").update(id).digest("hex");

export function openSessions(): Sessions {
  /** When each was last seen, by the hash of its id; who was seen last stands last. */
  const seen = new Map<string, { readonly at: number; readonly caller: Caller }>();
  const see = (hash: string, caller: Caller) => {
    seen.delete(hash);
    seen.set(hash, { at: performance.now(), caller });
  };
  return {
    begin: (caller) => {
      const id = randomBytes(32).toString("base64url");
      see(hashOf(id), caller);
      const [oldest] = seen.keys();
      if (seen.size > MOST && oldest !== undefined) seen.delete(oldest);
      return id;
    },
    callerOf: (id) => {
      const hash = hashOf(id);
      const last = seen.get(hash);
      if (last === undefined) return null;
      if (performance.now() - last.at > IDLE_MS) {
        seen.delete(hash);
        return null;
      }
      see(hash, last.caller);
      return last.caller;
    },
    end: (id) => void seen.delete(hashOf(id)),
  };
}
