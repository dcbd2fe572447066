import { isIPv6 } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** Whoever tries tokens waits for each answer, longer each time; whoever knows the token does not. */
interface Guesses {
  /** Whether so many wrong ones from this address wait for their answers that no further token is even looked at. */
  readonly areTooMany: (address: string) => boolean;
  /** Counts a wrong one, and is fulfilled when it may be answered. */
  readonly wrong: (address: string) => Promise<void>;
}

/** Everybody mistypes. */
const FREE = 3;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const MOST_WAITING = 10;
const FORGOTTEN_AFTER_MS = 15 * 60_000;
/** Then the one that was not heard of for longest is forgotten. */
const MOST_ADDRESSES = 10_000;

interface Guesser {
  wrong: number;
  waiting: number;
  last: number;
}

export function countGuesses(): Guesses {
  const guessers = new Map<string, Guesser>();
  const known = (address: string): Guesser | undefined => {
    const found = guessers.get(network(address));
    return found && performance.now() - found.last < FORGOTTEN_AFTER_MS ? found : undefined;
  };
  return {
    areTooMany: (address) => (known(address)?.waiting ?? 0) >= MOST_WAITING,
    wrong: async (address) => {
      const guesser = known(address) ?? { wrong: 0, waiting: 0, last: 0 };
      guesser.wrong += 1;
      guesser.last = performance.now();
      guessers.delete(network(address));
      guessers.set(network(address), guesser);
      const [oldest] = guessers.keys();
      if (guessers.size > MOST_ADDRESSES && oldest !== undefined) guessers.delete(oldest);
      if (guesser.wrong <= FREE) return;
      guesser.waiting += 1;
      // The server's end waits for nobody's guess.
      await wait(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (guesser.wrong - FREE - 1)), undefined, { ref: false });
      guesser.waiting -= 1;
    },
  };
}

/** Who has one IPv6 address has 2^64 of them (RFC 6177). */
const network = (address: string): string =>
  isIPv6(address) && !address.startsWith("::ffff:") ? address.split(":").slice(0, 4).join(":") : address;
