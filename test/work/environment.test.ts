import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { processes } from "../make/processes.ts";
import { copySample, type Running, startServeIn, temporaryFolder, until } from "../make/serve.ts";

let data: string;
let running: Running | null = null;
beforeEach(async () => {
  data = await temporaryFolder();
});
afterEach(async () => {
  await running?.kill();
  await rm(data, { recursive: true, force: true });
});

const SECRETS = {
  TABULARIUM_TOKEN: "a-long-enough-token",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SESSION_TOKEN: "session",
  NODE_OPTIONS: "--no-warnings",
};

test("workers are told no token and no credentials, but where the models are", async () => {
  running = await startServeIn({ ...SECRETS, TABULARIUM_OCR_DICTIONARY: "/nowhere/words.txt" }, data);
  await copySample("会议通知.docx", join(data, "inbox", "a.docx"));
  await until(async () => (await readdir(join(data, "results"))).length > 0);
  const workers = (await processes()).filter(({ parent }) => parent === running?.child.pid);
  expect(workers.length).toBeGreaterThan(0);
  for (const { pid } of workers) {
    const names = (await readFile(`/proc/${pid}/environ`, "utf8")).split("\0").map((line) => line.split("=")[0]);
    expect(names).toEqual(expect.arrayContaining(["PATH", "TABULARIUM_OCR_DICTIONARY"]));
    for (const name of Object.keys(SECRETS)) expect(names).not.toContain(name);
  }
}, 60_000);
