import { readFile } from "node:fs/promises";
import { SQSClient } from "@aws-sdk/client-sqs";
import { writeAtomically } from "../storage/directory.ts";
import { s3Client } from "../storage/s3.ts";
import { type BackfillState, backfill, newBackfill } from "./backfill.ts";
import { LEDGER_PREFIX } from "./environment.ts";
import { reconcileStack } from "./open-reconcile.ts";
import { sender } from "./queues.ts";
import { redrive } from "./redrive.ts";

/** The commands for operators: what a bucket holds already, and what lies among the dead letters. */

export interface BackfillArguments {
  readonly bucket: string;
  readonly prefix: string;
  readonly queue: string;
  /** Where progress is kept, so that an interrupted run goes on. */
  readonly state: string;
}

export type Say = (line: string) => void;

/** What AWS refuses is told in a line; what was kept of the work goes on with the next run. */
async function orRefused(say: Say, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const { name, message } = error as Error;
    say(`AWS 未能完成请求（${name}：${message}）。请检查区域、凭证和地址后再次运行，已完成的部分不会重做。`);
    return 1;
  }
}

async function keptState(path: string): Promise<BackfillState | null> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as BackfillState);
}

export async function backfillBucket({ bucket, prefix, queue, state }: BackfillArguments, say: Say): Promise<number> {
  const kept = await keptState(state);
  if (kept && (kept.bucket !== bucket || kept.prefix !== prefix)) {
    say(`进度文件 ${state} 属于另一次补送（${kept.bucket}/${kept.prefix}），请用 --state 换一个文件，或先删除它。`);
    return 2;
  }
  if (kept?.done) {
    say(`上次补送已全部完成（共${kept.sent}个文件）。要重新补送，请先删除 ${state}。`);
    return 0;
  }
  if (kept) say(`从上次中断处继续，已送${kept.sent}个文件。`);
  return orRefused(say, async () => {
    const done = await backfill(
      s3Client(),
      sender(new SQSClient({}), queue),
      kept ?? newBackfill(bucket, prefix),
      async (now) => {
        await writeAtomically(state, JSON.stringify(now));
        say(`已送${now.sent}个文件`);
      },
    );
    say(`补送完成，共${done.sent}个文件。已处理过的文件不会重复处理。`);
    return 0;
  });
}

export interface ReconcileArguments {
  readonly intake: string;
  readonly prefix: string;
  readonly results: string;
  readonly table: string;
  readonly bus: string;
  readonly queue: string;
}

export async function reconcileBucket(options: ReconcileArguments, say: Say): Promise<number> {
  const { intake, prefix, results, table, bus, queue } = options;
  return orRefused(say, async () => {
    const { at, keys, versions, submissions, differences } = await reconcileStack(
      {
        INTAKE_BUCKET: intake,
        INTAKE_PREFIX: prefix,
        RESULTS_BUCKET: results,
        CATALOG_TABLE: table,
        EVENT_BUS: bus,
        WORK_QUEUE: queue,
      },
      ({ message }) => say(message),
    );
    for (const { what, key, version } of differences)
      say(`${what === "withdrawn" ? "撤回" : "送去读取"} ${key}（${version}）`);
    say(
      `已核对：桶里${keys}个文件、${versions}个版本，目录里${submissions}次提交；${differences.length === 0 ? "完全一致" : `${differences.length}处不一致，均已处理`}。记录在 ${results}/${LEDGER_PREFIX}${at}.json。`,
    );
    return 0;
  });
}

export interface RedriveArguments {
  readonly from: string;
  readonly to: string;
  readonly code?: string;
}

export async function redriveQueue({ from, to, code }: RedriveArguments, say: Say): Promise<number> {
  return orRefused(say, async () => {
    const { moved, left } = await redrive(new SQSClient({}), {
      from,
      to,
      code,
      onMessage: (wasMoved, why, reason) => say(`${wasMoved ? "放回" : "留下"} ${why} ${reason}`),
    });
    say(`放回${moved}条，留下${left}条。`);
    return 0;
  });
}
