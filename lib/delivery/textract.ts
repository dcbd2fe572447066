import { writeFile } from "node:fs/promises";
import {
  type Block,
  GetDocumentAnalysisCommand,
  StartDocumentAnalysisCommand,
  type TextractClient,
} from "@aws-sdk/client-textract";
import * as z from "zod";
import { submissionId } from "../catalog/submissions.ts";
import type { Table } from "../catalog/table.ts";
import { blocksFileOf } from "../recognition/engines/textract.ts";
import { ENGINE_VERSION } from "../version.ts";
import { RefusedError } from "./errors.ts";
import type { FetchObject } from "./fetch-object.ts";
import { type GivingUpPorts, noteGivenUp } from "./giving-up.ts";
import { LEASE_EXPIRES } from "./lease.ts";
import { jsonOf, type Message, noticeOf } from "./notice.ts";
import { type Outcome, type TakePorts, take } from "./take.ts";

/** Recognition by Textract in two steps: a job is started, and a notice comes when it has ended. */

/** What Textract takes from a bucket. */
const TAKEN = /\.(?:pdf|tiff?|png|jpe?g)$/iu;

const jobKey = (id: string) => ({ pk: `TEXTRACT#${id}`, sk: "JOB" });

/** A job's notice lies fourteen days in its queue, and as long among the dead letters. */
const JOB_SECONDS = 28 * 86_400;

export interface StartPorts {
  readonly textract: TextractClient;
  readonly table: Table;
  readonly bucket: string;
  readonly prefix: string;
  readonly topic: string;
  readonly role: string;
  /**
   * Sends what Textract does not take (entries of archives, Word files with pictures) to be recognised by the embedded
   * engine.
   */
  readonly embedded: (message: Message) => Promise<void>;
  readonly now: () => number;
}

/** Starts a job for a document. Repeated, it is the same job. */
export async function startRecognition(body: string, ports: StartPorts): Promise<Outcome> {
  const notice = noticeOf(body, ports);
  if (notice.kind !== "created") return { kind: "nothing" };
  const { submission, message } = notice;
  if (submission.entry !== undefined || !TAKEN.test(submission.key)) {
    await ports.embedded(message);
    return { kind: "deferred" };
  }
  const { JobId } = await ports.textract.send(
    new StartDocumentAnalysisCommand({
      DocumentLocation: {
        S3Object: {
          Bucket: submission.bucket,
          Name: submission.key,
          ...(submission.version !== "null" && { Version: submission.version }),
        },
      },
      FeatureTypes: ["TABLES"],
      ClientRequestToken: `${submissionId(submission)}-${ENGINE_VERSION.replaceAll(".", "-")}`,
      NotificationChannel: { SNSTopicArn: ports.topic, RoleArn: ports.role },
    }),
  );
  if (JobId === undefined) throw new Error("Textract started a job without a name");
  const expires = Math.ceil(ports.now() / 1000) + JOB_SECONDS;
  await ports.table.put({ ...jobKey(JobId), message: JSON.stringify(message), [LEASE_EXPIRES]: expires });
  return { kind: "deferred" };
}

const completion = z.object({ JobId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u), Status: z.string() });

export interface CompletedPorts extends TakePorts {
  readonly textract: TextractClient;
}

/**
 * Takes a document whose job has ended, with what Textract has read. A job that failed leaves the document to the
 * embedded engine.
 */
export async function takeRecognised(body: string, ports: CompletedPorts): Promise<Outcome> {
  const job = await jobIn(body, ports.table);
  // Files that Textract does not take arrive without a job.
  if (job === null) return take(body, ports);
  // The notice may be quicker than the note of the job: tried again, it will be there.
  if (job.message === null) throw new Error(`Textract's job ${job.id} is not known yet`);
  if (job.status !== "SUCCEEDED") return take(job.message, ports);
  const fetch: FetchObject = async (submission, path) => {
    const found = await ports.fetch(submission, path);
    if (found) await writeFile(blocksFileOf(path), JSON.stringify(await blocksOf(ports.textract, job.id)));
    return found;
  };
  return take(job.message, { ...ports, fetch });
}

/** Notes what `takeRecognised` could not deal with where people see it, as `noteGivenUp` does. */
export async function noteUnrecognised(
  body: string,
  code: string,
  ports: GivingUpPorts & Pick<CompletedPorts, "table">,
): Promise<void> {
  await noteGivenUp((await jobIn(body, ports.table))?.message ?? body, code, ports);
}

/** The job that a notice is about, and the message of its document; null for what is no notice of a job. */
async function jobIn(body: string, table: Table) {
  const notice = completion.safeParse(jsonOf(body));
  if (!notice.success) return null;
  const { JobId: id, Status: status } = notice.data;
  const job = await table.get(jobKey(id));
  return { id, status, message: (job?.message as string | undefined) ?? null };
}

/** All that a job has read, page by page of the answer. */
async function blocksOf(textract: TextractClient, JobId: string): Promise<Block[]> {
  const blocks: Block[] = [];
  let NextToken: string | undefined;
  do {
    const page = await textract.send(new GetDocumentAnalysisCommand({ JobId, MaxResults: 1000, NextToken }));
    if (page.JobStatus !== "SUCCEEDED")
      throw new RefusedError("RECOGNITION_FAILED", `Textract's job ended as ${page.JobStatus}`);
    blocks.push(...(page.Blocks ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return blocks;
}
