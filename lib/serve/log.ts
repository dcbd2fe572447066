/** A line of JSON for each thing that happens: what, when and about which file; never the text of a document. */
export type Log = (level: "info" | "warning" | "error", event: string, about?: Readonly<Record<string, string | number | boolean | null>>) => void;

export const logTo =
  (write: (line: string) => void, now: () => number): Log =>
  (level, event, about = {}) =>
    write(`${JSON.stringify({ time: new Date(now()).toISOString(), level, event, ...about })}\n`);

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
