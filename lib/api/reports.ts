import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Catalog } from "../catalog/catalog.ts";
import type { Queries } from "../catalog/queries.ts";
import { asReviewed, type ReadPorts, type ReviewedReport } from "../catalog/reviews.ts";
import { reportHtml } from "../report/html/report-page.ts";
import { readableOf } from "../report/readable.ts";
import { RESULT_FILES } from "../report/result-names.ts";
import { ReviewError, standingsOf } from "../report/reviewed.ts";
import type { Source } from "../report/schema.ts";
import { cellFile, pageFile, readableReport, readPictures, readReport } from "../report/store.ts";
import type { ObjectStore } from "../storage/objects.ts";
import { attachment } from "./attachment.ts";
import { knownReport } from "./known.ts";
import { notFound, Problem } from "./problem.ts";
import {
  cellPictureRoute,
  FILE_ROUTES,
  pagePictureRoute,
  readableRoute,
  reportRoute,
  reviewRoute,
  reviewsRoute,
} from "./report-routes.ts";
import type { ReviewOnRecord, ReviewRequest } from "./review-schemas.ts";
import { hashOf, versionedEtag, versionsIn } from "./versioned-etag.ts";

/** One report: what was read, what people say of it, its files and pictures. */

export interface Reviews {
  /** The report of an id with what was said of it; null where there is none. @throws UnreadableReportError */
  readonly of: (id: string) => Promise<ReviewedReport | null>;
  readonly say: Catalog["review"];
}

/**
 * What people say of reports.
 * @param results reports are read from here as they are, so that a damaged one is told
 */
export const reviewsOver = (
  { table, document }: Omit<ReadPorts, "report">,
  results: ObjectStore,
  say: Reviews["say"],
): Reviews => ({ of: (id) => asReviewed({ table, document, report: (own) => readReport(results, own) }, id), say });

interface ReportPorts {
  readonly queries: Queries;
  readonly results: ObjectStore;
  readonly reviews: Reviews;
  readonly link?: Link | undefined;
  readonly caller: (context: Context) => string | null;
}

/** How a file is answered. */
export interface Representation {
  readonly contentType: string;
  readonly disposition: string;
}

/** Short-lived addresses of results that are too large to be answers. */
export interface Link {
  /** Bytes. */
  readonly above: number;
  readonly address: (key: string, as: Representation) => Promise<string>;
}

const HTML: Representation = { contentType: "text/html; charset=utf-8", disposition: "inline" };
const JSON_TEXT: Representation = { contentType: "application/json", disposition: "inline" };
const JPEG: Representation = { contentType: "image/jpeg", disposition: "inline" };

/** The report's page brings its own policy, which allows its style sheet and nothing else; here it may not be framed. */
const PAGE_POLICY = { "content-security-policy": "frame-ancestors 'none'; sandbox allow-popups allow-same-origin" };

