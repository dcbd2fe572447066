import { randomBytes } from "node:crypto";
import { GetObjectCommand, HeadBucketCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { OpenAPIHono } from "@hono/zod-openapi";
import { openApis } from "../api/apis.ts";
import type { AuditLine } from "../api/audit.ts";
import { type Caller, folderOfCaller } from "../api/caller.ts";
import type { CallerOf } from "../api/guarded.ts";
import { asProblem, problemResponse } from "../api/problem.ts";
import { reviewsOver } from "../api/reports.ts";
import { sameSite } from "../api/same-site.ts";
import type { Upload, UploadRequest } from "../api/schemas.ts";
import { documentClient, dynamoTable } from "../catalog/dynamo-table.ts";
import { type ExportPlace, openExportLedger } from "../catalog/exports.ts";
import { openQueries } from "../catalog/queries.ts";
import { ifAbsent, type Table } from "../catalog/table.ts";
import { PROFILES } from "../profiles/profiles.ts";
import { resultFolder } from "../report/result-names.ts";
import { readableReport, readDocument } from "../report/store.ts";
import { below } from "../storage/objects.ts";
import { s3Client, s3Store } from "../storage/s3.ts";
import { callerIn } from "./cloud-callers.ts";
import { cloudCatalog } from "./cloud-catalog.ts";
import { deleteVersion } from "./delete-version.ts";
import {
  type ApiEnvironment,
  EXPORTS_PREFIX,
  RESULTS_PREFIX,
  SECRETS,
  type SignInEnvironment,
  UPLOAD_CHECKSUM,
} from "./environment.ts";
import { openProvider } from "./provider.ts";
import { sender } from "./queues.ts";
import { signInApp, unknownCaller } from "./sign-in.ts";
import { openSignInSessions } from "./sign-in-sessions.ts";

const CURSORS = { pk: SECRETS, sk: "CURSORS" };

/** How long an address of a result or for an upload is good. */
const LINK_SECONDS = 300;
const UPLOAD_SECONDS = 3600;
/** Bytes. A function's answer may have 6 MB, and goes out in base64. */
const LARGEST_ANSWER = 4_500_000;
/** Milliseconds: a gateway waits for 29 seconds. */
const LONGEST_ANSWER = 24_000;
/** The lines of a report's figures are some 40 KB. */
const MOST_ANSWERED = 100;

interface OpenApiOptions {
  readonly script: string;
  readonly audit: (line: AuditLine) => void;
  readonly onError: (error: unknown) => void;
  /** How people sign in; null where all callers are IAM identities. */
  readonly signIn: SignInEnvironment | null;
}

/** The API over a bucket and a table, as its environment tells. */
export async function openApi(environment: ApiEnvironment, { script, signIn, audit, onError }: OpenApiOptions) {
  const s3 = s3Client();
  const table = dynamoTable(documentClient({}), environment.CATALOG_TABLE);
  const results = below(s3Store(s3, environment.RESULTS_BUCKET), RESULTS_PREFIX);
  const reports = {
    table,
    report: (id: string) => readableReport(results, id, onError),
    document: (id: string) => readDocument(results, id),
  };
  const catalog = cloudCatalog(environment, reports, {});
  const secret = await cursorSecret(table);
  const begin = sender<ExportPlace>(new SQSClient({}), environment.EXPORT_QUEUE);
  const fileAddress = linkTo(s3, environment.RESULTS_BUCKET, EXPORTS_PREFIX);
  const exports = {
    ledger: openExportLedger(table, Date.now),
    begin: ({ owner, id }: ExportPlace) => begin([{ owner, id }]),
    file: fileAddress,
  };
  const entrance = signIn && entranceOf(signIn, onError);
  const uploadsTo = [await originOf(s3, new PutObjectCommand({ Bucket: environment.INTAKE_BUCKET, Key: "-" }))];
  const resultsFrom = [await originOf(s3, new GetObjectCommand({ Bucket: environment.RESULTS_BUCKET, Key: "-" }))];
  const apiOf = openApis((within) => {
    const [bucket, root] = [environment.INTAKE_BUCKET, environment.INTAKE_PREFIX];
    const queries = openQueries(table, secret, PROFILES, { within, bucket, root });
    return {
      queries,
      catalog,
      caller: callerOf,
      ...(entrance && { unknown: unknownCaller, also: [entrance], canLeave: true }),
      audit,
      now: Date.now,
      results,
      reviews: reviewsOver(reports, results, catalog.review),
      exports,
      bounds: { bytes: LARGEST_ANSWER, milliseconds: LONGEST_ANSWER, reports: MOST_ANSWERED },
      link: { above: LARGEST_ANSWER, address: linkTo(s3, environment.RESULTS_BUCKET, RESULTS_PREFIX) },
      upload: uploadTo(s3, environment.INTAKE_BUCKET, environment.INTAKE_PREFIX),
      withdraw: async (handle) => {
        const found = await queries.submission(handle);
        return found === null ? "unknown" : found.withdrawn ? "withdrawn" : deleteVersion(s3, found);
      },
      health: () => healthOf(s3, table, environment, onError),
      largestUpload: environment.LARGEST_OBJECT_BYTES,
      script,
      uploadsTo,
      resultsFrom,
      onError,
    };
  });
  const app = new OpenAPIHono<{ Bindings: LambdaBindings }>();
  app.onError((error, context) => problemResponse(context, asProblem(error)));
  const ownSite = sameSite();
  // Of those whom a cookie names; other sites' pages have no tokens.
  app.use((context, next) =>
    context.req.header("authorization") === undefined && context.env.event?.requestContext?.authorizer?.iam == null
      ? ownSite(context, next)
      : next(),
  );
  app.all("*", (context) => {
    const caller = callerIn(context.env.event?.requestContext?.authorizer);
    return apiOf(caller).fetch(context.req.raw, { ...context.env, caller });
  });
  return app;
}

/** What of a Lambda event is asked for here. */
interface LambdaBindings {
  readonly event?: { readonly requestContext?: { readonly authorizer?: { readonly iam?: unknown } } };
}

/** As the door tells the API. */
const callerOf: CallerOf = ({ env }) => (env as { readonly caller: Caller | null }).caller;

function entranceOf({ SIGN_IN, SESSIONS_TABLE }: SignInEnvironment, onError: (error: unknown) => void) {
  const provider = openProvider(SIGN_IN);
  const sessions = openSignInSessions(dynamoTable(documentClient({}), SESSIONS_TABLE), provider, SIGN_IN);
  return signInApp(provider, sessions, SIGN_IN, callerOf, onError);
}

/** Where browsers go for a signed command. */
const originOf = async (s3: S3Client, command: GetObjectCommand | PutObjectCommand): Promise<string> =>
  new URL(await getSignedUrl(s3, command)).origin;

/** Asks the table and both buckets: an API that can't reach one of them answers with errors, or sends files to nowhere. */
async function healthOf(
  s3: S3Client,
  table: Table,
  { INTAKE_BUCKET, RESULTS_BUCKET }: ApiEnvironment,
  onError: (error: unknown) => void,
) {
  const trouble = async (name: string, question: () => Promise<unknown>): Promise<string | null> => {
    try {
      await question();
      return null;
    } catch (error) {
      onError(error);
      return name;
    }
  };
  const found = await Promise.all([
    trouble("CATALOG", () => table.get(CURSORS)),
    trouble("RESULTS", () => s3.send(new HeadBucketCommand({ Bucket: RESULTS_BUCKET }))),
    trouble("INTAKE", () => s3.send(new HeadBucketCommand({ Bucket: INTAKE_BUCKET }))),
  ]);
  const first = found.find((each) => each !== null) ?? null;
  return { status: first === null ? ("ok" as const) : ("degraded" as const), trouble: first };
}

/** What signs cursors: made by whichever function starts first, the same for all. */
async function cursorSecret(table: Table): Promise<string> {
  const known = await table.get(CURSORS);
  if (known) return known.secret as string;
  await table.put({ ...CURSORS, secret: randomBytes(32).toString("base64url") }, ifAbsent);
  return cursorSecret(table);
}

const linkTo =
  (s3: S3Client, bucket: string, prefix: string) =>
  (
    key: string,
    { contentType, disposition }: { readonly contentType: string; readonly disposition: string },
  ): Promise<string> =>
    getSignedUrl(
      s3,
      new GetObjectCommand({
        Bucket: bucket,
        Key: prefix + key,
        ResponseContentType: contentType,
        ResponseContentDisposition: disposition,
      }),
      { expiresIn: LINK_SECONDS },
    );

/** An address that takes exactly as many bytes as were asked for, and only those of the hash, where it was given. */
const uploadTo =
  (s3: S3Client, bucket: string, prefix: string) =>
  async ({ name, bytes, sha256 }: UploadRequest, _origin: string, caller: Caller): Promise<Upload> => {
    const checksum = sha256 === undefined ? undefined : Buffer.from(sha256, "hex").toString("base64");
    const key = prefix + folderOfCaller(caller) + visible(resultFolder(name));
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      ContentLength: bytes,
      ChecksumSHA256: checksum,
    });
    const url = await getSignedUrl(s3, command, {
      expiresIn: UPLOAD_SECONDS,
      signableHeaders: new Set(["content-length", "host", UPLOAD_CHECKSUM]),
      unhoistableHeaders: new Set([UPLOAD_CHECKSUM]),
    });
    return { url, method: "PUT", headers: checksum === undefined ? {} : { [UPLOAD_CHECKSUM]: checksum }, name: key };
  };

/** Hidden files are not taken; whoever uploads one means it. */
const visible = (name: string): string =>
  name
    .split("/")
    .map((part) => part.replace(/^(?:\.|~\$)+/u, "_"))
    .join("/");
