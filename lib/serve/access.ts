import { createHash, timingSafeEqual } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Caller } from "../api/caller.ts";
import { type CallerOf, guardedApp } from "../api/guarded.ts";
import { Problem } from "../api/problem.ts";
import { signOutRoute } from "../api/routes.ts";
import { countGuesses } from "./guesses.ts";
import { openSessions } from "./sessions.ts";
import { DESK, type TokenHolder } from "./tokens.ts";

/** What the server knows of a request; who calls is told to the API behind it. */
export type Environment = { Bindings: HttpBindings; Variables: { caller: Caller | null } };
export type Guard = MiddlewareHandler<Environment>;

const COOKIE = "tabularium";
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/u;

export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/u.test(host);

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/** Accepts loopback hosts only (DNS rebinding). */
export const loopbackOnly: Guard = async (context, next) => {
  if (!LOOPBACK.test(context.req.header("host") ?? "")) throw new Problem(403, "Forbidden", "只接受本机访问。", "HOST");
  context.set("caller", DESK);
  await next();
};

/**
 * Tells who calls by a token: as `Authorization: Bearer`, or once as `/?token=` from a browser, which is then known by a
 * session in a cookie that no script sees, until it is ended at `POST /sign-out`.
 * @param origin under which browsers know this server; behind it stands a proxy, which says for whom it asks
 */
export function tokenRequired(holders: readonly TokenHolder[], callerOf: CallerOf, origin?: string) {
  const sessions = openSessions();
  const guesses = countGuesses();
  const secure = origin?.startsWith("https:") ?? false;
  const prefix = secure ? "host" : undefined;
  const sessionOf = (context: Context): string | undefined => getCookie(context, COOKIE, prefix);

  /** Who has a token. @throws Problem where too many wrong ones came from there */
  const holderOf = async (context: Context<Environment>, offered: string): Promise<Caller | null> => {
    const address = addressOf(context, origin !== undefined);
    if (guesses.areTooMany(address)) {
      context.header("retry-after", "10");
      throw new Problem(429, "Too Many Requests", "令牌多次有误，请稍后再试。", "TOO_MANY_GUESSES");
    }
    // All are compared, so that the time tells nothing of which.
    const [holder] = holders.filter(({ token }) => same(offered, token));
    if (holder) return holder.caller;
    await guesses.wrong(address);
    return null;
  };

  const guard: Guard = async (context, next) => {
    context.set("caller", null);
    const { path } = context.req;
    if (path === "/health") return next();
    const offered = path === "/" ? context.req.query("token") : undefined;
    const entering = offered === undefined ? null : await holderOf(context, offered);
    if (entering) {
      const options = { httpOnly: true, sameSite: "Strict", path: "/", secure, prefix } as const;
      setCookie(context, COOKIE, sessions.begin(entering), options);
      context.header("cache-control", "no-store");
      return context.redirect("/", 303);
    }
    const session = sessionOf(context);
    const bearer =
      offered === undefined ? /^Bearer (.+)$/u.exec(context.req.header("authorization") ?? "")?.[1] : undefined;
    const known = session === undefined ? null : sessions.callerOf(session);
    context.set("caller", known ?? (bearer === undefined ? null : await holderOf(context, bearer)));
    await next();
  };

  const unknown = (context: Context): never => {
    context.header("www-authenticate", "Bearer");
    throw new Problem(
      401,
      "Unauthorized",
      "需要访问令牌：浏览器请打开 /?token=令牌，程序请在请求头写 Authorization: Bearer 令牌。",
      "TOKEN",
    );
  };

  const app = guardedApp(callerOf);
  app.openapi(signOutRoute, (context) => {
    const session = sessionOf(context);
    if (session !== undefined) sessions.end(session);
    deleteCookie(context, COOKIE, { path: "/", secure, prefix });
    return context.text("已退出。要再次进入，请打开 /?token=令牌。", 200, {
      "cache-control": "no-store",
      "clear-site-data": '"cache"',
    });
  });
  return { guard, unknown, app };
}

/** Who asks: of a proxy, whom it names last. */
function addressOf(context: Context<Environment>, behindProxy: boolean): string {
  const named = behindProxy ? context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  return named || (context.env.incoming.socket.remoteAddress ?? "");
}
