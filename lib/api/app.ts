import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import type { Catalog } from "../catalog/catalog.ts";
import type { Queries } from "../catalog/queries.ts";
import { LIMITS } from "../limits.ts";
import { isCurrentVersion } from "../profiles/profiles.ts";
import { UnreadableReportError } from "../report/store.ts";
import type { ObjectStore } from "../storage/objects.ts";
import { ENGINE_VERSION } from "../version.ts";
import { answerAcrossReports } from "./across-reports.ts";
import { type AuditLine, audited } from "./audit.ts";
import { limitBodies } from "./body-limits.ts";
import type { AnswerBounds } from "./bounded.ts";
import type { Caller } from "./caller.ts";
import { describeApi } from "./description.ts";
import { answerDownloads } from "./downloads.ts";
import { answerExports, type Exports } from "./exports.ts";
import { type CallerOf, guardedApp, NEEDED, notKnown } from "./guarded.ts";
import { answerLetters } from "./letters.ts";
import { listed } from "./lists.ts";
import { refuseOtherMethods } from "./methods.ts";
import type { Need } from "./needs.ts";
import { pageResponse } from "./page.ts";
import { asProblem, noSuchAddress, noSuchFamily, PLAIN_HEADERS, Problem, problemResponse } from "./problem.ts";
import { answerReports, type Link, type Reviews } from "./reports.ts";
import { answerRosters } from "./roster.ts";
import {
  descriptionRoute,
  engineRoute,
  healthRoute,
  pageRoute,
  reportsRoute,
  summaryRoute,
  uploadsRoute,
  withdrawRoute,
  yearsRoute,
} from "./routes.ts";
import { FIRST_FAMILY, type Health, type Upload, type UploadRequest } from "./schemas.ts";
import { answerStandings } from "./standing.ts";
import { answerSubmissions } from "./submissions.ts";

/** What the API is about, wherever it runs. */
export interface ApiPorts {
  readonly queries: Queries;
  readonly reviews: Reviews;
  readonly caller: CallerOf;
  /** What somebody whom the door doesn't know is told where he must be known. */
  readonly unknown?: (context: Context) => Response;
  /** Takes a line for each request. */
  readonly audit: (line: AuditLine) => void;
  /** Takes what people decide. */
  readonly catalog: Pick<Catalog, "decide" | "rosters" | "letterTemplate">;
  readonly now: () => number;
  /** Holds what `report/store.ts` files of a report, in the folder of its id. */
  readonly results: ObjectStore;
  /** Makes lists that are too large to be answers. */
  readonly exports: Exports;
  /** For where an answer's size is bounded; without it, a result itself is the answer. */
  readonly link?: Link;
  /** The same of lists: beyond it they are only made in the background. */
  readonly bounds?: AnswerBounds;
  /** Where a file is to be sent. `origin` is the server's own address. */
  readonly upload: (request: UploadRequest, origin: string, caller: Caller) => Promise<Upload>;
  /** Takes the file of a handle away from where it was put; "replaced" where another version stands there now. */
  readonly withdraw: (handle: string) => Promise<"withdrawn" | "replaced" | "unknown">;
  readonly health: () => Promise<Omit<Health, "engineVersion">>;
  /** Largest file that is taken, in bytes. */
  readonly largestUpload?: number;
  /** Whether those who use the page can leave at `POST /sign-out`. */
  readonly canLeave?: boolean;
  /** The page's script. */
  readonly script: string;
  /** Origins to which files are sent, other than the server itself. */
  readonly uploadsTo?: readonly string[];
  /** Origins to which `link` leads. */
  readonly resultsFrom?: readonly string[];
  /** Routes beside these, of one server only. */
  readonly also?: readonly OpenAPIHono[];
  /** Told of errors that nobody foresaw. */
  readonly onError: (error: unknown) => void;
}

/** Reports of a list that the page takes at once where nothing bounds answers: some seconds. */
const MOST_AT_ONCE = 2_000;

/**
 * RFC 9110, 15.4.5, and the policy: browsers apply a 304's to the page they have, so its own also replaces a wrong one
 * that they have kept.
 */
const RETAINED_BY_304 = [...RETAINED_304_HEADERS, "content-security-policy"];

