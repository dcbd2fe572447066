import { existsSync } from "node:fs";
import { basename, delimiter, dirname, resolve } from "node:path";
import { lintForm } from "../lib/profiles/declared/lint.ts";
import { ID as PROGRAM } from "../lib/profiles/disclosure/judge.ts";
import { FORMS_VARIABLE, formFolders, formsIn, type OwnForm, readForm } from "../lib/program/form-folders.ts";
import { UsageError } from "../lib/work/inputs.ts";

/** What `tabularium forms` does with form files, and where other commands find those of one's own. */

const faultsOf = ({ data, fault }: OwnForm): readonly string[] => (fault === null ? lintForm(data) : [fault]);

/**
 * Looks a form file over, a line for each fault.
 * @returns whether it can be used
 * @throws UsageError where there is no such file
 */
export function checkForm(path: string, tell: (line: string) => void): boolean {
  if (!existsSync(path)) throw new UsageError(`读不到表样文件：${path}`);
  const faults = faultsOf(readForm(dirname(path), basename(path)));
  for (const fault of faults) tell(`✗ ${fault}`);
  tell(faults.length === 0 ? "✓ 表样文件可以使用。" : `有${faults.length}处需要修改。`);
  return faults.length === 0;
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
