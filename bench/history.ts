import { appendFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { ENGINE_VERSION } from "../lib/version.ts";

/** Where measurements are kept, by date and machine. */
const HISTORY = fileURLToPath(new URL("../docs/performance.md", import.meta.url));

/** Adds a run to docs/performance.md. @param rows of text, each as long as the head */
export function keepRun(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const [processor] = cpus();
  const machine = `${processor?.model.trim()} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}`;
  const lines = [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...rows].map(
    (cells) => `| ${cells.join(" | ")} |`,
  );
  const date = new Date().toISOString().slice(0, 10);
  appendFileSync(HISTORY, `\n## ${date}, Tabularium ${ENGINE_VERSION}\n\n${machine}\n\n${lines.join("\n")}\n`);
}
