/**
 * Where results and originals are kept: one port, two adapters (a folder, a bucket), one contract suite. It asks for no
 * more than what every S3-compatible store does alike: whole objects, no conditions. Decisions that need a condition
 * are the catalog's.
 */
export interface ObjectStore {
  /** Stores an object, replacing one of the same key; a reader sees the old or the new one, never half of it. */
  readonly put: (key: string, body: Uint8Array | string, contentType: string) => Promise<void>;
  /** The object's bytes; null where there is none. */
  readonly get: (key: string) => Promise<Uint8Array | null>;
  /** Size in bytes; null where there is none. */
  readonly size: (key: string) => Promise<number | null>;
  /** Keys that begin with the prefix, in the order of their UTF-8 bytes. */
  readonly list: (prefix: string) => AsyncIterable<string>;
  /** Does nothing where there is none. */
  readonly delete: (key: string) => Promise<void>;
}

/** A key that could mean a place outside the store. */
export class InvalidKeyError extends Error {
  constructor(key: string) {
    super(`no key of an object: ${JSON.stringify(key.slice(0, 200))}`);
    this.name = "InvalidKeyError";
  }
}

/**
 * Parts of a key, separated by "/".
 * @throws InvalidKeyError for an empty part, "." or "..", a backslash or a control character
 */
export function partsOfKey(key: string): readonly string[] {
  const parts = key.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".." || /[\\\u0000-\u001f\u007f]/u.test(part)))
    throw new InvalidKeyError(key);
  return parts;
}

/** The store that keeps its keys below a prefix of another, for example `results/`. */
export const below = (store: ObjectStore, prefix: string): ObjectStore => ({
  put: (key, body, contentType) => store.put(prefix + key, body, contentType),
  get: (key) => store.get(prefix + key),
  size: (key) => store.size(prefix + key),
  list: async function* (start) {
    for await (const key of store.list(prefix + start)) yield key.slice(prefix.length);
  },
  delete: (key) => store.delete(prefix + key),
});
