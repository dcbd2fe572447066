/** A line of JSON for each thing that happens: what, when and about which file; never the text of a document. */
export type Log = (
  level: "info" | "warning" | "error",
  event: string,
  about?: Readonly<Record<string, string | number | boolean | null>>,
) => void;

export const logTo =
  (write: (line: string) => void, now: () => number): Log =>
  (level, event, about = {}) =>
    write(`${printableJson({ time: new Date(now()).toISOString(), level, event, ...about })}\n`);

/**
 * What a terminal would obey or show in another order is escaped, as JSON itself escapes only what stands below the
 * space.
 */
const printableJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** An error in one line: its code where the system gave one, else its class and message. */
export function describe(error: unknown): string {
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  return (
    code ??
    `${name ?? "Error"}: ${String(message ?? error)
      .split("\n")[0]
      ?.slice(0, 200)}`
  );
}
