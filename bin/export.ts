import { join } from "node:path";
import { printable } from "../lib/report/printable.ts";
import { isDataFolder } from "../lib/serve/data-folder.ts";
import type * as Export from "../lib/serve/export.ts";
import { UsageError } from "../lib/work/inputs.ts";
import { useForms } from "./forms.ts";

export interface ExportArguments {
  readonly parquet: string;
  readonly forms?: string;
}

/**
 * The command `export`.
 * @param script the built lib/serve/export.ts, which shares what it needs with the server
 * @returns whether every report could be understood
 * @throws UsageError where there is nothing to export, or no place for it; errors of the operating system
 */
export async function exportReports(
  source: string,
  { parquet, forms }: ExportArguments,
  script: URL,
): Promise<boolean> {
  const found = isDataFolder(source) ? [join(source, "forms")] : [];
  useForms({ named: forms === undefined ? [] : [forms], found });
  const { exportFolder, ExportError } = (await import(script.href)) as typeof Export;
  let complete = true;
  const onUnreadable = (folder: string) => {
    complete = false;
    console.error(printable(`跳过（report.json 读不懂，请重新处理这份文件）：${folder}`));
  };
  try {
    const count = await exportFolder({ source, out: parquet, onUnreadable });
    console.log(printable(`已导出${count}份报告：${parquet}`));
    return complete;
  } catch (error) {
    if (error instanceof ExportError) throw new UsageError(error.message);
    throw error;
  }
}
