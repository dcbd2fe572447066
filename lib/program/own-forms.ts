import { formFolders, formsIn } from "./form-folders.ts";

/**
 * The form files of this program, read when it asks for families first: what it knows of them never changes while it
 * runs. Whoever starts it tells a person what is wrong with one; here it is left out.
 */
export const OWN_FORMS: readonly unknown[] = formFolders(process.env).flatMap((folder) => {
  try {
    return formsIn(folder).flatMap(({ data, fault }) => (fault === null ? [data] : []));
  } catch {
    return [];
  }
});
