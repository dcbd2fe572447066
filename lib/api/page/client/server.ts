import type { ProblemAnswer, ReportItem, ReportPage, Sent, SummaryAnswer, Upload, YearsAnswer } from "../../schemas.ts";

/** The server can't be reached; whoever asks may ask again. */
export class UnreachableError extends Error {
  constructor() {
    super("连接不上服务器，请确认程序仍在运行。");
  }
}

/**
 * The answer's JSON; null where there is none, as a bucket answers a file.
 * @throws UnreachableError
 * @throws Error whose message is the server's sentence
 */
async function ask<Answer>(url: string, options: RequestInit = {}): Promise<Answer | null> {
  const answer = await fetch(url, { headers: { accept: "application/json" }, ...options }).catch(() => {
    throw new UnreachableError();
  });
  if (answer.ok) return answer.json().catch(() => null) as Promise<Answer | null>;
  const problem = (await answer.json().catch(() => ({}))) as Partial<ProblemAnswer>;
  throw new Error(problem.detail ?? `服务器没有正常回答（${answer.status}）。`);
}

async function askAlways<Answer>(url: string, options?: RequestInit): Promise<Answer> {
  const answer = await ask<Answer>(url, options);
  if (answer === null) throw new Error("服务器的回答无法读取。");
  return answer;
}

const MOST_AT_ONCE = 200;

/** The first reports of a list, and whether there are more. @param query as `queryOf` makes it */
export async function askReports(query: string, count: number): Promise<{ items: ReportItem[]; more: boolean }> {
  const items: ReportItem[] = [];
  let cursor: string | null = null;
  do {
    const page = new URLSearchParams(query);
    page.set("limit", String(Math.min(MOST_AT_ONCE, count - items.length)));
    if (cursor !== null) page.set("cursor", cursor);
    const answer: ReportPage = await askAlways<ReportPage>(`/reports?${page}`);
    items.push(...answer.items);
    cursor = answer.cursor;
  } while (cursor !== null && items.length < count);
  return { items, more: cursor !== null };
}

export const askSummary = (query: string): Promise<SummaryAnswer> => askAlways(`/summary?${query}`);
export const askYears = (query: string): Promise<YearsAnswer> => askAlways(`/years?${query}`);

/**
 * Sends a file to where the server wants it.
 * @returns what became of it; null where a bucket took it
 */
export async function upload(name: string, file: File): Promise<Sent | null> {
  const target = await askAlways<Upload>("/uploads", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ name, bytes: file.size }),
  });
  return ask<Sent>(target.url, { method: target.method, headers: target.headers, body: file });
}
