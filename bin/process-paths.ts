import { mkdir } from "node:fs/promises";
import { SingleBar } from "cli-progress";
import Table from "cli-table3";
import { LIMITS } from "../lib/limits.ts";
import { printableLine } from "../lib/report/printable.ts";
import { STATUS_WORDS } from "../lib/report/status-words.ts";
import type { FiledSummary, Summary } from "../lib/report/summary.ts";
import { findInputs, type Inputs } from "../lib/work/inputs.ts";
import { run } from "../lib/work/run.ts";

/** The command `process`, apart from the others, which need not load what it needs. */

interface Progress {
  readonly total: (count: number) => void;
  /** So many pages of a document have been recognised, of how many. */
  readonly recognised: (name: string, done: number, pages: number) => void;
  readonly done: (summary: Summary) => void;
  readonly stop: () => void;
}

/** Recognising takes seconds a page: elsewhere than on a terminal a long scan tells each time so many are done. */
const TELLING_PAGES = 10;

/** A bar on a terminal, a line a document elsewhere. */
function progressOn(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) {
    let done = 0;
    let total = 0;
    return {
      total: (count) => {
        total = count;
      },
      recognised: (name, read, pages) => {
        if (read % TELLING_PAGES === 0 && read < pages)
          stream.write(`      已识别${read}/${pages}页 ${printableLine(name)}\n`);
      },
      done: (summary) => {
        done += 1;
        stream.write(`[${done}/${total}] ${STATUS_WORDS[summary.status]} ${printableLine(summary.name)}\n`);
      },
      stop: () => {},
    };
  }
  const bar = new SingleBar({
    format: "{bar} {value}/{total} 份  剩余约{eta_formatted}  {name}",
    stream,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
  });
  bar.start(0, 0, { name: "" });
  return {
    total: (count) => bar.setTotal(count),
    recognised: (name, read, pages) =>
      bar.update({ name: `识别${read}/${pages}页 ${printableLine(name).slice(0, 30)}` }),
    done: (summary) => bar.increment(1, { name: printableLine(summary.name).slice(0, 40) }),
    stop: () => bar.stop(),
  };
}

function summaryTable(
  summaries: readonly Summary[],
  { skipped, irregular }: Pick<Inputs, "skipped" | "irregular">,
): string {
  const table = new Table({ head: ["结论", "份数", "错误", "警告", "待核对数字"], style: { head: [], border: [] } });
  for (const status of Object.keys(STATUS_WORDS) as Summary["status"][]) {
    const those = summaries.filter((summary) => summary.status === status);
    if (those.length === 0) continue;
    const sum = (count: (summary: Summary) => number) => those.reduce((total, summary) => total + count(summary), 0);
    table.push([
      STATUS_WORDS[status],
      those.length,
      sum((s) => s.errors),
      sum((s) => s.warnings),
      sum((s) => s.uncertain),
    ]);
  }
  const passedOver = [
    skipped > 0 && `，跳过隐藏文件和临时文件${skipped}个`,
    irregular.length > 0 && `，跳过管道、设备等不是普通文件的${irregular.length}个`,
  ];
  return `${table.toString()}\n共${summaries.length}份文件${passedOver.filter(Boolean).join("")}。`;
}

/**
 * Processes files and folders, files their results and lists, and says what became of them.
 * @returns whether every file could be read
 * @throws UsageError for a path that is not there; errors of the operating system where the work can't go on
 */
export async function processPaths(
  paths: readonly string[],
  { out, fresh }: { readonly out: string; readonly fresh: boolean },
): Promise<boolean> {
  const inputs = await findInputs(paths, out);
  for (const path of inputs.irregular) console.error(`跳过（不是普通文件）：${printableLine(path)}`);
  await mkdir(out, { recursive: true });
  const summaries: FiledSummary[] = [];
  const progress = progressOn(process.stderr);
  let unchanged = 0;
  const working = run(inputs.files, {
    out,
    fresh,
    worker: new URL("worker.js", import.meta.url),
    limits: LIMITS,
    onTotal: progress.total,
    onRecognised: progress.recognised,
    onDone: (summary, wasThere) => {
      summaries.push(summary);
      if (wasThere) unchanged += 1;
      progress.done(summary);
    },
  });
  // What the lists need, the families among it, is loaded while the workers start.
  const [{ writeLists }] = await Promise.all([import("../lib/work/lists.ts"), working]);
  progress.stop();
  await writeLists(out, summaries);
  console.log(summaryTable(summaries, inputs));
  if (unchanged > 0) console.log(`其中${unchanged}份沿用已有结果（内容未变）；要全部重做请加 --fresh。`);
  console.log(`结果已写入 ${out}，请打开其中的 index.html 查看。`);
  return summaries.every(({ status }) => status !== "failed");
}
