import type { Tracked, TrackedPage } from "../../../catalog/tracking.ts";
import type { Document } from "../../../document/document.ts";
import type { ReadableReport } from "../../../report/readable.ts";
import type { ListedFinding, ListedValue } from "../../across-reports.ts";
import type { ExportAnswer } from "../../export-routes.ts";
import type { ReviewRequest } from "../../review-schemas.ts";
import type { FullReport, ProblemAnswer, ReportItem, Sent, SummaryAnswer, Upload, YearsAnswer } from "../../schemas.ts";

/** The server can't be reached; whoever asks may ask again. */
export class UnreachableError extends Error {
  constructor() {
    super("连接不上服务器，请确认程序仍在运行。");
  }
}

/** What a gateway before the server answers whom it doesn't know. */
const refused = ({ status }: Response): string =>
  status === 401 || status === 403 ? "登录已过期，请刷新页面重新登录。" : "";

const UNREADABLE = "服务器的回答无法读取。";

/**
 * The answer's JSON; null where there is none, as a bucket answers a file.
 * @throws UnreachableError
 * @throws Error whose message is the server's sentence
 */
async function ask<Answer>(url: string, options: RequestInit = {}): Promise<Answer | null> {
  return (await askWithHeaders<Answer>(url, options)).answer;
}

async function askWithHeaders<Answer>(url: string, options: RequestInit = {}) {
  const response = await fetch(url, { headers: { accept: "application/json" }, ...options }).catch(() => {
    throw new UnreachableError();
  });
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Partial<ProblemAnswer>;
    throw new Error(problem.detail ?? (refused(response) || `服务器没有正常回答（${response.status}）。`));
  }
  return { answer: (await response.json().catch(() => null)) as Answer | null, headers: response.headers };
}

async function askAlways<Answer>(url: string, options?: RequestInit): Promise<Answer> {
  const answer = await ask<Answer>(url, options);
  if (answer === null) throw new Error(UNREADABLE);
  return answer;
}

const MOST_AT_ONCE = 200;

interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor: string | null;
}

/** A list page by page, and whether there is more of it. @param pages sizes */
async function askPages<Item>(list: string, query: string, pages: Iterable<number>) {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (const limit of pages) {
    const page = new URLSearchParams(query);
    page.set("limit", String(limit));
    if (cursor !== null) page.set("cursor", cursor);
    const answer: Page<Item> = await askAlways(`/${list}?${page}`);
    items.push(...answer.items);
    cursor = answer.cursor;
    if (cursor === null) break;
  }
  return { items, more: cursor !== null };
}

/** Sizes of the pages that hold so many. */
const pagesOf = (count: number): number[] =>
  Array.from({ length: Math.ceil(count / MOST_AT_ONCE) }, (_, page) =>
    Math.min(MOST_AT_ONCE, count - page * MOST_AT_ONCE),
  );

/** The first reports of a list, and whether there are more. @param query as `queryOf` makes it */
export const askReports = (query: string, count: number) => askPages<ReportItem>("reports", query, pagesOf(count));

/** What was found in the first reports of a list. */
export const askFindings = (query: string, reports: number) =>
  askPages<ListedFinding>("findings", query, pagesOf(reports));

/** A figure in the first reports of a list. */
export const askValues = (query: string, figure: string, reports: number) =>
  askPages<ListedValue>("values", `${query}&${new URLSearchParams({ figure })}`, pagesOf(reports));

export const askSummary = (query: string): Promise<SummaryAnswer> => askAlways(`/summary?${query}`);
export const askYears = (query: string): Promise<YearsAnswer> => askAlways(`/years?${query}`);

/** The ETag of things as they were last seen here: what is said of them is for what was seen. */
const seen = new Map<string, string>();

/** Asks for a thing or changes it, as it was last seen. @param name tells it from others */
export async function askTagged<Answer>(name: string, url: string, options: RequestInit = {}): Promise<Answer> {
  const tag = seen.get(name);
  const headers = {
    accept: "application/json",
    ...(options.headers as Record<string, string> | undefined),
    ...(options.method !== undefined && tag !== undefined && { "if-match": tag }),
  };
  const { answer, headers: answered } = await askWithHeaders<Answer>(url, { ...options, headers });
  if (answer === null) throw new Error(UNREADABLE);
  seen.set(name, answered.get("etag") ?? "");
  return answer;
}

export const askReport = (id: string): Promise<FullReport> => askTagged(id, `/reports/${id}`);

export type Word = Exclude<ReviewRequest, readonly unknown[]>;

/** Puts people's words about a report on record, all or none, if it is still as it was last seen. */
export const sendReviews = (id: string, words: readonly Word[]): Promise<FullReport> =>
  askTagged(id, `/reports/${id}/reviews`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(words),
  });

/** Decides whether a report that is held takes the better one's place. */
export const decideStanding = (id: string, replace: boolean, by: string): Promise<unknown> =>
  askAlways(`/reports/${id}/standing`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ replace, ...(by !== "" && { by }) }),
  });

export const askReadable = (id: string): Promise<ReadableReport> => askAlways(`/reports/${id}/readable`);
export const askDocument = (id: string): Promise<Document> => askAlways(`/reports/${id}/document`);

/** Changes the words of the letters to units. */
export const putLetterTemplate = (text: File): Promise<null> =>
  ask<null>("/roster/notice-template", { method: "PUT", headers: { "content-type": "text/plain" }, body: text });

/** Has a list made in the background. @param filter as the list itself is asked */
export const askExport = (
  kind: ExportAnswer["kind"],
  filter: Readonly<Record<string, string>>,
): Promise<ExportAnswer> =>
  askAlways("/exports", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ kind, filter }),
  });

/** What was asked for, the newest first. */
export const askExports = (): Promise<{ readonly items: readonly ExportAnswer[] }> => askAlways("/exports");

/** Takes a submission back. */
export const withdraw = (submission: string): Promise<null> =>
  ask<null>(`/submissions/${submission}`, { method: "DELETE" });

/** All that was handed in under a name, an archive's entries among it. */
export const askHandedIn = async (name: string): Promise<readonly Tracked[]> =>
  (await askAlways<TrackedPage>(`/submissions?${new URLSearchParams({ name, limit: String(MOST_AT_ONCE) })}`)).items;

/** A file that the server has. */
export interface Taken {
  /** Under which the server knows it. */
  readonly name: string;
  /** Null where a bucket took it. */
  readonly id: string | null;
  /** What was handed in under the name before. */
  readonly before: readonly Tracked[];
}

/** Sends a file to where the server wants it. */
export async function upload(name: string, file: File): Promise<Taken> {
  const target = await askAlways<Upload>("/uploads", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ name, bytes: file.size }),
  });
  // Whoever may only hand in is told nothing.
  const before = target.name === undefined ? [] : await askHandedIn(target.name).catch(() => []);
  const sent = await ask<Sent>(target.url, { method: target.method, headers: target.headers, body: file });
  return { name: sent?.name ?? target.name ?? name, id: sent?.id ?? null, before };
}
