import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { PROFILES } from "../profiles/profiles.ts";
import { UnreadableReportError } from "../report/store.ts";

/** An answer that says what is wrong, for people and programs (RFC 9457). Thrown anywhere below a route. */
export class Problem extends Error {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  /** A code for programs. */
  readonly code: string | undefined;
  constructor(status: ContentfulStatusCode, title: string, detail: string, code?: string) {
    super(detail);
    this.status = status;
    this.title = title;
    this.code = code;
  }
}

/**
 * What browsers are told of answers that are no page: not to take them for one, and not to tell others where they come
 * from.
 */
export const PLAIN_HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
};

/** For a family of documents that there is not, or where one of several must be named. */
export const noSuchFamily = (): Problem =>
  new Problem(
    400,
    "Bad Request",
    `请用 profile 写明一种文种：${PROFILES.map(({ id, name }) => `${id}（${name}）`).join("、")}。`,
    "INVALID_PROFILE",
  );

export const notFound = (): Problem => new Problem(404, "Not Found", "没有这份报告，请核对编号。");

export const invalidCursor = (): Problem =>
  new Problem(400, "Bad Request", "cursor 无效：请使用上一页给出的 cursor，筛选条件不变。", "INVALID_CURSOR");

/** For an address without a route. */
export const noSuchAddress = (context: Context): Response =>
  problemResponse(context, new Problem(404, "Not Found", "没有这个地址。"));

export function problemResponse(context: Context, { status, title, message, code }: Problem): Response {
  return context.body(
    JSON.stringify({ type: "about:blank", title, status, detail: message, ...(code !== undefined && { code }) }),
    status,
    {
      "content-type": "application/problem+json; charset=utf-8",
      "cache-control": "no-store",
      ...PLAIN_HEADERS,
    },
  );
}

/** What was thrown, as an answer. Of an unforeseen error nothing is told: it may hold paths or text of documents. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException && error.status < 500)
    return new Problem(400, "Bad Request", "请求的内容有误：应为 JSON。", "INVALID_BODY");
  if (error instanceof UnreadableReportError)
    return new Problem(
      500,
      "Internal Server Error",
      "这份报告的处理结果已损坏，无法读出；请把原文件重新提交一次。",
      "UNREADABLE_REPORT",
    );
  const { code } = error as { code?: string };
  if (code === "ENOSPC" || code === "EDQUOT")
    return new Problem(507, "Insufficient Storage", "服务器磁盘已满，文件没有收下，请联系管理员。", "ENOSPC");
  if (code === "EROFS" || code === "EACCES" || code === "EPERM")
    return new Problem(503, "Service Unavailable", "服务器的数据文件夹不可写，请联系管理员。", "EROFS");
  return new Problem(500, "Internal Server Error", "服务器出错，请稍后再试。");
}
