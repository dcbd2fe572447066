import type { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { Problem } from "./problem.ts";

/** How large bodies may be, but for files that are sent to a server itself. */

const MOST_UPLOAD_REQUEST_BYTES = 16 * 1024;
const MOST_ASKED_BYTES = 16 * 1024;
/** Words on every figure of a form. */
const MOST_REVIEW_BYTES = 256 * 1024;
/** A roster of some thousand units, as a sheet or as JSON. */
const MOST_BYTES = 2 * 1024 * 1024;

const limit = (maxSize: number, sentence: string) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new Problem(413, "Content Too Large", sentence, "TOO_LARGE");
    },
  });

/** Refuses larger ones, before they are read. */
export function limitBodies(app: OpenAPIHono): void {
  app.use("/uploads", limit(MOST_UPLOAD_REQUEST_BYTES, "请求过大：这里只说明文件的名称和大小，文件本身另行发送。"));
  app.use("/exports", limit(MOST_ASKED_BYTES, "请求过大：这里只写明要什么。"));
  app.use("/reports/:id/reviews", limit(MOST_REVIEW_BYTES, "一次确认的内容过多，请分几次提交。"));
  for (const path of ["/reports/*", "/roster", "/roster/*"])
    app.use(path, limit(MOST_BYTES, "请求过大，请分几次提交。"));
}
