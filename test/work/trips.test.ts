import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import type { TripMessage } from "../make/trip-process.ts";

const FULL = process.env.TABULARIUM_VERIFY === "full";
/** Every so many of the files; all of them in `npm run verify`. */
const EVERY = FULL ? 1 : 15;
/**
 * Milliseconds of the processor. Files like these take a few hundred at most, twice as many on a busy machine and in
 * sources that keep the names of functions, or no end of time where a pattern backtracks.
 */
const LONGEST = 2000;
/** By the clock, however busy the machine. */
const PATIENCE = 60_000;

/** How long each file took; infinite for one that had to be ended, the last. */
function timesOfTrips(): Promise<Map<string, number>> {
  return new Promise((resolve, reject) => {
    const times = new Map<string, number>();
    const child = fork(fileURLToPath(new URL("../make/trip-process.ts", import.meta.url)), [String(EVERY)], {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let words = "";
    child.stderr?.on("data", (text) => {
      words += String(text);
    });
    const hung = () => child.kill("SIGKILL");
    let timer = setTimeout(hung, PATIENCE);
    child.on("message", ({ name, milliseconds = Number.POSITIVE_INFINITY }: TripMessage) => {
      times.set(name, milliseconds);
      clearTimeout(timer);
      timer = setTimeout(hung, PATIENCE);
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      if (code) reject(new Error(words));
      else resolve(times);
    });
  });
}

test("files made to trip patterns are each read, twice, and judged in no time", async () => {
  const times = await timesOfTrips();
  expect(times.size).toBeGreaterThan(200 / EVERY);
  expect([...times].filter(([, milliseconds]) => milliseconds > LONGEST)).toEqual([]);
}, 180_000);
