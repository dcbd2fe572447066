import type { Table } from "../catalog/table.ts";

/** Attribute by which DynamoDB removes leases in its own time; in seconds since 1970. */
export const LEASE_EXPIRES = "expires";

/** Somebody else is at work on this: to be tried again later. */
export class LeasedError extends Error {
  /** How long the other's lease lasts at most, seconds. */
  readonly rest: number;

  constructor(what: string, rest: number) {
    super(`somebody else is at work on ${what}`);
    this.name = "LeasedError";
    this.rest = rest;
  }
}

/**
 * Runs work under a lease, alone. A lease expires, so that a killed holder blocks others only until then. It only saves
 * work: whatever happens to leases, the work itself must bear repetition.
 * @param seconds longest time of the work
 * @throws LeasedError while somebody else holds the lease
 */
export async function withLease<T>(
  table: Table,
  what: string,
  seconds: number,
  now: () => number,
  work: () => Promise<T>,
): Promise<T> {
  const key = { pk: `LEASE#${what}`, sk: "LEASE" };
  const at = Math.floor(now() / 1000);
  const mine = at + seconds;
  const taken = await table.put(
    { ...key, [LEASE_EXPIRES]: mine },
    {
      expression: "attribute_not_exists(pk) OR #expires <= :at",
      names: { "#expires": LEASE_EXPIRES },
      values: { ":at": at },
    },
  );
  if (!taken) throw new LeasedError(what, Math.max(1, Number((await table.get(key))?.[LEASE_EXPIRES] ?? at) - at));
  try {
    return await work();
  } finally {
    // A lease that can't be given back expires.
    await table.delete(key).catch(() => {});
  }
}
