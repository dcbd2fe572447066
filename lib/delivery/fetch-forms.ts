import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FORMS_VARIABLE } from "../program/form-folders.ts";
import { below } from "../storage/objects.ts";
import { s3Client, s3Store } from "../storage/s3.ts";
import { FORMS_PREFIX } from "./environment.ts";

/**
 * Fetches the form files of one's own from their prefix in the results' bucket, for this function and its workers: they
 * are read when it starts, and one that is changed counts for functions that start later.
 * @throws what S3 throws: without its forms a function would take documents for what they are not
 */
export async function fetchForms(environment: NodeJS.ProcessEnv): Promise<void> {
  const store = below(s3Store(s3Client(), environment.RESULTS_BUCKET ?? ""), FORMS_PREFIX);
  const folder = await mkdtemp(join(tmpdir(), "tabularium-forms-"));
  for await (const name of store.list("")) {
    const bytes = /^[^/.][^/]*\.json$/iu.test(name) ? await store.get(name) : null;
    if (bytes) await writeFile(join(folder, name), bytes);
  }
  environment[FORMS_VARIABLE] = folder;
}
