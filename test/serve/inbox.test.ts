import { mkdir, readdir, rename, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { strToU8, zipSync } from "fflate";
import type { QueueState } from "../../lib/api/schemas.ts";
import type { KnownSubmission } from "../../lib/catalog/catalog.ts";
import { openLocalTable } from "../../lib/catalog/local.ts";
import { orderOf } from "../../lib/catalog/submissions.ts";
import { filesIn } from "../../lib/serve/inbox.ts";
import { INBOX, openIntake } from "../../lib/serve/intake.ts";
import { type DocumentPool, documentPool } from "../../lib/work/document-pool.ts";
import { catalogOver, sha256 } from "../make/catalog.ts";
import { officeReport } from "../make/reports.ts";
import { temporaryFolder, until } from "../make/serve.ts";

/**
 * Files may wait for long between the look at the inbox and their turn; whoever can write there can put anything in
 * their place.
 */

const SECRET = officeReport(99);
let folder: string;
let inbox: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  inbox = join(folder, "inbox");
  await mkdir(join(inbox, "镇"), { recursive: true });
  await writeFile(join(folder, "secret"), SECRET, { mode: 0o600 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const poolOf = (worker: string) =>
  documentPool({
    worker: new URL(worker, import.meta.url),
    size: 1,
    limits: { documentSeconds: 60, heapMebibytes: 512 },
  });
const readers = poolOf("../../dist/worker.js");
const swappers = poolOf("../fixtures/workers/swap.js");
afterAll(() => Promise.all([readers.close(), swappers.close()]));

/** What becomes of a file that is seen in the inbox, after something has been done to it. */
async function outcomeOf(
  content: string | Uint8Array,
  meddle: (path: string) => Promise<unknown>,
  { pool = readers, entry = "" } = {},
) {
  await writeFile(join(inbox, "镇", "年报.html"), content);
  const file = [...(await filesIn(inbox)).values()][0];
  if (!file) throw new Error("not seen");
  await meddle(file.path);
  const input = { ...file, ...(entry && { entry }) };
  const answer = await pool.run({ input, out: join(folder, "out"), fresh: false, filing: "id" });
  return { kind: answer.kind, filed: await readdir(join(folder, "out")).catch(() => []) };
}
const NOTHING = { kind: "changed", filed: [] };
const linkTo = (target: string) => async (path: string) => {
  await rm(path);
  await symlink(target, path);
};

jest.setTimeout(30_000);

describe("a file that waits in the inbox", () => {
  test("is read where it still is what was seen", async () => {
    expect(await outcomeOf(officeReport(1), async () => {})).toEqual({
      kind: "processed",
      filed: [sha256(officeReport(1))],
    });
  });

  test("is not read through a link that was put in its place", async () => {
    expect(await outcomeOf(officeReport(1), linkTo("../../secret"))).toEqual(NOTHING);
  });

  test("is not read through a link to itself, nor where a folder on the way became a link", async () => {
    const moved = join(folder, "moved");
    const linked = async (path: string) => {
      await rename(path, moved);
      await symlink(moved, path);
    };
    expect(await outcomeOf(officeReport(1), linked)).toEqual(NOTHING);
    await rm(moved);
    await rm(join(inbox, "镇", "年报.html"));
    expect(await outcomeOf(officeReport(1), async (path) => linked(join(path, "..")))).toEqual(NOTHING);
  });

  test("is not read where another of the same size and time has its name", async () => {
    const another = async (path: string) => {
      const { atime, mtime } = await stat(path);
      await writeFile(join(folder, "other"), officeReport(2));
      await utimes(join(folder, "other"), atime, mtime);
      await rename(join(folder, "other"), path);
    };
    expect(await outcomeOf(officeReport(1), another)).toEqual(NOTHING);
  });

  test("is not taken apart through a link to another archive", async () => {
    const zip = (content: string) => zipSync({ "a.html": strToU8(content) });
    await writeFile(join(folder, "secret.zip"), zip(SECRET));
    const entry = { entry: "a.html" };
    expect(await outcomeOf(zip(officeReport(1)), linkTo("../../secret.zip"), entry)).toEqual(NOTHING);
    await rm(join(inbox, "镇", "年报.html"));
    expect((await outcomeOf(zip(officeReport(1)), async () => {}, entry)).filed).toEqual([sha256(officeReport(1))]);
  });

  test("is not even measured by the parent once a link stands there", async () => {
    expect(await outcomeOf(officeReport(1), async () => {}, { pool: swappers })).toEqual(NOTHING);
  });
});

describe("the intake", () => {
  /** An intake over a pool of the test's own, while `during` lasts; the inbox's submissions at its end. */
  async function submissionsAfter(
    run: DocumentPool["run"],
    during: (state: () => QueueState, told: () => QueueState | null) => Promise<unknown>,
  ) {
    const { table, close } = await openLocalTable();
    const { catalog } = catalogOver(table);
    const ports = {
      inbox,
      results: join(folder, "out"),
      catalog,
      pool: { run, close: async () => {} },
      report: async () => null,
    };
    const intake = await openIntake({ ...ports, concurrency: 1, log: () => {}, now: Date.now });
    let told: QueueState | null = null;
    intake.subscribe(() => {
      told = intake.state();
    });
    try {
      await during(intake.state, () => told).finally(intake.close);
      const submissions: KnownSubmission[] = [];
      for await (const entry of catalog.journal(INBOX)) if (entry.kind === "submission") submissions.push(entry);
      return submissions;
    } finally {
      await close();
    }
  }

  test("withdraws a file in whose place a link was put before it was read, and tells of it", async () => {
    const path = join(inbox, "年报.html");
    await writeFile(path, officeReport(1));
    const meddled = async () => {
      await linkTo("../secret")(path);
      return { kind: "changed" } as const;
    };
    const submissions = await submissionsAfter(meddled, async (state, told) => {
      await until(async () => state().waiting === 1, 10_000);
      await until(async () => told()?.waiting === 0, 10_000);
    });
    expect(submissions).toMatchObject([{ key: "年报.html", withdrawn: true }]);
  });

  test("puts what comes after all that came before, though the clock was set back a day meanwhile", async () => {
    const { table, close } = await openLocalTable();
    const { catalog } = catalogOver(table);
    const pool = { run: async () => ({ kind: "changed" }) as const, close: async () => {} };
    const ports = {
      inbox,
      results: join(folder, "out"),
      catalog,
      pool,
      report: async () => null,
      concurrency: 1,
      log: () => {},
    };
    const submissions = async () => {
      const found: KnownSubmission[] = [];
      for await (const entry of catalog.journal(INBOX)) if (entry.kind === "submission") found.push(entry);
      return found.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)).map(({ key }) => key);
    };
    for (const [n, name] of ["旧.html", "新.html"].entries()) {
      await writeFile(join(inbox, name), officeReport(n));
      const intake = await openIntake({ ...ports, now: () => Date.now() - n * 86_400_000 });
      await until(async () => (await submissions()).length === n + 1, 10_000).finally(intake.close);
    }
    expect(await submissions()).toEqual(["旧.html", "新.html"]);
    await close();
  });

  test("tells how many pages of a document have been recognised, while it is in work", async () => {
    await writeFile(join(inbox, "扫描.pdf"), "%PDF");
    let release = (_: { kind: "changed" }) => {};
    const slow: DocumentPool["run"] = (_, onTurn, told) => {
      onTurn?.(true);
      told?.onRecognised?.(2, 7);
      return new Promise<{ kind: "changed" }>((resolve) => (release = resolve)).finally(() => onTurn?.(false));
    };
    await submissionsAfter(slow, async (state) => {
      await until(async () => state().processing.length === 1, 10_000);
      expect(state().recognised).toEqual([{ name: "扫描.pdf", done: 2, pages: 7 }]);
      release({ kind: "changed" });
      await until(async () => state().processing.length === 0, 10_000);
      expect(state().recognised).toEqual([]);
    });
  });

  test("says so where a file waits for a minute and none is begun", async () => {
    await writeFile(join(inbox, "年报.html"), officeReport(1));
    let release = (_: { kind: "changed" }) => {};
    const never = () => new Promise<{ kind: "changed" }>((resolve) => (release = resolve));
    const now = performance.now;
    await submissionsAfter(never, async (state) => {
      await until(async () => state().waiting === 1, 10_000);
      expect(state().trouble).toBeNull();
      performance.now = () => now.call(performance) + 61_000;
      await until(async () => state().trouble === "STALLED", 10_000).finally(() => {
        performance.now = now;
        release({ kind: "changed" });
      });
    });
  });

  test("does not call an archive done that was replaced while it was taken apart", async () => {
    await writeFile(join(inbox, "年报.zip"), "PK");
    let asked = 0;
    const run: DocumentPool["run"] = async ({ input }) => {
      if (input.entry === undefined) return { kind: "archive", entries: ["a.html"] };
      asked += 1;
      return { kind: "changed" };
    };
    const submissions = await submissionsAfter(run, () => until(async () => asked > 1, 10_000));
    expect(submissions).toMatchObject([{ key: "年报.zip", finishedBy: null }]);
  });
});
