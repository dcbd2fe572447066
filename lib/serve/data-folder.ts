import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

/** Whether a folder is the data folder of a server: CURRENT is in every database of LevelDB. */
export function isDataFolder(folder: string): boolean {
  const current = join(folder, "catalog", "CURRENT");
  return existsSync(current) && statSync(current).isFile();
}
