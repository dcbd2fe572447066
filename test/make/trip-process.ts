import "./optimise-late.mjs";
import { processed } from "./readings.ts";
import { trips } from "./trips.ts";

/**
 * A process of its own, which can be ended whatever it does: tells before each file its name, and afterwards how long
 * it took.
 */

export type TripMessage = { readonly name: string; readonly milliseconds?: number };

const tell = (message: TripMessage) => void process.send?.(message);
const readBoth = (name: string, bytes: Uint8Array) => processed(name, bytes);

const every = Number(process.argv[2]);
for (const { name, bytes } of (await trips()).filter((_, at) => at % every === 0)) {
  tell({ name });
  // The time of the processor: others may be busy, too.
  const before = process.cpuUsage();
  await readBoth(name, bytes);
  const { user, system } = process.cpuUsage(before);
  tell({ name, milliseconds: (user + system) / 1000 });
}
process.disconnect();
