#!/usr/bin/env node
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import type * as Operate from "../lib/delivery/operate.ts";
import { FORMAT_NAMES } from "../lib/document/formats.ts";
import { formFolders } from "../lib/program/form-folders.ts";
import { printable } from "../lib/report/printable.ts";
import type { ServeError, serve } from "../lib/serve/serve.ts";
import { ENGINE_VERSION } from "../lib/version.ts";
import { UsageError } from "../lib/work/inputs.ts";
import type { ExportArguments } from "./export.ts";
import type * as Forms from "./forms.ts";
import type { ProcessOptions } from "./process-paths.ts";
import { folderIn, formatsIn, jobsIn, portIn } from "./values.ts";
import { HELP, systemSentence, usageSentence } from "./wording.ts";

/** Exit codes: 0 no file ended failed, 1 at least one did or the work could not go on (a full disk), 2 wrong usage. */
const FAILED = 1;
const USAGE = 2;

interface ServeArguments {
  readonly forms?: string;
  readonly data: string;
  readonly port: number;
  readonly host: string;
  readonly token?: string;
  readonly tokens?: string;
  readonly publicUrl?: string;
}

/**
 * Before anything is loaded that asks which families there are. What looks form files over is as large as all that
 * judges: without any, no command waits for it. @throws UsageError
 */
async function useForms(folders: Parameters<typeof Forms.useForms>[0]): Promise<void> {
  const { named, found } = folders;
  if (formFolders(process.env).length === 0 && named.length === 0 && !found.some(existsSync)) return;
  const forms: typeof Forms = await import("./forms.ts");
  forms.useForms(folders);
}

const named = (folder: string | undefined): readonly string[] => (folder === undefined ? [] : [folder]);

