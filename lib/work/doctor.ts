import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Document } from "../document/document.ts";
import { LIMITS } from "../limits.ts";
import { TRIAL, TRIAL_PNG } from "../recognition/models/trial-line.ts";
import { RESULT_FILES } from "../report/result-names.ts";
import type { Report } from "../report/schema.ts";
import { STATUS_WORDS } from "../report/status-words.ts";
import { readReport } from "../report/store.ts";
import { directoryStore } from "../storage/directory.ts";
import { run } from "./run.ts";

/** Whether this machine can do the work, asked one thing after the other. */
export interface Check {
  readonly ok: boolean;
  /** What was looked at, and what was found. */
  readonly what: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** What the self-test reads: a report of which it is known what is in it. */
export interface Sample {
  readonly file: URL;
  readonly status: Report["status"];
  readonly newlyReceived: number;
}

/** The oldest Node.js that does; package.json says the same. */
const OLDEST_NODE = [20, 19] as const;

const GIB = 2 ** 30;
const gigabytes = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GB`;

/** @param worker the built worker, lib/work/worker.ts @throws nothing: what fails is a check that fails */
export async function* examine(worker: URL, sample: Sample): AsyncGenerator<Check> {
  const node = nodeCheck(process.versions.node);
  yield node;
  // An older one may lack what the rest asks of it.
  if (!node.ok) return;
  yield memoryCheck(process.availableMemory());
  const place = await mkdtemp(join(tmpdir(), "tabularium-")).catch((error: Error) => error);
  if (place instanceof Error) {
    yield {
      ok: false,
      what: `临时文件夹不能写：${tmpdir()}`,
      advice: "请清理磁盘、改权限，或用环境变量（Linux、macOS：TMPDIR；Windows：TEMP）换一个文件夹",
    };
    return;
  }
  try {
    yield { ok: true, what: `临时文件夹可写：${tmpdir()}` };
    yield await sampleCheck(worker, place, sample);
    yield await recognitionCheck(worker, place);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const ok = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  const oldest = OLDEST_NODE.join(".");
  return { ok, what: `Node.js ${version}`, ...(!ok && { advice: `请安装 Node.js ${oldest} 或更高版本` }) };
}

/** @param available bytes that programs may still take */
export function memoryCheck(available: number): Check {
  const least = LIMITS.workerMebibytes * 2 ** 20;
  const ok = available >= least;
  const jobs = availableParallelism();
  return {
    ok,
    what: `处理器${jobs}个，同时处理${jobs}份文件；内存${gigabytes(totalmem())}，可用${gigabytes(available)}`,
    ...(!ok && { advice: `一份大的扫描件可能要${gigabytes(least)}：请关闭其他程序，处理时加 --jobs 1` }),
  };
}

const REINSTALL = "安装可能不完整，请重新安装后再试";

/** @throws errors of the file system and of starting a process */
async function reportOn(worker: URL, path: string, out: string): Promise<Report> {
  const name = basename(path);
  await run([{ name, path }], {
    out,
    fresh: true,
    worker,
    limits: LIMITS,
    jobs: 1,
    onTotal: () => {},
    onDone: () => {},
  });
  const report = await readReport(directoryStore(out), name);
  if (!report) throw new Error("没有得出结果");
  return report;
}

/** What a trial came to: what was found instead, where it failed. */
type Trial = { readonly ok: true } | { readonly ok: false; readonly found: string; readonly advice: string };

async function trial(name: string, wellDone: string, work: () => Promise<Trial>): Promise<Check> {
  const started = performance.now();
  const came = await work().catch(({ message }: Error): Trial => ({ ok: false, found: message, advice: REINSTALL }));
  if (!came.ok) return { ok: false, what: `${name}没有通过：${came.found}`, advice: came.advice };
  return { ok: true, what: `${name}：${wellDone}（${((performance.now() - started) / 1000).toFixed(1)}秒）` };
}

const sampleCheck = (worker: URL, place: string, { file, status, newlyReceived }: Sample): Promise<Check> =>
  trial("样例自检", "结论和数字都对", async () => {
    const report = await reportOn(worker, fileURLToPath(file), join(place, "sample"));
    if (report.status === "failed") return { ok: false, found: report.error.message, advice: REINSTALL };
    const figure = report.figures["applications.newlyReceived.total"]?.text;
    const ok = report.status === status && Number(figure) === newlyReceived;
    return ok
      ? { ok }
      : { ok, found: `结论是${STATUS_WORDS[report.status]}，新收${figure ?? "没有读出"}`, advice: REINSTALL };
  });

const recognitionCheck = (worker: URL, place: string): Promise<Check> =>
  trial("扫描识别", "试读一行，读得对", async () => {
    const advice = [
      "换用过识别模型的（tabularium models add、环境变量 TABULARIUM_OCR_…），请核对那些文件；没有换过的，请重新安装",
      ...(process.platform === "win32" ? ["Windows 上还要有 Microsoft Visual C++ 运行库（x64）"] : []),
    ].join("；");
    const path = join(place, "line.png");
    await writeFile(path, Buffer.from(TRIAL_PNG, "base64"));
    const out = join(place, "line");
    const report = await reportOn(worker, path, out);
    if (report.status === "failed") return { ok: false, found: report.error.message, advice };
    const read = JSON.parse(await readFile(join(out, basename(path), RESULT_FILES.document), "utf8")) as Document;
    const text = read.blocks.map((block) => (block.kind === "paragraph" ? block.text : "")).join("");
    return text === TRIAL.text ? { ok: true } : { ok: false, found: `“${TRIAL.text}”读成“${text}”`, advice };
  });
