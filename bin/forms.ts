import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import type { FormFile } from "../lib/profiles/common/form/form-file.ts";
import { draftForm } from "../lib/profiles/declared/draft.ts";
import { lintForm } from "../lib/profiles/declared/lint.ts";
import { ID as PROGRAM } from "../lib/profiles/disclosure/judge.ts";
import { FORMS_VARIABLE, formFolders, formsIn, type OwnForm, readForm } from "../lib/program/form-folders.ts";
import { STATUS_WORDS } from "../lib/report/status-words.ts";
import { UsageError } from "../lib/work/inputs.ts";

/** What `tabularium forms` does with form files, and where other commands find those of one's own. */

const faultsOf = ({ data, fault }: OwnForm): readonly string[] => (fault === null ? lintForm(data) : [fault]);

/**
 * Looks a form file over and reads its examples, a line for each fault.
 * @returns whether it can be used
 * @throws UsageError where there is no such file; errors of the operating system
 */
export async function checkForm(path: string, tell: (line: string) => void): Promise<boolean> {
  if (!existsSync(path)) throw new UsageError(`读不到表样文件：${path}`);
  const form = readForm(dirname(path), basename(path));
  const wrong = faultsOf(form);
  const faults = wrong.length > 0 ? wrong : await exampleFaults(path, (form.data as FormFile).examples ?? []);
  for (const fault of faults) tell(`✗ ${fault}`);
  tell(faults.length === 0 ? "✓ 表样文件可以使用。" : `有${faults.length}处需要修改。`);
  return faults.length === 0;
}

/**
 * A form file proposed from a blank form, as JSON.
 * @throws UsageError where there is no such file, it can't be read, or holds no table to be filled in
 */
export async function draftOf(path: string): Promise<string> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) throw new UsageError(`读不到空白表样：${path}`);
  const { processDocument } = await import("../lib/program/process-document.ts");
  const { document } = await processDocument(bytes, { name: basename(path) });
  const form = document && draftForm(document);
  if (!form) throw new UsageError(`没有找到可以填写的表格：${path}`);
  return JSON.stringify(form, null, 2);
}

/** What comes of a form's examples, where it is not what the form expects. */
async function exampleFaults(path: string, examples: NonNullable<FormFile["examples"]>): Promise<readonly string[]> {
  if (examples.length === 0) return [];
  const folder = await mkdtemp(join(tmpdir(), "tabularium-"));
  try {
    await copyFile(path, join(folder, "form.json"));
    useForms({ named: [folder], found: [] });
    const { processDocument } = await import("../lib/program/process-document.ts");
    const faults: string[] = [];
    for (const { file, expect } of examples) {
      const bytes = await readFile(resolve(dirname(path), file)).catch(() => null);
      const status = bytes && (await processDocument(bytes, { name: basename(file) })).report.status;
      if (status === null) faults.push(`examples：读不到“${file}”。`);
      else if (status !== expect)
        faults.push(`examples：“${file}”应当是${STATUS_WORDS[expect]}，读出来是${STATUS_WORDS[status]}。`);
    }
    return faults;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Has everything that is loaded from now on, and every worker, know the form files in some folders.
 * @param folders that are named, and that need not be there
 * @throws UsageError that says what is wrong with one of them: no report is judged by half a form
 */
export function useForms({
  named,
  found,
}: {
  readonly named: readonly string[];
  readonly found: readonly string[];
}): void {
  const folders = [...formFolders(process.env), ...named, ...found.filter(existsSync)].map((each) => resolve(each));
  const all = [...new Set(folders)];
  const forms = all.flatMap((folder) => {
    try {
      return formsIn(folder);
    } catch {
      throw new UsageError(`读不到存放表样文件的文件夹：${folder}`);
    }
  });
  // A family that is a program can't be replaced by a file.
  const taken = new Set([PROGRAM]);
  const faults = forms.flatMap((form) => {
    const id = (form.data as { readonly id?: string } | null)?.id ?? "";
    const own = taken.has(id) ? [`id“${id}”已用于另一种文件，请换一个。`] : faultsOf(form);
    taken.add(id);
    return own.map((fault) => `  ${form.name}：${fault}`);
  });
  if (faults.length > 0)
    throw new UsageError(
      `表样文件不能使用，请修改后再运行（可用 tabularium forms check 检查）：\n${faults.join("\n")}`,
    );
  process.env[FORMS_VARIABLE] = all.join(delimiter);
}
