#!/usr/bin/env node
import { mkdir } from "node:fs/promises";
import { SingleBar } from "cli-progress";
import Table from "cli-table3";
import { Command, CommanderError } from "commander";
import type * as Operate from "../lib/delivery/operate.ts";
import { LIMITS } from "../lib/limits.ts";
import { STATUS_WORDS } from "../lib/report/labels.ts";
import { printable, printableLine } from "../lib/report/printable.ts";
import type { FiledSummary, Summary } from "../lib/report/summary.ts";
import type { ServeError, serve } from "../lib/serve/serve.ts";
import { ENGINE_VERSION } from "../lib/version.ts";
import type * as AddModels from "../lib/work/add-models.ts";
import { findInputs, type Inputs, UsageError } from "../lib/work/inputs.ts";
import { writeLists } from "../lib/work/lists.ts";
import { run } from "../lib/work/run.ts";

/** Exit codes: 0 no file ended failed, 1 at least one did or the work could not go on (a full disk), 2 wrong usage. */
const FAILED = 1;
const USAGE = 2;

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

async function processPaths(
  paths: readonly string[],
  { out, fresh }: { out: string; fresh: boolean },
): Promise<number> {
  const inputs = await findInputs(paths, out);
  for (const path of inputs.irregular) console.error(`跳过（不是普通文件）：${printableLine(path)}`);
  await mkdir(out, { recursive: true });
  const summaries: FiledSummary[] = [];
  const progress = progressOn(process.stderr);
  let unchanged = 0;
  await run(inputs.files, {
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
  progress.stop();
  await writeLists(out, summaries);
  console.log(summaryTable(summaries, inputs));
  if (unchanged > 0) console.log(`其中${unchanged}份沿用已有结果（内容未变）；要全部重做请加 --fresh。`);
  console.log(`结果已写入 ${out}，请打开其中的 index.html 查看。`);
  return summaries.some((summary) => summary.status === "failed") ? FAILED : 0;
}

interface ServeArguments {
  readonly data: string;
  readonly port: string;
  readonly host: string;
  readonly token?: string;
  readonly publicUrl?: string;
}

/** Runs until it is told to end. The server is a file of its own, so that `process` starts without it. */
async function serveFolder({
  data,
  port,
  host,
  publicUrl,
  token = process.env.TABULARIUM_TOKEN,
}: ServeArguments): Promise<number> {
  if (!/^\d{1,5}$/u.test(port) || Number(port) > 65_535) throw new UsageError(`端口应为0至65535的整数：${port}`);
  // The SDK's notice about old versions of Node is none of the clerk's business.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const beside = (file: string) => new URL(file, import.meta.url);
  const server = (await import(beside("serve.js").href)) as { serve: typeof serve; ServeError: typeof ServeError };
  try {
    const built = { worker: beside("worker.js"), script: beside("page.js") };
    const serving = await server.serve({ data, port: Number(port), host, token, publicUrl, ...built });
    console.log(
      `已启动：${serving.url}${token === undefined ? "" : "?token=…"}\n把报告放进 ${data}/inbox，或在浏览器中打开上面的地址提交。按 Ctrl+C 停止。`,
    );
    await new Promise<void>((stop) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop());
    });
    await serving.close();
    return 0;
  } catch (error) {
    if (error instanceof server.ServeError) throw new UsageError(error.message);
    throw error;
  }
}

const program = new Command("tabularium")
  .description(
    "读取政府信息公开工作年度报告，核对每一个数字，写出问题清单。\nReads annual reports on government information disclosure, proves every figure, writes the problem list.",
  )
  .version(ENGINE_VERSION, "-V, --version", "显示版本号")
  .helpOption("-h, --help", "显示帮助")
  .helpCommand(false)
  .configureOutput({ outputError: () => {} })
  .exitOverride();

program
  .command("process")
  .description("处理文件和文件夹：读取、核对、写出结果和清单")
  .argument("<paths...>", "报告文件，或存放报告的文件夹（含子文件夹、.zip 压缩包）")
  .requiredOption("-o, --out <dir>", "结果写入的文件夹")
  .option("--fresh", "全部重新处理；不加时，内容未变且已有完整结果的文件不再处理", false)
  .helpOption("-h, --help", "显示帮助")
  .addHelpText(
    "after",
    `
结果：
  DIR/index.html           所有报告一览，问题最重的在前
  DIR/problems.csv         问题清单，可直接退回各单位
  DIR/summary.csv          每份报告一行
  DIR/figures.csv          每个数字一行
  DIR/文件名/report.html   一份报告的核对结果；report.json、document.json 供程序使用

退出码：0 全部可读；1 有文件无法读取（其余照常完成），或中途无法继续（如磁盘已满）；2 用法有误

例：
  tabularium process 年报 --out 结果
  tabularium process a.docx b.html 各镇.zip -o 结果`,
  )
  .action(async (paths: string[], options: { out: string; fresh: boolean }) => {
    process.exitCode = await processPaths(paths, options);
  });

