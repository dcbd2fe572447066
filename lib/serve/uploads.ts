import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import * as z from "zod";
import { type Caller, folderOfCaller } from "../api/caller.ts";
import { type CallerOf, guardedApp } from "../api/guarded.ts";
import { Problem } from "../api/problem.ts";
import { sendRoute } from "../api/routes.ts";
import type { Upload, UploadRequest } from "../api/schemas.ts";
import { maskFileName } from "../document/personal-numbers.ts";
import type { ReaderError } from "../formats/errors.ts";
import { printableLine } from "../report/printable.ts";
import { resultFolder } from "../report/result-names.ts";
import { placeInto } from "./placing.ts";
import { openTransfers } from "./transfers.ts";

interface UploadsOptions {
  readonly inbox: string;
  /** On the inbox's disk: a file comes into the inbox whole. */
  readonly temporary: string;
  /** Signs where files may be sent. */
  readonly secret: string;
  readonly now: () => number;
  readonly callerOf: CallerOf;
  /** Why no reader takes a file; null where one may. */
  readonly refusal: (path: string) => Promise<ReaderError | null>;
  /** Called with the name of a file that has come into the inbox. */
  readonly onFile: (name: string) => void;
}

/** Bytes; room is left for a number behind the name. */
const LONGEST_NAME = 200;
const VALID_MS = 24 * 60 * 60 * 1000;

const ticketSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  sha256: z.string().optional(),
  until: z.number(),
});
type Ticket = z.infer<typeof ticketSchema>;

/**
 * Files sent to the server itself: asked for by name and size, sent to an address that only this server can have
 * signed, put into the inbox.
 */
export function openUploads({ inbox, temporary, secret, now, callerOf, refusal, onFile }: UploadsOptions) {
  const sign = (payload: string): string =>
    createHmac("sha256", secret).update(`upload\n${payload}`).digest("base64url");
  const transfers = openTransfers();

  const upload = async ({ name, bytes, sha256 }: UploadRequest, origin: string, caller: Caller): Promise<Upload> => {
    // Where nobody is limited, the inbox is one; names are kept apart by a number.
    const folder = caller.within === null ? "" : folderOfCaller(caller);
    const ticket: Ticket = {
      name: folder + visible(resultFolder(legible(name), LONGEST_NAME)),
      bytes,
      sha256,
      until: now() + VALID_MS,
    };
    const payload = Buffer.from(JSON.stringify(ticket)).toString("base64url");
    return {
      url: `${origin}/uploads/${payload}.${sign(payload)}`,
      method: "PUT",
      headers: { "content-type": "application/octet-stream" },
    };
  };

  function read(token: string): Ticket {
    const [payload = "", signature = ""] = token.split(".");
    const [given, expected] = [Buffer.from(signature), Buffer.from(sign(payload))];
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new Problem(403, "Forbidden", "上传地址无效，请重新申请（POST /uploads）。", "INVALID_UPLOAD");
    const ticket = ticketSchema.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
    if (ticket.until < now())
      throw new Problem(403, "Forbidden", "上传地址已过期，请重新申请（POST /uploads）。", "INVALID_UPLOAD");
    return ticket;
  }

  const app = guardedApp(callerOf);
  app.openapi(sendRoute, async (context) => {
    const ticket = read(context.req.valid("param").ticket);
    const path = join(temporary, `${randomBytes(12).toString("hex")}.upload`);
    try {
      const sha256 = await transfers.receive((context.env as HttpBindings).incoming, path, ticket.bytes);
      if (ticket.sha256 !== undefined && ticket.sha256 !== sha256)
        throw new Problem(422, "Unprocessable Content", "收到的内容与 sha256 不符，请重新上传。", "CHECKSUM");
      const refused = await refusal(path);
      if (refused) throw asUploadProblem(refused);
      const name = await placeInto(inbox, path, ticket.name, sha256);
      onFile(name);
      return context.json({ id: sha256, name: maskFileName(name) }, 201, { location: `/reports/${sha256}` });
    } finally {
      await rm(path, { force: true });
    }
  });
  return { upload, app };
}

/** Without what turns or breaks the line that a name stands in. */
const legible = (name: string): string => printableLine(name).replaceAll("\ufffd", "");

/** A part that begins with a dot or ~$ would be passed over in the inbox. */
const visible = (name: string): string =>
  name
    .split("/")
    .map((part) => part.replace(/^(?:\.|~\$)+/u, "_"))
    .join("/") || basename(name);

/** What no reader takes is refused at once, with the reader's own sentence. */
function asUploadProblem({ code, message }: ReaderError): Problem {
  const wrongKind = code === "UNSUPPORTED" || code === "CORRUPT";
  return new Problem(
    wrongKind ? 415 : 422,
    wrongKind ? "Unsupported Media Type" : "Unprocessable Content",
    message,
    code,
  );
}
