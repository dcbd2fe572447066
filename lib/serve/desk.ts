import { spawn } from "node:child_process";
import { createWriteStream, type WriteStream } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runtimeLoads } from "../recognition/models/onnx.ts";
import { writeAtomically } from "../storage/directory.ts";
import { FolderBusyError, ServeError, serve } from "./serve.ts";

/**
 * What a double click on the desk folder's starter runs: `serve` over the data folder that lies beside the starter, and
 * the browser on it. Its one argument is the desk folder. A second start over the same folder opens the browser on the
 * first.
 */

const HOST = "127.0.0.1";
/** As stable as can be, so that a bookmark holds; the next ones where another program has it, and at last any. */
const PORT = 8610;
const OTHER_PORTS = [8611, 8612, 8613, 8614, 0];
/** In the data folder: where the server over it answers. */
const ADDRESS = "address";
const LOG = "log.txt";
/** A first start over a large catalog on a slow disk may take a while before it answers. */
const LONGEST_START_MS = 60_000;
const BETWEEN_LOOKS_MS = 200;

const beside = (file: string): URL => new URL(file, import.meta.url);

/** Where the server that has the folder answers, once it does; null where none does in time. */
async function addressOfOther(data: string): Promise<string | null> {
  for (const end = performance.now() + LONGEST_START_MS; performance.now() < end; await pause(BETWEEN_LOOKS_MS)) {
    const address = await readFile(join(data, ADDRESS), "utf8").catch(() => "");
    // It goes to the system to be opened: nothing else that may stand in the file does.
    if (/^http:\/\/127\.0\.0\.1:\d{1,5}\/$/u.test(address) && (await answers(address))) return address;
  }
  return null;
}

const answers = (address: string): Promise<boolean> =>
  fetch(new URL("health", address)).then(
    async (response) => "waiting" in ((await response.json()) as object),
    () => false,
  );

/** Where there is no browser, the address stands in the window. */
function openBrowser(address: string): void {
  const [command, ...args] =
    process.platform === "win32"
      ? [join(process.env.SystemRoot ?? "", "System32", "rundll32.exe"), "url.dll,FileProtocolHandler"]
      : ["xdg-open"];
  spawn(command as string, [...args, address], { stdio: "ignore", detached: true })
    .once("error", () => {})
    .unref();
}

/** Appends to a file that is made with the first line: by then the folder is this server's. */
function logInto(path: string): (line: string) => void {
  let file: WriteStream | undefined;
  return (line) => {
    // A full disk is told on the page and at /health.
    file ??= createWriteStream(path, { flags: "a" }).on("error", () => {});
    file.write(line);
  };
}

/** Runs until it is told to end, which closing its window does too. */
async function runDesk(folder: string): Promise<void> {
  const data = join(resolve(folder), "数据");
  const serving = await serve({
    data,
    host: HOST,
    port: PORT,
    otherPorts: OTHER_PORTS,
    worker: beside("worker.js"),
    script: beside("page.js"),
    writeLog: logInto(join(data, LOG)),
  }).catch(async (error) => {
    if (!(error instanceof FolderBusyError)) throw error;
    const address = await addressOfOther(data);
    if (address === null) throw error;
    console.log(`程序已经在运行：${address}`);
    openBrowser(address);
  });
  if (!serving) return;
  const stopped = new Promise<void>((stop) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop());
  });
  await writeAtomically(join(data, ADDRESS), serving.url);
  console.log(
    `程序正在运行：${serving.url}\n浏览器会自动打开这个页面；没有打开时，请把地址复制到浏览器。\n\n请让这个窗口开着。要停止，关闭窗口或按 Ctrl+C；没处理完的文件下次启动后接着处理。`,
  );
  openBrowser(serving.url);
  if (!(await runtimeLoads()))
    console.log("\n这台电脑上识别程序不能运行：扫描件和图片读不出来，其余文件照常处理。怎么办，见“使用说明.html”。");
  await stopped;
  console.log("\n正在停止，请稍候……");
  await rm(join(data, ADDRESS), { force: true });
  await serving.close();
}

/** Lets a person read what went wrong before the window closes. */
async function untilRead(): Promise<void> {
  if (!process.stdin.isTTY) return;
  console.error("\n按回车键关闭窗口。");
  await new Promise((read) => process.stdin.once("data", read));
  process.stdin.destroy();
}

process.title = "Tabularium";
// Originals and results are this user's alone.
process.umask(0o077);
try {
  await runDesk(process.argv[2] ?? ".");
} catch (error) {
  console.error(error instanceof ServeError ? error.message : `无法启动：${(error as Error).message}`);
  process.exitCode = 1;
  await untilRead();
}
