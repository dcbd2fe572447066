import { join, resolve } from "node:path";
import Table from "cli-table3";
import type { FormatName } from "../lib/document/formats.ts";
import { LIMITS } from "../lib/limits.ts";
import { printableLine } from "../lib/report/printable.ts";
import { STATUS_WORDS } from "../lib/report/status-words.ts";
import { makeFolder } from "../lib/storage/directory.ts";
import { findInputs } from "../lib/work/inputs.ts";
import { run } from "../lib/work/run.ts";
import { type FiledDocument, type RunSummary, summarizeRun } from "../lib/work/run-summary.ts";
import { openSpool } from "../lib/work/spool.ts";
import { progressOn } from "./progress.ts";

/** The command `process`, apart from the others, which need not load what it needs. */

export interface ProcessOptions {
  readonly out: string;
  readonly fresh: boolean;
  /** Documents in work at a time. */
  readonly jobs: number;
  /** What is told to be something else is passed over; every format where absent. */
  readonly formats?: readonly FormatName[];
  /** Whether the summary is for programs. */
  readonly json: boolean;
}

function summaryTable({ documents, counts, skipped }: RunSummary): string {
  const table = new Table({ head: ["结论", "份数", "错误", "警告", "待核对数字"], style: { head: [], border: [] } });
  for (const status of Object.keys(STATUS_WORDS) as (keyof typeof STATUS_WORDS)[]) {
    if (counts[status] === 0) continue;
    const those = documents.filter((document) => document.status === status);
    const sum = (of: "errors" | "warnings" | "uncertain") => those.reduce((total, document) => total + document[of], 0);
    table.push([STATUS_WORDS[status], those.length, sum("errors"), sum("warnings"), sum("uncertain")]);
  }
  const passedOver = [
    skipped.hidden > 0 && `，跳过隐藏文件和临时文件${skipped.hidden}个`,
    skipped.irregular.length > 0 && `，跳过管道、设备等不是普通文件的${skipped.irregular.length}个`,
    skipped.otherFormats > 0 && `，跳过其他格式的${skipped.otherFormats}个`,
  ];
  return `${table.toString()}\n共${documents.length}份文件${passedOver.filter(Boolean).join("")}。`;
}

/** What became of a run, for a person. */
function told(summary: RunSummary, out: string): string {
  const unchanged = summary.documents.filter((document) => document.unchanged).length;
  return [
    summaryTable(summary),
    ...(unchanged > 0 ? [`其中${unchanged}份沿用已有结果（内容未变）；要全部重做请加 --fresh。`] : []),
    `结果已写入 ${out}，请打开 ${join(summary.out, "index.html")} 查看。`,
  ].join("\n");
}

/**
 * What the lists need, the families among it: loaded while the first document is judged. Sooner it would take time from
 * the worker that starts.
 */
const loadLists = () => import("../lib/work/lists.ts");

/**
 * Processes files and folders, files their results and lists, and says what became of them.
 * @returns whether every file could be read
 * @throws UsageError for a path that is not there; errors of the operating system where the work can't go on
 */
export async function processPaths(
  paths: readonly string[],
  { out, fresh, jobs, formats, json }: ProcessOptions,
): Promise<boolean> {
  const { files, skipped, irregular } = await findInputs(paths, out);
  for (const path of irregular) console.error(`跳过（不是普通文件）：${printableLine(path)}`);
  await makeFolder(out);
  const documents: FiledDocument[] = [];
  let otherFormats = 0;
  const spool = await openSpool(out);
  const progress = progressOn(process.stderr);
  await run(files, {
    out,
    fresh,
    worker: new URL("worker.js", import.meta.url),
    limits: LIMITS,
    jobs,
    ...(formats && { formats }),
    onTotal: progress.total,
    onRecognised: progress.recognised,
    onRead: () => void loadLists(),
    onDone: (summary, unchanged) => {
      documents.push({ ...summary, unchanged });
      progress.done(summary, unchanged);
    },
    spool,
    onOther: () => {
      otherFormats += 1;
    },
  }).finally(progress.stop);
  const { writeLists } = await loadLists();
  await writeLists(out, documents, spool);
  await spool.close();
  const summary = summarizeRun(documents, {
    out: resolve(out),
    skipped: { hidden: skipped, irregular: irregular.map((path) => resolve(path)), otherFormats },
  });
  console.log(json ? JSON.stringify(summary, null, 2) : told(summary, out));
  return summary.counts.failed === 0;
}
