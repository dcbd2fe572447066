import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { sha256 } from "../make/catalog.ts";
import { openBelow, openToAll } from "../make/modes.ts";
import { officeName, officeReport } from "../make/reports.ts";
import { copySample, type Running, startServe, temporaryFolder, until } from "../make/serve.ts";

let data: string;
let running: Running | null = null;
beforeEach(async () => {
  data = await temporaryFolder();
});
afterEach(async () => {
  await running?.kill();
  running = null;
  await rm(data, { recursive: true, force: true });
});

const ask = (path: string, options?: RequestInit) => fetch(`${running?.url}${path}`, options);
interface Item {
  id: string;
  name: string;
  status: string;
  organization: string | null;
  standing: string;
  supersededBy: string | null;
}
const list = async (query = ""): Promise<Item[]> =>
  ((await (await ask(`/reports?limit=200&${query}`)).json()) as { items: Item[] }).items;
const inbox = (name: string) => join(data, "inbox", name);
/** Sends a file the way any program does: asks where to, then sends it there. */
async function send(name: string, body: string | Uint8Array, more: object = {}): Promise<Response> {
  const asked = await ask("/uploads", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, bytes: Buffer.byteLength(body), ...more }),
  });
  const { url, method, headers } = (await asked.json()) as {
    url: string;
    method: string;
    headers: Record<string, string>;
  };
  return fetch(url, { method, headers, body: body as string });
}

