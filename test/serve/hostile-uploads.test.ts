import { rm } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type Running, startServe, temporaryFolder } from "../make/serve.ts";

let data: string;
let running: Running;
beforeEach(async () => {
  data = await temporaryFolder();
  running = await startServe(data);
});
afterEach(async () => {
  await running.kill();
  await rm(data, { recursive: true, force: true });
});

/** Far more than an answer takes on a busy machine. */
const SOON = 20_000;
const ask = (url: string, options?: RequestInit) => fetch(url, { ...options, signal: AbortSignal.timeout(SOON) });

async function upload(body: string): Promise<Response> {
  const asked = await ask(`${running.url}/uploads`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "年报.html", bytes: Buffer.byteLength(body) }),
  });
  const { url, method } = (await asked.json()) as { url: string; method: string };
  return ask(url, { method, body });
}

test("a page of nothing but comments stops neither the server's answers nor its end", async () => {
  const sent = upload("<!---->".repeat(46)).then(
    ({ status }) => status,
    () => null,
  );
  // Answered while the file is judged.
  expect((await ask(`${running.url}/health`)).status).toBe(200);
  expect(await sent).toBe(201);
  expect((await ask(`${running.url}/health`)).status).toBe(200);
  const ended = await Promise.race([
    running.stop(),
    new Promise((resolve) => setTimeout(resolve, SOON, "still running").unref()),
  ]);
  expect(ended).toBe(0);
}, 120_000);
