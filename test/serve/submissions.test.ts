import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { sha256 } from "../make/catalog.ts";
import { officeName, officeReport } from "../make/reports.ts";
import { copySample, until } from "../make/serve.ts";

import { served } from "../make/served.ts";

/** What is put into the inbox of `tabularium serve`, changed there and taken away. */

test.concurrent(
  "takes what is in the inbox, folders and archives too, and leaves hidden files alone",
  served(async ({ data, inbox, list, log, start }) => {
    await mkdir(inbox("青溪镇"), { recursive: true });
    await copySample("会议通知.docx", inbox("青溪镇/通知.docx"));
    await copySample("乡镇往年报告.zip", inbox("往年.zip"));
    await writeFile(inbox(".隐藏.html"), officeReport(1));
    await writeFile(inbox("~$锁.docx"), "x");
    for (const name of ["desktop.ini", "Thumbs.db"]) await writeFile(inbox(name), "x");
    await writeFile(inbox("坏.pdf"), "%PDF-1.7 nothing");
    const running = await start();
    const items = await until(async () => {
      const found = await list();
      return found.length >= 4 ? found : null;
    });
    expect(items.map(({ name, status }) => [name, status]).toSorted()).toEqual([
      ["坏.pdf", "failed"],
      ["往年.zip/云泽县松岭乡人民政府2020年政府信息公开工作年度报告.docx", "valid"],
      ["往年.zip/云泽县桑园镇人民政府2023年政府信息公开工作年度报告.docx", "invalid"],
      ["青溪镇/通知.docx", "unrecognized"],
    ]);
    for (const { id } of items) expect((await stat(join(data, "results", id, "report.json"))).isFile()).toBe(true);
    // What an archive held is withdrawn with it.
    await rm(inbox("往年.zip"));
    await until(async () => (await list()).length === 2);
    expect(log()).not.toContain("桑园镇人民政府2023年度");
    expect(await running.stop()).toBe(0);
  }),
  120_000,
);

test.concurrent(
  "follows corrections, duplicates and withdrawals, also those made while it was not running",
  served(async ({ ask, inbox, list, log, start }) => {
    const [first, corrected] = [officeReport(1), officeReport(1, 2024, 77)];
    const running = await start();
    await writeFile(inbox("年报.html"), first);
    await until(async () => (await list()).some(({ id }) => id === sha256(first)));
    await writeFile(inbox("年报.html"), corrected);
    await until(async () => (await list()).some(({ id }) => id === sha256(corrected)));
    expect((await list("all=true")).map(({ id, standing, supersededBy }) => [id, standing, supersededBy])).toEqual([
      [sha256(corrected), "current", null],
      [sha256(first), "superseded", sha256(corrected)],
    ]);
    // The same bytes under another name are the same report with one submission more.
    await writeFile(inbox("副本.html"), corrected);
    await until(async () => /"name":"副本.html"/u.test(log()));
    await running.kill();
    await rm(inbox("年报.html"));
    await start();
    await until(async () => log().includes("submission withdrawn"));
    expect((await list()).map(({ id }) => id)).toEqual([sha256(corrected)]);
    await rm(inbox("副本.html"));
    await until(async () => (await list()).length === 0);
    expect((await list("all=true")).map(({ standing }) => standing)).toEqual(["withdrawn", "withdrawn"]);
    expect((await ask(`/reports/${sha256(first)}/source`)).status).toBe(200);
    // Sums follow the list.
    const summary = async () => (await (await ask("/summary")).json()) as { reports: number; complete: boolean };
    await until(async () => (await summary()).reports === 0);
    expect((await summary()).complete).toBe(true);
    // The same file comes back, as it was.
    await writeFile(inbox("另.html"), first);
    await utimes(inbox("另.html"), new Date(0), new Date(0));
    await rename(inbox("另.html"), inbox("年报.html"));
    expect(await until(async () => (await list())[0])).toMatchObject({
      id: sha256(first),
      organization: officeName(1),
    });
  }),
  120_000,
);