describe("tabularium serve", () => {
  test("takes what is in the inbox, folders and archives too, and leaves hidden files alone", async () => {
    await mkdir(inbox("青溪镇"), { recursive: true });
    await copySample("会议通知.docx", inbox("青溪镇/通知.docx"));
    await copySample("乡镇往年报告.zip", inbox("往年.zip"));
    await writeFile(inbox(".隐藏.html"), officeReport(1));
    await writeFile(inbox("~$锁.docx"), "x");
    await writeFile(inbox("坏.pdf"), "%PDF-1.7 nothing");
    running = await startServe(data);
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
    expect(running.log()).not.toContain("桑园镇人民政府2023年度");
    expect(await running.stop()).toBe(0);
    running = null;
  }, 120_000);

  test("follows corrections, duplicates and withdrawals, also those made while it was not running", async () => {
    const [first, corrected] = [officeReport(1), officeReport(1, 2024, 77)];
    running = await startServe(data);
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
    await until(async () => /"name":"副本.html"/u.test(running?.log() ?? ""));
    await running.kill();
    await rm(inbox("年报.html"));
    running = await startServe(data);
    await until(async () => running?.log().includes("submission withdrawn"));
    expect((await list()).map(({ id }) => id)).toEqual([sha256(corrected)]);
    await rm(inbox("副本.html"));
    await until(async () => (await list()).length === 0);
    expect((await list("all=true")).map(({ standing }) => standing)).toEqual(["withdrawn", "withdrawn"]);
    expect((await ask(`/reports/${sha256(first)}/source`)).status).toBe(200);
    expect(await (await ask("/summary")).json()).toMatchObject({ reports: 0, complete: true });
    // The same file comes back, as it was.
    await writeFile(inbox("另.html"), first);
    await utimes(inbox("另.html"), new Date(0), new Date(0));
    await rename(inbox("另.html"), inbox("年报.html"));
    expect(await until(async () => (await list())[0])).toMatchObject({
      id: sha256(first),
      organization: officeName(1),
    });
  }, 120_000);

  test("withdraws what was handed in, an archive as one, and never what has come in its place", async () => {
    await copySample("乡镇往年报告.zip", inbox("往年.zip"));
    running = await startServe(data);
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
  }, 120_000);

  test("takes a file only once it stands still", async () => {
    running = await startServe(data);
    const report = officeReport(3);
    for (let part = 1; part <= 8; part++) {
      await writeFile(inbox("慢.html"), report.slice(0, (report.length * part) / 8));
      await new Promise((resume) => setTimeout(resume, 300));
    }
    await until(async () => (await list()).length > 0);
    expect((await list("all=true")).map(({ id }) => id)).toEqual([sha256(report)]);
  }, 60_000);

  test("judges years against each other whichever comes last, and tells so", async () => {
    running = await startServe(data);
    // Carries 3 over to the next year, of which the next year's report knows nothing.
    const [year2023, year2024] = [officeReport(5, 2023, 3), officeReport(5, 2024, 4)];
    for (const [name, report] of [
      ["2024.html", year2024],
      ["2023.html", year2023],
    ] as const) {
      await writeFile(inbox(name), report);
      await until(async () => (await list()).some(({ id }) => id === sha256(report)));
    }
    const { history } = await until(async () => {
      const report = (await (await ask(`/reports/${sha256(year2024)}`)).json()) as { history: { code: string }[] };
      return report.history.length > 0 ? report : null;
    });
    expect(history.map(({ code }) => code)).toContain("HISTORY-CARRY");
    const events = await told("0");
    expect(events.filter(({ type }) => type === "Report Processed").map(({ detail }) => detail.id)).toEqual([
      sha256(year2024),
      sha256(year2023),
    ]);
    expect(events.filter(({ type }) => type === "Report Reviewed").map(({ detail }) => detail)).toMatchObject([
      { id: sha256(year2024), organization: officeName(5), year: 2024 },
    ]);
    // Who comes back gets what came after, also from a server started since.
    await running.kill();
    running = await startServe(data);
    expect((await told(events[0]?.position ?? "")).map(({ detail }) => detail.eventId)).toEqual(
      events.slice(1).map(({ detail }) => detail.eventId),
    );
  }, 120_000);

  test("takes files that are sent, and never lets one office's file replace another's", async () => {
    running = await startServe(data);
    const [one, other] = [officeReport(7), officeReport(8)];
    expect(await (await send("年报.html", one)).json()).toEqual({ id: sha256(one), name: "年报.html" });
    expect(await (await send("年报.html", other, { sha256: sha256(other) })).json()).toEqual({
      id: sha256(other),
      name: "年报 (2).html",
    });
    expect(await (await send("年报.html", one)).json()).toEqual({ id: sha256(one), name: "年报.html" });
    await until(async () => (await list()).length === 2);
    expect((await readdir(join(data, "inbox"))).toSorted()).toEqual(["年报 (2).html", "年报.html"]);
  }, 60_000);

  test("refuses what is sent wrongly, and keeps nothing of it", async () => {
    running = await startServe(data);
    const report = officeReport(9);
    const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code?: string }).code];
    expect(await codeOf(await send("a.docx", "{\\rtf1 x}"))).toEqual([415, "UNSUPPORTED"]);
    expect(await codeOf(await send("a.html", "  \n "))).toEqual([422, "EMPTY"]);
    expect(await codeOf(await send("a.exe", Buffer.from("MZ\x90\0\x03\0\0\0", "latin1")))).toEqual([
      415,
      "UNSUPPORTED",
    ]);
    expect(await codeOf(await send("a.html", report, { sha256: "0".repeat(64) }))).toEqual([422, "CHECKSUM"]);
    expect(await codeOf(await send("a.html", report, { bytes: 10 }))).toEqual([413, "TOO_LARGE"]);
    expect(await codeOf(await send("a.html", report, { bytes: 10_000_000 }))).toEqual([400, "INCOMPLETE"]);
    expect(await codeOf(await ask("/uploads/e30.forged", { method: "PUT", body: report }))).toEqual([
      403,
      "INVALID_UPLOAD",
    ]);
    expect(await codeOf(await ask("/uploads/x", { method: "PUT", body: report }))).toEqual([403, "INVALID_UPLOAD"]);
    expect(
      await codeOf(
        await ask("/uploads", {
          method: "POST",
          headers: { origin: "https://evil.example", "content-type": "application/json" },
          body: "{}",
        }),
      ),
    ).toEqual([403, "CROSS_SITE"]);
    for (const [n, name] of [
      "../../out.html",
      "/etc/out.html",
      "..\\..\\out.html",
      ".hidden.html",
      "a/../../out.html",
    ].entries()) {
      expect((await send(name, officeReport(n + 20))).status).toBe(201);
    }
    expect(await readdir(join(data, "temporary"))).toEqual([]);
    expect((await readdir(data)).toSorted()).toEqual(["catalog", "inbox", "lock", "results", "secret", "temporary"]);
    await until(async () => (await list()).length === 5);
  }, 60_000);

  test("puts nothing that is sent where a link in the inbox leads, nor below a file or in a folder's place", async () => {
    running = await startServe(data);
    await mkdir(join(data, "outside"));
    await symlink("../outside", inbox("linkdir"));
    await symlink("../outside/new.html", inbox("link.html"));
    await writeFile(inbox("file"), "x");
    await mkdir(inbox("folder.html"));
    execFileSync("mkfifo", [inbox("pipe.html")]);
    const report = officeReport(30);
    for (const name of ["linkdir/a.html", "linkdir/b/a.html", "file/a.html"]) {
      const answer = await send(name, report);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, "NOT_A_FOLDER"]);
    }
    for (const name of ["link", "folder", "pipe"])
      expect(await (await send(`${name}.html`, report)).json()).toMatchObject({ name: `${name} (2).html` });
    expect(await (await send("镇/村/a.html", report)).json()).toMatchObject({ name: "镇/村/a.html" });
    expect(await readFile(inbox("镇/村/a.html"), "utf8")).toBe(report);
    expect([await readdir(join(data, "outside")), await readdir(join(data, "temporary"))]).toEqual([[], []]);
  }, 60_000);

  test("keeps to its user what it makes, whatever the umask, and leaves the inbox as open as its owner made it", async () => {
    await mkdir(inbox("镇"), { recursive: true });
    await mkdir(join(data, "results"));
    for (const path of ["inbox", "inbox/镇", "results"]) await chmod(join(data, path), 0o775);
    running = await openToAll(() => startServe(data));
    await send("村/a.html", officeReport(31));
    await copySample("会议通知.docx", inbox("镇/a.docx"));
    await chmod(inbox("镇/a.docx"), 0o664);
    await until(async () => (await list()).length === 2);
    expect((await openBelow(data)).toSorted()).toEqual(["inbox 775", "inbox/镇 775", "inbox/镇/a.docx 664"]);
  }, 60_000);

  test("serves only this machine unless it has a token, which it then asks of everyone", async () => {
    await expect(startServe(data, "--host", "0.0.0.0")).rejects.toMatchObject({
      code: 2,
      message: expect.stringContaining("--token"),
    });
    running = await startServe(data, "--host", "0.0.0.0", "--token", "geheim");
    const { port } = new URL(running.url);
    running = { ...running, url: `http://127.0.0.1:${port}` };
    expect((await ask("/health")).status).toBe(200);
    for (const path of [
      "/",
      "/reports",
      "/events",
      "/problems.csv",
      "/openapi.json",
      "/?token=wrong",
      "/reports?token=geheim",
    ])
      expect((await ask(path)).status).toBe(401);
    expect((await ask("/uploads/x", { method: "PUT", body: "x" })).status).toBe(401);
    expect((await ask("/reports", { headers: { authorization: "Bearer wrong" } })).status).toBe(401);
    expect((await ask("/reports", { headers: { authorization: "Bearer geheim" } })).status).toBe(200);
    const entered = await ask("/?token=geheim", { redirect: "manual" });
    expect(entered.status).toBe(303);
    const cookie = entered.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly.*SameSite=Strict|SameSite=Strict.*HttpOnly/iu);
    expect((await ask("/", { headers: { cookie: cookie.split(";")[0] ?? "" } })).status).toBe(200);
    expect(running.log()).not.toContain("geheim");
  }, 60_000);

  test("keeps a second server off its folder, and says what is wrong with one that it can't use", async () => {
    running = await startServe(data);
    await expect(startServe(data)).rejects.toMatchObject({ code: 2, message: expect.stringContaining("正在使用") });
    await running.kill();
    running = await startServe(data);
    expect((await ask("/health")).status).toBe(200);
    const file = join(data, "file");
    await writeFile(file, "");
    await expect(startServe(file)).rejects.toMatchObject({ code: 2, message: expect.stringContaining("不可写") });
    await expect(startServe(join(data, "other"), "--port", "x")).rejects.toMatchObject({ code: 2 });
  }, 60_000);

  test("keeps a file that can't be filed, says so, and files it once it can", async () => {
    running = await startServe(data);
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
  }, 120_000);

  test("logs lines of JSON without a word of the documents", async () => {
    running = await startServe(data);
    await copySample("云泽县教育局2024年政府信息公开工作年度报告.docx", inbox("a.docx"));
    await until(async () => (await list()).length === 1);
    const report = (await (await ask(`/reports/${(await list())[0]?.id}`)).json()) as {
      title: string;
      findings: { message: string }[];
    };
    const lines = running
      .log()
      .split("\n")
      .filter((line) => line.startsWith("{"));
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({
        time: expect.any(String),
        level: expect.any(String),
        event: expect.any(String),
      });
    expect(running.log()).not.toContain(report.title);
    expect(running.log()).not.toContain(report.findings[0]?.message);
  }, 60_000);
});

interface Told {
  type: string;
  position: string;
  detail: { eventId: string; id: string };
}

/** Events behind a position, until there is nothing for a moment. */
async function told(since: string): Promise<Told[]> {
  const stop = new AbortController();
  const answer = await ask("/events", { headers: { "last-event-id": since }, signal: stop.signal });
  let text = "";
  const events = (): Told[] =>
    text.split("\n\n").flatMap((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "mu").exec(block)?.[1] ?? "";
      return field("event").startsWith("Report") && field("id")
        ? [{ type: field("event"), position: field("id"), detail: JSON.parse(field("data")) }]
        : [];
    });
  const reading = (async () => {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>)
      text += new TextDecoder().decode(chunk);
  })().catch(() => {});
  await new Promise((resume) => setTimeout(resume, 700));
  stop.abort();
  await reading;
  return events();
}
