import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { AuditLine } from "../../lib/api/audit.ts";
import { authoriser } from "../../lib/delivery/authorise.ts";
import { apiEnvironment, type SignInSettings } from "../../lib/delivery/environment.ts";
import { lambdaDoor } from "../../lib/delivery/lambda-door.ts";
import { openApi } from "../../lib/delivery/open-api.ts";
import { openProvider } from "../../lib/delivery/provider.ts";
import { openSignInSessions } from "../../lib/delivery/sign-in-sessions.ts";
import { writeResult } from "../../lib/report/store.ts";
import { inBrowser, openBrowser } from "../make/browser.ts";
import { catalogIn, makeReport, moment, sha256 } from "../make/catalog.ts";
import { type Cloud, INTAKE, startCloud } from "../make/cloud.ts";
import { type Gateway, IDENTITY, startGateway } from "../make/gateway.ts";
import { CLIENT, type IdentityProvider, startIdentityProvider } from "../make/identity-provider.ts";
import { processed } from "../make/readings.ts";
import { officeName, struckReport } from "../make/reports.ts";
import { startTlsProxy, type TlsProxy } from "../make/tls-proxy.ts";
import { fillWith, twoCounties } from "../make/two-counties.ts";

/** People, machines and IAM identities at the door on AWS: the functions' handlers, a real provider, a real browser. */

const MACHINES = "urn:tabularium";
const counties = twoCounties(INTAKE);
const { own, other } = counties;
const audit: AuditLine[] = [];
/** As the bucket lets the page in, by the settings. */
const FROM_ANYWHERE = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "PUT",
  "access-control-allow-headers": "*",
};
/** Milliseconds by which the authoriser's clock is ahead. */
let ahead = 0;

let cloud: Cloud;
let proxy: TlsProxy;
let provider: IdentityProvider;
let gateway: Gateway;
let browser: Browser | null;
beforeAll(async () => {
  [cloud, proxy, browser] = await Promise.all([startCloud(), startTlsProxy(), openBrowser()]);
  Object.assign(process.env, cloud.environment);
  provider = await startIdentityProvider(proxy.url);
  await fillWith(counties)(cloud.table, cloud.results);
  const settings: SignInSettings = {
    issuer: provider.issuer,
    clientId: CLIENT,
    audience: [MACHINES],
    scope: "openid profile",
    claims: { roles: "roles", divisions: "divisions" },
  };
  const api = await openApi(apiEnvironment.parse(cloud.environment), {
    script: await readFile(new URL("../../dist/page.js", import.meta.url), "utf8"),
    signIn: { SIGN_IN: settings, SESSIONS_TABLE: cloud.environment.CATALOG_TABLE ?? "" },
    audit: (line) => void audit.push(line),
    onError: () => {},
  });
  const asked = openProvider(settings);
  const sessions = openSignInSessions(cloud.table, asked, settings, () => Date.now() + ahead);
  gateway = await startGateway(authoriser(asked, sessions) as never, lambdaDoor(api) as never);
  proxy.askOf(gateway.url);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  proxy.close();
  await gateway.close();
  await provider.close();
  await cloud.close();
});

const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  fetch(gateway.url + path, { redirect: "manual", ...init, headers });

async function newContext(): Promise<BrowserContext> {
  const context = await browser?.newContext({ ignoreHTTPSErrors: true });
  if (!context) throw new Error("no browser");
  return context;
}

/** Comes to the page unknown, and says at the provider who he is. */
async function signIn(page: Page, who: string, to = "/"): Promise<void> {
  await page.goto(proxy.url + to);
  await page.locator('input[name="login"]').fill(who);
  await page.locator('input[name="password"]').fill("-");
  await page.locator('button[type="submit"]').click();
  await page.locator('button[type="submit"]').click();
  await page.getByText("退出").waitFor();
}

const sessionOf = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name === "__Host-tabularium");

