import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A small S3-compatible server for the contract suite: Get, Head (of the bucket, too), Put, List (version 2), Delete and uploads in parts,
 * path style. What a client declares of a body (length, SHA-256, MD5) is held against the body; what is outside this
 * subset is refused, not ignored.
 */
export interface S3Server {
  readonly endpoint: string;
  /** Uploads in parts that have been begun and not ended. */
  readonly unfinished: () => number;
  readonly close: () => Promise<void>;
}

interface Stored {
  readonly body: Buffer;
  readonly type: string;
}

const PAGE = 3;
/** S3's own bound, on every part but the last. */
const SMALLEST_PART = 5 * 2 ** 20;
const xml = (text: string): string => text.replace(/[&<>"']/gu, (c) => `&#${c.charCodeAt(0)};`);
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** @param smallestPart bytes */
export async function startS3Server(bucket: string, smallestPart = SMALLEST_PART): Promise<S3Server> {
  const objects = new Map<string, Stored>();
  const uploads = new Map<string, { readonly type: string; readonly parts: Map<number, Buffer> }>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? "/", "http://s3");
    const [, first = "", ...rest] = url.pathname.split("/");
    const key = rest.map(decodeURIComponent).join("/");
    const fail = (status: number, code: string) => {
      response.writeHead(status, { "content-type": "application/xml" });
      response.end(
        request.method === "HEAD"
          ? undefined
          : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
      );
    };
    if (!/^AWS4-HMAC-SHA256 /u.test(request.headers.authorization ?? "")) return fail(403, "AccessDenied");
    if (decodeURIComponent(first) !== bucket) return fail(404, "NoSuchBucket");
    if (
      request.headers["if-none-match"] ||
      request.headers["if-match"] ||
      request.headers["content-encoding"]?.includes("aws-chunked")
    )
      return fail(501, "NotImplemented");
    const declared = request.headers["x-amz-content-sha256"];
    if (
      typeof declared === "string" &&
      /^[0-9a-f]{64}$/u.test(declared) &&
      declared !== createHash("sha256").update(body).digest("hex")
    )
      return fail(400, "XAmzContentSHA256Mismatch");
    const md5 = request.headers["content-md5"];
    if (typeof md5 === "string" && md5 !== createHash("md5").update(body).digest("base64"))
      return fail(400, "BadDigest");
    if (key === "" && request.method === "HEAD") return void response.writeHead(200).end();
    if (key === "") {
      if (request.method !== "GET" || url.searchParams.get("list-type") !== "2") return fail(501, "NotImplemented");
      const prefix = url.searchParams.get("prefix") ?? "";
      const after = url.searchParams.get("continuation-token") ?? "";
      const keys = [...objects.keys()]
        .filter((each) => each.startsWith(prefix) && byBytes(each, after) > 0)
        .sort(byBytes);
      const page = keys.slice(0, PAGE);
      const more = keys.length > PAGE;
      response.writeHead(200, { "content-type": "application/xml" });
      response.end(
        `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${xml(page.at(-1) ?? "")}</NextContinuationToken>` : ""}${page
          .map((each) => `<Contents><Key>${xml(each)}</Key><Size>${objects.get(each)?.body.length}</Size></Contents>`)
          .join("")}</ListBucketResult>`,
      );
      return;
    }
    const found = objects.get(key);
    const uploadId = url.searchParams.get("uploadId");
    const upload = uploads.get(uploadId ?? "");
    const answer = (root: string, content: string) => {
      response.writeHead(200, { "content-type": "application/xml" });
      response.end(`<?xml version="1.0"?><${root}>${content}</${root}>`);
    };
    const etagOf = (part: Buffer) => `"${createHash("md5").update(part).digest("hex")}"`;
    if (uploadId !== null && !upload) return fail(404, "NoSuchUpload");
    if (request.method === "POST" && url.searchParams.has("uploads")) {
      const id = `upload-${randomBytes(8).toString("hex")}`;
      uploads.set(id, { type: request.headers["content-type"] ?? "", parts: new Map() });
      answer("InitiateMultipartUploadResult", `<UploadId>${id}</UploadId>`);
    } else if (request.method === "PUT" && upload) {
      upload.parts.set(Number(url.searchParams.get("partNumber")), body);
      response.writeHead(200, { etag: etagOf(body) }).end();
    } else if (request.method === "POST" && upload) {
      const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/gu)].map(([, n]) => Number(n));
      const parts = named.map((number) => upload.parts.get(number));
      if (parts.length === 0 || parts.includes(undefined)) return fail(400, "InvalidPart");
      const whole = parts as Buffer[];
      if (whole.slice(0, -1).some(({ length }) => length < smallestPart)) return fail(400, "EntityTooSmall");
      objects.set(key, { body: Buffer.concat(whole), type: upload.type });
      uploads.delete(uploadId ?? "");
      answer("CompleteMultipartUploadResult", `<Key>${xml(key)}</Key>`);
    } else if (request.method === "DELETE" && upload) {
      uploads.delete(uploadId ?? "");
      response.writeHead(204).end();
    } else if (request.method === "PUT") {
      if (Number(request.headers["content-length"]) !== body.length) return fail(400, "IncompleteBody");
      objects.set(key, { body, type: request.headers["content-type"] ?? "" });
      response.writeHead(200, { etag: `"${createHash("md5").update(body).digest("hex")}"` }).end();
    } else if (request.method === "DELETE") {
      objects.delete(key);
      response.writeHead(204).end();
    } else if (request.method === "GET" || request.method === "HEAD") {
      if (!found) return fail(404, "NoSuchKey");
      response.writeHead(200, { "content-type": found.type, "content-length": found.body.length });
      response.end(request.method === "HEAD" ? undefined : found.body);
    } else fail(501, "NotImplemented");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    unfinished: () => uploads.size,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
