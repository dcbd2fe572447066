import { readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where form files of one's own lie. */

/** Names the folders that hold them, as PATH names folders. */
export const FORMS_VARIABLE = "TABULARIUM_FORMS";

/** A file as it stands; whether it is a form, its reader says. */
export interface OwnForm {
  readonly name: string;
  readonly data: unknown;
  /** Why there is nothing of it, in a sentence; null where it could be read. */
  readonly fault: string | null;
}

/** The folders that an environment names. */
export const formFolders = (environment: NodeJS.ProcessEnv): readonly string[] =>
  (environment[FORMS_VARIABLE] ?? "").split(delimiter).filter((folder) => folder !== "");

/** Form files (*.json) in a folder, in the order of their names. @throws errors of the operating system */
export const formsIn = (folder: string): readonly OwnForm[] =>
  readdirSync(folder)
    .filter((name) => /^[^.].*\.json$/iu.test(name))
    .toSorted()
    .map((name) => readForm(folder, name));

/** Never throws. */
export function readForm(folder: string, name: string): OwnForm {
  try {
    return { name, data: JSON.parse(readFileSync(join(folder, name), "utf8").replace(/^\ufeff/u, "")), fault: null };
  } catch (error) {
    return {
      name,
      data: null,
      fault: error instanceof SyntaxError ? `不是 JSON：${error.message}` : "读不到这个文件。",
    };
  }
}
