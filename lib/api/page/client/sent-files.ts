import type { Report } from "../../../report/schema.ts";
import type { Sent } from "../../schemas.ts";
import { byId, make, reportLink } from "./dom.ts";
import { WORDS } from "./words.ts";

/** The files sent from this page, a line each, and what becomes of them. */

export interface SentFile {
  readonly line: HTMLElement;
  readonly state: HTMLElement;
  done: boolean;
}

/** By the name and the id under which the server filed them. */
const byName = new Map<string, SentFile>();
const byReport = new Map<string, SentFile>();

/** Adds a line for a file that is to be sent. */
export function addSentFile(name: string): SentFile {
  const state = make("span", {}, "等待上传");
  const line = make("li", {}, make("span", {}, name), state);
  byId("sent-list").prepend(line);
  const count = byId("sent-list").children.length;
  byId("sent").hidden = false;
  byId("sent-count").textContent = `${count}个文件`;
  return { line, state, done: false };
}

export function sayUploading(file: SentFile): void {
  file.state.textContent = "上传中";
}

/** @param sent null where a bucket took the file: nothing more is heard of it */
export function sayReceived(file: SentFile, sent: Sent | null): void {
  if (sent !== null) {
    byName.set(sent.name, file);
    byReport.set(sent.id, file);
  }
  if (!file.done) file.state.textContent = "已收到，等待处理";
}

export function sayRefused(file: SentFile, reason: string): void {
  file.line.className = "refused";
  file.state.textContent = reason;
}

export function sayProcessing(name: string): void {
  const file = byName.get(name);
  if (file === undefined || file.done) return;
  file.state.textContent = "正在处理";
  file.line.className = "";
}

export function sayProcessed({ id, name, status }: { id: string; name: string; status: Report["status"] }): void {
  const file = byReport.get(id) ?? byName.get(name);
  if (file === undefined) return;
  file.state.replaceChildren(reportLink(id, WORDS.statuses[status].words));
  file.line.className = status;
  file.done = true;
}

/** Whether the server is still to say what became of a file. */
export const awaitsResults = (): boolean => [...byName.values()].some((file) => !file.done);
