import { statSync } from "node:fs";
import { join } from "node:path";

/** Whether a folder is the data folder of a server: CURRENT is in every database of LevelDB. */
export const isDataFolder = (folder: string): boolean =>
  statSync(join(folder, "catalog", "CURRENT"), { throwIfNoEntry: false })?.isFile() ?? false;
