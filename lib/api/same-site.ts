import type { MiddlewareHandler } from "hono";
import { Problem } from "./problem.ts";

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
