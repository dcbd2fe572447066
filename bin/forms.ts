import { readFile } from "node:fs/promises";
import { lintForm } from "../lib/profiles/declared/lint.ts";
import { UsageError } from "../lib/work/inputs.ts";

/** What `tabularium forms` does with form files. */

/**
 * Looks a form file over, a line for each fault.
 * @returns whether it can be used
 * @throws UsageError where there is no such file
 */
export async function checkForm(path: string, tell: (line: string) => void): Promise<boolean> {
  const faults = faultsIn(await textOf(path));
  for (const fault of faults) tell(`✗ ${fault}`);
  tell(faults.length === 0 ? "✓ 表样文件可以使用。" : `有${faults.length}处需要修改。`);
  return faults.length === 0;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    throw new UsageError(`读不到表样文件：${path}`);
  }
}

function faultsIn(text: string): readonly string[] {
  try {
    return lintForm(JSON.parse(text.replace(/^\ufeff/u, "")));
  } catch (error) {
    return [`不是 JSON：${(error as Error).message}`];
  }
}