program
  .command("serve")
  .description("在一台机器上运行全套服务：收件文件夹、目录、接口和网页")
  .requiredOption("-d, --data <dir>", "数据文件夹：收件在 inbox，结果在 results")
  .requiredOption("-p, --port <n>", "网页和接口的端口")
  .option("--host <address>", "监听地址；默认只有本机可以访问", "127.0.0.1")
  .option("--public-url <url>", "浏览器访问的地址，在 HTTPS 反向代理之后时必须写明，如 https://nianbao.example.cn/")
  .option("--token <token>", "访问令牌；监听其他地址时必须设置，也可用环境变量 TABULARIUM_TOKEN")
  .helpOption("-h, --help", "显示帮助")
  .action(async (options: ServeArguments) => {
    process.exitCode = await serveFolder(options);
  });

/** Tries models and keeps them. It is a file of its own, so that `process` starts without the runtime. */
async function addModels(source: string): Promise<number> {
  const models = (await import(new URL("add-models.js", import.meta.url).href)) as typeof AddModels;
  try {
    const { name, folder } = await models.addModels(source, process.env);
    console.log(`已加入识别模型 ${printableLine(name)}，试读无误，存于 ${printableLine(folder)}。`);
    console.log("以后 process 和 serve 都用它；已有的结果不会自动重做，process 请加 --fresh。");
    return 0;
  } catch (error) {
    if (error instanceof models.AddModelsError) throw new UsageError(error.message);
    throw error;
  }
}

program
  .command("models")
  .description("换用别的识别模型")
  .helpCommand(false)
  .helpOption("-h, --help", "显示帮助")
  .command("add")
  .description("从 RapidOCR 的 .whl、其他 .zip、文件夹或 .onnx 文件里取出模型和字典，试读一行后采用")
  .argument("<source>", "文件或文件夹")
  .helpOption("-h, --help", "显示帮助")
  .action(async (source: string) => {
    process.exitCode = await addModels(source);
  });

const operate = async (): Promise<typeof Operate> => import(new URL("operate.js", import.meta.url).href);

program
  .command("backfill")
  .description("把存储桶里已有的文件补送进处理队列（AWS），中断后再次运行即从中断处继续")
  .requiredOption("--bucket <name>", "收件存储桶")
  .requiredOption("--queue <url>", "处理队列的地址（部署输出 ProcessQueue）")
  .option("--prefix <prefix>", "只补送此前缀下的文件", "")
  .option("--state <file>", "进度文件", "backfill.json")
  .helpOption("-h, --help", "显示帮助")
  .action(async (options: Operate.BackfillArguments) => {
    process.exitCode = await (await operate()).backfillBucket(options, (line) => console.log(printable(line)));
  });

program
  .command("redrive")
  .description("把死信队列里的消息放回处理队列（AWS），逐条写明原因；中断后可再次运行")
  .requiredOption("--from <url>", "死信队列的地址（部署输出 ProcessDeadLetterQueue）")
  .requiredOption("--to <url>", "处理队列的地址（部署输出 ProcessQueue）")
  .option(
    "--code <code>",
    "只放回此原因的消息，例如 ThrottlingException；不加时，除无法处理的（NOT_OURS、TOO_LARGE）外全部放回",
  )
  .helpOption("-h, --help", "显示帮助")
  .action(async (options: Operate.RedriveArguments) => {
    process.exitCode = await (await operate()).redriveQueue(options, (line) => console.log(printable(line)));
  });

/** What commander says in English of wrong usage. */
const USAGE_WORDS: Readonly<Record<string, string>> = {
  "commander.missingMandatoryOptionValue": "缺少必需的选项",
  "commander.missingArgument": "缺少参数",
  "commander.optionMissingArgument": "选项后面缺少内容",
  "commander.unknownOption": "没有这个选项",
  "commander.unknownCommand": "没有这个命令",
  "commander.excessArguments": "参数过多",
};
function usageSentence({ code, message }: CommanderError): string {
  const what = /'([^']+)'/u.exec(message)?.[1];
  return `${USAGE_WORDS[code] ?? "用法有误"}${what === undefined ? "" : `：${what}`}。用法见 tabularium --help 或 tabularium 命令 --help。`;
}

/** A full disk, a folder that can't be written: what is done stays, and the same command goes on where it was. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  /^E[A-Z0-9]+$/u.test((error as NodeJS.ErrnoException).code ?? "");

// Originals and results are this user's alone, whatever makes the files: this program, its workers, the catalog's
// database.
process.umask(0o077);
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : USAGE;
    if (error.exitCode !== 0 && error.code !== "commander.help") console.error(printable(usageSentence(error)));
  } else if (error instanceof UsageError) {
    console.error(printable(error.message));
    process.exitCode = USAGE;
  } else if (isSystemError(error)) {
    console.error(printable(`无法继续（${error.code}）：${error.message}`));
    process.exitCode = FAILED;
  } else throw error;
}
