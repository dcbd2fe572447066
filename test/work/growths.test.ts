import { expect, test } from "@jest/globals";
import { GROWTHS } from "../make/growths.ts";
import { processed } from "../make/readings.ts";

/**
 * Four times the parts may take eight times as long, for others are busy, too; where each part is held against all
 * others it is sixteen times.
 */
const MOST = 8;
/** Milliseconds, for what the machine does beside. */
const FLOOR = 150;
/** What grows too fast does so each time; a collection of garbage that falls into one reading does not. */
const TRIES = 3;
const FULL = process.env.TABULARIUM_VERIFY === "full";
const SCALE = FULL ? 2 : 0.25;
/** Every so many of the ways to grow; all of them in `npm run verify`. */
const EVERY = FULL ? 1 : 4;

/** Milliseconds of the processor that a document takes to be read, twice, and judged. */
async function timeOf(bytes: Uint8Array): Promise<number> {
  const before = process.cpuUsage();
  await processed("x", bytes);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test.each(GROWTHS.filter((_, n) => n % EVERY === 0).map(({ name, parts, of }) => [name, parts, of] as const))(
  "%s: reading takes a time that grows with the file",
  async (_, parts, of) => {
    const growths: string[] = [];
    for (let held = false; !held && growths.length < TRIES; ) {
      const few = await timeOf(of(parts * SCALE));
      const many = await timeOf(of(parts * SCALE * 4));
      held = many < MOST * few + FLOOR;
      growths.push(held ? "held" : `${few} to ${many} ms`);
    }
    expect(growths).toContain("held");
  },
  60_000,
);
