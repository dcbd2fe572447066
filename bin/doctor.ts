import { printableLine } from "../lib/report/printable.ts";
import { examine } from "../lib/work/doctor.ts";

/** The command `doctor`, apart from the others, which need not load what it needs. */

/** One of the samples, which is built in (build.ts): a program that is moved elsewhere has it still. */
const SAMPLE = {
  file: new URL("self-test.docx", import.meta.url),
  status: "valid",
  newlyReceived: 10,
} as const;

/**
 * Says what stands in the way of the work on this machine, and what to do.
 * @returns whether nothing does
 */
export async function doctor(): Promise<boolean> {
  let failed = 0;
  for await (const { ok, what, advice } of examine(new URL("worker.js", import.meta.url), SAMPLE)) {
    if (!ok) failed += 1;
    console.log(`${ok ? "✓" : "✗"} ${printableLine(what)}${advice === undefined ? "" : `\n  ${advice}。`}`);
  }
  console.log(failed === 0 ? "一切正常，可以开始。" : `有${failed}处需要处理。`);
  return failed === 0;
}
