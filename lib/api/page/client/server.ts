import type { ProblemAnswer, ReportPage, Sent, SummaryAnswer, Upload, YearsAnswer } from "../../schemas.ts";

/**
 * The answer's JSON; null where there is none, as a bucket answers a file.
 * @throws Error whose message is the server's sentence
 */
async function ask<Answer>(url: string, options: RequestInit = {}): Promise<Answer | null> {
  const answer = await fetch(url, { headers: { accept: "application/json" }, ...options });
  if (answer.ok) return answer.json().catch(() => null) as Promise<Answer | null>;
  const problem = (await answer.json().catch(() => ({}))) as Partial<ProblemAnswer>;
  throw new Error(problem.detail ?? `服务器没有正常回答（${answer.status}）。`);
}

async function askAlways<Answer>(url: string, options?: RequestInit): Promise<Answer> {
  const answer = await ask<Answer>(url, options);
  if (answer === null) throw new Error("服务器的回答无法读取。");
  return answer;
}

/** @param query as `filters.query` makes it */
export const askReports = (query: string): Promise<ReportPage> => askAlways(`/reports?${query}`);
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
