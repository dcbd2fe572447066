import type { Tracked } from "../../../../catalog/tracking.ts";
import type { Report } from "../../../../report/schema.ts";
import { followed } from "../followed.ts";
import type { Taken } from "../server.ts";

/** The files sent from this page and what becomes of them. */

interface Recognised {
  readonly done: number;
  readonly pages: number;
}

export type SentState =
  | { readonly kind: "waiting" | "uploading" | "unreachable" | "received" }
  /** With how many of its pages have been recognised, where that is asked for. */
  | { readonly kind: "processing"; readonly recognised: Recognised | null }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "processed"; readonly id: string; readonly status: Report["status"] }
  /** Read, but of a division that whoever sent it does not see; taken away. */
  | { readonly kind: "elsewhere" | "withdrawn" }
  /** An archive, of whose entries so many are processed. */
  | { readonly kind: "unpacking" | "unpacked"; readonly entries: number };

interface SentFile {
  /** Tells it from others of the same name. */
  readonly key: number;
  readonly name: string;
  readonly state: SentState;
}

/** The newest first. */
export const sentFiles = followed<readonly SentFile[]>([]);

/** By the name and by the id under which the server filed them. */
const byName = new Map<string, number>();
const byReport = new Map<string, number>();
/** Files of which the server is still to say what became. */
const awaited = new Set<number>();
/** By their keys: what was handed in under their names before they were. */
const earlier = new Map<number, ReadonlySet<string>>();

interface Processed {
  readonly id: string;
  readonly name: string;
  readonly status: Report["status"];
}
/** Told while files are on their way: of one of them, it may be, whose sending is not answered yet. */
const toldEarly: Processed[] = [];

/** Adds a file that is to be sent. */
export function addSentFile(name: string): number {
  const files = sentFiles.get();
  const key = files.length;
  sentFiles.set([{ key, name, state: { kind: "waiting" } }, ...files]);
  return key;
}

const change = (key: number, next: (state: SentState) => SentState): void =>
  sentFiles.set(sentFiles.get().map((file) => (file.key === key ? { ...file, state: next(file.state) } : file)));

export const sayUploading = (key: number): void => change(key, () => ({ kind: "uploading" }));

export const sayUnreachable = (key: number): void => change(key, () => ({ kind: "unreachable" }));

/** Tells submissions of one name apart. */
const markOf = ({ name, submittedAt }: Tracked): string => `${submittedAt} ${name}`;

export function sayReceived(key: number, { name, id, before }: Taken): void {
  byName.set(name, key);
  if (id !== null) byReport.set(id, key);
  earlier.set(key, new Set(before.map(markOf)));
  awaited.add(key);
  change(key, () => ({ kind: "received" }));
  // Of another file of the same name they say nothing.
  for (const report of toldEarly.splice(0))
    if (report.id === id || archiveOf(report.name) === key) sayProcessed(report);
    else keepEarly(report);
}

function keepEarly(report: Processed): void {
  if (sentFiles.get().some(({ state }) => state.kind === "uploading")) toldEarly.push(report);
}

export const sayRefused = (key: number, reason: string): void => change(key, () => ({ kind: "refused", reason }));

/** The archive that was sent of which this names an entry: 各镇.zip/青溪镇.docx. */
function archiveOf(name: string): number | undefined {
  for (let at = name.indexOf("/"); at > 0; at = name.indexOf("/", at + 1)) {
    const key = byName.get(name.slice(0, at));
    if (key !== undefined) return key;
  }
  return undefined;
}

export function sayProcessing(name: string, recognised: Recognised | null): void {
  const key = byName.get(name);
  if (key !== undefined && awaited.has(key)) change(key, () => ({ kind: "processing", recognised }));
}

export function sayProcessed(report: Processed): void {
  const { id, name, status } = report;
  const key = byReport.get(id) ?? byName.get(name);
  if (key !== undefined) {
    awaited.delete(key);
    change(key, () => ({ kind: "processed", id, status }));
    return;
  }
  const archive = archiveOf(name);
  if (archive !== undefined)
    change(archive, (state) => ({ kind: "unpacking", entries: state.kind === "unpacking" ? state.entries + 1 : 1 }));
  else keepEarly(report);
}

/** Names of which the server is still to say what became. */
export const awaitedNames = (): readonly string[] =>
  [...byName].filter(([, key]) => awaited.has(key)).map(([name]) => name);

/** What has become of a file, by what was handed in under its name; null where nothing is known of it. */
function stateOf(name: string, all: readonly Tracked[]): SentState | null {
  const versions = all.filter((each) => each.name === name);
  const own = versions.find(({ state }) => state !== "withdrawn") ?? versions[0];
  const entries = all.filter((each) => each.name.startsWith(`${name}/`));
  const done = entries.filter(({ state }) => state !== "reading").length;
  if (own?.state === "withdrawn") return { kind: "withdrawn" };
  if (own?.report && own.status) return { kind: "processed", id: own.report, status: own.status };
  if (own?.state === "processed" || own?.state === "given-up") return { kind: "elsewhere" };
  if (own?.state === "unpacked" && done === entries.length) return { kind: "unpacked", entries: done };
  if (entries.length > 0) return { kind: "unpacking", entries: done };
  return own?.state === "reading" ? { kind: "processing", recognised: null } : null;
}

/** What the server says of all that was handed in under a name, where no event has told it. */
export function sayTracked(name: string, all: readonly Tracked[]): void {
  const key = byName.get(name);
  if (key === undefined || !awaited.has(key)) return;
  const since = all.filter((each) => !earlier.get(key)?.has(markOf(each)));
  const next = stateOf(name, since);
  if (next === null) return;
  if (next.kind !== "processing" && next.kind !== "unpacking") awaited.delete(key);
  change(key, () => next);
}

/** Nothing is in work: archives are read to their ends. */
export function sayIdle(): void {
  for (const { key, state } of sentFiles.get()) {
    if (state.kind !== "unpacking") continue;
    awaited.delete(key);
    change(key, () => ({ kind: "unpacked", entries: state.entries }));
  }
}

/** Whether the server is still to say what became of a file. */
export const awaitsResults = (): boolean => awaited.size > 0;
