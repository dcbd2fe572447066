import { randomBytes } from "node:crypto";
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Context } from "hono";
import { createApi } from "../api/app.ts";
import { reviewsOver } from "../api/reports.ts";
import type { Upload, UploadRequest } from "../api/schemas.ts";
import { documentClient, dynamoTable } from "../catalog/dynamo-table.ts";
import { openQueries } from "../catalog/queries.ts";
import { ifAbsent, type Table } from "../catalog/table.ts";
import { PROFILES } from "../profiles/profiles.ts";
import { resultFolder } from "../report/result-names.ts";
import { readableReport, readDocument } from "../report/store.ts";
import { below, type ObjectStore } from "../storage/objects.ts";
import { s3Client, s3Store } from "../storage/s3.ts";
import { cloudCatalog } from "./cloud-catalog.ts";
import { deleteVersion } from "./delete-version.ts";
import { type ApiEnvironment, RESULTS_PREFIX, SECRETS, UPLOAD_CHECKSUM } from "./environment.ts";

const CURSORS = { pk: SECRETS, sk: "CURSORS" };

/** How long an address of a result or for an upload is good. */
const LINK_SECONDS = 300;
const UPLOAD_SECONDS = 3600;

interface OpenApiOptions {
  readonly script: string;
  readonly onError: (error: unknown) => void;
}

/** The API over a bucket and a table, as its environment tells. */
export async function openApi(environment: ApiEnvironment, { script, onError }: OpenApiOptions) {
  const s3 = s3Client();
  const table = dynamoTable(documentClient({}), environment.CATALOG_TABLE);
  const results = below(s3Store(s3, environment.RESULTS_BUCKET), RESULTS_PREFIX);
  const reports = {
    table,
    report: (id: string) => readableReport(results, id, onError),
    document: (id: string) => readDocument(results, id),
  };
  const catalog = cloudCatalog(environment, reports, {});
  const queries = openQueries(table, await cursorSecret(table), PROFILES);
  return createApi({
    queries,
    catalog,
    now: Date.now,
    results,
    reviews: reviewsOver(reports, results, catalog.review),
    caller: callerOf,
    link: linkTo(s3, environment.RESULTS_BUCKET),
    upload: uploadTo(s3, environment.INTAKE_BUCKET, environment.INTAKE_PREFIX),
    withdraw: async (handle) => {
      const found = await queries.submission(environment.INTAKE_BUCKET, handle);
      return found === null ? "unknown" : found.withdrawn ? "withdrawn" : deleteVersion(s3, found);
    },
    health: () => healthOf(table, results, onError),
    largestUpload: environment.LARGEST_OBJECT_BYTES,
    script,
    uploadsTo: [await originOf(s3, new PutObjectCommand({ Bucket: environment.INTAKE_BUCKET, Key: "-" }))],
    resultsFrom: [await originOf(s3, new GetObjectCommand({ Bucket: environment.RESULTS_BUCKET, Key: "-" }))],
    onError,
  });
}

/** Who an authoriser of API Gateway says calls: the subject of a token, or an IAM identity. */
function callerOf({ env }: Context): string | null {
  const { authorizer } = (env as Partial<LambdaBindings> | undefined)?.event?.requestContext ?? {};
  const claims = authorizer?.jwt?.claims;
  return claims?.name ?? claims?.email ?? claims?.sub ?? authorizer?.iam?.userArn ?? null;
}

/** What of a Lambda event is asked for here. */
interface LambdaBindings {
  readonly event: {
    readonly requestContext?: {
      readonly authorizer?: {
        readonly jwt?: { readonly claims?: Readonly<Record<string, string>> };
        readonly iam?: { readonly userArn?: string };
      };
    };
  };
}
/** Where browsers go for a signed command. */
const originOf = async (s3: S3Client, command: GetObjectCommand | PutObjectCommand): Promise<string> =>
  new URL(await getSignedUrl(s3, command)).origin;

/** Asks the table and the results: an API that can reach neither answers every request with an error. */
async function healthOf(table: Table, results: ObjectStore, onError: (error: unknown) => void) {
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
    trouble("RESULTS", () => results.size("health")),
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
  (s3: S3Client, bucket: string) =>
  (
    key: string,
    { contentType, disposition }: { readonly contentType: string; readonly disposition: string },
  ): Promise<string> =>
    getSignedUrl(
      s3,
      new GetObjectCommand({
        Bucket: bucket,
        Key: RESULTS_PREFIX + key,
        ResponseContentType: contentType,
        ResponseContentDisposition: disposition,
      }),
      { expiresIn: LINK_SECONDS },
    );

/** An address that takes exactly as many bytes as were asked for, and only those of the hash, where it was given. */
const uploadTo =
  (s3: S3Client, bucket: string, prefix: string) =>
  async ({ name, bytes, sha256 }: UploadRequest): Promise<Upload> => {
    const checksum = sha256 === undefined ? undefined : Buffer.from(sha256, "hex").toString("base64");
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: prefix + visible(resultFolder(name)),
      ContentLength: bytes,
      ChecksumSHA256: checksum,
    });
    const url = await getSignedUrl(s3, command, {
      expiresIn: UPLOAD_SECONDS,
      signableHeaders: new Set(["content-length", "host", UPLOAD_CHECKSUM]),
      unhoistableHeaders: new Set([UPLOAD_CHECKSUM]),
    });
    return { url, method: "PUT", headers: checksum === undefined ? {} : { [UPLOAD_CHECKSUM]: checksum } };
  };

/** Hidden files are not taken; whoever uploads one means it. */
const visible = (name: string): string =>
  name
    .split("/")
    .map((part) => part.replace(/^(?:\.|~\$)+/u, "_"))
    .join("/");
