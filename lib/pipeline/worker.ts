import { readFile } from "node:fs/promises";
import { Piscina } from "piscina";
import type { FlatText } from "../document/document.ts";
import { type Summary, summarize } from "../outputs/summary.ts";
import { listEntries, readEntry } from "../readers/archive.ts";
import { sniff } from "../readers/sniff.ts";
import type { Input } from "./inputs.ts";
import { LIMITS, YOUNG_MEBIBYTES } from "./limits.ts";
import { processDocument, type SecondReading, sha256 } from "./process-document.ts";
import { readResult, writeResult } from "./result-files.ts";
import type { SecondReadingTask } from "./second-reading.ts";

/** One worker of a run: a document from its file to its results. It has a worker of its own for the second reading. */

export interface DocumentTask {
  readonly input: Input;
  readonly out: string;
  /** Whether complete results of the same bytes are made again. */
  readonly fresh: boolean;
}

export type DocumentAnswer =
  | { readonly kind: "processed" | "unchanged"; readonly summary: Summary }
  | { readonly kind: "archive"; readonly entries: readonly string[] };

const companion = new Piscina({
  filename: new URL("second-reading.js", import.meta.url).href,
  minThreads: 1,
  maxThreads: 1,
  resourceLimits: { maxOldGenerationSizeMb: LIMITS.heapMebibytes, maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
});

const secondReading: SecondReading = (bytes, kind) =>
  companion.run({ bytes, kind } satisfies SecondReadingTask, {
    signal: AbortSignal.timeout(LIMITS.secondReadingSeconds * 1000),
  }) as Promise<FlatText>;

/** The zip of the last task: its entries come one after the other. */
let opened: { path: string; bytes: Uint8Array } | null = null;

async function bytesOf({ path, entry }: Input): Promise<Uint8Array> {
  if (entry === undefined) return readFile(path);
  if (opened?.path !== path) opened = { path, bytes: await readFile(path) };
  return readEntry(opened.bytes, entry);
}

export default async function run({ input, out, fresh }: DocumentTask): Promise<DocumentAnswer> {
  const bytes = await bytesOf(input);
  if (input.entry === undefined && isArchive(bytes)) return { kind: "archive", entries: listEntries(bytes).map((entry) => entry.name) };
  if (!fresh) {
    const known = await readResult(out, input.name);
    if (known?.id === sha256(bytes)) return { kind: "unchanged", summary: summarize(known) };
  }
  const processed = await processDocument(input.name, bytes, secondReading);
  await writeResult(out, processed);
  return { kind: "processed", summary: summarize(processed.report) };
}

function isArchive(bytes: Uint8Array): boolean {
  try {
    return sniff(bytes) === "zip";
  } catch {
    return false;
  }
}
