import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { packagedModels } from "../../lib/recognition/models/files.ts";
import { folded } from "./fold.ts";

/** Writes the packaged models into a folder, folded, with their dictionary; the program takes them from there. */
export async function buildModels(folder: string): Promise<void> {
  const { detection, recognition, dictionary } = packagedModels();
  await mkdir(folder, { recursive: true });
  for (const file of [detection, recognition])
    await writeFile(join(folder, basename(file)), folded(await readFile(file)));
  await cp(dictionary, join(folder, basename(dictionary)));
}
