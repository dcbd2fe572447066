import { rm } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { inBrowser, openBrowser } from "../make/browser.ts";
import { officeReport } from "../make/reports.ts";
import { type Running, startServe, temporaryFolder } from "../make/serve.ts";
import { startTlsProxy, type TlsProxy } from "../make/tls-proxy.ts";

const TOKEN = "4f1c6f0d8a3b4e6f9b1d";
let data: string;
let running: Running | undefined;
let proxy: TlsProxy | undefined;
let browser: Browser | null = null;
beforeEach(async () => {
  data = await temporaryFolder();
});
afterEach(async () => {
  await browser?.close();
  proxy?.close();
  await running?.kill();
  [browser, proxy, running] = [null, undefined, undefined];
  await rm(data, { recursive: true, force: true });
});

const ask = (path: string, options: RequestInit = {}) =>
  fetch(`${running?.url}${path}`, { redirect: "manual", ...options });
const withCookie = (cookie: string) => ({ headers: { cookie } });
const cookieOf = (answer: Response): string => answer.headers.get("set-cookie")?.split(";")[0] ?? "";

inBrowser(
  "behind a proxy that speaks TLS a browser enters, sends files, and leaves",
  async () => {
    proxy = await startTlsProxy();
    running = await startServe(data, "--token", TOKEN, "--public-url", proxy.url);
    proxy.askOf(running.url);
    browser = await openBrowser();
    const context = await browser?.newContext({ ignoreHTTPSErrors: true });
    const page = await context?.newPage();
    if (!context || !page) throw new Error("no browser");
    await page.goto(`${proxy.url}/?token=${TOKEN}`);
    await page.getByText("把报告拖到这里").waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: "__Host-tabularium", secure: true, httpOnly: true, sameSite: "Strict" });
    expect(cookie?.value).not.toContain(TOKEN);
    const put = page.waitForRequest((request) => request.method() === "PUT");
    await page.setInputFiles("#files", [
      { name: "甲.html", mimeType: "text/html", buffer: Buffer.from(officeReport(1)) },
    ]);
    expect((await put).url().startsWith(`${proxy.url}/uploads/`)).toBe(true);
    await page.locator("#sent-list").getByRole("link", { name: "合格" }).waitFor();
    await page.getByRole("button", { name: "退出" }).click();
    await page.getByText("已退出").waitFor();
    expect(await context.cookies()).toEqual([]);
    expect((await page.goto(`${proxy.url}/`))?.status()).toBe(401);
    const held = { headers: { cookie: `${cookie?.name}=${cookie?.value}` } };
    expect((await ask("/reports", held)).status).toBe(401);
  },
  60_000,
);

test("a public address is an origin and comes with a token", async () => {
  for (const options of [
    ["--public-url", "https://localhost/"],
    ["--token", TOKEN, "--public-url", "https://localhost/tabularium/"],
    ["--token", TOKEN, "--public-url", "localhost"],
  ])
    await expect(startServe(data, ...options)).rejects.toMatchObject({
      code: 2,
      message: expect.stringContaining("--public-url"),
    });
  running = await startServe(data, "--token", TOKEN, "--public-url", "https://reports.example:8443");
  const posted = (origin: string) =>
    ask("/uploads", {
      method: "POST",
      headers: { origin, authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "a.html", bytes: 1 }),
    });
  expect((await posted(running.url)).status).toBe(403);
  expect(await (await posted("https://reports.example:8443")).json()).toMatchObject({
    url: expect.stringMatching(/^https:\/\/reports\.example:8443\/uploads\//u),
  });
}, 60_000);

test("a session is not the token, is each browser's own, and can be ended", async () => {
  running = await startServe(data, "--token", TOKEN);
  const entered = await ask(`/?token=${TOKEN}`);
  expect([entered.status, entered.headers.get("cache-control")]).toEqual([303, "no-store"]);
  const cookie = cookieOf(entered);
  expect(cookie).not.toContain(TOKEN);
  const other = cookieOf(await ask(`/?token=${TOKEN}`));
  expect(other).not.toBe(cookie);
  expect((await ask("/", withCookie(cookie))).status).toBe(200);
  const { paths } = (await (await ask("/openapi.json", withCookie(cookie))).json()) as {
    paths: Record<string, object>;
  };
  expect(Object.keys(paths["/sign-out"] ?? {})).toEqual(["post"]);
  expect((await ask("/sign-out", { method: "POST", ...withCookie(cookie) })).status).toBe(200);
  expect((await ask("/", withCookie(cookie))).status).toBe(401);
  expect((await ask("/", withCookie(other))).status).toBe(200);
  expect((await ask("/", withCookie(`tabularium=${TOKEN}`))).status).toBe(401);
}, 60_000);

test("wrong tokens are answered ever later, while the right one is not kept waiting", async () => {
  running = await startServe(data, "--token", TOKEN);
  const guess = async (token: string) => {
    const started = performance.now();
    const { status } = await ask("/reports", { headers: { authorization: `Bearer ${token}` } });
    return { status, milliseconds: performance.now() - started };
  };
  for (let n = 0; n < 3; n++) expect((await guess(`wrong ${n}`)).status).toBe(401);
  const late = await guess("wrong");
  expect(late).toMatchObject({ status: 401 });
  expect(late.milliseconds).toBeGreaterThan(450);
  expect((await guess("wrong")).milliseconds).toBeGreaterThan(950);
  const waiting = guess("wrong");
  expect(await Promise.race([guess(TOKEN), waiting])).toMatchObject({ status: 200 });
  const flood = Array.from({ length: 20 }, () => guess("wrong").catch(() => null));
  expect((await Promise.race(flood.slice(10)))?.status).toBe(429);
}, 60_000);

test("a refusal is no page and is not kept, whoever refuses", async () => {
  running = await startServe(data, "--token", TOKEN);
  const refusals = [
    await ask("/"),
    await ask("/reports", { method: "POST", headers: { origin: "https://evil.example" } }),
    await ask("/uploads/x", { method: "PUT" }),
  ];
  for (const { status, headers } of refusals) {
    expect([401, 403]).toContain(status);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
  }
}, 60_000);
