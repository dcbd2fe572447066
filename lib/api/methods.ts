import type { OpenAPIHono } from "@hono/zod-openapi";
import { Problem } from "./problem.ts";

/** 405 on every path that has routes, for the methods without one. */
export function refuseOtherMethods(app: OpenAPIHono): void {
  const methods = new Map<string, string[]>();
  for (const { path, method } of app.routes) {
    if (method !== "ALL") methods.set(path, [...(methods.get(path) ?? []), method]);
  }
  for (const [path, known] of methods) {
    const allowed = [...new Set(known.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])))].join(", ");
    app.all(path, (context) => {
      context.header("allow", allowed);
      throw new Problem(
        405,
        "Method Not Allowed",
        `这个地址不支持${context.req.method}，可以用：${allowed}。`,
        "METHOD",
      );
    });
  }
}
