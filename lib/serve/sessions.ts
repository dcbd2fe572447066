import { createHash, randomBytes } from "node:crypto";

/** Who has shown the token: known by an id that a browser keeps in its place. They end with the server. */
interface Sessions {
  /** @returns the id, which is known to nobody else: only its hash is kept */
  readonly begin: () => string;
  readonly isOpen: (id: string) => boolean;
  readonly end: (id: string) => void;
}

/** A working day: who has not been seen for so long has left. */
const IDLE_MS = 12 * 60 * 60 * 1000;
/** Then the one that was not seen for longest ends. */
const MOST = 10_000;

const hashOf = (id: string): string => createHash("sha256").update(id).digest("hex");

export function openSessions(): Sessions {
  /** When each was last seen, by the hash of its id; who was seen last stands last. */
  const seen = new Map<string, number>();
  const see = (hash: string) => {
    seen.delete(hash);
    seen.set(hash, performance.now());
  };
  return {
    begin: () => {
      const id = randomBytes(32).toString("base64url");
      see(hashOf(id));
      const [oldest] = seen.keys();
      if (seen.size > MOST && oldest !== undefined) seen.delete(oldest);
      return id;
    },
    isOpen: (id) => {
      const hash = hashOf(id);
      const last = seen.get(hash);
      if (last === undefined) return false;
      if (performance.now() - last > IDLE_MS) {
        seen.delete(hash);
        return false;
      }
      see(hash);
      return true;
    },
    end: (id) => void seen.delete(hashOf(id)),
  };
}