/**
 * The API and the page. Web standards in, web standards out: a server, a Lambda function and a test are doors to the
 * same app. Every answer that is not one is application/problem+json.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: all routes share one app and its ports
export function createApi({
  queries,
  catalog,
  now,
  results,
  exports,
  link,
  bounds,
  upload,
  health: healthNow,
  largestUpload = LIMITS.fileBytes,
  canLeave = false,
  script,
  uploadsTo = [],
  resultsFrom = [],
  also = [],
  withdraw,
  reviews,
  caller,
  unknown = () => {
    throw notKnown();
  },
  audit,
  onError,
}: ApiPorts) {
  const app = guardedApp(caller, {
    defaultHook: (result) => {
      if (!result.success) {
        const [issue] = result.error.issues;
        if (issue?.path.at(-1) === "profile") throw noSuchFamily();
        throw new Problem(400, "Bad Request", `参数有误：${issue?.path.join(".") || "请求"}。`, "INVALID_PARAMETER");
      }
    },
  });

  app.use(audited(caller, audit));
  // Around all that sets headers: a 304 is made of the finished 200. Lists in CSV are left out, they would have to be
  // held whole to be hashed.
  for (const path of ["/", "/reports/*", "/roster", "/summary", "/years", "/engine", "/openapi.json"])
    app.use(path, etag({ retainedHeaders: RETAINED_BY_304 }));
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries({ ...PLAIN_HEADERS, "cache-control": "private, no-cache" }))
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  });
  /** Paths that are open to anybody. */
  const open = new Set<string>();
  app.use((context, next) =>
    caller(context) === null && !open.has(context.req.path) ? Promise.resolve(unknown(context)) : next(),
  );
  limitBodies(app);
  app.notFound(noSuchAddress);
  app.onError((error, context) => {
    const answer = asProblem(error);
    if (answer.status >= 500) onError(error);
    return problemResponse(context, answer);
  });

  app.openapi(healthRoute, async (context) => {
    const state = await healthNow();
    return context.json({ engineVersion: ENGINE_VERSION, ...state }, state.status === "ok" ? 200 : 503, {
      "cache-control": "no-store",
    });
  });

  app.openapi(pageRoute, (context) =>
    pageResponse(script, {
      uploadsTo,
      resultsFrom,
      reportsAtOnce: bounds?.reports ?? MOST_AT_ONCE,
      canLeave,
      caller: caller(context),
    }),
  );

  app.openapi(reportsRoute, async (context) => {
    const { items, cursor } = await listed(queries, context.req.valid("query"));
    return context.json({ items: items.map((item) => ({ ...item, history: [...item.history] })), cursor }, 200);
  });

  const nameOf = (context: Context): string | null => caller(context)?.name ?? null;
  answerReports(app, { queries, results, reviews, link, caller: nameOf });
  answerSubmissions(app, queries);
  answerStandings(app, { queries, catalog, now, caller: nameOf });
  answerRosters(app, { queries, rosters: catalog.rosters, now, caller: nameOf, onError });

  app.openapi(uploadsRoute, async (context) => {
    const request = context.req.valid("json");
    if (request.bytes > largestUpload)
      throw new Problem(
        413,
        "Content Too Large",
        `文件超过${Math.floor(largestUpload / 1024 / 1024)} MB，请拆分后再上传。`,
        "TOO_LARGE",
      );
    if (request.bytes === 0)
      throw new Problem(422, "Unprocessable Content", "文件是空的（0字节），请重新导出后上传。", "EMPTY");
    const sender = caller(context);
    if (!sender) throw notKnown();
    return context.json(await upload(request, new URL(context.req.url).origin, sender), 201);
  });

  app.openapi(withdrawRoute, async (context) => {
    const { submission } = context.req.valid("param");
    const outcome = /^[0-9a-f]{64}$/u.test(submission) ? await withdraw(submission) : "unknown";
    if (outcome === "unknown") throw new Problem(404, "Not Found", "没有这份提交，请核对编号。");
    if (outcome === "replaced")
      throw new Problem(409, "Conflict", "同名的文件后来又提交过，请撤回后来的那一份。", "REPLACED");
    return context.body(null, 202);
  });

  app.openapi(summaryRoute, async (context) => {
    const { year, division, profile } = context.req.valid("query");
    const { organizations, groups, ...summary } = await queries.summary(
      year ?? null,
      division ?? null,
      profile ?? FIRST_FAMILY,
    );
    return context.json({ ...summary, groups: [...groups], organizations: [...organizations] }, 200);
  });

  app.openapi(yearsRoute, async (context) => {
    const { profile } = context.req.valid("query");
    return context.json({ years: [...(await queries.years(profile ?? null))] }, 200);
  });

  app.openapi(engineRoute, async (context) => {
    const counts = await queries.engines();
    const reports = counts.map((each) => ({ ...each, current: isCurrentVersion(each.engineVersion) }));
    return context.json({ engineVersion: ENGINE_VERSION, reports }, 200);
  });

  /** A list goes on without a report that can't be understood. */
  const orUnreadable = <T>(found: Promise<T>): Promise<T | null> =>
    found.catch((error: unknown) => {
      if (!(error instanceof UnreadableReportError)) throw error;
      onError(error);
      return null;
    });
  const report = async (id: string) => (await orUnreadable(reviews.of(id)))?.now ?? null;
  answerAcrossReports(app, { queries, report });
  answerDownloads(app, { queries, report, now, bounds });
  answerExports(app, { queries, exports, caller, now });
  answerLetters(app, { queries, report, template: catalog.letterTemplate, now });

  for (const each of also) app.route("/", each);
  app.openapi(descriptionRoute, (context) => context.json(describeApi(app), 200));
  for (const path of openPathsOf(app)) open.add(path);
  refuseOtherMethods(app);
  return app;
}

/** @throws Error for a route that does not look at who calls */
function openPathsOf(app: OpenAPIHono): string[] {
  return app.openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== "route") return [];
    const { path, [NEEDED]: need } = definition.route as { readonly path: string; readonly [NEEDED]?: Need };
    if (need === undefined) throw new Error(`${path} does not look at who calls: see guardedApp.`);
    return need === "anybody" ? [path] : [];
  });
}
