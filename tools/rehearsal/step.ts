/** What a rehearsal says of itself: each step in a line, with its time. */

const began = Date.now();

/** @throws whatever the step throws, after its line */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const from = Date.now();
  const line = (mark: string) =>
    `${((Date.now() - began) / 1000).toFixed(0).padStart(5)} s  ${mark}  ${what} (${((Date.now() - from) / 1000).toFixed(1)} s)`;
  try {
    const result = await work();
    console.log(line("ok  "));
    return result;
  } catch (error) {
    console.log(line("FAIL"));
    throw error;
  }
}

/** @throws Error that says what was expected, where it is not so */
export function expect(isSo: boolean, what: string, found?: unknown): asserts isSo {
  if (!isSo)
    throw new Error(
      `expected: ${what}${found === undefined ? "" : `; found: ${JSON.stringify(found)?.slice(0, 2000)}`}`,
    );
}
