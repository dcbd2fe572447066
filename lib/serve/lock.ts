import { join } from "node:path";
import { ClassicLevel } from "classic-level";

/** Another process works on the folder. */
export class FolderInUseError extends Error {}

/**
 * Keeps other processes off a folder for as long as this one lives. The lock is the operating system's and ends with
 * the process, however it ends.
 * @returns what releases it
 * @throws FolderInUseError
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lock = new ClassicLevel(join(folder, "lock"));
  try {
    await lock.open();
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    if (cause?.code === "LEVEL_LOCKED") throw new FolderInUseError();
    throw cause ?? error;
  }
  return () => lock.close();
}