/** Runs until it is told to end. The server is a file of its own, so that `process` starts without it. */
async function serveFolder({
  data,
  forms,
  port,
  host,
  publicUrl,
  token = process.env.TABULARIUM_TOKEN,
  tokens,
}: ServeArguments): Promise<number> {
  const beside = (file: string) => new URL(file, import.meta.url);
  await useForms({ named: named(forms), found: [join(data, "forms")] });
  const server = (await import(beside("serve.js").href)) as { serve: typeof serve; ServeError: typeof ServeError };
  try {
    const built = { worker: beside("worker.js"), script: beside("page.js") };
    const serving = await server.serve({ data, port, host, token, tokens, publicUrl, ...built });
    console.log(
      `已启动：${serving.url}${token === undefined && tokens === undefined ? "" : "?token=…"}\n把报告放进 ${data}/inbox，或在浏览器中打开上面的地址提交。按 Ctrl+C 停止。`,
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

const FORMS_HELP = "自己的表样文件（.json）所在的文件夹";

type ProcessArguments = Omit<ProcessOptions, "jobs"> & { readonly jobs?: number; readonly forms?: string };

const program = new Command("tabularium")
  .description(
    "读取政府信息公开工作年度报告，核对每一个数字，写出问题清单。\nReads annual reports on government information disclosure, proves every figure, writes the problem list.",
  )
  .version(ENGINE_VERSION, "-V, --version", "显示版本号")
  .helpOption("-h, --help", "显示帮助")
  .helpCommand(false)
  .configureHelp(HELP)
  .configureOutput({ outputError: () => {} })
  .exitOverride();

program
  .command("process")
  .description("处理文件和文件夹：读取、核对、写出结果和清单")
  .argument("<文件或文件夹...>", "报告文件，或存放报告的文件夹（含子文件夹、.zip 压缩包）")
  .requiredOption("-o, --out <dir>", "结果写入的文件夹", folderIn)
  .option("--fresh", "全部重新处理；不加时，内容未变且已有完整结果的文件不再处理", false)
  .option("--jobs <n>", `同时处理的份数（默认 ${availableParallelism()}，即处理器的个数）`, jobsIn)
  .option(
    "--formats <list>",
    `只处理这些格式，用逗号分开：${FORMAT_NAMES.join("、")}；按内容辨认，不看扩展名，其余跳过并计数`,
    formatsIn,
  )
  .option("--forms <dir>", FORMS_HELP, folderIn)
  .option("--json", "把汇总写成 JSON 供程序使用（标准输出），进度仍在标准错误", false)
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
  tabularium process a.docx b.html 各镇.zip -o 结果
  tabularium process 年报 -o 结果 --formats docx,pdf --json > 汇总.json`,
  )
  .action(async (paths: string[], { forms, ...options }: ProcessArguments) => {
    await useForms({ named: named(forms), found: [] });
    const { processPaths } = await import("./process-paths.ts");
    process.exitCode = (await processPaths(paths, { jobs: availableParallelism(), ...options })) ? 0 : FAILED;
  });

program
  .command("serve")
  .description("在一台机器上运行全套服务：收件文件夹、目录、接口和网页")
  .requiredOption("-d, --data <dir>", "数据文件夹：收件在 inbox，结果在 results", folderIn)
  .requiredOption("-p, --port <n>", "网页和接口的端口", portIn)
  .option("--forms <dir>", `${FORMS_HELP}；不写时用数据文件夹里的 forms`, folderIn)
  .option("--host <address>", "监听地址，默认的只有本机可以访问", "127.0.0.1")
  .option("--public-url <url>", "浏览器访问的地址，在 HTTPS 反向代理之后时必须写明，如 https://nianbao.example.cn/")
  .option("--token <token>", "访问令牌；监听其他地址时必须设置，也可用环境变量 TABULARIUM_TOKEN")
  .option("--tokens <file>", "几个人各用各的令牌时：写明姓名、令牌、权限和行政区划的文件，见 docs/serve.md")
  .helpOption("-h, --help", "显示帮助")
  .action(async (options: ServeArguments) => {
    process.exitCode = await serveFolder(options);
  });

program
  .command("export")
  .description("把数字、问题和报告导出为 Parquet 文件，供 DuckDB、pandas、Athena 等统计")
  .argument("<source>", "process 的结果文件夹，或 serve 的数据文件夹（须先停下 serve）")
  .requiredOption("--parquet <dir>", "导出的文件夹；已有的导出整个换成新的", folderIn)
  .option("--forms <dir>", `${FORMS_HELP}；serve 的数据文件夹里的 forms 也会用到`, folderIn)
  .helpOption("-h, --help", "显示帮助")
  .action(async (source: string, options: ExportArguments) => {
    const { exportReports } = await import("./export.ts");
    process.exitCode = (await exportReports(source, options, new URL("export.js", import.meta.url))) ? 0 : FAILED;
  });

/** Tries models and keeps them; loaded only here, so that `process` starts without the runtime. */
async function addModels(source: string): Promise<void> {
  const models = await import("../lib/work/add-models.ts");
  try {
    const { name, folder } = await models.addModels(source, process.env);
    console.log(printable(`已加入识别模型 ${name}，试读无误，存于 ${folder}。`));
    console.log("以后 process 和 serve 都用它；已有的结果不会自动重做，process 请加 --fresh。");
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
  .action(addModels);

const forms = program
  .command("forms")
  .description("表样文件：用数据写明的一种表格文件")
  .helpCommand(false)
  .helpOption("-h, --help", "显示帮助");

forms
  .command("check")
  .description("检查表样文件：不认识的词、无处可指的名称、永远不会核对的关系，并试读其中的示例")
  .argument("<file>", "表样文件（.json）")
  .helpOption("-h, --help", "显示帮助")
  .action(async (file: string) => {
    const { checkForm } = await import("./forms.ts");
    process.exitCode = (await checkForm(file, (line) => console.log(printable(line)))) ? 0 : FAILED;
  });

forms
  .command("draft")
  .description("由一份空白的表起草表样文件，写到标准输出，由人补充：tabularium forms draft 空白表.docx > 表样.json")
  .argument("<file>", "空白的表，各种可读的格式")
  .helpOption("-h, --help", "显示帮助")
  .action(async (file: string) => {
    const { draftOf } = await import("./forms.ts");
    console.log(await draftOf(file));
  });

program
  .command("doctor")
  .description("检查这台机器能否运行：Node.js、内存、临时文件夹、样例自检、扫描识别；有问题时写明怎么办")
  .helpOption("-h, --help", "显示帮助")
  .action(async () => {
    const { doctor } = await import("./doctor.ts");
    process.exitCode = (await doctor()) ? 0 : FAILED;
  });

/** @throws UsageError where it was not built: what is for AWS alone is no part of a small install */
const operate = async (): Promise<typeof Operate> => {
  const built = new URL("operate.js", import.meta.url);
  if (!existsSync(built)) throw new UsageError("这个命令用于 AWS 部署，请先在项目中运行 npm ci 和 npm run functions");
  return import(built.href);
};

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
  .command("reconcile")
  .description("核对目录与收件存储桶（AWS）：漏掉的补读，已不在桶里的撤回；每晚自动进行，也可随时运行")
  .requiredOption("--intake <name>", "收件存储桶（部署输出 IntakeBucket）")
  .requiredOption("--results <name>", "结果存储桶（部署输出 ResultsBucket）")
  .requiredOption("--table <name>", "目录表（部署输出 CatalogName）")
  .requiredOption("--bus <name>", "事件总线（部署输出 EventBusName）")
  .requiredOption("--queue <url>", "处理队列的地址（部署输出 ProcessQueue）")
  .option("--prefix <prefix>", "部署时设置的前缀", "")
  .helpOption("-h, --help", "显示帮助")
  .action(async (options: Operate.ReconcileArguments) => {
    process.exitCode = await (await operate()).reconcileBucket(options, (line) => console.log(printable(line)));
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
    console.error(printable(systemSentence(error)));
    process.exitCode = FAILED;
  } else throw error;
}
