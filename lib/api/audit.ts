import type { Context, MiddlewareHandler } from "hono";
import type { Caller } from "./caller.ts";

/**
 * Who asked for what: a line for each request, whatever came of it. No text of documents stands in it, no secret, and
 * nothing that somebody searched for.
 */
export interface AuditLine {
  /** Null for somebody whom the door doesn't know. */
  readonly subject: string | null;
  readonly name: string | null;
  readonly method: string;
  /** As the API describes it; null where there is none. */
  readonly route: string | null;
  readonly path: string;
  /** What of a list was asked for. */
  readonly asked: string | null;
  /** Id of the report that it is about. */
  readonly report: string | null;
  readonly status: number;
}

const ROUTE = "auditedRoute";
const ASKED = "auditedAsked";
type Asked = Readonly<Record<string, unknown>>;
type Audited = Context<{ Variables: { [ROUTE]?: string; [ASKED]?: Asked } }>;

export const noteRoute = (context: Context, route: string): void => (context as Audited).set(ROUTE, route);

/** Notes what a body asks for, as a query would. */
export const noteAsked = (context: Context, asked: Asked): void => (context as Audited).set(ASKED, asked);

/** Parameters that are codes. */
const CODES = ["kind", "year", "division", "profile", "status", "unit", "figure", "include", "parent"] as const;

const LONGEST = 500;
/** A signed address is as good as a key. */
const TICKET = /^(\/uploads\/).+$/u;
const ID = /^\/reports\/([0-9a-f]{64})(?:\/|$)/u;

/** @param write takes the line of each request that is answered */
export const audited =
  (callerOf: (context: Context) => Caller | null, write: (line: AuditLine) => void): MiddlewareHandler =>
  async (context, next) => {
    await next();
    const caller = callerOf(context);
    const route = (context as Audited).get(ROUTE) ?? null;
    const path = context.req.path.replace(TICKET, "$1{ticket}").slice(0, LONGEST);
    const asked = new URLSearchParams(
      CODES.flatMap((name): [string, string][] => {
        const value = context.req.query(name) ?? (context as Audited).get(ASKED)?.[name];
        return value ? [[name, String(value)]] : [];
      }),
    ).toString();
    write({
      subject: caller?.subject ?? null,
      name: caller?.name ?? null,
      method: context.req.method,
      route,
      path,
      asked: asked === "" ? null : asked.slice(0, LONGEST),
      report: (ID.exec(path) ?? ID.exec(context.res.headers.get("location") ?? ""))?.[1] ?? null,
      status: context.res.status,
    });
  };