inBrowser(
  "somebody of one county signs in, looks, hands in, reviews and leaves, and sees nothing of another",
  async () => {
    provider.people.set("wang", { name: "王芳", roles: ["look", "hand-in", "review"], divisions: ["370102"] });
    const context = await newContext();
    const page = await context.newPage();
    await signIn(page, "wang", "/?from=mail");
    expect(new URL(page.url()).search).toBe("?from=mail");
    expect(await sessionOf(context)).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax" });

    // Looks.
    await page.goto(`${proxy.url}/#/reports`);
    await page
      .getByText(own.reports.current.organization?.name ?? "")
      .first()
      .waitFor();
    expect(await page.content()).not.toContain(other.place);
    const hidden = await page.request.get(`${proxy.url}/reports/${other.reports.current.id}/source`);
    expect(hidden.status()).toBe(404);
    const html = await page.request.get(`${proxy.url}/reports/${own.reports.current.id}/html`);
    expect([html.status(), html.headers()["content-security-policy"]]).toEqual([
      200,
      "frame-ancestors 'none'; sandbox allow-popups allow-same-origin",
    ]);

    // Hands in: into a folder that is his and his county's, where nobody else replaces it.
    const sent = new Promise<{ key: string; bytes: Buffer }>((resolve) => {
      void context.route(`**/${INTAKE}/**`, (route) => {
        const { pathname } = new URL(route.request().url());
        const bytes = route.request().postDataBuffer();
        if (bytes) resolve({ key: decodeURIComponent(pathname.slice(`/${INTAKE}/`.length)), bytes });
        return route.fulfill({ status: 200, headers: FROM_ANYWHERE });
      });
    });
    await page.goto(`${proxy.url}/#/`);
    const file = { name: "年报.html", mimeType: "text/html", buffer: Buffer.from(struckReport(3)) };
    await page.setInputFiles("#files", [file]);
    const { key, bytes } = await sent;
    expect(key).toBe("370102@wang/年报.html");
    // The page follows it.
    const submission = { bucket: INTAKE, key, version: "1", at: moment(100), sequence: "1" };
    const catalog = catalogIn(cloud.table, cloud.results);
    const sentList = page.locator("#sent-list");
    await sentList.getByText("已收到，等待处理").waitFor();
    await catalog.submit(submission);
    await sentList.getByText("正在处理").waitFor();
    // What the function does with it; the report itself does not say which division's it is.
    const result = await processed(key, bytes);
    const { id } = result.report;
    await writeResult(cloud.results, id, result, bytes);
    await catalog.record(submission, result.report);
    await sentList.getByRole("link", { name: "需人工核对" }).waitFor();

    // Reviews under the name that the provider knows, whatever the page says.
    await page.goto(`${proxy.url}/#/reports`);
    await page
      .getByRole("link", { name: officeName(3) })
      .first()
      .click();
    await page.getByRole("button", { name: "开始逐处核对" }).click();
    expect(await page.getByRole("button", { name: "换人" }).count()).toBe(0);
    await page.getByRole("button", { name: "读得对" }).click();
    await page.locator(".verdict").getByText("经王芳人工确认").waitFor();

    // Leaves, at the provider too.
    const session = await sessionOf(context);
    await page.getByRole("button", { name: "退出" }).click();
    await page.locator('button[name="logout"]').click();
    await page.locator('input[name="login"]').waitFor();
    expect(await sessionOf(context)).toBeUndefined();
    expect((await ask("/reports", { cookie: `${session?.name}=${session?.value}` })).status).toBe(403);

    const said = audit.filter(({ subject }) => subject === "wang");
    expect(said).toContainEqual(
      expect.objectContaining({
        method: "POST",
        route: "/reports/{id}/reviews",
        report: id,
        status: 201,
        name: "王芳",
      }),
    );
    expect(said).toContainEqual(expect.objectContaining({ method: "POST", route: "/uploads", status: 201 }));
    expect(said).toContainEqual(expect.objectContaining({ report: other.reports.current.id, status: 404 }));
    expect(JSON.stringify(audit)).not.toContain(session?.value);
    expect(JSON.stringify(audit)).not.toMatch(/code=|state=/u);
  },
  60_000,
);

inBrowser(
  "what the provider says anew of somebody holds after a while, and whom it no longer knows is out",
  async () => {
    provider.people.set("li", { name: "李强", roles: ["look"], divisions: ["370102"] });
    const context = await newContext();
    const page = await context.newPage();
    await signIn(page, "li");
    await page.getByRole("link", { name: "总览" }).waitFor();
    // Who may only look is offered nothing else.
    expect(await page.locator("#files").count()).toBe(0);
    const session = await sessionOf(context);
    const headers = { cookie: `${session?.name}=${session?.value}` };
    const listed = async () => ((await (await ask("/reports", headers)).json()) as { items: unknown[] }).items.length;
    const before = await listed();
    const everywhere = before + Object.keys(other.reports).length - 1;
    provider.people.set("li", { name: "李强", roles: ["look"], divisions: ["all-divisions"] });
    expect(await listed()).toBe(before);
    ahead = 16 * 60_000;
    // All at once: the refresh token is used once.
    const all = await Promise.all([listed(), listed(), listed()]);
    expect(Math.max(...all)).toBe(everywhere);
    expect(await listed()).toBe(everywhere);
    // Nothing in the table is of use to whoever reads it.
    const rows = JSON.stringify(
      await cloud.table.get({ pk: `SESSION#${sha256(session?.value ?? "")}`, sk: "SESSION" }),
    );
    expect(rows).toContain("李强");
    expect(rows).not.toMatch(/eyJ[\w-]+\.eyJ/u);
    expect(rows).not.toContain(session?.value);
    // Another site's page can't act in his name.
    const forged = { ...headers, origin: "https://evil.example", "content-type": "application/json" };
    expect((await ask("/uploads", forged, { method: "POST", body: "{}" })).status).toBe(403);
    provider.people.delete("li");
    ahead = 32 * 60_000;
    expect((await ask("/reports", headers)).status).toBe(403);
    ahead = 0;
    expect((await ask("/reports", headers)).status).toBe(403);
    await context.close();
  },
  60_000,
);