test.concurrent(
  "withdraws what was handed in, an archive as one, and never what has come in its place",
  served(async ({ ask, data, inbox, list, start }) => {
    await copySample("乡镇往年报告.zip", inbox("往年.zip"));
    await start();
    const submissionOf = async (id: string) =>
      ((await (await ask(`/reports/${id}`)).json()) as { submissions: { submission: string; name: string }[] })
        .submissions[0];
    const withdraw = async (submission = "") => (await ask(`/submissions/${submission}`, { method: "DELETE" })).status;
    const entries = await until(async () => ((await list()).length === 2 ? list() : null));
    const handles = await Promise.all(entries.map(async ({ id }) => (await submissionOf(id))?.submission));
    expect(new Set(handles).size).toBe(1);
    expect(await withdraw(handles[0])).toBe(202);
    await until(async () => (await list()).length === 0);
    expect(await readdir(join(data, "inbox"))).toEqual([]);
    expect(await withdraw(handles[0])).toBe(202);
    // A report leaves the list before the last of its submissions is written down as gone.
    await until(async () => (await submissionOf(entries[0]?.id ?? "")) === undefined);
    expect((await submissionOf(entries[0]?.id ?? ""))?.submission).toBeUndefined();

    const [first, corrected] = [officeReport(1), officeReport(1, 2024, 77)];
    await writeFile(inbox("年报.html"), first);
    await until(async () => (await list()).some(({ id }) => id === sha256(first)));
    const old = (await submissionOf(sha256(first)))?.submission;
    await writeFile(inbox("年报.html"), corrected);
    await until(async () => (await list()).some(({ id }) => id === sha256(corrected)));
    expect(await withdraw(old)).toBe(409);
    expect(await readFile(inbox("年报.html"), "utf8")).toBe(corrected);
    expect(await withdraw((await submissionOf(sha256(corrected)))?.submission)).toBe(202);
    await until(async () => (await list()).length === 0);
    expect(await withdraw("f".repeat(64))).toBe(404);
  }),
  120_000,
);

test.concurrent(
  "takes a file only once it stands still",
  served(async ({ inbox, list, start }) => {
    await start();
    const report = officeReport(3);
    for (let part = 1; part <= 8; part++) {
      await writeFile(inbox("慢.html"), report.slice(0, (report.length * part) / 8));
      await new Promise((resume) => setTimeout(resume, 300));
    }
    await until(async () => (await list()).length > 0);
    expect((await list("all=true")).map(({ id }) => id)).toEqual([sha256(report)]);
  }),
  60_000,
);

test.concurrent(
  "keeps a file that can't be filed, says so, and files it once it can",
  served(async ({ ask, data, inbox, list, start }) => {
    await start();
    await rm(join(data, "results"), { recursive: true });
    await writeFile(join(data, "results"), "in the way");
    await writeFile(inbox("a.html"), officeReport(11));
    const health = await until(async () => {
      const answer = await ask("/health");
      return answer.status === 503 ? answer.json() : null;
    });
    expect(health).toMatchObject({ status: "degraded", trouble: expect.stringMatching(/^E[A-Z]+$/u) });
    expect(await list("all=true")).toEqual([]);
    await rm(join(data, "results"));
    expect(await until(async () => (await list())[0])).toMatchObject({ organization: officeName(11), status: "valid" });
    await until(async () => (await ask("/health")).status === 200);
    // An inbox that is gone for a while (a network drive) withdraws nothing.
    await rename(join(data, "inbox"), join(data, "away"));
    await until(async () => (await ask("/health")).status === 503);
    await new Promise((resume) => setTimeout(resume, 2500));
    expect(await list()).toHaveLength(1);
    await rename(join(data, "away"), join(data, "inbox"));
    await until(async () => (await ask("/health")).status === 200);
    expect(await list()).toHaveLength(1);
  }),
  120_000,
);
