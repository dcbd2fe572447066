import { FORMAT_NAMES, type FormatName } from "../lib/document/formats.ts";
import { UsageError } from "../lib/work/inputs.ts";

/** What may be given as the value of an option. Each throws a UsageError that says what may. */

const isFormat = (name: string): name is FormatName => FORMAT_NAMES.some((known) => known === name);

/** Names of formats, as report.json has them, with commas between them. */
export function formatsIn(value: string): readonly FormatName[] {
  const names = value
    .toLowerCase()
    .split(/[,，、\s]/u)
    .filter((name) => name !== "");
  if (names.length === 0) throw new UsageError("--formats 的内容是空的。");
  const unknown = names.filter((name) => !isFormat(name));
  if (unknown.length > 0)
    throw new UsageError(
      `--formats 里没有这种格式：${unknown.join("、")}。可写 ${FORMAT_NAMES.join("、")}，用逗号分开。`,
    );
  return names.filter(isFormat);
}

/** Each document in work may take as much memory as LIMITS.workerMebibytes says: no machine has room for more. */
const MOST_JOBS = 256;

export function jobsIn(value: string): number {
  const jobs = /^\d{1,3}$/u.test(value) ? Number(value) : 0;
  if (jobs < 1 || jobs > MOST_JOBS) throw new UsageError(`--jobs 应为1至${MOST_JOBS}的整数：${value}`);
  return jobs;
}

export function portIn(value: string): number {
  if (!/^\d{1,5}$/u.test(value) || Number(value) > 65_535) throw new UsageError(`端口应为0至65535的整数：${value}`);
  return Number(value);
}

/** A folder: an empty name would be the one the program was called in. */
export function folderIn(value: string): string {
  if (value.trim() === "") throw new UsageError("文件夹的名称是空的。");
  return value;
}