inBrowser(
  "of each file that was sent the page says what became of it, and then asks no more: also of one taken away, and of a report that he may not see",
  async () => {
    provider.people.set("sun", { name: "孙丽", roles: ["look", "hand-in"], divisions: ["370102"] });
    const context = await newContext();
    const page = await context.newPage();
    await page.clock.install();
    await signIn(page, "sun");
    await context.route(`**/${INTAKE}/**`, (route) => route.fulfill({ status: 200, headers: FROM_ANYWHERE }));
    const names = ["撤回.html", "别县.html"];
    const buffer = Buffer.from("-");
    await page.setInputFiles(
      "#files",
      names.map((name) => ({ name, mimeType: "text/html", buffer })),
    );
    const line = (name: string) => page.locator("#sent-list li", { hasText: name });
    for (const name of names) await line(name).getByText("已收到，等待处理").waitFor();
    const catalog = catalogIn(cloud.table, cloud.results);
    const submissionOf = (name: string) =>
      ({ bucket: INTAKE, key: `370102@sun/${name}`, version: "1", at: moment(101), sequence: "" }) as const;
    const [taken, elsewhere] = [submissionOf("撤回.html"), submissionOf("别县.html")];
    await catalog.submit(taken);
    await catalog.withdraw({ ...taken, at: moment(102) });
    const report = makeReport({ organization: "南湖县财政局", division: "370104", year: 2021 });
    await writeResult(cloud.results, report.id, { report, document: null });
    await catalog.submit(elsewhere);
    await catalog.record(elsewhere, report);
    await page.clock.runFor(5000);
    await line("撤回.html").getByText("已撤回").waitFor();
    await line("别县.html").getByText("已处理，报告不属于您能查看的地区").waitFor();
    const asked = () => audit.filter(({ subject, route }) => subject === "sun" && route === "/submissions").length;
    const before = asked();
    expect(before).toBeGreaterThan(0);
    const lists = page.waitForResponse((answer) => answer.url().includes("/years"));
    await page.clock.runFor(30_000);
    await lists;
    expect(asked()).toBe(before);
    await context.close();
  },
  60_000,
);

test("a machine brings a token of the provider that was made for this API, and sees what its claims say", async () => {
  const bearer = async (audience: string) => ({ authorization: `Bearer ${await provider.machineToken(audience)}` });
  const { items } = (await (await ask("/reports?all=true", await bearer(MACHINES))).json()) as {
    items: { id: string }[];
  };
  expect(items.map(({ id }) => id).toSorted()).toEqual(
    Object.values(other.reports)
      .map(({ id }) => id)
      .toSorted(),
  );
  const refused = await ask(
    "/uploads",
    { ...(await bearer(MACHINES)), "content-type": "application/json" },
    {
      method: "POST",
      body: JSON.stringify({ name: "a.html", bytes: 1 }),
    },
  );
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([403, "ROLE"]);
  expect((await ask("/reports", await bearer("urn:another"))).status).toBe(403);
  const [head, payload] = (await provider.machineToken(MACHINES)).split(".");
  expect((await ask("/reports", { authorization: `Bearer ${head}.${payload}.forged` })).status).toBe(403);
  expect((await ask("/reports", { authorization: "Bearer none" })).status).toBe(403);
});

test("IAM identities call below a prefix of their own, and are put on record by their ARN", async () => {
  const answer = await ask(`/iam/reports/${other.reports.current.id}`);
  expect(answer.status).toBe(200);
  expect(audit.at(-1)).toMatchObject({
    subject: IDENTITY,
    name: "collector",
    path: `/reports/${other.reports.current.id}`,
    report: other.reports.current.id,
  });
});

test("nobody is let in by what a browser can be made to send", async () => {
  expect((await ask("/")).headers.get("location")).toBe("/sign-in?to=%2F");
  for (const to of ["//evil.example", "/\\evil.example", "https://evil.example/", "/a b"]) {
    const started = await ask(`/sign-in?to=${encodeURIComponent(to)}`);
    const cookie = started.headers.get("set-cookie")?.split(";")[0]?.split("=")[1] ?? "";
    expect(JSON.parse(Buffer.from(cookie, "base64url").toString()).to).toBe("/");
  }
  const started = await ask("/sign-in");
  const asked = new URL(started.headers.get("location") ?? "").searchParams;
  expect(asked.get("code_challenge_method")).toBe("S256");
  expect(asked.get("nonce")).not.toBeNull();
  const cookie = started.headers.get("set-cookie")?.split(";")[0] ?? "";
  // Another's code and state, none at all, and none that was begun here.
  for (const [query, headers] of [
    ["code=stolen&state=another", { cookie }],
    [`code=stolen&state=${asked.get("state")}`, { cookie }],
    ["error=access_denied", { cookie }],
    ["code=stolen&state=another", {}],
  ] as const) {
    const answer = await ask(`/sign-in/callback?${query}`, headers);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("set-cookie") ?? "").not.toContain("__Host-tabularium=");
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  }
});
