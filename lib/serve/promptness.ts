import type { HttpBindings } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";

/** Bodies of requests but uploads are some lines of JSON. */
const BODY_MS = 30_000;

/**
 * Nobody is waited for who sends a request drop by drop; files have a rule of their own, since they may take as long as
 * they must.
 */
export const promptness: MiddlewareHandler<{ Bindings: HttpBindings }> = async (context, next) => {
  const { incoming } = context.env;
  const hasBody =
    incoming.headers["transfer-encoding"] !== undefined || Number(incoming.headers["content-length"] ?? 0) > 0;
  if (!hasBody) return next();
  const isUpload = context.req.method === "PUT" && context.req.path.startsWith("/uploads/");
  const timer = isUpload ? undefined : setTimeout(() => incoming.destroy(), BODY_MS);
  await next();
  clearTimeout(timer);
  // Who was answered before the end is not listened to any more.
  if (!incoming.complete) context.res.headers.set("connection", "close");
};
