import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { Problem } from "../api/problem.ts";

const COOKIE = "tabularium";
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/u;

export const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/u.test(host);

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/** Pages of other sites may not act here in the name of whoever looks at them. */
export const sameSite: MiddlewareHandler = async (context, next) => {
  const { method } = context.req;
  const origin = context.req.header("origin");
  if (method !== "GET" && method !== "HEAD" && origin !== undefined && origin !== new URL(context.req.url).origin)
    throw new Problem(403, "Forbidden", "不接受来自其他网站的请求。", "CROSS_SITE");
  await next();
};

/** On this machine only: a name that somebody made point here is not ours. */
export const loopbackOnly: MiddlewareHandler = async (context, next) => {
  if (!LOOPBACK.test(context.req.header("host") ?? "")) throw new Problem(403, "Forbidden", "只接受本机访问。", "HOST");
  await next();
};

/**
 * Asks for a token: as `Authorization: Bearer`, or once as `/?token=` from a browser, which then keeps it in a cookie that no script sees.
 * Only /health is open.
 */
export const tokenRequired =
  (token: string): MiddlewareHandler =>
  async (context, next) => {
    const { path } = context.req;
    if (path === "/health") return next();
    const offered = path === "/" ? context.req.query("token") : undefined;
    if (offered !== undefined && same(offered, token)) {
      setCookie(context, COOKIE, token, { httpOnly: true, sameSite: "Strict", path: "/" });
      return context.redirect("/", 303);
    }
    const given = /^Bearer (.+)$/u.exec(context.req.header("authorization") ?? "")?.[1] ?? getCookie(context, COOKIE);
    if (given === undefined || !same(given, token)) {
      context.header("www-authenticate", "Bearer");
      throw new Problem(401, "Unauthorized", "需要访问令牌：浏览器请打开 /?token=令牌，程序请在请求头写 Authorization: Bearer 令牌。", "TOKEN");
    }
    await next();
  };
