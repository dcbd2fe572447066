import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { access, chmod, constants, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { serve as listen, type ServerType } from "@hono/node-server";
import { OpenAPIHono } from "@hono/zod-openapi";
import { openApis } from "../api/apis.ts";
import type { CallerOf } from "../api/guarded.ts";
import { asProblem, noSuchAddress, problemResponse } from "../api/problem.ts";
import { reviewsOver } from "../api/reports.ts";
import { sameSite } from "../api/same-site.ts";
import { openCatalog } from "../catalog/catalog.ts";
import { openEventLog } from "../catalog/events.ts";
import { openLocalTable } from "../catalog/local.ts";
import { openQueries } from "../catalog/queries.ts";
import { asReviewed } from "../catalog/reviews.ts";
import { totalsKeeper } from "../catalog/totals.ts";
import { LIMITS } from "../limits.ts";
import { PROFILES } from "../profiles/profiles.ts";
import { readableReport, readDocument } from "../report/store.ts";
import { directoryStore, makeFolder } from "../storage/directory.ts";
import { documentPool } from "../work/document-pool.ts";
import { type Environment, isLoopback, loopbackOnly, tokenRequired } from "./access.ts";
import { openEventStreams } from "./event-stream.ts";
import { openExporting } from "./exporting.ts";
import { INBOX, openIntake, signatureOf } from "./intake.ts";
import { FolderInUseError, lockFolder } from "./lock.ts";
import { describe, logFor, logTo } from "./log.ts";
import { promptness } from "./promptness.ts";
import { removeFrom } from "./removing.ts";
import { soleHolder, type TokenHolder, TokensFileError, tokensIn } from "./tokens.ts";
import { openUploads } from "./uploads.ts";

interface ServeOptions {
  readonly data: string;
  readonly port: number;
  /** Tried in turn where that one is taken. */
  readonly otherPorts?: readonly number[];
  readonly host: string;
  /** Of one who may do all. One, or a file of several, is required where others than this machine can reach the server. */
  readonly token?: string;
  /** File of tokens of several people, see tokens.ts. */
  readonly tokens?: string;
  /** Where browsers find the server, if a proxy stands before it. */
  readonly publicUrl?: string;
  /** The built worker, lib/work/worker.ts, and the built script of the page. */
  readonly worker: URL;
  readonly script: URL;
  /** Takes the log, a line of JSON at a time; without it standard error has it, in words where that is a terminal. */
  readonly writeLog?: (line: string) => void;
}

/**
 * How long documents in work may take to end when the server does; what is not done by then is taken up by the next.
 */
const ENDING_MS = 5000;

/** Why serve can't begin: a sentence for whoever started it. */
export class ServeError extends Error {}

/** Another server works on the data folder. */
export class FolderBusyError extends ServeError {}

interface Serving {
  /** Where browsers find it. */
  readonly url: string;
  /** Finishes what is in work and takes a moment, leaves the rest to the next server, and ends. */
  readonly close: () => Promise<void>;
}

/** The whole pipeline in one process over one folder: DIR/inbox, DIR/results, DIR/catalog. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: opens the parts of one server, which its end closes in turn
export async function serve({
  data,
  port,
  otherPorts = [],
  host,
  token,
  tokens,
  publicUrl,
  worker,
  script,
  writeLog,
}: ServeOptions): Promise<Serving> {
  const holders = [...(token ? [soleHolder(token)] : []), ...(tokens === undefined ? [] : await holdersIn(tokens))];
  if (!isLoopback(host) && holders.length === 0)
    throw new ServeError(
      `监听 ${host} 时其他机器也能访问，必须设置访问令牌：--token 令牌，或环境变量 TABULARIUM_TOKEN，或 --tokens 文件。`,
    );
  const publicOrigin = publicUrl === undefined ? undefined : originOf(publicUrl);
  if (publicOrigin !== undefined && holders.length === 0)
    throw new ServeError(
      "用 --public-url 时其他机器也能访问，必须设置访问令牌：--token 令牌，或环境变量 TABULARIUM_TOKEN，或 --tokens 文件。",
    );
  const root = resolve(data);
  const place = (name: string) => join(root, name);
  const unlock = await prepare(root);
  const log = writeLog ? logTo(writeLog, Date.now) : logFor(process.stderr, Date.now);
  const local = await openLocalTable(place("catalog")).catch(async (error) => {
    await unlock();
    throw new ServeError(`数据文件夹里的目录无法打开（${describe(error)}）：${place("catalog")}`);
  });
  const { table } = local;
  const secret = await secretIn(place("secret"));
  const results = directoryStore(place("results"), { temporary: place("temporary") });
  const reportOf = (id: string) =>
    readableReport(results, id, (error) => log("error", "report not readable", { id, error: describe(error) }));
  const events = await openEventLog(table, Date.now);
  const reports = { table, report: reportOf, document: (id: string) => readDocument(results, id) };
  const catalog = openCatalog({
    ...reports,
    profiles: PROFILES,
    refreshTotals: totalsKeeper(table),
    publish: events.publish,
    resultsOf: (id) => `/reports/${id}`,
  });
  await catalog.resume();
  const threads = availableParallelism();
  const pool = documentPool({ worker, size: threads, limits: LIMITS, triesAgain: true, quickFirst: true });
  const intake = await openIntake({
    inbox: place("inbox"),
    results: place("results"),
    catalog,
    pool,
    report: reportOf,
    // While a report is entered in the catalog, the workers have the next ones.
    concurrency: threads + 4,
    log,
    now: Date.now,
  });
  const uploads = openUploads({
    inbox: place("inbox"),
    temporary: place("temporary"),
    secret,
    now: Date.now,
    callerOf,
    refusal: (path) => pool.refusal(path, LIMITS.judgeSeconds),
    onFile: intake.look,
  });
  const exporting = openExporting({
    table,
    queries: (within) => openQueries(table, secret, PROFILES, { within }),
    report: async (id) => (await asReviewed(reports, id))?.now ?? null,
    results,
    folder: place("exports"),
    temporary: place("temporary"),
    log,
    now: Date.now,
  });
  const closing = new AbortController();
  const access = holders.length > 0 ? tokenRequired(holders, callerOf, publicOrigin) : null;
  const eventStreams = openEventStreams({ log: events, intake, closing: closing.signal }, callerOf);
  const page = await readFile(script, "utf8");
  const apiOf = openApis((within) => {
    const queries = openQueries(table, secret, PROFILES, { within, bucket: INBOX });
    return {
      queries,
      catalog,
      caller: callerOf,
      ...(access && { unknown: access.unknown }),
      audit: (line) => log("info", "audit", { ...line }),
      now: Date.now,
      results,
      exports: exporting.exports,
      reviews: reviewsOver(reports, results, catalog.review),
      upload: (request, origin, caller) => uploads.upload(request, publicOrigin ?? origin, caller),
      withdraw: async (handle) => {
        const found = await queries.submission(handle);
        if (!found) return "unknown";
        const outcome = found.withdrawn
          ? "absent"
          : await removeFrom(place("inbox"), found.key, signatureOf(found.version));
        intake.look();
        return outcome === "replaced" ? outcome : "withdrawn";
      },
      health: async () => {
        const { waiting, processing, trouble } = intake.state();
        return { status: trouble === null ? "ok" : "degraded", waiting, processing: processing.length, trouble };
      },
      canLeave: access !== null,
      script: page,
      also: [uploads.app, eventStreams(within, queries), ...(access ? [access.app] : [])],
      onError: (error) => log("error", "request failed", { error: describe(error) }),
    };
  });
  const app = new OpenAPIHono<Environment>();
  app.onError((error, context) => problemResponse(context, asProblem(error)));
  app.notFound(noSuchAddress);
  app.use(promptness, sameSite(publicOrigin), access?.guard ?? loopbackOnly);
  app.all("*", (context) => {
    const caller = context.get("caller");
    return apiOf(caller).fetch(context.req.raw, { ...context.env, caller });
  });

  // Node's own limit of five minutes would cut off large files on slow lines.
  const server = listen({ fetch: app.fetch, port, hostname: host, serverOptions: { requestTimeout: 0 } });
  await listening(server, host, otherPorts).catch(async (error) => {
    const taken = intake.close();
    await pool.close();
    await Promise.all([taken, exporting.close()]);
    await local.close();
    await unlock();
    throw new ServeError(`无法监听 ${host}:${port}（${describe(error)}）。`);
  });
  const { port: actual } = server.address() as AddressInfo;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${actual}/`;
  // Reports of a large roster are moved for a while; whoever asks for it by then is told so.
  const moved = catalog.rosters
    .resumeAll()
    .catch((error: unknown) => log("error", "roster not settled", { error: describe(error) }));
  log("info", "serving", { url, data: root });
  return {
    url: publicOrigin ? `${publicOrigin}/` : url,
    close: async () => {
      log("info", "closing");
      closing.abort();
      const closed = new Promise<void>((done) => server.close(() => done()));
      const taken = intake.close();
      const exported = exporting.close();
      await pool.close(ENDING_MS);
      await Promise.all([taken, exported]);
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
      await Promise.race([moved, pause(ENDING_MS, undefined, { ref: false })]);
      await local.close();
      await unlock();
      log("info", "closed");
    },
  };
}

/** Fulfilled once it listens, at the port it was made for or at one of the others. */
async function listening(server: ServerType, host: string, otherPorts: readonly number[]): Promise<void> {
  for (const other of otherPorts) {
    const listens = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (listens) return;
    server.listen(other, host);
  }
  await once(server, "listening");
}

/** As the server itself tells the API. */
const callerOf: CallerOf = ({ env }) => (env as Environment["Variables"]).caller;

/** @throws ServeError */
async function holdersIn(path: string): Promise<readonly TokenHolder[]> {
  return tokensIn(path).catch((error) => {
    throw error instanceof TokensFileError ? new ServeError(error.message) : error;
  });
}

/** @throws ServeError */
function originOf(publicUrl: string): string {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : null;
  if (!url || !/^https?:$/u.test(url.protocol) || url.pathname !== "/" || url.search || url.hash || url.username)
    throw new ServeError(`--public-url 应为 https://主机名/ 的形式，不带路径：${publicUrl}`);
  return url.origin;
}

/** Makes the folders, sees that they can be written to, keeps other servers and other users off. */
async function prepare(root: string): Promise<() => Promise<void>> {
  try {
    for (const name of ["inbox", "results", "temporary"]) {
      await makeFolder(join(root, name));
      await access(join(root, name), constants.R_OK | constants.W_OK | constants.X_OK);
    }
    const unlock = await lockFolder(root);
    // What an interrupted run left half written.
    await rm(join(root, "temporary"), { recursive: true, force: true });
    await mkdir(join(root, "temporary"));
    // Version 0.1.0 left these open to all. What the inbox allows is its owner's choice; some file systems know no such
    // rights.
    for (const name of ["results", "catalog"]) await chmod(join(root, name), 0o700).catch(() => {});
    return unlock;
  } catch (error) {
    if (error instanceof FolderInUseError)
      throw new FolderBusyError(`另一个 tabularium serve 正在使用这个文件夹：${root}`);
    throw new ServeError(`数据文件夹不可写（${describe(error)}）：${root}`);
  }
}

const SECRET_BYTES = 32;

/** Signs cursors and upload addresses; made once and kept, readable by this user only. */
async function secretIn(path: string): Promise<string> {
  const kept = await readFile(path, "utf8").catch(() => "");
  if (kept.length === 2 * SECRET_BYTES) return kept;
  const made = randomBytes(SECRET_BYTES).toString("hex");
  await writeFile(path, made, { mode: 0o600 });
  return made;
}
