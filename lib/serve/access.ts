import { createHash, timingSafeEqual } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { Problem } from "../api/problem.ts";
import { logoutRoute } from "../api/routes.ts";
import { countGuesses } from "./guesses.ts";
import { openSessions } from "./sessions.ts";

type Environment = { Bindings: HttpBindings };

const COOKIE = "tabularium";
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/u;

export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/u.test(host);

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/**
 * Pages of other sites may not act here in the name of whoever looks at them.
 * @param origin under which browsers know this server, where it is another than they ask
 */
export const sameSite =
  (origin?: string): MiddlewareHandler =>
  async (context, next) => {
    const { method } = context.req;
    const from = context.req.header("origin");
    if (
      method !== "GET" &&
      method !== "HEAD" &&
      from !== undefined &&
      from !== (origin ?? new URL(context.req.url).origin)
    )
      throw new Problem(403, "Forbidden", "不接受来自其他网站的请求。", "CROSS_SITE");
    await next();
  };

/** Accepts loopback hosts only (DNS rebinding). */
export const loopbackOnly: MiddlewareHandler = async (context, next) => {
  if (!LOOPBACK.test(context.req.header("host") ?? "")) throw new Problem(403, "Forbidden", "只接受本机访问。", "HOST");
  await next();
};

/**
 * Asks for a token: as `Authorization: Bearer`, or once as `/?token=` from a browser, which is then known by a session
 * in a cookie that no script sees, until it is ended at `POST /logout`. Only /health is open.
 * @param origin under which browsers know this server; behind it stands a proxy, which says for whom it asks
 */
export function tokenRequired(token: string, origin?: string) {
  const sessions = openSessions();
  const guesses = countGuesses();
  const secure = origin?.startsWith("https:") ?? false;
  const prefix = secure ? "host" : undefined;
  const sessionOf = (context: Context): string | undefined => getCookie(context, COOKIE, prefix);

  /** @throws Problem where too many wrong ones came from there */
  const isRight = async (context: Context<Environment>, offered: string): Promise<boolean> => {
    const address = addressOf(context, origin !== undefined);
    if (guesses.areTooMany(address)) {
      context.header("retry-after", "10");
      throw new Problem(429, "Too Many Requests", "令牌多次有误，请稍后再试。", "TOO_MANY_GUESSES");
    }
    if (same(offered, token)) return true;
    await guesses.wrong(address);
    return false;
  };

  const guard: MiddlewareHandler<Environment> = async (context, next) => {
    const { path } = context.req;
    if (path === "/health") return next();
    const offered = path === "/" ? context.req.query("token") : undefined;
    if (offered !== undefined && (await isRight(context, offered))) {
      setCookie(context, COOKIE, sessions.begin(), { httpOnly: true, sameSite: "Strict", path: "/", secure, prefix });
      context.header("cache-control", "no-store");
      return context.redirect("/", 303);
    }
    const session = sessionOf(context);
    if (session !== undefined && sessions.isOpen(session)) return next();
    const bearer =
      offered === undefined ? /^Bearer (.+)$/u.exec(context.req.header("authorization") ?? "")?.[1] : undefined;
    if (bearer !== undefined && (await isRight(context, bearer))) return next();
    context.header("www-authenticate", "Bearer");
    throw new Problem(
      401,
      "Unauthorized",
      "需要访问令牌：浏览器请打开 /?token=令牌，程序请在请求头写 Authorization: Bearer 令牌。",
      "TOKEN",
    );
  };

  const app = new OpenAPIHono();
  app.openapi(logoutRoute, (context) => {
    const session = sessionOf(context);
    if (session !== undefined) sessions.end(session);
    deleteCookie(context, COOKIE, { path: "/", secure, prefix });
    return context.text("已退出。要再次进入，请打开 /?token=令牌。", 200, {
      "cache-control": "no-store",
      "clear-site-data": '"cache"',
    });
  });
  return { guard, app };
}

/** Who asks: of a proxy, whom it names last. */
function addressOf(context: Context<Environment>, behindProxy: boolean): string {
  const named = behindProxy ? context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  return named || (context.env.incoming.socket.remoteAddress ?? "");
}
