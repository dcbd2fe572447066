import type { Choice } from "./uploads.ts";

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** All files below a dropped entry. A folder is read in portions. */
async function filesBelow(entry: FileSystemEntry): Promise<Choice[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((done, failed) => entry.file(done, failed));
    return [{ file, name: entry.fullPath.replace(/^\/+/u, "") }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const found: Choice[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (portion.length === 0) return found;
    for (const below of portion) found.push(...(await filesBelow(below)));
  }
}

/** What was dropped, folders opened. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<Choice[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? null).filter((entry) => entry !== null);
  return entries.length > 0
    ? (await Promise.all(entries.map(filesBelow))).flat()
    : [...files].map((file) => ({ file, name: file.name }));
}
