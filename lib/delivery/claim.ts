import type { Table } from "../catalog/table.ts";

/** Attribute by which DynamoDB removes claims in its own time; in seconds since 1970. */
export const CLAIM_EXPIRES = "expires";

/** Somebody else is at work on this: to be tried again later. */
export class ClaimedError extends Error {
  constructor(what: string) {
    super(`somebody else is at work on ${what}`);
    this.name = "ClaimedError";
  }
}

/**
 * Does work that nobody else does at the same time. A claim lapses by itself, so that one whose holder was killed stops
 * nobody for longer. It only saves work: whatever happens to claims, the work itself must bear repetition.
 * @param seconds longest time of the work
 * @throws ClaimedError while another claim stands
 */
export async function claimed<T>(
  table: Table,
  what: string,
  seconds: number,
  now: () => number,
  work: () => Promise<T>,
): Promise<T> {
  const key = { pk: `CLAIM#${what}`, sk: "CLAIM" };
  const at = Math.floor(now() / 1000);
  const mine = at + seconds;
  const taken = await table.put(
    { ...key, [CLAIM_EXPIRES]: mine },
    {
      expression: "attribute_not_exists(pk) OR #expires <= :at",
      names: { "#expires": CLAIM_EXPIRES },
      values: { ":at": at },
    },
  );
  if (!taken) throw new ClaimedError(what);
  try {
    return await work();
  } finally {
    // A claim that can't be taken back lapses.
    await table.delete(key).catch(() => {});
  }
}