const PDF = "application/pdf";
const PICTURES: Readonly<Record<string, string>> = { jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png" };

/** What browsers show of originals without running anything of them; null for a file to be kept. */
function shownAs({ format, name }: Source): string | null {
  if (format === "pdf") return PDF;
  return format === "image" ? (PICTURES[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? null) : null;
}

/** Browsers show no PDF in a sandbox; their viewers are apart from the page. */
const PDF_POLICY = { "content-security-policy": "frame-ancestors 'self'" };

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the routes of a report, which share its ports
export function answerReports(app: OpenAPIHono, { queries, results, reviews, link, caller }: ReportPorts): void {
  const known = (id: string) => knownReport(queries, id);

  async function aboutOf(id: string) {
    await known(id);
    const about = await reviews.of(id);
    if (!about) throw notFound();
    return about;
  }

  /** A report with what the catalog knows of it, and its ETag, which is the same whichever way it is asked for. */
  async function whole(id: string, as: "read" | "reviewed") {
    const { standing, submittedAt, supersededBy, awaits, heldBy, heldFor, decision, unit, history } = await known(id);
    const [about, submissions, previousYear] = await Promise.all([
      reviews.of(id),
      queries.submissionsOf(id),
      queries.previousYear(id),
    ]);
    if (!about) throw notFound();
    const told = {
      reviews: onRecord(about),
      previousYear,
      standing,
      submittedAt,
      supersededBy,
      awaits,
      heldBy,
      heldFor,
      decision,
      unit,
      history: [...history],
      submissions: [...submissions],
    };
    return {
      about,
      answer: { ...(as === "read" ? about.read : about.now), ...told },
      etag: versionedEtag(versionOf(about), told),
    };
  }

  app.openapi(reportRoute, async (context) => {
    const { id } = context.req.valid("param");
    const { answer, etag } = await whole(id, context.req.valid("query").as ?? "reviewed");
    return context.json(answer, 200, { etag });
  });

  app.openapi(readableRoute, async (context) => {
    const { now } = await aboutOf(context.req.valid("param").id);
    return context.json(readableOf(now), 200);
  });

  app.openapi(reviewsRoute, async (context) => {
    const about = await aboutOf(context.req.valid("param").id);
    return context.json({ items: onRecord(about) }, 200);
  });

  app.openapi(reviewRoute, async (context) => {
    const { id } = context.req.valid("param");
    const expected = context.req.header("if-match");
    if (expected === undefined)
      throw new Problem(428, "Precondition Required", "请先打开报告再确认（缺少 If-Match）。", "IF_MATCH_MISSING");
    const about = await aboutOf(id);
    if (!versionsIn(expected).includes(versionOf(about))) throw changed();
    const request: ReviewRequest = context.req.valid("json");
    const words = Array.isArray(request) ? request : [request];
    const by = caller(context) ?? words.find((word) => word.by?.trim())?.by?.trim() ?? null;
    const at = new Date().toISOString();
    const said = await reviews.say(about, words, { by, at }).catch((error: unknown) => {
      throw error instanceof ReviewError ? refusalOf(error) : error;
    });
    if (!said) throw changed();
    const after = await whole(id, "reviewed");
    return context.json(after.answer, 201, { etag: after.etag });
  });

  const answerFile = async (
    context: Context,
    key: string,
    as: Representation,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const size = link && (await results.size(key));
    if (link && size != null && size > link.above) {
      // No policy goes with what comes from there: a page is only kept, not shown.
      const kept = as === HTML ? { ...HTML, disposition: "attachment" } : as;
      return context.redirect(await link.address(key, kept), 302);
    }
    const bytes = await results.get(key);
    if (!bytes) throw notFound();
    return context.body(new Uint8Array(bytes), 200, {
      "content-type": as.contentType,
      "content-disposition": as.disposition,
      "content-security-policy": "default-src 'none'; sandbox",
      ...headers,
    });
  };

  app.openapi(FILE_ROUTES.document, async (context) => {
    const { id } = context.req.valid("param");
    await known(id);
    return answerFile(context, `${id}/${RESULT_FILES.document}`, JSON_TEXT);
  });

  app.openapi(FILE_ROUTES.source, async (context) => {
    const { id } = context.req.valid("param");
    const { name } = await known(id);
    // What the file is called and holds does not depend on whether its report can still be read.
    const read = await readableReport(results, id, () => {});
    const shown = read && shownAs(read.source);
    const as = {
      contentType: shown ?? "application/octet-stream",
      disposition: attachment(shown === null ? "attachment" : "inline", name),
    };
    // The id is the hash of the file as it came, the largest of them: it need not be hashed again.
    return answerFile(context, `${id}/${RESULT_FILES.source}`, as, {
      etag: `"${id}"`,
      ...(shown === PDF ? PDF_POLICY : {}),
    });
  });

  app.openapi(FILE_ROUTES.html, async (context) => {
    const { id } = context.req.valid("param");
    const { reviewed } = await known(id);
    const about = reviewed ? await reviews.of(id) : null;
    if (!about) return answerFile(context, `${id}/${RESULT_FILES.html}`, HTML, PAGE_POLICY);
    const { now } = about;
    const page = reportHtml(now, await readPictures(results, id, now));
    return context.body(page, 200, { "content-type": HTML.contentType, ...PAGE_POLICY });
  });

  app.openapi(pagePictureRoute, async (context) => {
    const { id, page } = context.req.valid("param");
    // What an earlier engine left there is no picture of this report.
    const { source } = await readOf(id);
    if (!source.shownPages?.includes(page)) throw notFound();
    return answerFile(context, `${id}/${pageFile(page)}`, JPEG);
  });

  app.openapi(cellPictureRoute, async (context) => {
    const { id, name } = context.req.valid("param");
    const { source } = await readOf(id);
    if (!source.shownCells?.includes(name)) throw notFound();
    return answerFile(context, `${id}/${cellFile(name)}`, JPEG);
  });

  /** The report as it was read: what its files and pictures are does not depend on anybody's word. */
  async function readOf(id: string) {
    await known(id);
    const read = await readReport(results, id);
    if (!read) throw notFound();
    return read;
  }
}

const changed = (): Problem =>
  new Problem(
    412,
    "Precondition Failed",
    "这份报告刚有变动（可能有人同时在确认），请看过现在的内容再继续。",
    "CHANGED",
  );

const refusalOf = ({ code, message }: ReviewError): Problem =>
  code === "BEFORE_DIFFERS"
    ? new Problem(409, "Conflict", message, code)
    : new Problem(422, "Unprocessable Content", message, code);

const onRecord = ({ read, reviews }: ReviewedReport): ReviewOnRecord[] => {
  const standings = standingsOf(read, reviews);
  return reviews.map(({ read: _, ...review }, index) => ({ ...review, standing: standings[index] ?? "replaced" }));
};

/** What a word is about: the reading and what was said of it. What else becomes of the report refuses no word. */
const versionOf = ({ read, reviews }: ReviewedReport): string => hashOf([read.engineVersion, read.status, reviews]);
