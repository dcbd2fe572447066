import { createRoute, OpenAPIHono, type z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { InvalidCursorError, type Queries } from "../catalog/queries.ts";
import type { CatalogReport } from "../catalog/slots.ts";
import { LIMITS } from "../limits.ts";
import { RESULT_FILES, readableReport, readReport } from "../outputs/report-store.ts";
import type { ObjectStore } from "../storage/objects.ts";
import { ENGINE_VERSION } from "../version.ts";
import { type CsvList, csvOf, streamOf } from "./lists.ts";
import { pageResponse } from "./page.ts";
import { asProblem, notFound, PLAIN_HEADERS, Problem, problemResponse } from "./problem.ts";
import {
  fullReport,
  type Health,
  health,
  idParameter,
  placeQuery,
  problem,
  reportPage,
  reportsQuery,
  summaryAnswer,
  type Upload,
  type UploadRequest,
  uploadAnswer,
  uploadRequest,
} from "./schemas.ts";

/** What the API is about, wherever it runs. */
export interface ApiPorts {
  readonly queries: Queries;
  /** Holds `<id>/report.json`, `<id>/report.html`, `<id>/document.json`, `<id>/source`. */
  readonly results: ObjectStore;
  /** A short-lived address of a result, for where an answer's size is bounded; without it, the result itself is the answer. */
  readonly link?: (key: string, as: { readonly contentType: string; readonly disposition: string }) => Promise<string>;
  /** Where a file is to be sent. `origin` is the server's own address. */
  readonly upload: (request: UploadRequest, origin: string) => Promise<Upload>;
  readonly health: () => Promise<Omit<Health, "engineVersion">>;
  readonly years: () => Promise<readonly number[]>;
  /** Largest file that is taken, in bytes. */
  readonly largestUpload?: number;
  /** Whether those who use the page can leave at `POST /logout`. */
  readonly canLeave?: boolean;
  /** The page's script. */
  readonly script: string;
  /** Origins to which files are sent, other than the server itself. */
  readonly uploadsTo?: readonly string[];
  /** Told of errors that nobody foresaw. */
  readonly onError: (error: unknown) => void;
}

const DEFAULT_PAGE = 50;
const MOST_UPLOAD_REQUEST_BYTES = 16 * 1024;

/** RFC 9110, 15.4.5, and the policy: browsers apply a 304's to the page they have, so its own also replaces a wrong one that they have kept. */
const RETAINED_BY_304 = [...RETAINED_304_HEADERS, "content-security-policy"];

const json = <T extends z.ZodType>(schema: T, description: string) => ({ description, content: { "application/json": { schema } } });
const refusals = Object.fromEntries(
  ([400, 404] as const).map((status) => [
    status,
    { description: status === 400 ? "Wrong parameters" : "Unknown", content: { "application/problem+json": { schema: problem } } },
  ]),
);

/** Where, how and under which name one of a report's files is answered. */
const FILES = {
  html: { file: RESULT_FILES.html, contentType: "text/html; charset=utf-8", disposition: "inline" },
  document: { file: RESULT_FILES.document, contentType: "application/json", disposition: "inline" },
  source: { file: RESULT_FILES.source, contentType: "application/octet-stream", disposition: "attachment" },
} as const;

/** RFC 6266 with RFC 8187: names are Chinese. */
const attachment = (kind: string, name: string): string =>
  `${kind}; filename*=UTF-8''${encodeURIComponent(name.split("/").at(-1) ?? name).replace(/['()*]/gu, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;

const reportFilter = ({ year, status, division, organization, all }: z.infer<typeof reportsQuery>) => ({
  year: year ?? null,
  status: status ?? null,
  division: division ?? null,
  organization: organization ?? null,
  all: all === "true",
});

/**
 * The API and the page. Web standards in, web standards out: a server, a Lambda function and a test are doors to the same app.
 * Every answer that is not one is application/problem+json.
 */
export function createApi({
  queries,
  results,
  link,
  upload,
  health: healthNow,
  years,
  largestUpload = LIMITS.fileBytes,
  canLeave = false,
  script,
  uploadsTo = [],
  onError,
}: ApiPorts) {
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) {
        const [issue] = result.error.issues;
        throw new Problem(400, "Bad Request", `参数有误：${issue?.path.join(".") || "请求"}。`, "INVALID_PARAMETER");
      }
    },
  });

  // Around all that sets headers: a 304 is made of the finished 200. Lists in CSV are left out, they would have to be held whole to be hashed.
  for (const path of ["/", "/reports/*", "/summary", "/years", "/openapi.json"]) app.use(path, etag({ retainedHeaders: RETAINED_BY_304 }));
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries({ ...PLAIN_HEADERS, "cache-control": "private, no-cache" }))
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  });
  app.use(
    "/uploads",
    bodyLimit({
      maxSize: MOST_UPLOAD_REQUEST_BYTES,
      onError: () => {
        throw new Problem(413, "Content Too Large", "请求过大：这里只说明文件的名称和大小，文件本身另行发送。", "TOO_LARGE");
      },
    }),
  );
  app.notFound((context) => problemResponse(context, new Problem(404, "Not Found", "没有这个地址。")));
  app.onError((error, context) => {
    const answer = asProblem(error);
    if (answer.status >= 500) onError(error);
    return problemResponse(context, answer);
  });

  const known = async (id: string): Promise<CatalogReport> => {
    const report = /^[0-9a-f]{64}$/u.test(id) ? await queries.report(id) : null;
    if (!report) throw notFound();
    return report;
  };

  app.openapi(
    createRoute({
      method: "get",
      path: "/health",
      responses: { 200: json(health, "At work"), 503: json(health, "Something keeps it from its work") },
    }),
    async (context) => {
      const now = await healthNow();
      return context.json({ engineVersion: ENGINE_VERSION, ...now }, now.status === "ok" ? 200 : 503, { "cache-control": "no-store" });
    },
  );

  app.get("/", () => pageResponse(script, { uploadsTo, canLeave }));

  app.openapi(
    createRoute({
      method: "get",
      path: "/reports",
      description: "Reports in the catalog, the newest submission first; current ones only unless all=true",
      request: { query: reportsQuery },
      responses: { 200: json(reportPage, "A page of reports"), ...refusals },
    }),
    async (context) => {
      const query = context.req.valid("query");
      try {
        const { items, cursor } = await queries.list(reportFilter(query), query.limit ?? DEFAULT_PAGE, query.cursor ?? null);
        return context.json({ items: items.map((item) => ({ ...item, history: [...item.history] })), cursor }, 200);
      } catch (error) {
        if (error instanceof InvalidCursorError)
          throw new Problem(400, "Bad Request", "cursor 无效：请使用上一页给出的 cursor，筛选条件不变。", "INVALID_CURSOR");
        throw error;
      }
    },
  );

  app.openapi(
    createRoute({
      method: "get",
      path: "/reports/{id}",
      description: "report.json, with what the catalog knows of it",
      request: { params: idParameter },
      responses: { 200: json(fullReport, "The report"), ...refusals },
    }),
    async (context) => {
      const { id } = context.req.valid("param");
      const { standing, submittedAt, supersededBy, history } = await known(id);
      const report = await readReport(results, id);
      if (!report) throw notFound();
      return context.json({ ...report, standing, submittedAt, supersededBy, history: [...history] }, 200);
    },
  );

  for (const [part, { file, contentType, disposition }] of Object.entries(FILES)) {
    app.openapi(
      createRoute({
        method: "get",
        path: `/reports/{id}/${part}`,
        request: { params: idParameter },
        responses: {
          200: { description: file, content: { [contentType.split(";")[0] ?? contentType]: { schema: { type: "string" } } } },
          302: { description: "A short-lived address of it" },
          304: { description: "Not changed" },
          ...refusals,
        },
      }),
      async (context) => {
        const { id } = context.req.valid("param");
        const { name } = await known(id);
        const as = { contentType, disposition: disposition === "attachment" ? attachment(disposition, name) : disposition };
        const key = `${id}/${file}`;
        if (link) {
          if ((await results.size(key)) === null) throw notFound();
          return context.redirect(await link(key, as), 302);
        }
        const bytes = await results.get(key);
        if (!bytes) throw notFound();
        return context.body(new Uint8Array(bytes), 200, {
          "content-type": contentType,
          "content-disposition": as.disposition,
          // The id is the hash of the file as it came, the largest of them: it need not be hashed again.
          ...(part === "source" && { etag: `"${id}"` }),
          // The report's page brings its own policy, which allows its style sheet and nothing else; here it may not even be framed.
          "content-security-policy":
            part === "html" ? "frame-ancestors 'none'; sandbox allow-popups allow-same-origin" : "default-src 'none'; sandbox",
        });
      },
    );
  }

  app.openapi(
    createRoute({
      method: "post",
      path: "/uploads",
      description: "Asks where to send a file. The file itself is checked by its content when it arrives.",
      request: { body: { required: true, content: { "application/json": { schema: uploadRequest } } } },
      responses: {
        201: json(uploadAnswer, "Where and how to send it"),
        413: { description: "Too large", content: { "application/problem+json": { schema: problem } } },
        ...refusals,
      },
    }),
    async (context) => {
      const request = context.req.valid("json");
      if (request.bytes > largestUpload)
        throw new Problem(413, "Content Too Large", `文件超过${Math.floor(largestUpload / 1024 / 1024)} MB，请拆分后再上传。`, "TOO_LARGE");
      if (request.bytes === 0) throw new Problem(422, "Unprocessable Content", "文件是空的（0字节），请重新导出后上传。", "EMPTY");
      return context.json(await upload(request, new URL(context.req.url).origin), 201);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/summary",
      description: "Sums over the current reports of a division and year, with what is missing or uncertain in them",
      request: { query: placeQuery },
      responses: { 200: json(summaryAnswer, "Sums"), ...refusals },
    }),
    async (context) => {
      const { year, division } = context.req.valid("query");
      const { organizations, ...summary } = await queries.summary(year ?? null, division ?? null);
      return context.json({ ...summary, organizations: [...organizations] }, 200);
    },
  );

  app.get("/years", async (context) => context.json({ years: await years() }));

  for (const list of ["problems.csv", "figures.csv"] as const satisfies readonly CsvList[]) {
    app.openapi(
      createRoute({
        method: "get",
        path: `/${list}`,
        request: { query: placeQuery },
        responses: {
          200: { description: "The same list as the command writes", content: { "text/csv": { schema: { type: "string" } } } },
          ...refusals,
        },
      }),
      async (context) => {
        const { year, division } = context.req.valid("query");
        const lines = csvOf(list, queries, (id) => readableReport(results, id, onError), { year: year ?? null, division: division ?? null });
        const name = [list.replace(".csv", ""), division, year].filter((part) => part !== undefined).join("-");
        return context.body(streamOf(lines), 200, {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": attachment("attachment", `${name}.csv`),
        });
      },
    );
  }

  app.doc31("/openapi.json", { openapi: "3.1.0", info: { title: "Tabularium", version: ENGINE_VERSION } });
  return app;
}
