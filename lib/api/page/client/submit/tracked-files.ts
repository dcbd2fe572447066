import { askHandedIn } from "../server.ts";
import { awaitedNames, sayTracked } from "./sent-files.ts";

/** Where no event tells what has become of files that were sent, it is asked for, of some at a time. */

const AT_A_TIME = 10;
let next = 0;

export async function askAwaited(): Promise<void> {
  const names = awaitedNames();
  const some = names.slice(next, next + AT_A_TIME);
  next = next + AT_A_TIME < names.length ? next + AT_A_TIME : 0;
  for (const name of some) {
    // Whoever may only hand in is told nothing; a server that can't be reached is asked again.
    const all = await askHandedIn(name).catch(() => null);
    if (all) sayTracked(name, all);
  }
}
