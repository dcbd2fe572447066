import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Exports } from "../api/exports.ts";
import { type ExportPlace, openExportLedger } from "../catalog/exports.ts";
import { collect, type Key, type Table } from "../catalog/table.ts";
import { type MakingPorts, makeNextSet } from "../exports/make-set.ts";
import { directoryLargeObjects } from "../storage/directory-large.ts";
import { describe, type Log } from "./log.ts";

/** Makes exports one after the other, in the order in which they were asked for, and forgets those whose time is over. */

interface Exporting {
  /** What is asked for is made now, or by the next server. */
  readonly exports: Exports;
  /** Leaves the rest to the next server. */
  readonly close: () => Promise<void>;
}

interface ExportingPorts extends Pick<MakingPorts, "queries" | "report" | "results" | "now"> {
  readonly table: Table;
  /** Where the files lie, a folder for each export. */
  readonly folder: string;
  /** On the same disk, for what is not finished. */
  readonly temporary: string;
  readonly log: Log;
}

/** Names every export that has files or is to have some. */
const KEPT = "EXPORTS#KEPT";
const keptKey = (id: string): Key => ({ pk: KEPT, sk: id });

const SWEEPS_EVERY_MS = 3_600_000;

const FULL: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);
const failureOf = ({ code = "" }: NodeJS.ErrnoException): string =>
  FULL.has(code) ? "服务器磁盘已满，文件没有生成，请联系管理员后重新生成。" : "生成时出错，请稍后重新生成。";

/** Takes up at once what the server before has left. */
export function openExporting({ table, folder, temporary, log, ...making }: ExportingPorts): Exporting {
  const closing = new AbortController();
  const ledger = openExportLedger(table, making.now);
  const files = directoryLargeObjects(folder, temporary);
  const ports = { ...making, ledger, files, signal: closing.signal };
  let working: Promise<void> = Promise.resolve();

  const kept = async (): Promise<ExportPlace[]> =>
    (await collect(table.query(KEPT))).map(({ sk, owner }) => ({ id: sk, owner: owner as string }));

  async function makeAll(place: ExportPlace): Promise<void> {
    try {
      for (let how = "made"; how === "made" && !closing.signal.aborted; ) how = await makeNextSet(place, ports);
    } catch (error) {
      if (closing.signal.aborted) return;
      log("error", "export failed", { id: place.id, error: describe(error) });
      await ledger.fail(place, failureOf(error as NodeJS.ErrnoException));
      await rm(join(folder, place.id), { recursive: true, force: true });
    }
  }

  /** One after the other; what goes wrong is told, and ends no other. */
  const next = (work: () => Promise<void>): void => {
    working = working.then(async () => {
      if (closing.signal.aborted) return;
      await work().catch((error: unknown) => log("error", "exports not kept in order", { error: describe(error) }));
    });
  };

  async function sweep(): Promise<void> {
    for (const place of await kept()) {
      if ((await ledger.record(place)) !== null) continue;
      await rm(join(folder, place.id), { recursive: true, force: true });
      await ledger.forget(place);
      await table.delete(keptKey(place.id));
    }
  }
  next(async () => {
    await sweep();
    for (const place of await kept()) next(() => makeAll(place));
  });
  const sweeping = setInterval(() => next(sweep), SWEEPS_EVERY_MS);
  sweeping.unref();

  return {
    exports: {
      ledger,
      begin: async (place) => {
        await table.put({ ...keptKey(place.id), owner: place.owner });
        next(() => makeAll(place));
      },
      file: (key) => files.open(key),
    },
    close: async () => {
      clearInterval(sweeping);
      closing.abort();
      await working;
    },
  };
}
