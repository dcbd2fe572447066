import { readdir, readFile } from "node:fs/promises";

/** Processes of this machine, as Linux tells them (proc(5)). */
export async function processes(): Promise<{ readonly pid: number; readonly parent: number }[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/u.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
      // The name, which may hold anything, ends at the last bracket.
      const [, parent] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
      return parent === undefined ? [] : [{ pid: Number(pid), parent: Number(parent) }];
    }),
  );
  return found.flat();
}
