import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  type ExportFile,
  type ExportLedger,
  type ExportPlace,
  type ExportRecord,
  exportOwner,
} from "../catalog/exports.ts";
import type { Queries } from "../catalog/queries.ts";
import { EXPORT_KINDS, type ExportKind, TYPES } from "../exports/kinds.ts";
import { listFileName } from "../exports/scope.ts";
import { attachment } from "./attachment.ts";
import { noteAsked } from "./audit.ts";
import { summaryAsked } from "./downloads.ts";
import { askExportRoute, type ExportAnswer, exportFileRoute, exportRoute, exportsRoute } from "./export-routes.ts";
import { type CallerOf, notKnown } from "./guarded.ts";
import { knownReport } from "./known.ts";
import { listFilter } from "./lists.ts";
import { Problem } from "./problem.ts";
import type { Representation } from "./reports.ts";

/** Lists of any size: asked for, followed, fetched. */

/** What makes exports and keeps their files. */
export interface Exports {
  readonly ledger: ExportLedger;
  /** Has what is on record made. Repeatable. */
  readonly begin: (place: ExportPlace) => Promise<void>;
  /** A file: a short-lived address of it, or what it holds; null where there is none. */
  readonly file: (
    key: string,
    as: Representation,
  ) => Promise<string | { readonly bytes: number; readonly body: ReadableStream<Uint8Array> } | null>;
}

interface ExportRoutePorts {
  readonly queries: Pick<Queries, "within" | "report">;
  readonly exports: Exports;
  readonly caller: CallerOf;
}

/** Adds the routes of exports. What a caller may see is told by `queries`, who he is by the door. */
export function answerExports(app: OpenAPIHono, { queries, exports, caller }: ExportRoutePorts): void {
  const { ledger, begin, file } = exports;
  const { within } = queries;
  const ownerIn = (context: Context): string => {
    const known = caller(context);
    if (!known) throw notKnown();
    return exportOwner(known.subject);
  };
  const own = async (context: Context, id: string): Promise<ExportRecord> => {
    const found = await ledger.own({ owner: ownerIn(context), id }, within);
    if (!found) throw noSuchExport();
    return found;
  };
  const answerOf = async (record: ExportRecord): Promise<ExportAnswer> => {
    const { id, kind, state, done, total, failure, askedAt, expiresAt } = record;
    const files = state === "ready" ? await ledger.files(record) : [];
    return {
      id,
      kind,
      name: listFileName(EXPORT_KINDS[kind].name, record.filter),
      state,
      done,
      total,
      failure,
      askedAt,
      expiresAt,
      files: files.map((each, at) => ({
        name: nameOf(record, files, at),
        bytes: each.bytes,
        url: `/exports/${id}/files/${at + 1}`,
      })),
    };
  };

  app.openapi(askExportRoute, async (context) => {
    const asked = context.req.valid("json");
    const { kind, filter } = asked;
    noteAsked(context, { kind, ...filter });
    const summary = asked.kind === "summary.xlsx" || asked.kind === "summary.docx" ? summaryAsked(asked.filter) : null;
    // Told at once, and not when all is read.
    if (summary?.parent) await knownReport(queries, summary.parent);
    const record = await ledger.ask(ownerIn(context), { kind, filter: listFilter(queries, filter), summary });
    if (!record) throw tooMany();
    // What a server that ended in between has left is begun when it is asked for again.
    if (record.state === "queued") await begin(record);
    return context.json(await answerOf(record), 202, { location: `/exports/${record.id}` });
  });

  app.openapi(exportsRoute, async (context) => {
    const records = await ledger.list(ownerIn(context), within);
    return context.json({ items: await Promise.all(records.map(answerOf)) }, 200);
  });

  app.openapi(exportRoute, async (context) => {
    const record = await own(context, context.req.valid("param").export);
    return context.json(await answerOf(record), 200, { "cache-control": "no-store" });
  });

  app.openapi(exportFileRoute, async (context) => {
    const { export: id, file: number } = context.req.valid("param");
    const record = await own(context, id);
    const files = record.state === "ready" ? await ledger.files(record) : [];
    const asked = files[number - 1];
    if (!asked) throw noSuchExport();
    const as = {
      contentType: TYPES[endingOf(asked)],
      disposition: attachment("attachment", nameOf(record, files, number - 1)),
    };
    const found = await file(`${id}/${asked.path}`, as);
    if (found === null) throw noSuchExport();
    if (typeof found === "string") return context.redirect(found, 302);
    return context.body(found.body, 200, {
      "content-type": as.contentType,
      "content-disposition": as.disposition,
      "content-length": String(found.bytes),
    });
  });
}

const endingOf = ({ path }: ExportFile) => path.split(".").at(-1) as keyof typeof TYPES;

/** What a file is called: by what it is about and its number where there are several; of Parquet as its folders have it. */
function nameOf({ kind, filter }: ExportRecord, files: readonly ExportFile[], at: number): string {
  const { name, ending }: ExportKind = EXPORT_KINDS[kind];
  if (ending === null) return files[at]?.path ?? "";
  return `${listFileName(name, filter)}${files.length > 1 ? `-${at + 1}` : ""}.${ending}`;
}

const noSuchExport = (): Problem =>
  new Problem(404, "Not Found", "没有这份下载，可能已过保存期限，请重新生成。", "NO_EXPORT");

const tooMany = (): Problem =>
  new Problem(409, "Conflict", "已有几份下载正在生成，请等其中一份生成后再试。", "TOO_MANY_EXPORTS");
