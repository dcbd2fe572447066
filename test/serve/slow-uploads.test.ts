import { readdir, rm } from "node:fs/promises";
import { type ClientRequest, request } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { officeReport } from "../make/reports.ts";
import { type Running, startServe, temporaryFolder, until } from "../make/serve.ts";

/** Whoever sends drop by drop. What takes minutes is for `npm run verify`. */
const patiently = process.env.TABULARIUM_VERIFY === "full" ? test : test.skip;

let data: string;
let running: Running;
const open: ClientRequest[] = [];
beforeEach(async () => {
  data = await temporaryFolder();
  running = await startServe(data);
});
afterEach(async () => {
  for (const each of open.splice(0)) each.destroy();
  await running.kill();
  await rm(data, { recursive: true, force: true });
});

async function address(name: string, bytes: number): Promise<string> {
  const body = JSON.stringify({ name, bytes });
  const asked = await fetch(`${running.url}/uploads`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  return ((await asked.json()) as { url: string }).url;
}

/** An upload under way, and what is answered to it: its status, or null where the line is cut. */
function begin(url: string, bytes: number): { readonly sent: ClientRequest; readonly status: Promise<number | null> } {
  const sent = request(url, { method: "PUT", headers: { "content-length": bytes } });
  open.push(sent);
  sent.write("<");
  const status = new Promise<number | null>((resolve) => {
    sent.on("response", (response) => resolve(response.resume().statusCode ?? null)).on("error", () => resolve(null));
  });
  return { sent, status };
}

describe("uploads that send drop by drop", () => {
  test("give way to those who come, and hold up nobody", async () => {
    const slow: Promise<number | null>[] = [];
    for (let n = 0; n < 40; n++) slow.push(begin(await address(`慢${n}.html`, 1000), 1000).status);
    await until(async () => (await readdir(join(data, "temporary"))).length >= 32, 10_000);
    await new Promise((resume) => setTimeout(resume, 1500));
    const started = performance.now();
    for (let n = 0; n < 3; n++) {
      const body = officeReport(n);
      expect((await fetch(await address(`${n}.html`, Buffer.byteLength(body)), { method: "PUT", body })).status).toBe(
        201,
      );
    }
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(await Promise.race(slow)).toBe(503);
    const ended = await Promise.race([
      running.stop(),
      new Promise((resume) => setTimeout(resume, 10_000, "still running").unref()),
    ]);
    expect(ended).toBe(0);
  }, 60_000);

  patiently(
    "are ended, while one over a slow line may take longer than five minutes",
    async () => {
      const drop = begin(await address("滴.html", 100_000), 100_000);
      const timer = setInterval(() => drop.sent.write("x"), 3000);
      const bytes = 2000 * 330;
      const line = begin(await address("线.html", bytes), bytes);
      const started = performance.now();
      for (let second = 0; second < 330; second++) {
        line.sent.write(Buffer.alloc(second === 0 ? 1999 : 2000, "<p>年报</p>"));
        await new Promise((resume) => setTimeout(resume, 1000));
      }
      line.sent.end();
      expect(await line.status).toBe(201);
      expect(performance.now() - started).toBeGreaterThan(300_000);
      clearInterval(timer);
      expect(await drop.status).toBe(408);
    },
    400_000,
  );
});

test("so many live pages may be open and no more, without complaints on the log", async () => {
  const stop = new AbortController();
  const watch = () => fetch(`${running.url}/events`, { signal: stop.signal });
  const answers = await Promise.all(Array.from({ length: 201 }, watch));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(200);
  expect(answers.find(({ status }) => status === 503)?.headers.get("content-type")).toContain(
    "application/problem+json",
  );
  stop.abort();
  await until(async () => {
    const again = new AbortController();
    const { status } = await fetch(`${running.url}/events`, { signal: again.signal });
    again.abort();
    return status === 200;
  }, 10_000);
  for (const line of running
    .log()
    .split("\n")
    .filter((text) => text.startsWith("(") || text.includes("Warning")))
    expect(line).toBe("");
}, 60_000);

test("a name keeps nothing that turns or breaks its line, and no name is an error of the server", async () => {
  const named = async (name: string) => {
    const body = officeReport(1);
    const answer = await fetch(await address(name, Buffer.byteLength(body)), { method: "PUT", body });
    return [answer.status, ((await answer.json()) as { name?: string }).name];
  };
  expect(await named("年\u202eftp.\u2028报\u200b.html")).toEqual([201, "年ftp. 报.html"]);
  for (const name of [".", "/", " ", "..", "\u202e", "a/", "~$"]) expect((await named(name))[0]).toBe(201);
}, 60_000);
