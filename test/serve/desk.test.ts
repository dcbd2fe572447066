import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { copySample, temporaryFolder, until } from "../make/serve.ts";

const DESK = fileURLToPath(new URL("../../dist/desk.js", import.meta.url));

let folder: string;
let started: ChildProcess[];
beforeEach(async () => {
  folder = await temporaryFolder();
  started = [];
  // In the place of the system's: it notes what it is to open.
  await mkdir(join(folder, "bin"));
  await writeFile(join(folder, "bin/xdg-open"), `#!/bin/sh\necho "$1" >>"${join(folder, "opened")}"\n`, {
    mode: 0o755,
  });
});
afterEach(async () => {
  for (const child of started) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

function start(desk: string) {
  const child = spawn(process.execPath, [DESK, desk], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: join(folder, "bin") },
  });
  started.push(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, said })),
  );
  const address = () => until(async () => /http:\/\/127\.0\.0\.1:\d+\//u.exec(said)?.[0]);
  return { child, ended, address };
}
const opened = async () => (await readFile(join(folder, "opened"), "utf8")).trim().split("\n");

test("a start serves the data beside it and opens the browser, another one opens it again, closing the window ends it", async () => {
  const desk = join(folder, "年报 核对");
  const first = start(desk);
  const address = await first.address();
  await copySample("会议通知.docx", join(desk, "数据/inbox/a.docx"));
  await until(async () => (await readdir(join(desk, "数据/results"))).length > 0);

  expect(await start(desk).ended).toEqual({ code: 0, said: `程序已经在运行：${address}\n` });
  await until(async () => (await opened()).length === 2);
  expect(await opened()).toEqual([address, address]);

  first.child.kill("SIGHUP");
  expect((await first.ended).code).toBe(0);
  expect(await readdir(join(desk, "数据"))).not.toContain("address");
  expect(await readFile(join(desk, "数据/log.txt"), "utf8")).toContain('"event":"closed"');
});

test("a second start waits for one that has not come so far, whatever address an earlier one has left", async () => {
  const desk = join(folder, "desk");
  await mkdir(join(desk, "数据"), { recursive: true });
  // Nothing answers there.
  await writeFile(join(desk, "数据/address"), "http://127.0.0.1:1/");
  const [one, two] = [start(desk), start(desk)];
  const addresses = await Promise.all([one.address(), two.address()]);
  expect(addresses[0]).toBe(addresses[1]);
  expect(addresses[0]).not.toBe("http://127.0.0.1:1/");
});

test("a desk passes over a port that another program has", async () => {
  const [one, two] = await Promise.all([start(join(folder, "one")).address(), start(join(folder, "two")).address()]);
  expect(one).not.toBe(two);
  for (const address of [one, two]) expect((await fetch(new URL("health", address))).status).toBe(200);
});

test("a desk that can't start says why in a sentence", async () => {
  await mkdir(join(folder, "desk"));
  await writeFile(join(folder, "desk/数据"), "a file");
  const { code, said } = await start(join(folder, "desk")).ended;
  expect(code).toBe(1);
  expect(said).toMatch(/^数据文件夹不可写（[A-Z]+）：.*\n$/u);
});
